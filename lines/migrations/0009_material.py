import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


from mes.kernel.sql import ServerNumbers, append_only, write_once

# What an installation had before there was a ledger of parts: the lists' part numbers become
# parts and lots, the sets that came and went become pieces. Lots are used up in their own order.
CARRY_OVER = """
INSERT INTO public.plants_part (part_no, name, name_ur, category, origin, serialised, inspected,
  currency, hs_code, moisture, active)
SELECT DISTINCT ON (part_no) part_no, COALESCE(NULLIF(description, ''), part_no), '', 'other',
  'imported', false, false, '', '', '', true
FROM public.lines_packingline ORDER BY part_no, id;

INSERT INTO public.lines_materiallot (plant_id, no, part_id, consignment_id, supplier,
  supplier_lot, purchase, origin, currency, status, made_at)
SELECT c.plant_id, 'M00-' || lpad(row_number() OVER (ORDER BY min(l.id))::text, 5, '0'), p.id,
  c.id, '', l.supplier_lot, '', 'imported', '', 'accepted', c.listed_at
FROM public.lines_packingline l
JOIN public.lines_consignment c ON c.id = l.consignment_id
JOIN public.plants_part p ON p.part_no = l.part_no
GROUP BY c.id, p.id, l.supplier_lot;

UPDATE public.lines_packingline l SET part_id = m.part_id, lot_id = m.id
FROM public.lines_materiallot m JOIN public.plants_part p ON p.id = m.part_id
WHERE m.consignment_id = l.consignment_id AND m.supplier_lot = l.supplier_lot
  AND p.part_no = l.part_no;

INSERT INTO public.lines_stockplace (plant_id, code, name, kind, line_id, rank, active)
SELECT p.id, k.code, '', k.kind, NULL, 0, true FROM public.plants_plant p
CROSS JOIN (VALUES ('STORE', 'store'), ('QUARANTINE', 'quarantine'), ('DAMAGED', 'damaged'),
  ('SCRAP', 'scrap')) AS k (code, kind)
UNION ALL
SELECT l.plant_id, 'LS-' || l.code, '', 'line_side', l.id, 0, true FROM public.plants_line l;

WITH lots AS (
  SELECT k.id AS kit_lot_id, k.consignment_id, c.plant_id, l.part_id, l.lot_id,
    max(l.per_set) AS per_set,
    sum(sum(l.quantity)) OVER upto - sum(l.quantity) AS lo, sum(sum(l.quantity)) OVER upto AS hi
  FROM public.lines_kitlot k
  JOIN public.lines_consignment c ON c.id = k.consignment_id
  JOIN public.lines_packingline l
    ON l.consignment_id = k.consignment_id AND l.variant_id = k.variant_id
  GROUP BY k.id, c.plant_id, l.part_id, l.lot_id
  WINDOW upto AS (PARTITION BY k.id, l.part_id ORDER BY l.lot_id)
), came AS (
  SELECT lot_id AS kit_lot_id, 'received' AS kind, NULL::bigint AS order_id, 0::bigint AS a,
    sum(sets) AS b, max(at) AS at
  FROM public.lines_kitevent WHERE kind = 'received' GROUP BY lot_id
), went AS (
  SELECT lot_id AS kit_lot_id, 'issued' AS kind, order_id,
    sum(sum(CASE kind WHEN 'issued' THEN sets ELSE -sets END)) OVER before
      - sum(CASE kind WHEN 'issued' THEN sets ELSE -sets END) AS a,
    sum(sum(CASE kind WHEN 'issued' THEN sets ELSE -sets END)) OVER before AS b, max(at) AS at
  FROM public.lines_kitevent WHERE order_id IS NOT NULL GROUP BY lot_id, order_id
  WINDOW before AS (PARTITION BY lot_id ORDER BY order_id)
), acts AS (SELECT * FROM came UNION ALL SELECT * FROM went), pieces AS (
  SELECT acts.kind, acts.order_id, acts.at, lots.*,
    LEAST(lots.hi, acts.b * per_set) - GREATEST(lots.lo, acts.a * per_set) AS quantity
  FROM acts JOIN lots USING (kit_lot_id)
)
INSERT INTO public.lines_partmove (key, event_id, plant_id, kind, lot_id, part_id, from_place_id,
  to_place_id, quantity, consignment_id, kit_lot_id, order_id, reason, at)
SELECT md5(concat_ws(':', 'before', i.kind, i.kit_lot_id, i.lot_id, i.order_id))::uuid,
  md5(concat_ws(':', 'before', i.kind, i.kit_lot_id, i.order_id))::uuid, i.plant_id, i.kind,
  i.lot_id, i.part_id, CASE i.kind WHEN 'issued' THEN s.id END,
  CASE i.kind WHEN 'issued' THEN ls.id ELSE s.id END, i.quantity, i.consignment_id, i.kit_lot_id,
  i.order_id, 'Before the ledger of parts', i.at
FROM pieces i
JOIN public.lines_stockplace s ON s.plant_id = i.plant_id AND s.code = 'STORE'
LEFT JOIN public.lines_workorder o ON o.id = i.order_id
LEFT JOIN public.lines_stockplace ls ON ls.line_id = o.line_id
WHERE i.quantity > 0;
"""


class Migration(migrations.Migration):
    dependencies = [("lines", "0008_one_open_carton_an_order"), ("plants", "0007_customers")]

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.CharField(max_length=24)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("sent_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settlement", models.CharField(blank=True, max_length=200)),
                (
                    "consignment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claim",
                        to="lines.consignment",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.plant",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plant", "no"), name="lines_claim_no_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("settlement", "")),
                            models.Q(
                                ("sent_at__isnull", False),
                                ("settled_at__isnull", False),
                                models.Q(("settlement", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lines_claim_settled_whole",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="MaterialLot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.CharField(max_length=24, unique=True)),
                ("supplier", models.CharField(blank=True, max_length=80)),
                ("supplier_lot", models.CharField(blank=True, max_length=40)),
                (
                    "purchase",
                    models.CharField(
                        blank=True, help_text="Local purchase order or bill.", max_length=40
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("imported", "Imported"), ("local", "Local")],
                        default="imported",
                        max_length=8,
                    ),
                ),
                ("expires_on", models.DateField(blank=True, null=True)),
                (
                    "unit_value",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True),
                ),
                ("currency", models.CharField(blank=True, max_length=3)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("inspection_pending", "Waits for inspection"),
                            ("accepted", "Accepted"),
                            ("rejected", "Rejected"),
                        ],
                        default="accepted",
                        max_length=20,
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "consignment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="material",
                        to="lines.consignment",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.part",
                    ),
                ),
                (
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.plant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["inspection_pending", "accepted", "rejected"])
                        ),
                        name="lines_materiallot_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["imported", "local"])),
                        name="lines_materiallot_origin_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("consignment__isnull", False)),
                        fields=("consignment", "part", "supplier_lot"),
                        name="lines_materiallot_listed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("consignment__isnull", False), ("purchase", "")),
                            models.Q(
                                ("consignment__isnull", True),
                                models.Q(("purchase", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lines_materiallot_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("currency", ""), ("unit_value__isnull", True)),
                            models.Q(
                                ("unit_value__gte", 0),
                                ("unit_value__isnull", False),
                                models.Q(("currency", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lines_materiallot_value_whole",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["plant", "part"], name="lines_materiallot_part"),
                    models.Index(
                        condition=models.Q(("expires_on__isnull", False)),
                        fields=["plant", "expires_on"],
                        name="lines_materiallot_expiry",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("damaged", models.PositiveIntegerField()),
                ("short", models.PositiveIntegerField()),
                ("unit_value", models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="lines.claim",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.materiallot",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("claim", "lot"), name="lines_claimline_lot_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("damaged__gt", 0), ("short__gt", 0), _connector="OR"),
                        name="lines_claimline_something",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="LotJudgement",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "judgement",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted"),
                            ("rejected", "Rejected"),
                            ("reopened", "To be inspected again"),
                        ],
                        max_length=8,
                    ),
                ),
                ("sample_size", models.PositiveIntegerField()),
                ("defects", models.PositiveIntegerField(default=0)),
                (
                    "plan",
                    models.CharField(
                        blank=True, help_text="Sampling plan, as text.", max_length=80
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgements",
                        to="lines.materiallot",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("judgement__in", ["accepted", "rejected", "reopened"])),
                        name="lines_lotjudgement_judgement_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("judgement", "reopened"), ("sample_size__gt", 0), _connector="OR"
                        ),
                        name="lines_lotjudgement_sample",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("defects__lte", models.F("sample_size"))),
                        name="lines_lotjudgement_defects",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                ("container", models.CharField(blank=True, max_length=20)),
                ("case", models.CharField(blank=True, max_length=20)),
                ("box", models.CharField(blank=True, max_length=20)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "consignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="lines.consignment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "takes_back",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back",
                        to="lines.receipt",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("takes_back__isnull", True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="lines_receipt_reason",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="DamagePhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mime", models.CharField(max_length=20)),
                ("sha256", models.BinaryField(max_length=32)),
                ("image", models.BinaryField()),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.packingline",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="lines.receipt",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("receipt", "line", "sha256"), name="lines_damagephoto_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="ReceiptLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField(default=1)),
                ("listed", models.IntegerField()),
                ("good", models.IntegerField()),
                ("damaged", models.IntegerField(default=0)),
                ("short", models.IntegerField(default=0)),
                ("surplus", models.IntegerField(default=0)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="lines.packingline",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="lines.receipt",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("line", "n"), name="lines_receiptline_n_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "listed",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("good"), "+", models.F("damaged")
                                        ),
                                        "+",
                                        models.F("short"),
                                    ),
                                    "-",
                                    models.F("surplus"),
                                ),
                            )
                        ),
                        name="lines_receiptline_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("damaged__gte", 0),
                                ("good__gte", 0),
                                ("listed__gt", 0),
                                ("short__gte", 0),
                                ("surplus__gte", 0),
                            ),
                            models.Q(
                                ("damaged__lte", 0),
                                ("good__lte", 0),
                                ("listed__lt", 0),
                                ("short__lte", 0),
                                ("surplus__lte", 0),
                            ),
                            _connector="OR",
                        ),
                        name="lines_receiptline_sign",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("short", 0), ("surplus", 0), _connector="OR"),
                        name="lines_receiptline_not_both",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="StockPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=24)),
                ("name", models.CharField(blank=True, max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("store", "Store"),
                            ("quarantine", "Quarantine"),
                            ("damaged", "Arrived damaged"),
                            ("line_side", "Line side"),
                            ("scrap", "Scrap"),
                        ],
                        max_length=10,
                    ),
                ),
                ("rank", models.PositiveIntegerField(default=0)),
                ("active", models.BooleanField(default=True)),
                (
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.line",
                    ),
                ),
                (
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.plant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["store", "quarantine", "damaged", "line_side", "scrap"])
                        ),
                        name="lines_stockplace_kind_known",
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "code"), name="lines_stockplace_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "line_side"), ("line__isnull", False)),
                            models.Q(
                                models.Q(("kind", "line_side"), _negated=True),
                                ("line__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="lines_stockplace_line",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="PartMove",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("event_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("received", "Received good"),
                            ("unreceived", "Receipt taken back"),
                            ("damaged", "Received damaged"),
                            ("undamaged", "Damage taken back"),
                            ("issued", "Issued to a line"),
                            ("returned", "Returned to the store"),
                            ("moved", "Moved in the store"),
                            ("scrapped", "Scrapped in the store"),
                            ("sent_back", "Sent back to the supplier"),
                            ("found", "Found at a count"),
                            ("lost", "Missing at a count"),
                            ("built", "Built in"),
                            ("unbuilt", "Building in taken back"),
                            ("removed", "Taken out of a unit"),
                            ("unit_scrap", "Scrapped with its unit"),
                            ("line_scrap", "Scrapped at the line"),
                        ],
                        max_length=10,
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "bom_line",
                    models.ForeignKey(
                        db_index=False,
                        help_text="What they are in a unit; the part may be its alternate.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.bomline",
                    ),
                ),
                (
                    "consignment",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.consignment",
                    ),
                ),
                (
                    "kit_lot",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.kitlot",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="lines.materiallot",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.workorder",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.part",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.plant",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.unit",
                    ),
                ),
                (
                    "from_place",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.stockplace",
                    ),
                ),
                (
                    "to_place",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.stockplace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "received",
                                    "unreceived",
                                    "damaged",
                                    "undamaged",
                                    "issued",
                                    "returned",
                                    "moved",
                                    "scrapped",
                                    "sent_back",
                                    "found",
                                    "lost",
                                    "built",
                                    "unbuilt",
                                    "removed",
                                    "unit_scrap",
                                    "line_scrap",
                                ],
                            )
                        ),
                        name="lines_partmove_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="lines_partmove_quantity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("from_place__isnull", True),
                                (
                                    "kind__in",
                                    [
                                        "received",
                                        "damaged",
                                        "found",
                                        "unbuilt",
                                        "removed",
                                        "unit_scrap",
                                    ],
                                ),
                                ("to_place__isnull", False),
                            ),
                            models.Q(
                                ("from_place__isnull", False),
                                (
                                    "kind__in",
                                    ["unreceived", "undamaged", "sent_back", "lost", "built"],
                                ),
                                ("to_place__isnull", True),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "received",
                                            "damaged",
                                            "found",
                                            "unbuilt",
                                            "removed",
                                            "unit_scrap",
                                            "unreceived",
                                            "undamaged",
                                            "sent_back",
                                            "lost",
                                            "built",
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("from_place__isnull", False),
                                ("to_place__isnull", False),
                                models.Q(("from_place", models.F("to_place")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lines_partmove_way",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["event_id"], name="lines_partmove_event"),
                    models.Index(
                        condition=models.Q(("from_place__isnull", False)),
                        fields=["from_place", "lot"],
                        include=("quantity",),
                        name="lines_partmove_out",
                    ),
                    models.Index(
                        condition=models.Q(("to_place__isnull", False)),
                        fields=["to_place", "lot"],
                        include=("quantity",),
                        name="lines_partmove_in",
                    ),
                    models.Index(
                        condition=models.Q(("kit_lot__isnull", False)),
                        fields=["kit_lot"],
                        name="lines_partmove_kit",
                    ),
                    models.Index(
                        condition=models.Q(("order__isnull", False)),
                        fields=["order"],
                        name="lines_partmove_order",
                    ),
                    models.Index(
                        condition=models.Q(("unit__isnull", False)),
                        fields=["unit"],
                        name="lines_partmove_unit",
                    ),
                    models.Index(fields=["plant", "at"], name="lines_partmove_plant_at"),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="hold",
            name="lines_hold_subject_known",
        ),
        migrations.RemoveConstraint(
            model_name="hold",
            name="lines_hold_one_subject",
        ),
        migrations.RemoveConstraint(
            model_name="kitevent",
            name="lines_kitevent_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="kitevent",
            name="lines_kitevent_order",
        ),
        migrations.AddField(
            model_name="consignment",
            name="cf_value",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="Cost and freight.",
                max_digits=16,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="consignment",
            name="closed_at",
            field=models.DateTimeField(help_text="When its receiving was closed.", null=True),
        ),
        migrations.AddField(
            model_name="consignment",
            name="closed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="consignment",
            name="currency",
            field=models.CharField(blank=True, help_text="ISO 4217.", max_length=3),
        ),
        migrations.AddField(
            model_name="consignment",
            name="supplier",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="packingline",
            name="part",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="plants.part",
            ),
        ),
        migrations.AddField(
            model_name="workorder",
            name="bom",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="plants.bom",
            ),
        ),
        migrations.AlterField(
            model_name="hold",
            name="subject",
            field=models.CharField(
                choices=[
                    ("unit", "Unit"),
                    ("order", "Order"),
                    ("lot", "Kit lot"),
                    ("material", "Material lot"),
                    ("station", "Station"),
                    ("line", "Line"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="kitevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("received", "Received"),
                    ("issued", "Issued to an order"),
                    ("returned", "Returned to the store"),
                    ("withdrawn", "Receipt taken back"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="consignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cf_value__isnull", True), ("currency", "")),
                    models.Q(
                        ("cf_value__gte", 0),
                        ("cf_value__isnull", False),
                        models.Q(("currency", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="lines_consignment_value_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="consignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at__isnull", True), ("listed_at__isnull", False), _connector="OR"
                ),
                name="lines_consignment_closed_listed",
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="material",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="lines.materiallot",
            ),
        ),
        migrations.AddField(
            model_name="packingline",
            name="lot",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="lines.materiallot",
            ),
        ),
        migrations.AddIndex(
            model_name="packingline",
            index=models.Index(
                fields=["consignment", "case", "box"], name="lines_packingline_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("subject__in", ["unit", "order", "lot", "material", "station", "line"])
                ),
                name="lines_hold_subject_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("subject", "unit"), ("unit__isnull", False)),
                    models.Q(("order__isnull", False), ("subject", "order")),
                    models.Q(("lot__isnull", False), ("subject", "lot")),
                    models.Q(("material__isnull", False), ("subject", "material")),
                    models.Q(("station__isnull", False), ("subject", "station")),
                    models.Q(("line__isnull", False), ("subject", "line")),
                    _connector="OR",
                ),
                name="lines_hold_one_subject",
            ),
        ),
        migrations.AddField(
            model_name="kitevent",
            name="receipt",
            field=models.ForeignKey(
                help_text="The count of boxes that made these sets whole.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="lines.receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="kitevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["received", "issued", "returned", "withdrawn"])),
                name="lines_kitevent_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="kitevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["received", "withdrawn"]),
                    ("order__isnull", False),
                    _connector="OR",
                ),
                name="lines_kitevent_order",
            ),
        ),
        ServerNumbers("lines", "stockplace"),
        ServerNumbers("lines", "materiallot"),
        ServerNumbers("lines", "receiptline"),
        ServerNumbers("lines", "damagephoto"),
        ServerNumbers("lines", "claim"),
        ServerNumbers("lines", "claimline"),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="packingline",
            name="part",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="plants.part",
            ),
        ),
        migrations.AlterField(
            model_name="packingline",
            name="lot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="lines.materiallot",
            ),
        ),
        append_only("lines_partmove"),
        append_only("lines_receipt"),
        append_only("lines_receiptline"),
        append_only("lines_damagephoto"),
        append_only("lines_lotjudgement"),
        append_only("lines_claimline"),
        write_once(
            "lines_claim",
            fixed=["plant_id", "no", "consignment_id", "made_at", "made_by_id"],
            once=["sent_at", "sent_by_id", "settled_at", "settled_by_id", "settlement"],
        ),
    ]
