"""Orders from a file: drafted as the planner drafts them, never changed from one."""

from typing import Any

from django.db.models import QuerySet

from lines.actions.orders import OrderWish, create_order
from lines.models import KitLot, WorkOrder
from mes.kernel.refusals import Refusal
from mes.tables.table import Column, Table, Tables
from plants.models import Line, Plant, ProductVariant

COLUMNS = (
    "no",
    "line",
    "variant",
    "quantity",
    "country",
    "customer",
    "priority",
    "due",
    "kit_lot",
    "state",
)


class OrdersTable(Table):
    """Columns of a draft; a row whose number exists must be as it is."""

    def columns(self, tables: Tables) -> list[Column]:
        found = {column.name: column for column in super().columns(tables)}
        lot = KitLot._meta.get_field("no")
        found["kit_lot"] = Column("kit_lot", "kit_lot__no", "kit_lot", lot)
        return [found[name] for name in COLUMNS]

    def pointed(self, own: Any, plant: Plant, tables: Tables) -> QuerySet[Any]:  # noqa: ANN401
        if own.name == "kit_lot":
            return KitLot.objects.filter(consignment__plant=plant)
        return super().pointed(own, plant, tables)

    def save(
        self,
        row: Any,  # noqa: ANN401
        differs: dict[str, Any],
        lists: dict[str, list[Any]],
        *,
        new: bool,
        by: int,
    ) -> None:
        """Refuses `exists` for an order that is there and differs, and what a draft refuses."""
        assert isinstance(row, WorkOrder)  # noqa: S101  # for the reader and mypy
        if not new:
            raise Refusal("exists", no=row.no)
        lot = KitLot.objects.filter(pk=differs.get("kit_lot_id") or 0).first()
        wish = OrderWish(
            sku=ProductVariant.objects.get(pk=differs["variant_id"]).sku,
            quantity=differs["quantity"],
            no=differs["no"],
            kit_lot=lot.no if lot else "",
            country=differs.get("country", ""),
            customer=differs.get("customer", ""),
            priority=differs.get("priority", 5),
            due=differs.get("due"),
        )
        line = Line.objects.get(pk=differs["line_id"])
        row.pk = create_order(line=line, wish=wish, by=by).pk
