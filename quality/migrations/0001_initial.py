import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import mes.kernel.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("lines", "0001_initial"),
        ("plants", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DefectCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=24, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("name_ur", models.CharField(blank=True, max_length=80)),
                (
                    "grade",
                    models.CharField(
                        choices=[("critical", "Critical"), ("major", "Major"), ("minor", "Minor")],
                        default="major",
                        max_length=8,
                    ),
                ),
                ("icon", models.CharField(blank=True, max_length=24)),
                ("active", models.BooleanField(default=True)),
                (
                    "operations",
                    models.ManyToManyField(blank=True, related_name="+", to="plants.operation"),
                ),
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
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("grade__in", ["critical", "major", "minor"])),
                        name="quality_defectcode_grade_known",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="ImeiEvent",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                ("plant_id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("loaded", "Loaded"),
                            ("reserved", "Issued"),
                            ("written", "Written"),
                            ("confirmed", "Confirmed"),
                            ("voided", "Voided"),
                            ("mismatch", "Read-back differs"),
                        ],
                        max_length=9,
                    ),
                ),
                ("unit_id", models.BigIntegerField(null=True)),
                ("range_id", models.BigIntegerField(null=True)),
                ("station_id", models.BigIntegerField(null=True)),
                ("person_id", models.BigIntegerField(null=True)),
                ("second_id", models.BigIntegerField(null=True)),
                ("token_id", models.BigIntegerField(null=True)),
                ("imeis", models.JSONField(help_text="The 15-digit numbers, by slot.")),
                (
                    "evidence",
                    models.JSONField(help_text="Read-back and label as scanned.", null=True),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
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
                                    "loaded",
                                    "reserved",
                                    "written",
                                    "confirmed",
                                    "voided",
                                    "mismatch",
                                ],
                            )
                        ),
                        name="quality_imeievent_kind_known",
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("unit_id__isnull", False)),
                        fields=["unit_id"],
                        name="quality_imeievent_unit",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Repair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.CharField(max_length=24)),
                ("failed_position", models.SmallIntegerField()),
                ("action", models.CharField(blank=True, max_length=200)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("repaired", "Repaired"),
                            ("ntf", "No trouble found"),
                            ("scrap", "Scrap"),
                        ],
                        max_length=10,
                    ),
                ),
                ("return_position", models.SmallIntegerField(null=True)),
                (
                    "opened_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "cause",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quality.defectcode",
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
                    "opened_by",
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("result__in", ["", "repaired", "ntf", "scrap"])),
                        name="quality_repair_result_known",
                    ),
                    models.UniqueConstraint(fields=("plant", "no"), name="quality_repair_no_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("unit",),
                        name="quality_repair_one_open",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Defect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_id", models.UUIDField()),
                (
                    "location",
                    models.CharField(blank=True, help_text="Zone or reference.", max_length=20),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "found_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "found_by",
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
                        related_name="defects",
                        to="lines.unit",
                    ),
                ),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quality.defectcode",
                    ),
                ),
                (
                    "repair",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="defects",
                        to="quality.repair",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["plant", "found_at"], name="quality_defect_found")]
            },
        ),
        migrations.CreateModel(
            name="Tac",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tac", models.CharField(max_length=8, unique=True)),
                ("owner", models.CharField(max_length=80)),
                ("type_approval", models.CharField(blank=True, max_length=40)),
                ("allocated_on", models.DateField(blank=True, null=True)),
                ("demo", models.BooleanField(default=False)),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tacs",
                        to="plants.productmodel",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tac__regex", "^[0-9]{8}$")),
                        name="quality_tac_eight_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tac__startswith", "00"), _negated=True),
                        name="quality_tac_not_test",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ImeiRange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("span", django.contrib.postgres.fields.ranges.BigIntegerRangeField()),
                (
                    "slot",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="0: sets of adjacent numbers; n: the n-th IMEI of each set.",
                    ),
                ),
                ("sets", models.PositiveIntegerField()),
                (
                    "loaded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "loaded_by",
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
                    "tac",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ranges",
                        to="quality.tac",
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("span", "&&")], name="quality_imeirange_no_overlap"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("span__contained_by", (0, 100000000000000)),
                            ("span__isempty", False),
                            ("span__lower_inf", False),
                            ("span__upper_inf", False),
                        ),
                        name="quality_imeirange_bounds",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Imei",
            fields=[
                ("imei", models.CharField(max_length=15, primary_key=True, serialize=False)),
                ("n14", models.BigIntegerField(unique=True)),
                ("set_no", models.BigIntegerField()),
                ("slot", models.PositiveSmallIntegerField()),
                ("pos", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("free", "Free"),
                            ("leased", "Leased"),
                            ("reserved", "Reserved"),
                            ("written", "Written"),
                            ("confirmed", "Confirmed"),
                            ("voided", "Voided"),
                        ],
                        default="free",
                        max_length=9,
                    ),
                ),
                ("fence_id", models.BigIntegerField(null=True)),
                ("void_reason", models.CharField(blank=True, max_length=200)),
                (
                    "leased_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.devicetoken",
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.productmodel",
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
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imeis",
                        to="lines.unit",
                    ),
                ),
                (
                    "range",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="quality.imeirange",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["free", "leased", "reserved", "written", "confirmed", "voided"],
                            )
                        ),
                        name="quality_imei_state_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["reserved", "written", "confirmed"])),
                        fields=("unit", "slot"),
                        name="quality_imei_unit_slot_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["free", "leased", "voided"]),
                            ("unit__isnull", False),
                            _connector="OR",
                        ),
                        name="quality_imei_live_has_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "voided"), _negated=True),
                            models.Q(("void_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="quality_imei_void_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slot__gte", 1), ("slot__lte", 4)),
                        name="quality_imei_slot",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("fence_id__isnull", True), ("slot", 1), ("state", "free")
                        ),
                        fields=["plant", "model", "pos"],
                        name="quality_imei_free",
                    ),
                    models.Index(fields=["plant", "set_no"], name="quality_imei_set"),
                    models.Index(
                        condition=models.Q(("unit__isnull", False)),
                        fields=["unit"],
                        name="quality_imei_unit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TestPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("released", "Released"),
                            ("retired", "Retired"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("program", models.CharField(blank=True, max_length=60)),
                ("program_version", models.CharField(blank=True, max_length=30)),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                (
                    "released_by",
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
                        condition=models.Q(("state__in", ["draft", "released", "retired"])),
                        name="quality_testplan_state_known",
                    ),
                    models.UniqueConstraint(
                        fields=("model", "operation", "version"),
                        name="quality_testplan_version_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "released")),
                        fields=("model", "operation"),
                        name="quality_testplan_one_released",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="PlanStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=60)),
                ("label", models.CharField(max_length=80)),
                ("label_ur", models.CharField(blank=True, max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[("numeric", "Number"), ("boolean", "Yes or no"), ("text", "Text")],
                        max_length=8,
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=12)),
                ("low", models.FloatField(null=True)),
                ("high", models.FloatField(null=True)),
                (
                    "expected",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "defect",
                    models.CharField(blank=True, help_text="Default defect code.", max_length=24),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="quality.testplan",
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "seq"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["numeric", "boolean", "text"])),
                        name="quality_planstep_kind_known",
                    ),
                    models.UniqueConstraint(
                        fields=("plan", "seq"), name="quality_planstep_seq_once"
                    ),
                    models.UniqueConstraint(
                        fields=("plan", "name"), name="quality_planstep_name_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("low__isnull", True),
                            ("high__isnull", True),
                            ("low__lte", models.F("high")),
                            _connector="OR",
                        ),
                        name="quality_planstep_limits_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TestRecord",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                ("plant_id", models.BigIntegerField()),
                ("station_id", models.BigIntegerField()),
                ("unit_id", models.BigIntegerField(null=True)),
                ("plan_id", models.BigIntegerField(null=True)),
                ("person_id", models.BigIntegerField(null=True)),
                ("token_id", models.BigIntegerField(null=True)),
                ("run", models.SmallIntegerField(default=1)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("passed", "Passed"),
                            ("failed", "Failed"),
                            ("error", "Error"),
                            ("aborted", "Aborted"),
                            ("timeout", "Timed out"),
                        ],
                        max_length=8,
                    ),
                ),
                ("counted", models.BooleanField()),
                (
                    "code",
                    models.CharField(blank=True, help_text="Why it did not count.", max_length=40),
                ),
                ("failed_step", models.SmallIntegerField(null=True)),
                ("program", models.CharField(blank=True, max_length=60)),
                ("program_version", models.CharField(blank=True, max_length=30)),
                ("fixture", models.CharField(blank=True, max_length=40)),
                ("slot", models.CharField(blank=True, max_length=12)),
                ("identifier", models.CharField(blank=True, max_length=60)),
                (
                    "values",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.FloatField(), default=list, size=None
                    ),
                ),
                ("texts", models.JSONField(null=True)),
                ("extras", models.JSONField(null=True)),
                ("seconds", models.FloatField(null=True)),
                ("at", models.DateTimeField()),
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
                            ("outcome__in", ["passed", "failed", "error", "aborted", "timeout"])
                        ),
                        name="quality_testrecord_outcome_known",
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("unit_id__isnull", False)),
                        fields=["unit_id"],
                        name="quality_testrecord_unit",
                    ),
                    django.contrib.postgres.indexes.BrinIndex(
                        autosummarize=True, fields=["at"], name="quality_testrecord_at_brin"
                    ),
                ],
            },
        ),
    ]
