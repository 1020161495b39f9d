import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import mes.kernel.fields
from django.conf import settings
from django.db import migrations, models

from mes.kernel.sql import ServerNumbers, append_only, write_once

KINDS = [
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
]

# No order had a parts list before: what was moved until now consumes nothing.
MARK = """
INSERT INTO public.lines_backflushmark (id, xid_below)
SELECT 1, pg_snapshot_xmin(pg_current_snapshot())::text::xid8
"""

# Two statements: an upsert would be refused for the row it proposes, not for the one it leaves.
LEVELS = """
INSERT INTO public.lines_stocklevel (place_id, lot_id, quantity)
SELECT place_id, lot_id, sum(quantity) FROM (
  SELECT to_place_id AS place_id, lot_id, quantity FROM public.lines_partmove
  UNION ALL
  SELECT from_place_id, lot_id, -quantity FROM public.lines_partmove
) moved WHERE place_id IS NOT NULL GROUP BY place_id, lot_id;

INSERT INTO public.lines_lotsum (lot_id, kind, quantity)
SELECT lot_id, kind, sum(quantity) FROM public.lines_partmove GROUP BY lot_id, kind;

CREATE FUNCTION public.lines_partmove_levels_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.lines_stocklevel (place_id, lot_id, quantity)
  SELECT DISTINCT place_id, lot_id, 0 FROM (
    SELECT to_place_id AS place_id, lot_id FROM added
    UNION ALL
    SELECT from_place_id, lot_id FROM added
  ) moved WHERE place_id IS NOT NULL ORDER BY place_id, lot_id
  ON CONFLICT (place_id, lot_id) DO NOTHING;
  UPDATE public.lines_stocklevel s SET quantity = s.quantity + m.quantity FROM (
    SELECT place_id, lot_id, sum(quantity) AS quantity FROM (
      SELECT to_place_id AS place_id, lot_id, quantity FROM added
      UNION ALL
      SELECT from_place_id, lot_id, -quantity FROM added
    ) moved WHERE place_id IS NOT NULL GROUP BY place_id, lot_id
  ) m WHERE s.place_id = m.place_id AND s.lot_id = m.lot_id AND m.quantity <> 0;
  INSERT INTO public.lines_lotsum AS s (lot_id, kind, quantity)
  SELECT lot_id, kind, sum(quantity) FROM added GROUP BY lot_id, kind ORDER BY lot_id, kind
  ON CONFLICT (lot_id, kind) DO UPDATE SET quantity = s.quantity + excluded.quantity;
  RETURN NULL;
END $$;
CREATE TRIGGER lines_partmove_levels AFTER INSERT ON public.lines_partmove
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION public.lines_partmove_levels_kept();
"""
NO_LEVELS = """
DROP TRIGGER lines_partmove_levels ON public.lines_partmove;
DROP FUNCTION public.lines_partmove_levels_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("lines", "0009_material"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Backflush",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                ("position", models.SmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("built", "Passed the step"),
                            ("undone", "Step taken back"),
                            ("scrapped", "Scrapped"),
                            ("removed", "Part taken out"),
                            ("fitted", "Part put in again"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "units",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "bom_line",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.bomline",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.line",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.workorder",
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["built", "undone", "scrapped", "removed", "fitted"])
                        ),
                        name="lines_backflush_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("units__len__gt", 0)), name="lines_backflush_units"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("bom_line__isnull", False), ("kind__in", ["removed", "fitted"])
                            ),
                            models.Q(("bom_line__isnull", True), ("kind__in", ["built", "undone"])),
                            ("kind", "scrapped"),
                            _connector="OR",
                        ),
                        name="lines_backflush_part_named",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="BackflushMark",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("xid_below", mes.kernel.fields.XidField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="lines_backflushmark_one_row"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="LineSideRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("minimum", models.PositiveIntegerField()),
                ("fill_to", models.PositiveIntegerField()),
                ("active", models.BooleanField(default=True)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.line",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("line", "part"), name="lines_linesiderule_part_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fill_to__gt", models.F("minimum")), ("minimum__gt", 0)
                        ),
                        name="lines_linesiderule_fills",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="PickList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.CharField(max_length=24)),
                (
                    "sets",
                    models.PositiveIntegerField(help_text="More sets that the order shall have."),
                ),
                ("day", models.DateField(help_text="The day that these sets are for.", null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("cancelled", "Cancelled")],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "bom",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.bom",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pick_lists",
                        to="lines.workorder",
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
                        condition=models.Q(("state__in", ["open", "done", "cancelled"])),
                        name="lines_picklist_state_known",
                    ),
                    models.UniqueConstraint(fields=("plant", "no"), name="lines_picklist_no_once"),
                    models.CheckConstraint(
                        condition=models.Q(("sets__gt", 0)), name="lines_picklist_sets"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("state", "open")),
                            models.Q(("closed_at__isnull", False), ("state", "done")),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("state", "cancelled"),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lines_picklist_closed_whole",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["plant"],
                        name="lines_picklist_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PickLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField(help_text="In the order of the shelves.")),
                ("quantity", models.PositiveIntegerField()),
                (
                    "bom_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.bomline",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.materiallot",
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
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.stockplace",
                    ),
                ),
                (
                    "pick_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="lines.picklist",
                    ),
                ),
            ],
            options={
                "ordering": ["pick_list", "n"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("pick_list", "n"), name="lines_pickline_n_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="lines_pickline_quantity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lot__isnull", True), ("place__isnull", True)),
                            models.Q(("lot__isnull", False), ("place__isnull", False)),
                            _connector="OR",
                        ),
                        name="lines_pickline_from",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PickEvent",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("picked", "Picked"), ("short", "Short")], max_length=6
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                ("reason", models.CharField(blank=True, max_length=200)),
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
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="lines.pickline",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["picked", "short"])),
                        name="lines_pickevent_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="lines_pickevent_quantity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "picked"),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="lines_pickevent_reason",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="SupplyCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.CharField(max_length=24)),
                ("quantity", models.PositiveIntegerField()),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("minimum", "Below the minimum"),
                            ("asked", "Asked for at the line"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "raised_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("filled", models.PositiveIntegerField(null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.line",
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
                (
                    "raised_by",
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
                    models.CheckConstraint(
                        condition=models.Q(("cause__in", ["minimum", "asked"])),
                        name="lines_supplycall_cause_known",
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "no"), name="lines_supplycall_no_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("line", "part"),
                        name="lines_supplycall_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="lines_supplycall_quantity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("filled__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("filled__gt", 0)),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("filled", 0),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lines_supplycall_closed_whole",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="StockLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.IntegerField()),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.materiallot",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.stockplace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("place", "lot"), name="lines_stocklevel_once"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 0)),
                        name="lines_stocklevel_quantity",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="LotSum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                ("quantity", models.BigIntegerField()),
                (
                    "lot",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sums",
                        to="lines.materiallot",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", [kind for kind, _ in KINDS])),
                        name="lines_lotsum_kind_known",
                    ),
                    models.UniqueConstraint(fields=("lot", "kind"), name="lines_lotsum_once"),
                ]
            },
        ),
        migrations.RemoveConstraint(
            model_name="installedpart",
            name="lines_installedpart_serial_or_lot",
        ),
        migrations.RemoveConstraint(
            model_name="installedpart",
            name="lines_installedpart_serial_lives_once",
        ),
        migrations.AddField(
            model_name="installedpart",
            name="removed_to",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not said"),
                    ("scrap", "Scrap"),
                    ("store", "Back to the store"),
                    ("line", "Kept at the line"),
                ],
                db_default="",
                default="",
                max_length=6,
            ),
        ),
        migrations.AddConstraint(
            model_name="installedpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("removed_to__in", ["", "scrap", "store", "line"])),
                name="lines_installedpart_removed_to_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="installedpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("lot", ""), ("serial", ""), _negated=True),
                name="lines_installedpart_serial_or_lot",
            ),
        ),
        migrations.AddConstraint(
            model_name="installedpart",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(
                        ("removed_at__isnull", True), ("removed_to", "scrap"), _connector="OR"
                    ),
                    models.Q(("serial", ""), _negated=True),
                ),
                fields=("plant", "position", "serial"),
                name="lines_installedpart_serial_lives_once",
            ),
        ),
        append_only("lines_pickline"),
        append_only("lines_pickevent"),
        append_only("lines_backflush"),
        write_once(
            "lines_picklist",
            fixed=["plant_id", "no", "order_id", "bom_id", "sets", "made_at"],
            once=["closed_at", "closed_by_id", "reason"],
        ),
        write_once(
            "lines_supplycall",
            fixed=["plant_id", "no", "line_id", "part_id", "quantity", "raised_at"],
            once=[
                "acknowledged_at",
                "acknowledged_by_id",
                "closed_at",
                "closed_by_id",
                "filled",
                "reason",
            ],
        ),
        ServerNumbers("lines", "picklist"),
        ServerNumbers("lines", "pickline"),
        ServerNumbers("lines", "linesiderule"),
        ServerNumbers("lines", "supplycall"),
        ServerNumbers("lines", "lotsum"),
        ServerNumbers("lines", "stocklevel"),
        migrations.RunSQL(LEVELS, NO_LEVELS),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]
