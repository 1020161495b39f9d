import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from mes.kernel.sql import ServerNumbers, append_only, write_once

# The plans released before this table was there; on an empty server there are none yet.
PLANS_THERE = """
DO $$
BEGIN
  IF to_regclass('public.quality_testplan') IS NOT NULL THEN
    INSERT INTO public.lines_stepready (model_id, operation_id)
    SELECT DISTINCT model_id, operation_id FROM public.quality_testplan WHERE state = 'released';
  END IF;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("lines", "0010_line_side"),
        ("plants", "0007_customers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Changeover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.CharField(max_length=24)),
                ("planned_minutes", models.PositiveSmallIntegerField()),
                (
                    "ended_how",
                    models.CharField(
                        choices=[
                            ("first_unit", "First unit of the new order"),
                            ("by_hand", "By hand"),
                            ("called_off", "Called off"),
                        ],
                        max_length=10,
                        null=True,
                    ),
                ),
                ("end_note", models.CharField(blank=True, max_length=200)),
                (
                    "from_order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.workorder",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changeovers",
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
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stop",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changeover",
                        to="lines.stop",
                    ),
                ),
                (
                    "to_order",
                    models.ForeignKey(
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
                            ("ended_how__in", ["first_unit", "by_hand", "called_off"])
                        ),
                        name="lines_changeover_ended_how_known",
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "no"), name="lines_changeover_no_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("planned_minutes__gte", 1)),
                        name="lines_changeover_planned",
                    ),
                ],
                "indexes": [models.Index(fields=["line", "-id"], name="lines_changeover_line")],
            },
        ),
        migrations.CreateModel(
            name="ChangeoverTick",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "item",
                    models.CharField(
                        choices=[
                            ("labels", "Labels counted: printed = used + scrapped + returned"),
                            ("materials", "Materials of the old order returned"),
                            ("instructions", "Work instructions are those of the new order"),
                            ("programs", "Test programs are those of the new order"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "changeover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ticks",
                        to="lines.changeover",
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("item__in", ["labels", "materials", "instructions", "programs"])
                        ),
                        name="lines_changeovertick_item_known",
                    ),
                    models.UniqueConstraint(
                        fields=("changeover", "item"), name="lines_changeovertick_once"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="DayRelease",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("units", models.IntegerField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.line",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="lines.workorder",
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("units__gt", 0),
                            models.Q(("units__lt", 0), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="lines_dayrelease_units",
                    )
                ],
                "indexes": [models.Index(fields=["line", "day"], name="lines_dayrelease_day")],
            },
        ),
        migrations.CreateModel(
            name="OrderEvent",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("released", "Released"),
                            ("quantity", "Quantity changed"),
                            ("over_build", "Built beyond the quantity"),
                            ("split_to", "Split: places given away"),
                            ("split_from", "Split: made from another order"),
                            ("held", "Held"),
                            ("unheld", "Let go"),
                            ("queued", "Moved in the queue"),
                            ("closed", "Closed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("units", models.IntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("facts", models.JSONField(default=dict)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="lines.workorder",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.workorder",
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "released",
                                    "quantity",
                                    "over_build",
                                    "split_to",
                                    "split_from",
                                    "held",
                                    "unheld",
                                    "queued",
                                    "closed",
                                ],
                            )
                        ),
                        name="lines_orderevent_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["released", "closed", "queued"]),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="lines_orderevent_reason",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="StartCheck",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cleared", "Line cleared"),
                            ("uncleared", "Clearance taken back"),
                            ("approved", "First article approved"),
                            ("rejected", "First article rejected"),
                            ("revoked", "First article taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "trigger",
                    models.CharField(
                        choices=[
                            ("order_start", "Start of an order"),
                            ("model_change", "Change of model or order"),
                            ("key_lot", "Change of a key material lot"),
                            ("long_stop", "A long stop"),
                            ("firmware", "New firmware or program"),
                            ("repair", "Equipment repaired"),
                            ("by_hand", "By hand"),
                        ],
                        default="order_start",
                        max_length=12,
                    ),
                ),
                ("facts", models.JSONField(default=dict)),
                (
                    "serials",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), default=list, size=None
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.line",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="lines.workorder",
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["cleared", "uncleared", "approved", "rejected", "revoked"],
                            )
                        ),
                        name="lines_startcheck_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "trigger__in",
                                [
                                    "order_start",
                                    "model_change",
                                    "key_lot",
                                    "long_stop",
                                    "firmware",
                                    "repair",
                                    "by_hand",
                                ],
                            )
                        ),
                        name="lines_startcheck_trigger_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["uncleared", "revoked"]),
                            ("person__isnull", False),
                            _connector="OR",
                        ),
                        name="lines_startcheck_signed",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["line", "order", "at"], name="lines_startcheck_of")
                ],
            },
        ),
        migrations.CreateModel(
            name="StepReady",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "granted_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.productmodel",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.operation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("model", "operation"),
                        name="lines_stepready_open_once",
                    )
                ]
            },
        ),
        migrations.AddField(
            model_name="orderplace",
            name="withdrawn",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="workorder",
            name="buyer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="plants.customer",
            ),
        ),
        migrations.AddField(
            model_name="workorder",
            name="over_build",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="workorder",
            name="rank",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="workorder",
            name="split_from",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="splits",
                to="lines.workorder",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn", False),
                    models.Q(("kitted", False), ("unit__isnull", True)),
                    _connector="OR",
                ),
                name="lines_orderplace_withdrawn_empty",
            ),
        ),
        append_only("lines_orderevent"),
        append_only("lines_dayrelease"),
        append_only("lines_startcheck"),
        append_only("lines_changeovertick"),
        write_once(
            "lines_changeover",
            fixed=[
                "plant_id",
                "no",
                "line_id",
                "from_order_id",
                "to_order_id",
                "planned_minutes",
                "stop_id",
                "started_by_id",
            ],
            once=["ended_how", "end_note"],
        ),
        ServerNumbers("lines", "stepready"),
        ServerNumbers("lines", "changeover"),
        migrations.RunSQL(PLANS_THERE, migrations.RunSQL.noop),
    ]
