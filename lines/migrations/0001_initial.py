import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import mes.kernel.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("plants", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Consignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.CharField(max_length=32)),
                (
                    "kit_type",
                    models.CharField(choices=[("skd", "SKD"), ("ckd", "CKD")], max_length=4),
                ),
                ("gd_number", models.CharField(blank=True, max_length=40)),
                ("gd_date", models.DateField(blank=True, null=True)),
                ("ioco_ref", models.CharField(blank=True, max_length=40)),
                ("invoice", models.CharField(blank=True, max_length=40)),
                (
                    "transport_doc",
                    models.CharField(blank=True, help_text="B/L or AWB.", max_length=40),
                ),
                ("hs_code", models.CharField(blank=True, max_length=14)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "listed_at",
                    models.DateTimeField(
                        help_text="When its packing list was committed.", null=True
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kit_type__in", ["skd", "ckd"])),
                        name="lines_consignment_kit_type_known",
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "no"), name="lines_consignment_no_once"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="KitLot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.CharField(max_length=48, unique=True)),
                ("sets", models.PositiveIntegerField()),
                (
                    "consignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="lines.consignment",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.productvariant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consignment", "variant"), name="lines_kitlot_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                ("plant_id", models.BigIntegerField()),
                ("line_id", models.BigIntegerField()),
                ("station_id", models.BigIntegerField()),
                ("unit_id", models.BigIntegerField()),
                ("order_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField(null=True)),
                ("token_id", models.BigIntegerField(null=True)),
                ("position", models.SmallIntegerField()),
                ("run", models.SmallIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("start", "Started"),
                            ("pass", "Passed"),
                            ("fail", "Failed"),
                            ("repair", "Back from repair"),
                            ("undo", "Undone"),
                            ("unpack", "Taken out of its carton"),
                            ("scrap", "Scrapped"),
                            ("review", "Late and out of order"),
                        ],
                        max_length=6,
                    ),
                ),
                ("output", models.BooleanField(default=False)),
                ("late", models.BooleanField(default=False)),
                ("clock_off", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("device_at", models.DateTimeField(null=True)),
                (
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("xid", mes.kernel.fields.XidField(db_default=mes.kernel.fields.CurrentXid())),
                ("body_hash", models.BinaryField(max_length=16)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "start",
                                    "pass",
                                    "fail",
                                    "repair",
                                    "undo",
                                    "unpack",
                                    "scrap",
                                    "review",
                                ],
                            )
                        ),
                        name="lines_move_kind_known",
                    )
                ],
                "indexes": [
                    models.Index(fields=["unit_id"], name="lines_move_unit"),
                    models.Index(
                        fields=["line_id", "received_at"], name="lines_move_line_received"
                    ),
                    django.contrib.postgres.indexes.BrinIndex(
                        autosummarize=True, fields=["at"], name="lines_move_at_brin"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackingLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "row",
                    models.PositiveIntegerField(help_text="Row in the file, the header is row 1."),
                ),
                ("container", models.CharField(blank=True, max_length=20)),
                ("case", models.CharField(max_length=20)),
                ("box", models.CharField(blank=True, max_length=20)),
                ("part_no", models.CharField(max_length=40)),
                ("description", models.CharField(blank=True, max_length=120)),
                ("supplier_lot", models.CharField(blank=True, max_length=40)),
                ("per_set", models.PositiveSmallIntegerField(default=1)),
                ("quantity", models.PositiveIntegerField()),
                (
                    "consignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="lines.consignment",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.productvariant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consignment", "row"), name="lines_packingline_row_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="lines_packingline_quantity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("per_set__gt", 0)), name="lines_packingline_per_set"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="StopReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=24, unique=True)),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("machine", "Machine"),
                            ("material", "Material"),
                            ("quality", "Quality"),
                            ("people", "People"),
                            ("power", "Power"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_ur", models.CharField(blank=True, max_length=80)),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "group__in",
                                ["machine", "material", "quality", "people", "power", "other"],
                            )
                        ),
                        name="lines_stopreason_group_known",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="HourReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hour", models.DateTimeField()),
                ("units", models.PositiveIntegerField(null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
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
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.stopreason",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["line", "hour"], name="lines_hourreason_hour")]
            },
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                ("no", models.CharField(max_length=24)),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("machine", "Machine"),
                            ("material", "Material"),
                            ("quality", "Quality"),
                            ("people", "People"),
                            ("power", "Power"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("halts", models.BooleanField(default=True)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("started_at", models.DateTimeField()),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
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
                    "ended_by",
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
                        related_name="stops",
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
                (
                    "raised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.station",
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.stopreason",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "group__in",
                                ["machine", "material", "quality", "people", "power", "other"],
                            )
                        ),
                        name="lines_stop_group_known",
                    ),
                    models.UniqueConstraint(fields=("plant", "no"), name="lines_stop_no_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("line", "station", "group"),
                        name="lines_stop_open_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("ended_at__gte", models.F("started_at")),
                            _connector="OR",
                        ),
                        name="lines_stop_order",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["line", "started_at"], name="lines_stop_line_started")
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("plant_id", models.BigIntegerField()),
                ("line_id", models.BigIntegerField()),
                ("station_id", models.BigIntegerField()),
                ("order_id", models.BigIntegerField()),
                ("shift_id", models.BigIntegerField(default=0)),
                ("hour", models.DateTimeField()),
                ("passes", models.IntegerField(default=0)),
                ("fails", models.IntegerField(default=0)),
                ("first_runs", models.IntegerField(default=0)),
                ("first_passes", models.IntegerField(default=0)),
                ("output", models.IntegerField(default=0)),
                ("started", models.IntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("line_id", "hour", "station_id", "order_id", "shift_id"),
                        name="lines_tally_once",
                    )
                ],
                "indexes": [
                    models.Index(fields=["plant_id", "hour"], name="lines_tally_plant_hour"),
                    models.Index(fields=["shift_id"], name="lines_tally_shift"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TallyMark",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("xid_below", mes.kernel.fields.XidField()),
                ("received_before", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="lines_tallymark_one_row"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="WorkOrder",
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
                    "country",
                    models.CharField(
                        default="PK", help_text="PK: domestic, else export.", max_length=2
                    ),
                ),
                ("customer", models.CharField(blank=True, max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("released", "Released"),
                            ("running", "Running"),
                            ("held", "Held"),
                            ("completed", "Completed"),
                            ("closed", "Closed"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("held_from", models.CharField(blank=True, max_length=10)),
                ("priority", models.PositiveSmallIntegerField(default=5)),
                ("due", models.DateField(blank=True, null=True)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("released_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "kit_lot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.kitlot",
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
                    "route",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.route",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.productvariant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["draft", "released", "running", "held", "completed", "closed"],
                            )
                        ),
                        name="lines_workorder_state_known",
                    ),
                    models.UniqueConstraint(fields=("plant", "no"), name="lines_workorder_no_once"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1), ("quantity__lte", 1000000)),
                        name="lines_workorder_quantity",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["released", "running", "held"])),
                        fields=["line"],
                        name="lines_workorder_live",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Clearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("order", "Order on a line"),
                            ("line", "Line"),
                            ("station", "Station"),
                        ],
                        max_length=8,
                    ),
                ),
                ("gate", models.CharField(max_length=16)),
                (
                    "granted_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "granted_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.line",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.station",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.workorder",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("subject__in", ["order", "line", "station"])),
                        name="lines_clearance_subject_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("subject", "order", "line", "station", "gate"),
                        name="lines_clearance_open_once",
                        nulls_distinct=False,
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="HandlingUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.CharField(max_length=32)),
                (
                    "kind",
                    models.CharField(
                        choices=[("box", "Gift box"), ("carton", "Carton"), ("pallet", "Pallet")],
                        max_length=6,
                    ),
                ),
                ("capacity", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed"), ("emptied", "Emptied")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("partial_reason", models.CharField(blank=True, max_length=200)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("closed_at", models.DateTimeField(null=True)),
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
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contents",
                        to="lines.handlingunit",
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
                    "station",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.station",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.productvariant",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.workorder",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["box", "carton", "pallet"])),
                        name="lines_handlingunit_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "closed", "emptied"])),
                        name="lines_handlingunit_state_known",
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "no"), name="lines_handlingunit_no_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "carton"), ("state", "open")),
                        fields=("station",),
                        name="lines_handlingunit_one_open_carton",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__gt", 0)), name="lines_handlingunit_capacity"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="KitEvent",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("issued", "Issued to an order"),
                            ("returned", "Returned to the store"),
                        ],
                        max_length=10,
                    ),
                ),
                ("sets", models.PositiveIntegerField()),
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
                        related_name="events",
                        to="lines.kitlot",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.workorder",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["received", "issued", "returned"])),
                        name="lines_kitevent_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sets__gt", 0)), name="lines_kitevent_sets"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "received"), ("order__isnull", False), _connector="OR"
                        ),
                        name="lines_kitevent_order",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("serial", models.CharField(max_length=32)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in_process", "In process"),
                            ("in_repair", "In repair"),
                            ("packed", "Packed"),
                            ("shipped", "Shipped"),
                            ("returned", "Returned"),
                            ("scrapped", "Scrapped"),
                        ],
                        default="in_process",
                        max_length=10,
                    ),
                ),
                ("done", models.PositiveSmallIntegerField(default=0)),
                ("run", models.PositiveSmallIntegerField(default=0)),
                ("repairs", models.PositiveSmallIntegerField(default=0)),
                (
                    "gates",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), default=list, size=None
                    ),
                ),
                ("version", models.IntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                (
                    "box",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="lines.handlingunit",
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
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.plant",
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.route",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.productvariant",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="lines.workorder",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "in_process",
                                    "in_repair",
                                    "packed",
                                    "shipped",
                                    "returned",
                                    "scrapped",
                                ],
                            )
                        ),
                        name="lines_unit_state_known",
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "serial"), name="lines_unit_serial_once"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["order"], name="lines_unit_order"),
                    models.Index(
                        condition=models.Q(("state__in", ["in_process", "in_repair"])),
                        fields=["line", "done"],
                        name="lines_unit_wip",
                    ),
                    models.Index(
                        condition=models.Q(("box__isnull", False)),
                        fields=["box"],
                        name="lines_unit_box",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.CharField(max_length=24)),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("unit", "Unit"),
                            ("order", "Order"),
                            ("lot", "Kit lot"),
                            ("station", "Station"),
                            ("line", "Line"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        help_text="Stable code: manual, needs_review, …", max_length=40
                    ),
                ),
                ("reason", models.CharField(max_length=200)),
                (
                    "placed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("released_at", models.DateTimeField(null=True)),
                ("release_reason", models.CharField(blank=True, max_length=200)),
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
                    "placed_by",
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
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.station",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.kitlot",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="lines.unit",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.workorder",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("subject__in", ["unit", "order", "lot", "station", "line"])
                        ),
                        name="lines_hold_subject_known",
                    ),
                    models.UniqueConstraint(fields=("plant", "no"), name="lines_hold_no_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", "unit"), ("unit__isnull", False)),
                            models.Q(("order__isnull", False), ("subject", "order")),
                            models.Q(("lot__isnull", False), ("subject", "lot")),
                            models.Q(("station__isnull", False), ("subject", "station")),
                            models.Q(("line__isnull", False), ("subject", "line")),
                            _connector="OR",
                        ),
                        name="lines_hold_one_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("release_reason", ""), ("released_at__isnull", True)),
                            models.Q(
                                ("released_at__isnull", False),
                                models.Q(("release_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lines_hold_release_whole",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("released_at__isnull", True), ("unit__isnull", False)),
                        fields=["unit"],
                        name="lines_hold_open_unit",
                    ),
                    models.Index(
                        condition=models.Q(("released_at__isnull", True), ("unit__isnull", True)),
                        fields=["plant"],
                        name="lines_hold_open_other",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sn", "Serial"),
                            ("board_sn", "Board serial"),
                            ("imei1", "IMEI 1"),
                            ("imei2", "IMEI 2"),
                            ("imei3", "IMEI 3"),
                            ("imei4", "IMEI 4"),
                            ("wifi_mac", "Wi-Fi MAC"),
                            ("bt_mac", "Bluetooth MAC"),
                            ("eid", "EID"),
                        ],
                        max_length=10,
                    ),
                ),
                ("value", models.CharField(max_length=40)),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.plant",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identifiers",
                        to="lines.unit",
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
                                    "sn",
                                    "board_sn",
                                    "imei1",
                                    "imei2",
                                    "imei3",
                                    "imei4",
                                    "wifi_mac",
                                    "bt_mac",
                                    "eid",
                                ],
                            )
                        ),
                        name="lines_identifier_kind_known",
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "value"), name="lines_identifier_value_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at__isnull", True)),
                        fields=("unit", "kind"),
                        name="lines_identifier_kind_once",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="InstalledPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.CharField(max_length=20)),
                ("serial", models.CharField(blank=True, max_length=60)),
                ("lot", models.CharField(blank=True, max_length=60)),
                ("event_id", models.UUIDField()),
                (
                    "bound_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("removed_at", models.DateTimeField(null=True)),
                ("removed_event", models.UUIDField(null=True)),
                ("removed_reason", models.CharField(blank=True, max_length=200)),
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
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.plant",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.station",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="lines.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("removed_at__isnull", True), models.Q(("serial", ""), _negated=True)
                        ),
                        fields=("plant", "position", "serial"),
                        name="lines_installedpart_serial_lives_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("unit", "position"),
                        name="lines_installedpart_position_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("serial", ""), models.Q(("lot", ""), _negated=True)),
                            models.Q(models.Q(("serial", ""), _negated=True), ("lot", "")),
                            _connector="OR",
                        ),
                        name="lines_installedpart_serial_or_lot",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="OrderPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveIntegerField()),
                ("serial", models.CharField(max_length=32)),
                ("kitted", models.BooleanField(default=False)),
                (
                    "unit",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="place",
                        to="lines.unit",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="lines.workorder",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("order", "n"), name="lines_orderplace_n_once"),
                    models.UniqueConstraint(
                        fields=("serial",), name="lines_orderplace_serial_once"
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("unit__isnull", True)),
                        fields=["order", "n"],
                        name="lines_orderplace_free",
                    )
                ],
            },
        ),
    ]
