import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from mes.kernel.sql import ServerNumbers, write_once

# What a repair's guard knew before it knew how, where and with whose consent.
OLD_GUARD = """
DROP TRIGGER quality_repair_write_once ON public.quality_repair;
DROP FUNCTION public.quality_repair_write_once_check();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("lines", "0015_containment"),
        ("plants", "0007_customers"),
        ("quality", "0012_regulator"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FaultClass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=16, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("name_ur", models.CharField(blank=True, max_length=60)),
                (
                    "returns_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.operation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Containment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("no", models.CharField(max_length=24)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lot", "Part lot"),
                            ("supplier", "Supplier"),
                            ("fixture", "Fixture"),
                            ("firmware", "Firmware"),
                            ("operator", "Operator in a shift"),
                            ("window", "Time at a station or line"),
                            ("units", "Named units"),
                        ],
                        max_length=8,
                    ),
                ),
                ("value", models.CharField(blank=True, max_length=80)),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.line",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.station",
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.productmodel",
                    ),
                ),
                ("since", models.DateTimeField(null=True)),
                ("until", models.DateTimeField(null=True)),
                ("reason", models.CharField(max_length=180)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
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
                ("closed_at", models.DateTimeField(null=True)),
                ("close_reason", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "lot",
                                    "supplier",
                                    "fixture",
                                    "firmware",
                                    "operator",
                                    "window",
                                    "units",
                                ],
                            )
                        ),
                        name="quality_containment_kind_known",
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "no"), name="quality_containment_no_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "kind__in",
                                    ("lot", "supplier", "fixture", "firmware", "operator"),
                                ),
                                _negated=True,
                            ),
                            models.Q(("value", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="quality_containment_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ("fixture", "operator", "window")), _negated=True
                            ),
                            ("since__isnull", False),
                            _connector="OR",
                        ),
                        name="quality_containment_since",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "window"), _negated=True),
                            ("station__isnull", False),
                            ("line__isnull", False),
                            _connector="OR",
                        ),
                        name="quality_containment_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since__isnull", True),
                            ("until__isnull", True),
                            ("until__gt", models.F("since")),
                            _connector="OR",
                        ),
                        name="quality_containment_span",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("close_reason", ""), ("closed_at__isnull", True)),
                            models.Q(
                                ("closed_at__isnull", False),
                                models.Q(("close_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="quality_containment_closed_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContainedUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "containment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="quality.containment",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.unit",
                    ),
                ),
                (
                    "hold",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.hold",
                    ),
                ),
                (
                    "found",
                    models.CharField(
                        choices=[
                            ("in_line", "In the line"),
                            ("boxed", "Boxed"),
                            ("shipped", "Shipped"),
                        ],
                        max_length=8,
                    ),
                ),
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
                    "shipment",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.shipment",
                    ),
                ),
                (
                    "found_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "To inspect"),
                            ("ok", "Good, released"),
                            ("repair", "To repair"),
                            ("scrap", "Scrap"),
                        ],
                        db_default="",
                        default="",
                        max_length=6,
                    ),
                ),
                ("note", models.CharField(blank=True, db_default="", max_length=200)),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("found__in", ["in_line", "boxed", "shipped"])),
                        name="quality_containedunit_found_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("result__in", ["", "ok", "repair", "scrap"])),
                        name="quality_containedunit_result_known",
                    ),
                    models.UniqueConstraint(
                        fields=("containment", "unit"), name="quality_containedunit_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("result", "")),
                            models.Q(
                                models.Q(("result", ""), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="quality_containedunit_decided_whole",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="defectcode",
            name="fault_class",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="quality.faultclass",
            ),
        ),
        migrations.AddField(
            model_name="repair",
            name="method",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not said"),
                    ("replace", "Part replaced"),
                    ("resolder", "Soldered anew"),
                    ("reflash", "Flashed anew"),
                    ("clean", "Cleaned"),
                    ("adjust", "Adjusted or refitted"),
                    ("nothing", "Nothing was wrong"),
                ],
                db_default="",
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="repair",
            name="location",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="Zone or reference.", max_length=20
            ),
        ),
        migrations.AddField(
            model_name="repair",
            name="board",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="The new one's serial.",
                max_length=40,
            ),
        ),
        migrations.AddField(
            model_name="repair",
            name="second",
            field=models.ForeignKey(
                help_text="Who agreed to scrap it, or to burn its IMEIs.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="repair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "method__in",
                        ["", "replace", "resolder", "reflash", "clean", "adjust", "nothing"],
                    )
                ),
                name="quality_repair_method_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="repair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("second__isnull", True),
                    models.Q(("second", models.F("closed_by")), _negated=True),
                    _connector="OR",
                ),
                name="quality_repair_two_people",
            ),
        ),
        *(
            ServerNumbers("quality", model)
            for model in ("faultclass", "containment", "containedunit")
        ),
        write_once(
            "quality_containment",
            fixed=[
                *("plant_id", "no", "kind", "value", "line_id", "station_id", "model_id", "since"),
                *("until", "reason", "opened_by_id", "opened_at"),
            ],
            once=["closed_by_id", "closed_at", "close_reason"],
        ),
        write_once(
            "quality_containedunit",
            fixed=[
                *("containment_id", "unit_id", "hold_id", "found", "carton_id", "shipment_id"),
                "found_at",
            ],
            once=["result", "note", "decided_by_id", "decided_at"],
        ),
        migrations.RunSQL(OLD_GUARD, migrations.RunSQL.noop),
        write_once(
            "quality_repair",
            fixed=["plant_id", "no", "unit_id", "failed_position", "opened_by_id", "opened_at"],
            once=[
                *("cause_id", "action", "result", "return_position", "closed_by_id", "closed_at"),
                *("method", "location", "board", "second_id"),
            ],
        ),
    ]
