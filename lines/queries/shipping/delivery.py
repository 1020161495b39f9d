"""The delivery list and the customer's advance ship notice, row by row as the goods left."""

from django.db import connection

from lines.models import Shipment
from lines.models.goods import GOODS
from lines.queries.shipping.shipments import goods_of, value_of
from mes.kernel.tables import Cell, Sheet

ASN_COLUMNS = (
    "shipment", "customer", "sscc", "pallet", "carton", "gtin", "sku", "model", "colour",
    "serial", "imei1", "imei2", "imei3", "imei4", "wifi_mac",
)  # fmt: skip
_KINDS = ("imei1", "imei2", "imei3", "imei4", "wifi_mac")
# The name a unit had when it left: a board that is changed after a return has other IMEIs.
_NAMES = ", ".join(
    f"COALESCE((SELECT i.value FROM lines_identifier i WHERE i.unit_id = g.id AND i.kind = '{kind}'"  # noqa: S608
    " AND (i.retired_at IS NULL OR i.retired_at > %(left)s) ORDER BY i.id LIMIT 1), '')"
    for kind in _KINDS
)
_ASN = f"""
SELECT p.sscc, p.no, c.no, v.gtin, v.sku, m.name, v.colour, u.serial, {_NAMES}
FROM ({{goods}}) g
JOIN lines_unit u ON u.id = g.id
JOIN lines_handlingunit p ON p.id = g.pallet_id
JOIN lines_handlingunit c ON c.id = g.carton_id
JOIN plants_productvariant v ON v.id = u.variant_id
JOIN plants_productmodel m ON m.id = v.model_id
ORDER BY p.no, c.no, u.serial
"""  # noqa: S608  (constants)
_LEFT = """
SELECT s.unit_id AS id, s.pallet_id, s.carton_id FROM lines_shippedunit s
WHERE s.shipment_id = %(shipment)s
"""
_CARTONS = """
SELECT p.no, p.sscc, c.no, v.sku, m.name, v.colour, v.gtin, count(*)
FROM ({goods}) g
JOIN lines_unit u ON u.id = g.id
JOIN lines_handlingunit p ON p.id = g.pallet_id
JOIN lines_handlingunit c ON c.id = g.carton_id
JOIN plants_productvariant v ON v.id = u.variant_id
JOIN plants_productmodel m ON m.id = v.model_id
GROUP BY p.no, p.sscc, c.no, v.id, m.id ORDER BY p.no, c.no
"""
LIST_COLUMNS = ("pallet", "sscc", "carton", "sku", "model", "colour", "gtin", "units")


def asn_sheet(shipment: Shipment) -> Sheet:
    """One row a unit: SSCC, carton, serial, IMEIs, GTIN."""
    head = (shipment.no, shipment.customer)
    rows = [(*head, *row) for row in _read(_ASN, shipment)]
    return Sheet("ASN", ASN_COLUMNS, rows)


def carton_sheet(shipment: Shipment) -> Sheet:
    """One row a carton: on which pallet, what, how many."""
    return Sheet("Cartons", LIST_COLUMNS, _read(_CARTONS, shipment))


def load_sheet(shipment: Shipment) -> Sheet:
    """The shipment itself: who, where to, papers, value."""
    goods = goods_of(shipment)
    units = sum(row.units for row in goods)
    rows: list[tuple[str, Cell]] = [
        ("Shipment", shipment.no),
        ("State", shipment.state),
        ("Customer", shipment.customer),
        ("Country", shipment.country),
        ("Planned", shipment.planned_on),
        ("Shipped", shipment.shipped_at),
        ("Truck", shipment.truck),
        ("Container", shipment.container),
        ("Seal", shipment.seal),
        ("Cartons", sum(row.cartons for row in goods)),
        ("Units", units),
        ("Invoice", shipment.invoice),
        ("Packing list", shipment.packing_list),
        ("Form E / EFE", shipment.efe_no),
        ("GD export", shipment.gd_no),
        ("GD date", shipment.gd_date),
        ("Certificate", shipment.certificate),
    ]
    if shipment.fob_unit is not None:
        rows += [
            (f"FOB {shipment.currency} per unit", float(shipment.fob_unit)),
            (f"FOB {shipment.currency} total", float(value_of(shipment, units) or 0)),
        ]
    return Sheet("Shipment", ("what", "value"), rows)


def _read(sql: str, shipment: Shipment) -> list[tuple[Cell, ...]]:
    goods = _LEFT if shipment.shipped_at else GOODS
    with connection.cursor() as cursor:
        cursor.execute(
            sql.replace("{goods}", goods),
            {"shipment": shipment.pk, "left": shipment.shipped_at or "infinity"},
        )
        return [tuple(row) for row in cursor.fetchall()]
