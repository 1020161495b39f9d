import django.db.models.deletion
from django.db import migrations, models


from mes.kernel.sql import ServerNumbers

BOM_GUARD = """
CREATE FUNCTION public.plants_bom_frozen_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (
       (OLD.state = 'draft' AND NEW.state IN ('draft', 'released'))
       OR (OLD.state = 'released' AND NEW.state IN ('released', 'retired')
           AND to_jsonb(NEW) - 'state' = to_jsonb(OLD) - 'state')
       OR (OLD.state = 'retired' AND to_jsonb(NEW) = to_jsonb(OLD)))
  THEN RETURN NEW; END IF;
  IF TG_OP = 'DELETE' AND OLD.state = 'draft' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'A released bill of material is frozen'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'plants_bom_frozen';
END $$;
CREATE TRIGGER plants_bom_frozen BEFORE UPDATE OR DELETE ON public.plants_bom
  FOR EACH ROW EXECUTE FUNCTION public.plants_bom_frozen_check();

CREATE FUNCTION public.plants_bomline_frozen_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE boms bigint[];
BEGIN
  IF TG_OP = 'INSERT' THEN boms := ARRAY[NEW.bom_id];
  ELSIF TG_OP = 'DELETE' THEN boms := ARRAY[OLD.bom_id];
  ELSE boms := ARRAY[OLD.bom_id, NEW.bom_id]; END IF;
  -- FOR SHARE: a line added beside a release waits for it, and then is refused.
  PERFORM 1 FROM public.plants_bom WHERE id = ANY(boms) FOR SHARE;
  IF EXISTS (SELECT 1 FROM public.plants_bom WHERE id = ANY(boms) AND state <> 'draft') THEN
    RAISE EXCEPTION 'The lines of a released bill of material are frozen'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'plants_bomline_frozen';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER plants_bomline_frozen BEFORE INSERT OR UPDATE OR DELETE ON public.plants_bomline
  FOR EACH ROW EXECUTE FUNCTION public.plants_bomline_frozen_check();

CREATE FUNCTION public.plants_bomalternate_frozen_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE lines bigint[]; boms bigint[];
BEGIN
  IF TG_OP = 'INSERT' THEN lines := ARRAY[NEW.line_id];
  ELSIF TG_OP = 'DELETE' THEN lines := ARRAY[OLD.line_id];
  ELSE lines := ARRAY[OLD.line_id, NEW.line_id]; END IF;
  SELECT array_agg(bom_id) INTO boms FROM public.plants_bomline WHERE id = ANY(lines);
  PERFORM 1 FROM public.plants_bom WHERE id = ANY(boms) FOR SHARE;
  IF EXISTS (SELECT 1 FROM public.plants_bom WHERE id = ANY(boms) AND state <> 'draft') THEN
    RAISE EXCEPTION 'The alternates of a released bill of material are frozen'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'plants_bomalternate_frozen';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER plants_bomalternate_frozen
  BEFORE INSERT OR UPDATE OR DELETE ON public.plants_bomalternate
  FOR EACH ROW EXECUTE FUNCTION public.plants_bomalternate_frozen_check();
"""

BOM_GUARD_AWAY = """
DROP TRIGGER plants_bomalternate_frozen ON public.plants_bomalternate;
DROP FUNCTION public.plants_bomalternate_frozen_check();
DROP TRIGGER plants_bomline_frozen ON public.plants_bomline;
DROP FUNCTION public.plants_bomline_frozen_check();
DROP TRIGGER plants_bom_frozen ON public.plants_bom;
DROP FUNCTION public.plants_bom_frozen_check();
"""


class Migration(migrations.Migration):
    dependencies = [("plants", "0003_frozen_routes")]

    operations = [
        migrations.CreateModel(
            name="Bom",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveSmallIntegerField()),
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
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="boms",
                        to="plants.productvariant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "released", "retired"])),
                        name="plants_bom_state_known",
                    ),
                    models.UniqueConstraint(
                        fields=("variant", "revision"), name="plants_bom_revision_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"), ("released_at__isnull", False), _connector="OR"
                        ),
                        name="plants_bom_released_when",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part_no", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("name_ur", models.CharField(blank=True, max_length=120)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("board", "Main board"),
                            ("sub_board", "Sub-board, FPC"),
                            ("display", "Display"),
                            ("battery", "Battery"),
                            ("camera", "Camera"),
                            ("audio", "Speaker, microphone, vibrator"),
                            ("housing", "Housing"),
                            ("mechanical", "Mechanical"),
                            ("chemical", "Glue, tape, paste"),
                            ("accessory", "Accessory"),
                            ("packaging", "Packaging"),
                            ("label", "Label"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=12,
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
                (
                    "serialised",
                    models.BooleanField(default=False, help_text="Each piece has its own serial."),
                ),
                ("inspected", models.BooleanField(default=False)),
                (
                    "unit_value",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True),
                ),
                ("currency", models.CharField(blank=True, help_text="ISO 4217.", max_length=3)),
                ("hs_code", models.CharField(blank=True, max_length=14)),
                (
                    "shelf_days",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Days it keeps; empty when it does not expire.",
                        null=True,
                    ),
                ),
                (
                    "moisture",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1", "MSL 1"),
                            ("2", "MSL 2"),
                            ("2a", "MSL 2a"),
                            ("3", "MSL 3"),
                            ("4", "MSL 4"),
                            ("5", "MSL 5"),
                            ("5a", "MSL 5a"),
                            ("6", "MSL 6"),
                            ("", "Not sensitive"),
                        ],
                        default="",
                        max_length=2,
                    ),
                ),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "category__in",
                                [
                                    "board",
                                    "sub_board",
                                    "display",
                                    "battery",
                                    "camera",
                                    "audio",
                                    "housing",
                                    "mechanical",
                                    "chemical",
                                    "accessory",
                                    "packaging",
                                    "label",
                                    "other",
                                ],
                            )
                        ),
                        name="plants_part_category_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["imported", "local"])),
                        name="plants_part_origin_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("moisture__in", ["1", "2", "2a", "3", "4", "5", "5a", "6", ""])
                        ),
                        name="plants_part_moisture_known",
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
                        name="plants_part_value_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("shelf_days__isnull", True), ("shelf_days__gt", 0), _connector="OR"
                        ),
                        name="plants_part_shelf_days",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="BomLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("per_set", models.PositiveSmallIntegerField(default=1)),
                ("position", models.CharField(blank=True, max_length=20)),
                (
                    "bulk",
                    models.BooleanField(
                        default=False, help_text="Kept at the line, not picked by set."
                    ),
                ),
                (
                    "bom",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="plants.bom",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.operation",
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
                "ordering": ["bom", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bom", "part"), name="plants_bomline_part_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("position", ""), _negated=True),
                        fields=("bom", "position"),
                        name="plants_bomline_position_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("per_set__gt", 0)), name="plants_bomline_per_set"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BomAlternate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(default=1)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alternates",
                        to="plants.bomline",
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
                "ordering": ["line", "rank"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("line", "part"), name="plants_bomalternate_part_once"
                    ),
                    models.UniqueConstraint(
                        fields=("line", "rank"), name="plants_bomalternate_rank_once"
                    ),
                ],
            },
        ),
        migrations.RunSQL(BOM_GUARD, BOM_GUARD_AWAY),
        ServerNumbers("plants", "part"),
        ServerNumbers("plants", "bom"),
        ServerNumbers("plants", "bomline"),
        ServerNumbers("plants", "bomalternate"),
    ]
