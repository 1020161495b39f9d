import django.db.models.deletion
import django.db.models.functions.datetime
import mes.kernel.fields
from django.conf import settings
from django.db import migrations, models

from mes.kernel.sql import ServerNumbers, append_only

LAYOUT_GUARD = """
CREATE FUNCTION public.lines_labellayout_frozen_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (
       (OLD.state = 'draft' AND NEW.state IN ('draft', 'released'))
       OR (OLD.state = 'released' AND NEW.state IN ('released', 'retired')
           AND to_jsonb(NEW) - 'state' = to_jsonb(OLD) - 'state')
       OR (OLD.state = 'retired' AND to_jsonb(NEW) = to_jsonb(OLD)))
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'A released label layout is frozen'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'lines_labellayout_frozen';
END $$;
CREATE TRIGGER lines_labellayout_frozen BEFORE UPDATE OR DELETE ON public.lines_labellayout
  FOR EACH ROW EXECUTE FUNCTION public.lines_labellayout_frozen_check();
"""

LAYOUT_GUARD_AWAY = """
DROP TRIGGER lines_labellayout_frozen ON public.lines_labellayout;
DROP FUNCTION public.lines_labellayout_frozen_check();
"""

# What was sent or cancelled stays so: no road leads a label to the printer a second time.
JOB_GUARD = """
CREATE FUNCTION public.lines_printjob_road_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.label_id = OLD.label_id AND (
       (OLD.state = NEW.state AND OLD.state NOT IN ('sent', 'cancelled'))
       OR (OLD.state, NEW.state) IN (('queued', 'sending'), ('queued', 'sent'),
           ('queued', 'error'), ('queued', 'cancelled'), ('sending', 'sent'),
           ('sending', 'unsure'), ('error', 'queued'), ('error', 'cancelled'),
           ('unsure', 'sent'), ('unsure', 'cancelled')))
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'A print job does not go from % to %', OLD.state, NEW.state
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'lines_printjob_road';
END $$;
CREATE TRIGGER lines_printjob_road BEFORE UPDATE OR DELETE ON public.lines_printjob
  FOR EACH ROW EXECUTE FUNCTION public.lines_printjob_road_check();
"""

JOB_GUARD_AWAY = """
DROP TRIGGER lines_printjob_road ON public.lines_printjob;
DROP FUNCTION public.lines_printjob_road_check();
"""

# The market is a fact of the order, the firmware one of the box; a carton has them of its first.
CARTON_GUARD = """
CREATE FUNCTION public.lines_handlingunit_one_kind_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE carton record;
BEGIN
  SELECT h.plant_id, h.kind, h.variant_id, h.firmware, o.country INTO carton
  FROM public.lines_handlingunit h LEFT JOIN public.lines_workorder o ON o.id = h.order_id
  WHERE h.id = NEW.parent_id;
  IF carton.kind = 'carton' AND NEW.kind = 'box' AND (
       carton.plant_id <> NEW.plant_id
       OR carton.variant_id <> NEW.variant_id
       OR carton.firmware <> NEW.firmware
       OR carton.country <> (SELECT country FROM public.lines_workorder WHERE id = NEW.order_id))
  THEN
    RAISE EXCEPTION 'A carton holds one model, colour, firmware and market'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'lines_handlingunit_one_kind';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lines_handlingunit_one_kind
  BEFORE INSERT OR UPDATE OF parent_id, variant_id, firmware, order_id ON public.lines_handlingunit
  FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL)
  EXECUTE FUNCTION public.lines_handlingunit_one_kind_check();
"""

CARTON_GUARD_AWAY = """
DROP TRIGGER lines_handlingunit_one_kind ON public.lines_handlingunit;
DROP FUNCTION public.lines_handlingunit_one_kind_check();
"""

LEDGERS = (
    "labelprint", "labelend", "weightlimit", "learnedwindow", "scalereading", "weightcheck",
)
NUMBERED = (
    "labellayout", "printer", "labelsetting", "printjob", "accessory", "packingrule",
)


class Migration(migrations.Migration):
    dependencies = [("lines", "0012_line_running")]

    operations = [
        migrations.AddField(
            model_name="handlingunit",
            name="firmware",
            field=models.CharField(blank=True, db_default="", max_length=40),
        ),
        migrations.AddField(
            model_name="workorder",
            name="firmware",
            field=models.CharField(
                blank=True, help_text="What its phones must run when they are boxed.", max_length=40
            ),
        ),
        migrations.CreateModel(
            name="LabelLayout",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("board", "Board"),
                            ("device", "Device"),
                            ("box", "Gift box"),
                            ("carton", "Carton"),
                            ("pallet", "Pallet"),
                        ],
                        max_length=6,
                    ),
                ),
                ("code", models.CharField(max_length=24)),
                ("version", models.PositiveSmallIntegerField(default=1)),
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
                ("customer", models.CharField(blank=True, max_length=80)),
                ("market", models.CharField(blank=True, max_length=2)),
                (
                    "model",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.productmodel",
                    ),
                ),
                ("spec", models.JSONField()),
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["board", "device", "box", "carton", "pallet"])
                        ),
                        name="lines_labellayout_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "released", "retired"])),
                        name="lines_labellayout_state_known",
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "code", "version"), name="lines_labellayout_version_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "released")),
                        fields=("plant", "kind", "customer", "market", "model"),
                        name="lines_labellayout_one_released",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"), ("released_at__isnull", False), _connector="OR"
                        ),
                        name="lines_labellayout_released_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Printer",
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
                ("code", models.CharField(max_length=24)),
                ("name", models.CharField(blank=True, max_length=80)),
                ("place", models.CharField(blank=True, max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("zpl", "Label printer (ZPL, TCP)"),
                            ("browser", "Printed from the browser"),
                        ],
                        default="zpl",
                        max_length=7,
                    ),
                ),
                ("host", models.CharField(blank=True, max_length=120)),
                ("port", models.PositiveIntegerField(default=9100)),
                ("dpi", models.PositiveSmallIntegerField(default=203)),
                (
                    "asks_status",
                    models.BooleanField(
                        default=True, help_text="Whether it answers ~HS: paper out, head open."
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("active", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unknown", "Not asked yet"),
                            ("ready", "Ready"),
                            ("away", "Does not answer"),
                            ("paper", "Paper is out"),
                            ("ribbon", "Ribbon is out"),
                            ("head", "Head is open"),
                            ("paused", "Paused"),
                        ],
                        default="unknown",
                        max_length=7,
                    ),
                ),
                ("state_at", models.DateTimeField(null=True)),
                ("fails", models.PositiveSmallIntegerField(default=0)),
                ("retry_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["zpl", "browser"])),
                        name="lines_printer_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["unknown", "ready", "away", "paper", "ribbon", "head", "paused"],
                            )
                        ),
                        name="lines_printer_state_known",
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "code"), name="lines_printer_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("dpi__in", [203, 300, 600])), name="lines_printer_dpi"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("port__gte", 1), ("port__lte", 65535)),
                        name="lines_printer_port",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "browser"),
                            models.Q(("host", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="lines_printer_host",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LabelSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("board", "Board"),
                            ("device", "Device"),
                            ("box", "Gift box"),
                            ("carton", "Carton"),
                            ("pallet", "Pallet"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "printer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.printer",
                    ),
                ),
                ("automatic", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["board", "device", "box", "carton", "pallet"])
                        ),
                        name="lines_labelsetting_kind_known",
                    ),
                    models.UniqueConstraint(
                        fields=("line", "kind"), name="lines_labelsetting_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LabelPrint",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "plant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.plant",
                    ),
                ),
                ("no", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("board", "Board"),
                            ("device", "Device"),
                            ("box", "Gift box"),
                            ("carton", "Carton"),
                            ("pallet", "Pallet"),
                        ],
                        max_length=6,
                    ),
                ),
                ("subject", models.CharField(max_length=40)),
                ("copy", models.PositiveSmallIntegerField(default=0)),
                (
                    "layout",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.labellayout",
                    ),
                ),
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
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.workorder",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="labels",
                        to="lines.unit",
                    ),
                ),
                (
                    "handling",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="labels",
                        to="lines.handlingunit",
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
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("data", models.JSONField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("xid", mes.kernel.fields.XidField(db_default=mes.kernel.fields.CurrentXid())),
            ],
            options={
                "indexes": [
                    models.Index(fields=["plant", "-received_at"], name="lines_labelprint_newest")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["board", "device", "box", "carton", "pallet"])
                        ),
                        name="lines_labelprint_kind_known",
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "no"), name="lines_labelprint_no_once"
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "kind", "subject", "copy"),
                        name="lines_labelprint_copy_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("copy", 0), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="lines_labelprint_copy_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LabelEnd",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
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
                    "label",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="end",
                        to="lines.labelprint",
                    ),
                ),
                (
                    "fate",
                    models.CharField(
                        choices=[
                            ("applied", "Applied"),
                            ("void", "Void"),
                            ("returned", "Returned unused"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
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
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("xid", mes.kernel.fields.XidField(db_default=mes.kernel.fields.CurrentXid())),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("fate__in", ["applied", "void", "returned"])),
                        name="lines_labelend_fate_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fate", "applied"),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="lines_labelend_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrintJob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "label",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="job",
                        to="lines.labelprint",
                    ),
                ),
                (
                    "printer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.printer",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("sending", "Being sent"),
                            ("sent", "Printed"),
                            ("error", "Error"),
                            ("unsure", "Unsure"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=9,
                    ),
                ),
                ("tries", models.PositiveIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "queued_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("started_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
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
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "sending"])),
                        fields=["printer", "id"],
                        name="lines_printjob_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["error", "unsure"])),
                        fields=["state", "id"],
                        name="lines_printjob_asks",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["queued", "sending", "sent", "error", "unsure", "cancelled"],
                            )
                        ),
                        name="lines_printjob_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="lines_printjob_sent_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["queued", "sending"]), _negated=True),
                            ("printer__isnull", False),
                            _connector="OR",
                        ),
                        name="lines_printjob_has_printer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Accessory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accessories",
                        to="plants.productvariant",
                    ),
                ),
                ("code", models.CharField(max_length=24)),
                ("name", models.CharField(max_length=80)),
                ("name_ur", models.CharField(blank=True, max_length=80)),
                ("barcode", models.CharField(blank=True, max_length=60)),
                (
                    "grams",
                    models.DecimalField(blank=True, decimal_places=1, max_digits=7, null=True),
                ),
                (
                    "checked",
                    models.CharField(
                        choices=[("confirm", "Confirmed by the packer"), ("scan", "Scanned")],
                        default="confirm",
                        max_length=7,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["position", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("checked__in", ["confirm", "scan"])),
                        name="lines_accessory_checked_known",
                    ),
                    models.UniqueConstraint(
                        fields=("variant", "code"), name="lines_accessory_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked", "scan"), _negated=True),
                            models.Q(("barcode", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="lines_accessory_scanned_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackingRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.line",
                    ),
                ),
                (
                    "every_slot",
                    models.BooleanField(
                        default=False,
                        help_text="Every IMEI is read from phone, device label and box label.",
                    ),
                ),
                ("accessories", models.BooleanField(default=False)),
                ("weigh_boxes", models.BooleanField(default=False)),
                ("weigh_cartons", models.BooleanField(default=False)),
                ("learn_from", models.PositiveSmallIntegerField(default=30)),
                ("spread", models.DecimalField(decimal_places=1, default=6, max_digits=4)),
                ("least_grams", models.DecimalField(decimal_places=1, default=5, max_digits=6)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("learn_from__gte", 5), ("least_grams__gt", 0), ("spread__gt", 0)
                        ),
                        name="lines_packingrule_learning",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WeightLimit",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.workorder",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("box", "Gift box"), ("carton", "Carton")], max_length=6
                    ),
                ),
                ("low", models.DecimalField(decimal_places=1, max_digits=8, null=True)),
                ("high", models.DecimalField(decimal_places=1, max_digits=8, null=True)),
                ("reason", models.CharField(max_length=200)),
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
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["box", "carton"])),
                        name="lines_weightlimit_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("high__isnull", True), ("low__isnull", True)),
                            models.Q(
                                ("high__gt", models.F("low")),
                                ("high__isnull", False),
                                ("low__gt", 0),
                                ("low__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="lines_weightlimit_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LearnedWindow",
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
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.productvariant",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("box", "Gift box"), ("carton", "Carton")], max_length=6
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("count", models.PositiveSmallIntegerField()),
                ("median", models.DecimalField(decimal_places=1, max_digits=8, null=True)),
                ("mad", models.DecimalField(decimal_places=1, max_digits=8, null=True)),
                ("low", models.DecimalField(decimal_places=1, max_digits=8, null=True)),
                ("high", models.DecimalField(decimal_places=1, max_digits=8, null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
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
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["box", "carton"])),
                        name="lines_learnedwindow_kind_known",
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "variant", "kind", "version"),
                        name="lines_learnedwindow_version_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("high__isnull", True),
                                ("low__isnull", True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(
                                ("high__gt", models.F("low")),
                                ("high__isnull", False),
                                ("low__gte", 0),
                                ("low__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="lines_learnedwindow_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScaleReading",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
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
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.station",
                    ),
                ),
                ("identifier", models.CharField(blank=True, max_length=60)),
                ("grams", models.DecimalField(decimal_places=1, max_digits=8)),
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
                ("token_id", models.BigIntegerField(null=True)),
                (
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("xid", mes.kernel.fields.XidField(db_default=mes.kernel.fields.CurrentXid())),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("grams__gt", 0)), name="lines_scalereading_grams"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WeightCheck",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
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
                    "kind",
                    models.CharField(
                        choices=[("box", "Gift box"), ("carton", "Carton")], max_length=6
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.productvariant",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.workorder",
                    ),
                ),
                (
                    "handling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="weights",
                        to="lines.handlingunit",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.unit",
                    ),
                ),
                (
                    "reading",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_of",
                        to="lines.scalereading",
                    ),
                ),
                ("grams", models.DecimalField(decimal_places=1, max_digits=8)),
                ("low", models.DecimalField(decimal_places=1, max_digits=8, null=True)),
                ("high", models.DecimalField(decimal_places=1, max_digits=8, null=True)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("none", "No limits yet"),
                            ("order", "Limits of the order"),
                            ("learned", "Learned window"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "teaches",
                    models.BooleanField(
                        default=True,
                        help_text="Whether a window may be learned from it: a whole one.",
                    ),
                ),
                (
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["plant", "variant", "kind"], name="lines_weightcheck_variant"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["box", "carton"])),
                        name="lines_weightcheck_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["none", "order", "learned"])),
                        name="lines_weightcheck_source_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("high__isnull", True), ("low__isnull", True)),
                            models.Q(
                                ("grams__gte", models.F("low")),
                                ("grams__lte", models.F("high")),
                                ("high__isnull", False),
                                ("low__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="lines_weightcheck_within",
                    ),
                ],
            },
        ),
        *(append_only(f"lines_{table}") for table in LEDGERS),
        migrations.RunSQL(LAYOUT_GUARD, LAYOUT_GUARD_AWAY),
        migrations.RunSQL(JOB_GUARD, JOB_GUARD_AWAY),
        migrations.RunSQL(CARTON_GUARD, CARTON_GUARD_AWAY),
        *(ServerNumbers("lines", model) for model in NUMBERED),
    ]
