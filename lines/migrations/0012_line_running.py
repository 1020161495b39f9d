import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from mes.kernel.sql import ServerNumbers, append_only, write_once


class Migration(migrations.Migration):
    dependencies = [
        ("lines", "0011_orders"),
        ("plants", "0005_skills"),
    ]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="retest",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="unit",
            name="check_due",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.CreateModel(
            name="EscalationLevel",
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
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.line",
                    ),
                ),
                ("group", models.CharField(blank=True, max_length=10)),
                ("level", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("operator", "Operator"),
                            ("supervisor", "Supervisor"),
                            ("qa", "QA"),
                            ("qa_lead", "QA lead"),
                            ("store", "Store keeper"),
                            ("planner", "Planner"),
                            ("manager", "Plant manager"),
                            ("inspector", "Inspector"),
                            ("admin", "Administrator"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "unless",
                    models.CharField(
                        choices=[("acknowledged", "nobody comes"), ("ended", "it is not mended")],
                        default="acknowledged",
                        max_length=12,
                    ),
                ),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "operator",
                                    "supervisor",
                                    "qa",
                                    "qa_lead",
                                    "store",
                                    "planner",
                                    "manager",
                                    "inspector",
                                    "admin",
                                ],
                            )
                        ),
                        name="lines_escalationlevel_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unless__in", ["acknowledged", "ended"])),
                        name="lines_escalationlevel_unless_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "group__in",
                                ["", "machine", "material", "quality", "people", "power", "other"],
                            )
                        ),
                        name="lines_escalationlevel_group",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__gte", 1),
                            ("level__lte", 9),
                            ("minutes__gte", 1),
                            ("minutes__lte", 1440),
                        ),
                        name="lines_escalationlevel_positive",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("active", True)),
                        fields=("plant", "line", "group", "level"),
                        name="lines_escalationlevel_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Escalation",
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
                (
                    "stop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="lines.stop",
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("operator", "Operator"),
                            ("supervisor", "Supervisor"),
                            ("qa", "QA"),
                            ("qa_lead", "QA lead"),
                            ("store", "Store keeper"),
                            ("planner", "Planner"),
                            ("manager", "Plant manager"),
                            ("inspector", "Inspector"),
                            ("admin", "Administrator"),
                        ],
                        max_length=12,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "operator",
                                    "supervisor",
                                    "qa",
                                    "qa_lead",
                                    "store",
                                    "planner",
                                    "manager",
                                    "inspector",
                                    "admin",
                                ],
                            )
                        ),
                        name="lines_escalation_role_known",
                    ),
                    models.UniqueConstraint(fields=("stop", "level"), name="lines_escalation_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outage",
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
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.line",
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "mode",
                    models.CharField(
                        choices=[("dark", "No power"), ("generator", "On the generator")],
                        default="dark",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
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
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdraw_reason", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["plant", "starts_at"], name="lines_outage_starts")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["dark", "generator"])),
                        name="lines_outage_mode_known",
                    ),
                    models.UniqueConstraint(fields=("plant", "no"), name="lines_outage_no_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("plant", "line", "starts_at"),
                        name="lines_outage_start_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="lines_outage_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdraw_reason", ""), ("withdrawn_at__isnull", True)),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdraw_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lines_outage_withdrawn_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Retest",
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
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.line",
                    ),
                ),
                ("cut", models.UUIDField()),
                ("cut_at", models.DateTimeField()),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retests",
                        to="lines.unit",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
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
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["line", "cut_at"], name="lines_retest_cut")],
                "constraints": [
                    models.UniqueConstraint(fields=("cut", "unit"), name="lines_retest_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
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
                        related_name="looks",
                        to="lines.unit",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("restart", "Begun again after a power cut"),
                            ("check", "Second check by an expert"),
                        ],
                        max_length=8,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["restart", "check"])),
                        name="lines_look_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftStart",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.plant",
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
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.shift",
                    ),
                ),
                (
                    "checks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24), default=list, size=None
                    ),
                ),
                ("crew", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("line", "shift"), name="lines_shiftstart_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
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
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.line",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.shift",
                    ),
                ),
                ("as_of", models.DateTimeField()),
                ("figures", models.JSONField()),
                ("note", models.TextField(blank=True, max_length=2000)),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plant", "no"), name="lines_handover_no_once"),
                    models.UniqueConstraint(
                        fields=("line", "shift"), name="lines_handover_shift_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("given_by", models.F("taken_by")), _negated=True),
                        name="lines_handover_two_people",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandedRow",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
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
                ("path", models.CharField(max_length=120)),
                ("body", models.JSONField()),
                ("serial", models.CharField(blank=True, max_length=64)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("scanned_by", models.CharField(blank=True, max_length=80)),
                ("scanned_at", models.DateTimeField(null=True)),
                (
                    "handed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("settle_reason", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=["plant"],
                        name="lines_handedrow_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settle_reason", ""),
                                ("settled_at__isnull", True),
                                ("settled_by__isnull", True),
                            ),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                models.Q(("settle_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lines_handedrow_settled_whole",
                    )
                ],
            },
        ),
        *[
            ServerNumbers("lines", name)
            for name in ("escalationlevel", "escalation", "outage", "retest")
        ],
        append_only("lines_escalation"),
        append_only("lines_retest"),
        append_only("lines_look"),
        append_only("lines_shiftstart"),
        append_only("lines_handover"),
        write_once(
            "lines_handedrow",
            fixed=[
                "event_id",
                "plant_id",
                "station_id",
                "path",
                "body",
                "serial",
                "why",
                "scanned_by",
                "scanned_at",
                "handed_by_id",
                "handed_at",
            ],
            once=["settled_at", "settled_by_id", "settle_reason"],
        ),
        write_once(
            "lines_outage",
            fixed=["plant_id", "no", "line_id", "starts_at", "ends_at", "mode", "made_by_id"],
            once=["withdrawn_at", "withdrawn_by_id", "withdraw_reason"],
        ),
    ]
