import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from mes.kernel.sql import ServerNumbers, append_only, write_once

# The check digit of an SSCC: weights 3 and 1 from the left (GS1 General Specifications, 7.9).
SSCC_OK = """
CREATE FUNCTION public.sscc_ok(p text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN p !~ '^[0-9]{18}$' THEN false ELSE
    (10 - (SELECT sum(substr(p, n, 1)::int * CASE WHEN n % 2 = 1 THEN 3 ELSE 1 END)
           FROM generate_series(1, 17) AS n) % 10) % 10 = right(p, 1)::int END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("lines", "0013_labels"),
        ("plants", "0007_customers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LotClearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gate", models.CharField(max_length=16)),
                ("evidence", models.CharField(blank=True, max_length=40)),
                (
                    "granted_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoke_reason", models.CharField(blank=True, max_length=200)),
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
                    "handling",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clearances",
                        to="lines.handlingunit",
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
                    "revoked_by",
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
                        condition=models.Q(
                            models.Q(("handling__isnull", True), ("order__isnull", False)),
                            models.Q(("handling__isnull", False), ("order__isnull", True)),
                            _connector="OR",
                        ),
                        name="lines_lotclearance_one_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoke_reason", ""), ("revoked_at__isnull", True)),
                            models.Q(
                                ("revoked_at__isnull", False),
                                models.Q(("revoke_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lines_lotclearance_revoke_whole",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("gate", "handling", "order"),
                        name="lines_lotclearance_open_once",
                        nulls_distinct=False,
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="PalletEvent",
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
                            ("opened", "Opened"),
                            ("added", "Carton put on"),
                            ("removed", "Carton taken off"),
                            ("closed", "Closed"),
                            ("reopened", "Opened again"),
                            ("placed", "Put away"),
                        ],
                        max_length=8,
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=24)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "carton",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.handlingunit",
                    ),
                ),
                (
                    "pallet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="lines.handlingunit",
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["opened", "added", "removed", "closed", "reopened", "placed"],
                            )
                        ),
                        name="lines_palletevent_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["removed", "reopened"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="lines_palletevent_reason",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ShippingPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gs1_prefix", models.CharField(blank=True, max_length=12)),
                ("extension", models.PositiveSmallIntegerField(default=0)),
                ("pallet_cartons", models.PositiveSmallIntegerField(default=40)),
                (
                    "mixing",
                    models.CharField(
                        choices=[
                            ("order", "One order"),
                            ("variant", "One SKU"),
                            ("any", "Mixed goods"),
                        ],
                        default="order",
                        max_length=8,
                    ),
                ),
                (
                    "oqc_before_ship",
                    models.BooleanField(
                        default=True, help_text="Every carton needs its outgoing inspection."
                    ),
                ),
                (
                    "registered_before_ship",
                    models.BooleanField(
                        default=True,
                        help_text="IMEIs sold in Pakistan are registered before they leave.",
                    ),
                ),
                (
                    "plant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.plant",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "shipping policies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mixing__in", ["order", "variant", "any"])),
                        name="lines_shippingpolicy_mixing_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("gs1_prefix", ""),
                            ("gs1_prefix__regex", "^[0-9]{4,12}$"),
                            _connector="OR",
                        ),
                        name="lines_shippingpolicy_prefix",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("extension__lte", 9)),
                        name="lines_shippingpolicy_extension",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pallet_cartons__gt", 0)),
                        name="lines_shippingpolicy_pallet_cartons",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Shipment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.CharField(max_length=24)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("domestic", "Domestic"),
                            ("export", "Export"),
                            ("supplier", "Return to supplier"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("picking", "Picking"),
                            ("checked", "Checked"),
                            ("shipped", "Shipped"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        max_length=9,
                    ),
                ),
                ("customer", models.CharField(max_length=80)),
                ("country", models.CharField(help_text="ISO 3166 alpha-2.", max_length=2)),
                ("quantity", models.PositiveIntegerField(null=True)),
                ("planned_on", models.DateField(null=True)),
                ("truck", models.CharField(blank=True, max_length=40)),
                ("container", models.CharField(blank=True, max_length=40)),
                ("seal", models.CharField(blank=True, max_length=40)),
                ("fob_unit", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("invoice", models.CharField(blank=True, max_length=40)),
                ("packing_list", models.CharField(blank=True, max_length=40)),
                ("efe_no", models.CharField(blank=True, max_length=40)),
                ("gd_no", models.CharField(blank=True, max_length=40)),
                ("gd_date", models.DateField(null=True)),
                ("certificate", models.CharField(blank=True, max_length=40)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("checked_at", models.DateTimeField(null=True)),
                ("shipped_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.CharField(blank=True, max_length=200)),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "checked_by",
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
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.plant",
                    ),
                ),
                (
                    "shipped_by",
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
                        condition=models.Q(("kind__in", ["domestic", "export", "supplier"])),
                        name="lines_shipment_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "picking", "checked", "shipped", "cancelled"])
                        ),
                        name="lines_shipment_state_known",
                    ),
                    models.UniqueConstraint(fields=("plant", "no"), name="lines_shipment_no_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("country", "PK"), ("kind", "domestic")),
                            models.Q(
                                ("kind", "export"), models.Q(("country", "PK"), _negated=True)
                            ),
                            ("kind", "supplier"),
                            _connector="OR",
                        ),
                        name="lines_shipment_country",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("shipped_at__isnull", False), ("state", "shipped")),
                            models.Q(
                                models.Q(("state", "shipped"), _negated=True),
                                ("shipped_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="lines_shipment_shipped_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cancelled_at__isnull", False),
                                ("state", "cancelled"),
                                models.Q(("cancel_reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "cancelled"), _negated=True),
                                ("cancelled_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="lines_shipment_cancelled_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fob_unit__isnull", True),
                            models.Q(("fob_unit__gte", 0), ("currency__regex", "^[A-Z]{3}$")),
                            _connector="OR",
                        ),
                        name="lines_shipment_value",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__isnull", True), ("quantity__gt", 0), _connector="OR"
                        ),
                        name="lines_shipment_quantity",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Pick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "picked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("dropped_at", models.DateTimeField(null=True)),
                ("drop_reason", models.CharField(blank=True, max_length=200)),
                (
                    "dropped_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pallet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="picks",
                        to="lines.handlingunit",
                    ),
                ),
                (
                    "picked_by",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.plant",
                    ),
                ),
                (
                    "shipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="picks",
                        to="lines.shipment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at__isnull", True)),
                        fields=("pallet",),
                        name="lines_pick_living_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("drop_reason", ""), ("dropped_at__isnull", True)),
                            models.Q(
                                ("dropped_at__isnull", False),
                                models.Q(("drop_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lines_pick_drop_whole",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ShippedUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_id", models.UUIDField()),
                ("returned_at", models.DateTimeField(null=True)),
                ("returned_event", models.UUIDField(null=True)),
                (
                    "carton",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.handlingunit",
                    ),
                ),
                (
                    "pallet",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.handlingunit",
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
                    "shipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="lines.shipment",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shipped",
                        to="lines.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("returned_at__isnull", True)),
                        fields=("unit",),
                        name="lines_shippedunit_living_once",
                    ),
                    models.UniqueConstraint(
                        fields=("event_id",), name="lines_shippedunit_event_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("returned_at__isnull", True), ("returned_event__isnull", True)
                            ),
                            models.Q(
                                ("returned_at__isnull", False), ("returned_event__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="lines_shippedunit_return_whole",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="UnitReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.CharField(max_length=24)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("faulty", "Faulty"),
                            ("damaged", "Damaged on the way"),
                            ("wrong", "Wrong goods"),
                            ("refused", "Refused by the customer"),
                            ("recall", "Called back"),
                        ],
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("taken_at", models.DateTimeField()),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "To decide"),
                            ("rework", "Back to the line"),
                            ("restock", "Back in stock"),
                            ("scrap", "Scrap"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("step", models.CharField(blank=True, max_length=12)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decide_reason", models.CharField(blank=True, max_length=200)),
                (
                    "carton",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.handlingunit",
                    ),
                ),
                (
                    "decided_by",
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
                    "shipped",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.shippedunit",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="lines.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cause__in", ["faulty", "damaged", "wrong", "refused", "recall"])
                        ),
                        name="lines_unitreturn_cause_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["", "rework", "restock", "scrap"])),
                        name="lines_unitreturn_decision_known",
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "no"), name="lines_unitreturn_no_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("unit",),
                        name="lines_unitreturn_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decision", "")),
                            models.Q(
                                models.Q(("decision", ""), _negated=True),
                                models.Q(("decide_reason", ""), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="lines_unitreturn_decided_whole",
                    ),
                ]
            },
        ),
        migrations.RunSQL(SSCC_OK, "DROP FUNCTION public.sscc_ok(text)"),
        migrations.RemoveConstraint(
            model_name="move",
            name="lines_move_kind_known",
        ),
        migrations.AddField(
            model_name="handlingunit",
            name="place",
            field=models.CharField(blank=True, db_default="", default="", max_length=24),
        ),
        migrations.AddField(
            model_name="handlingunit",
            name="sscc",
            field=models.CharField(blank=True, db_default="", default="", max_length=18),
        ),
        migrations.AlterField(
            model_name="move",
            name="kind",
            field=models.CharField(
                choices=[
                    ("start", "Started"),
                    ("pass", "Passed"),
                    ("fail", "Failed"),
                    ("repair", "Back from repair"),
                    ("undo", "Undone"),
                    ("unpack", "Taken out of its carton"),
                    ("scrap", "Scrapped"),
                    ("review", "Late and out of order"),
                    ("ship", "Shipped"),
                    ("return", "Came back"),
                    ("rework", "Back to the line after a return"),
                    ("stock", "Back in stock"),
                ],
                max_length=6,
            ),
        ),
        migrations.AddConstraint(
            model_name="handlingunit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "pallet"), _negated=True),
                    ("parent__isnull", True),
                    _connector="OR",
                ),
                name="lines_handlingunit_pallet_on_top",
            ),
        ),
        migrations.AddConstraint(
            model_name="handlingunit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sscc", ""),
                    models.Func(
                        models.F("sscc"),
                        function="public.sscc_ok",
                        output_field=models.BooleanField(),
                    ),
                    _connector="OR",
                ),
                name="lines_handlingunit_sscc_right",
            ),
        ),
        migrations.AddConstraint(
            model_name="handlingunit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sscc", ""), _negated=True),
                fields=("sscc",),
                name="lines_handlingunit_sscc_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
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
                            "ship",
                            "return",
                            "rework",
                            "stock",
                        ],
                    )
                ),
                name="lines_move_kind_known",
            ),
        ),
        append_only("lines_palletevent"),
        write_once(
            "lines_handlingunit", fixed=["plant_id", "no", "kind", "made_at"], once=["sscc"]
        ),
        write_once(
            "lines_shipment",
            fixed=["plant_id", "no", "kind", "made_at"],
            once=["shipped_at", "shipped_by_id", "cancelled_at", "cancel_reason"],
        ),
        write_once(
            "lines_pick",
            fixed=["plant_id", "shipment_id", "pallet_id", "picked_at"],
            once=["dropped_at", "dropped_by_id", "drop_reason"],
        ),
        write_once(
            "lines_shippedunit",
            fixed=["plant_id", "shipment_id", "unit_id", "pallet_id", "carton_id", "event_id"],
            once=["returned_at", "returned_event"],
        ),
        write_once(
            "lines_unitreturn",
            fixed=["plant_id", "no", "shipped_id", "unit_id", "cause", "taken_at"],
            once=["decision", "step", "carton_id", "decided_at", "decided_by_id", "decide_reason"],
        ),
        write_once(
            "lines_lotclearance",
            fixed=["plant_id", "gate", "handling_id", "order_id", "granted_at"],
            once=["revoked_at", "revoked_by_id", "revoke_reason"],
        ),
        ServerNumbers("lines", "palletevent"),
        ServerNumbers("lines", "shipment"),
        ServerNumbers("lines", "pick"),
        ServerNumbers("lines", "shippedunit"),
        ServerNumbers("lines", "unitreturn"),
        ServerNumbers("lines", "lotclearance"),
        ServerNumbers("lines", "shippingpolicy"),
    ]
