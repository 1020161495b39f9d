import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import mes.kernel.fields
from mes.kernel.sql import ServerNumbers, append_only, write_once


class Migration(migrations.Migration):
    dependencies = [
        ("quality", "0008_plans"),
        ("lines", "0015_containment"),
        ("plants", "0007_customers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="YieldSum",
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
                ("day", models.DateField()),
                ("fixture", models.CharField(blank=True, default="", max_length=40)),
                ("slot", models.CharField(blank=True, default="", max_length=12)),
                ("entered", models.IntegerField(default=0)),
                ("first_run", models.IntegerField(default=0)),
                ("before_repair", models.IntegerField(default=0)),
                ("final", models.IntegerField(default=0)),
                ("retested", models.IntegerField(default=0)),
                ("reworked", models.IntegerField(default=0)),
                ("scrapped", models.IntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "plant_id",
                            "day",
                            "station_id",
                            "order_id",
                            "shift_id",
                            "fixture",
                            "slot",
                        ),
                        name="quality_yieldsum_once",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="YieldMark",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("xid_below", mes.kernel.fields.XidField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk__in", [1, 2])), name="quality_yieldmark_known"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="GateRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fails_in_row", models.PositiveSmallIntegerField(default=0)),
                (
                    "yield_floor",
                    models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True),
                ),
                ("floor_runs", models.PositiveSmallIntegerField(default=50)),
                ("stop_on_spc", models.BooleanField(default=False)),
                ("location_limit", models.PositiveSmallIntegerField(default=3)),
                ("third_elsewhere", models.BooleanField(default=False)),
                ("set_at", models.DateTimeField(auto_now=True, help_text="When it was last set.")),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.operation",
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
                    "set_by",
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
                    models.UniqueConstraint(
                        fields=("plant", "operation"), name="quality_gaterule_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fails_in_row", 0), ("fails_in_row__range", (2, 100)), _connector="OR"
                        ),
                        name="quality_gaterule_fails_in_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("yield_floor__isnull", True),
                            models.Q(("yield_floor__gt", 0), ("yield_floor__lt", 100)),
                            _connector="OR",
                        ),
                        name="quality_gaterule_floor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("floor_runs__range", (10, 500))),
                        name="quality_gaterule_floor_runs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("location_limit__range", (1, 20))),
                        name="quality_gaterule_location_limit",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Nonconformance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.CharField(max_length=24)),
                ("title", models.CharField(max_length=120)),
                ("detail", models.CharField(blank=True, max_length=1000)),
                ("quantity", models.PositiveIntegerField(default=1)),
                ("due", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("review", "Before the board"),
                            ("decided", "Decided"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("cause", models.CharField(blank=True, help_text="Root cause.", max_length=1000)),
                (
                    "disposition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("use_as_is", "Use as is"),
                            ("rework", "Rework"),
                            ("return", "Return to the supplier"),
                            ("scrap", "Scrap"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                (
                    "hold",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.hold",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
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
                    "second",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "review", "decided", "closed"])),
                        name="quality_nonconformance_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("disposition__in", ["", "use_as_is", "rework", "return", "scrap"])
                        ),
                        name="quality_nonconformance_disposition_known",
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "no"), name="quality_nonconformance_no_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("disposition", "")),
                            models.Q(
                                models.Q(("disposition", ""), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("second__isnull", False),
                                models.Q(("decided_by", models.F("second")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="quality_nonconformance_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("disposition", ""), ("state__in", ["open", "review"])),
                            models.Q(
                                models.Q(("disposition", ""), _negated=True),
                                ("state__in", ["decided", "closed"]),
                            ),
                            _connector="OR",
                        ),
                        name="quality_nonconformance_decided_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", True),
                                ("closed_by__isnull", True),
                                models.Q(("state", "closed"), _negated=True),
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                ("state", "closed"),
                            ),
                            _connector="OR",
                        ),
                        name="quality_nonconformance_closed_whole",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="NcrAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contain", "Containment"),
                            ("correct", "Corrective"),
                            ("prevent", "Preventive"),
                        ],
                        max_length=8,
                    ),
                ),
                ("what", models.CharField(max_length=300)),
                ("due", models.DateField()),
                ("done_at", models.DateTimeField(null=True)),
                ("result", models.CharField(blank=True, max_length=300)),
                (
                    "done_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "nonconformance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="quality.nonconformance",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["contain", "correct", "prevent"])),
                        name="quality_ncraction_kind_known",
                    ),
                    models.UniqueConstraint(
                        fields=("nonconformance", "n"), name="quality_ncraction_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("done_at__isnull", True), ("done_by__isnull", True), ("result", "")
                            ),
                            models.Q(
                                ("done_at__isnull", False),
                                ("done_by__isnull", False),
                                models.Q(("result", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="quality_ncraction_done_whole",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="NcrEvent",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                ("plant_id", models.BigIntegerField()),
                ("nonconformance_id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "Opened"),
                            ("changed", "Owner or due date changed"),
                            ("review", "Put before the board"),
                            ("action", "Action added"),
                            ("done", "Action done"),
                            ("decided", "Decided"),
                            ("closed", "Closed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("person_id", models.BigIntegerField(null=True)),
                ("second_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("xid", mes.kernel.fields.XidField(db_default=mes.kernel.fields.CurrentXid())),
            ],
            options={
                "indexes": [models.Index(fields=["nonconformance_id"], name="quality_ncrevent_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "opened",
                                    "changed",
                                    "review",
                                    "action",
                                    "done",
                                    "decided",
                                    "closed",
                                ],
                            )
                        ),
                        name="quality_ncrevent_kind_known",
                    )
                ],
            },
        ),
        append_only("quality_ncrevent"),
        write_once(
            "quality_nonconformance",
            fixed=[
                "plant_id",
                "no",
                "title",
                "detail",
                "unit_id",
                "hold_id",
                "station_id",
                "quantity",
                "opened_by_id",
                "opened_at",
            ],
            once=[
                "disposition",
                "decided_by_id",
                "second_id",
                "decided_at",
                "closed_by_id",
                "closed_at",
            ],
        ),
        write_once(
            "quality_ncraction",
            fixed=["nonconformance_id", "n", "kind", "what", "owner_id", "due"],
            once=["done_by_id", "done_at", "result"],
        ),
        ServerNumbers("quality", "yieldsum"),
        ServerNumbers("quality", "gaterule"),
        ServerNumbers("quality", "nonconformance"),
        ServerNumbers("quality", "ncraction"),
    ]
