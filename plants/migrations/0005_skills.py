import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from mes.kernel.sql import ServerNumbers, append_only, write_once


CREW_CHANGED = """
CREATE FUNCTION public.plants_crew_changed_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE public.plants_plant SET crew_version = crew_version + 1 WHERE id = NEW.plant_id;
  RETURN NULL;
END $$;
"""
TABLES = ("skill", "skillneed", "training", "skilloverride", "instruction", "readreceipt")
CREW_TRIGGERS = "".join(
    f"""
CREATE TRIGGER plants_{table}_crew_changed AFTER INSERT OR UPDATE ON public.plants_{table}
  FOR EACH ROW EXECUTE FUNCTION public.plants_crew_changed_note();
"""
    for table in TABLES
)
CREW_AWAY = "".join(
    f"DROP TRIGGER plants_{table}_crew_changed ON public.plants_{table};" for table in TABLES
)
AGEING = "UPDATE public.plants_operation SET timed = true WHERE code IN ('AGE', 'RUNIN')"


class Migration(migrations.Migration):
    dependencies = [
        ("plants", "0004_parts"),
    ]

    operations = [
        migrations.AddField(
            model_name="operation",
            name="timed",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Runs for a time (ageing): a power cut spoils what is in it.",
            ),
        ),
        migrations.AddField(
            model_name="plant",
            name="crew_version",
            field=models.BigIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.CreateModel(
            name="Skill",
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
                        related_name="skills",
                        to="plants.plant",
                    ),
                ),
                ("code", models.CharField(max_length=24)),
                ("name", models.CharField(max_length=80)),
                ("name_ur", models.CharField(blank=True, max_length=80)),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plant", "code"), name="plants_skill_code_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SkillNeed",
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
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.operation",
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.productmodel",
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="plants.skill",
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(default=2)),
                ("check_below", models.PositiveSmallIntegerField(default=0)),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 4)),
                        name="plants_skillneed_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("check_below__lte", 4)),
                        name="plants_skillneed_check_below",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("active", True)),
                        fields=("plant", "operation", "model", "skill"),
                        name="plants_skillneed_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Training",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainings",
                        to="plants.skill",
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("passed", "Passed"),
                            ("failed", "Not passed"),
                            ("revoked", "Certificate taken back"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "given_by",
                    models.CharField(help_text="Trainer: a colleague or a firm.", max_length=80),
                ),
                ("given_on", models.DateField()),
                ("expires_on", models.DateField(null=True)),
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
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["plant", "skill", "person", "made_at"], name="plants_training_of"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 4)),
                        name="plants_training_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("result__in", ["passed", "failed", "revoked"])),
                        name="plants_training_result_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on__isnull", True),
                            ("expires_on__gte", models.F("given_on")),
                            _connector="OR",
                        ),
                        name="plants_training_expires_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SkillOverride",
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
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("missing", models.CharField(max_length=200)),
                ("reason", models.CharField(max_length=200)),
                (
                    "given_by",
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
                ("until", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["station", "until"], name="plants_skilloverride_until")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("given_by")), _negated=True),
                        name="plants_skilloverride_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="plants_skilloverride_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
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
                ("started_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "made_by",
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
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("station", "person"),
                        name="plants_assignment_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("started_at"))),
                        name="plants_assignment_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instruction",
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
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.operation",
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.productmodel",
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
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("title_ur", models.CharField(blank=True, max_length=120)),
                ("required", models.BooleanField(default=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("image/png", "PNG"),
                            ("image/jpeg", "JPEG"),
                            ("application/pdf", "PDF"),
                        ],
                        max_length=16,
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
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
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("released_at", models.DateTimeField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "released", "retired"])),
                        name="plants_instruction_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["image/png", "image/jpeg", "application/pdf"])
                        ),
                        name="plants_instruction_kind_known",
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "no"), name="plants_instruction_no_once"
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "operation", "model", "version"),
                        name="plants_instruction_version_once",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "released")),
                        fields=("plant", "operation", "model"),
                        name="plants_instruction_one_released",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_by__isnull", True),
                            models.Q(("released_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="plants_instruction_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_at__isnull", True), ("state", "draft")),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("released_at__isnull", False),
                                ("released_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="plants_instruction_released_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), ("size__lte", 10485760)),
                        name="plants_instruction_size",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InstructionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "instruction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file",
                        to="plants.instruction",
                    ),
                ),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="ReadReceipt",
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
                    "instruction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="plants.instruction",
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
                    "station",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.station",
                    ),
                ),
                (
                    "read_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("instruction", "person"), name="plants_readreceipt_once"
                    )
                ],
            },
        ),
        *[
            ServerNumbers("plants", name)
            for name in (
                "skill",
                "skillneed",
                "assignment",
                "instruction",
                "instructionfile",
                "readreceipt",
            )
        ],
        append_only("plants_training"),
        append_only("plants_skilloverride"),
        append_only("plants_instructionfile"),
        append_only("plants_readreceipt"),
        write_once(
            "plants_instruction",
            fixed=[
                "plant_id",
                "no",
                "operation_id",
                "model_id",
                "version",
                "title",
                "title_ur",
                "required",
                "kind",
                "size",
                "sha256",
                "made_by_id",
                "made_at",
            ],
            once=["released_by_id", "released_at", "retired_at"],
        ),
        migrations.RunSQL(
            CREW_CHANGED + CREW_TRIGGERS,
            CREW_AWAY + "DROP FUNCTION public.plants_crew_changed_note();",
        ),
        migrations.RunSQL(AGEING, migrations.RunSQL.noop),
    ]
