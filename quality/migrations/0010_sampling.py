import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from mes.kernel.sql import ServerNumbers, append_only, write_once

ROAD = """
CREATE FUNCTION public.quality_inspectionlot_road_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND OLD.state <> 'open' THEN
    RAISE EXCEPTION 'Inspection lot % is %', OLD.no, OLD.state
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'quality_inspectionlot_road';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER quality_inspectionlot_road BEFORE UPDATE ON public.quality_inspectionlot
  FOR EACH ROW EXECUTE FUNCTION public.quality_inspectionlot_road_check();
"""
ROAD_AWAY = """
DROP TRIGGER quality_inspectionlot_road ON public.quality_inspectionlot;
DROP FUNCTION public.quality_inspectionlot_road_check();
"""


class Migration(migrations.Migration):

    dependencies = [
        ("quality", "0009_gates"),
        ("lines", "0015_containment"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='InspectionLot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plants.plant')),
                ('no', models.CharField(max_length=24)),
                ('kind', models.CharField(choices=[('iqc', 'Incoming'), ('oqc', 'Outgoing'), ('oba', 'Out of box')], max_length=3)),
                ('subject', models.CharField(max_length=60)),
                ('material', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lines.materiallot')),
                ('kit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lines.kitlot')),
                ('before', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='again', to='quality.inspectionlot')),
                ('size', models.PositiveIntegerField()),
                ('level', models.CharField(choices=[('S-1', 'S-1'), ('S-2', 'S-2'), ('S-3', 'S-3'), ('S-4', 'S-4'), ('I', 'I'), ('II', 'II'), ('III', 'III')], max_length=3)),
                ('letter', models.CharField(max_length=1)),
                ('plan_version', models.PositiveIntegerField(default=0, help_text='0: the plant has none.')),
                ('classes', models.JSONField()),
                ('sample_size', models.PositiveIntegerField()),
                ('seed', models.CharField(max_length=16)),
                ('state', models.CharField(choices=[('open', 'Under inspection'), ('accepted', 'Accepted'), ('rejected', 'Rejected')], default='open', max_length=8)),
                ('found', models.JSONField(null=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['plant', 'kind', 'subject', '-decided_at'], name='quality_inspection_run')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['iqc', 'oqc', 'oba'])), name='quality_inspectionlot_kind_known'), models.CheckConstraint(condition=models.Q(('level__in', ['S-1', 'S-2', 'S-3', 'S-4', 'I', 'II', 'III'])), name='quality_inspectionlot_level_known'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'accepted', 'rejected'])), name='quality_inspectionlot_state_known'), models.UniqueConstraint(fields=('plant', 'no'), name='quality_inspectionlot_no_once'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('material',), name='quality_inspectionlot_material_once'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('kit',), name='quality_inspectionlot_kit_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'iqc'), ('kit__isnull', True), ('material__isnull', False)), models.Q(('kind', 'iqc'), ('kit__isnull', False), ('material__isnull', True)), models.Q(models.Q(('kind', 'iqc'), _negated=True), ('kit__isnull', True), ('material__isnull', True)), _connector='OR'), name='quality_inspectionlot_of_its_kind'), models.CheckConstraint(condition=models.Q(('sample_size__gt', 0), ('sample_size__lte', models.F('size'))), name='quality_inspectionlot_sample'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('found__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False), ('found__isnull', False)), _connector='OR'), name='quality_inspectionlot_decided_whole')],
            },
        ),
        migrations.CreateModel(
            name='InspectionCarton',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cartons', to='quality.inspectionlot')),
                ('kind', models.CharField(choices=[('iqc', 'Incoming'), ('oqc', 'Outgoing'), ('oba', 'Out of box')], max_length=3)),
                ('carton', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lines.handlingunit')),
                ('units', models.PositiveIntegerField()),
                ('live', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['iqc', 'oqc', 'oba'])), name='quality_inspectioncarton_kind_known'), models.UniqueConstraint(fields=('lot', 'carton'), name='quality_inspectioncarton_once'), models.UniqueConstraint(condition=models.Q(('live', True)), fields=('carton', 'kind'), name='quality_inspectioncarton_live_once')],
            },
        ),
        migrations.CreateModel(
            name='InspectionSample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='quality.inspectionlot')),
                ('n', models.PositiveIntegerField()),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lines.unit')),
                ('carton', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lines.handlingunit')),
                ('result', models.CharField(blank=True, choices=[('', 'Not inspected'), ('good', 'Good'), ('critical', 'Critical'), ('major', 'Major'), ('minor', 'Minor')], default='', max_length=8)),
                ('inspected_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('inspected_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('result__in', ['', 'good', 'critical', 'major', 'minor'])), name='quality_inspectionsample_result_known'), models.UniqueConstraint(fields=('lot', 'n'), name='quality_inspectionsample_n_once'), models.UniqueConstraint(condition=models.Q(('unit__isnull', False)), fields=('lot', 'unit'), name='quality_inspectionsample_unit_once'), models.CheckConstraint(condition=models.Q(models.Q(('inspected_at__isnull', True), ('result', '')), models.Q(models.Q(('result', ''), _negated=True), ('inspected_at__isnull', False)), _connector='OR'), name='quality_inspectionsample_whole')],
            },
        ),
        migrations.CreateModel(
            name='SampleDefect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sample', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='defects', to='quality.inspectionsample')),
                ('code', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='quality.defectcode')),
                ('note', models.CharField(blank=True, max_length=200)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sample', 'code'), name='quality_sampledefect_once')],
            },
        ),
        migrations.CreateModel(
            name='SamplingPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plants.plant')),
                ('kind', models.CharField(choices=[('iqc', 'Incoming'), ('oqc', 'Outgoing'), ('oba', 'Out of box')], max_length=3)),
                ('subject', models.CharField(blank=True, max_length=60)),
                ('version', models.PositiveIntegerField()),
                ('level', models.CharField(choices=[('S-1', 'S-1'), ('S-2', 'S-2'), ('S-3', 'S-3'), ('S-4', 'S-4'), ('I', 'I'), ('II', 'II'), ('III', 'III')], max_length=3)),
                ('critical', models.CharField(choices=[('0', '0'), ('0.065', '0.065'), ('0.10', '0.10'), ('0.15', '0.15'), ('0.25', '0.25'), ('0.40', '0.40'), ('0.65', '0.65'), ('1.0', '1.0'), ('1.5', '1.5'), ('2.5', '2.5')], max_length=5)),
                ('major', models.CharField(choices=[('0', '0'), ('0.065', '0.065'), ('0.10', '0.10'), ('0.15', '0.15'), ('0.25', '0.25'), ('0.40', '0.40'), ('0.65', '0.65'), ('1.0', '1.0'), ('1.5', '1.5'), ('2.5', '2.5')], max_length=5)),
                ('minor', models.CharField(choices=[('0', '0'), ('0.065', '0.065'), ('0.10', '0.10'), ('0.15', '0.15'), ('0.25', '0.25'), ('0.40', '0.40'), ('0.65', '0.65'), ('1.0', '1.0'), ('1.5', '1.5'), ('2.5', '2.5')], max_length=5)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['iqc', 'oqc', 'oba'])), name='quality_samplingplan_kind_known'), models.CheckConstraint(condition=models.Q(('level__in', ['S-1', 'S-2', 'S-3', 'S-4', 'I', 'II', 'III'])), name='quality_samplingplan_level_known'), models.CheckConstraint(condition=models.Q(('critical__in', ['0', '0.065', '0.10', '0.15', '0.25', '0.40', '0.65', '1.0', '1.5', '2.5'])), name='quality_samplingplan_critical_known'), models.CheckConstraint(condition=models.Q(('major__in', ['0', '0.065', '0.10', '0.15', '0.25', '0.40', '0.65', '1.0', '1.5', '2.5'])), name='quality_samplingplan_major_known'), models.CheckConstraint(condition=models.Q(('minor__in', ['0', '0.065', '0.10', '0.15', '0.25', '0.40', '0.65', '1.0', '1.5', '2.5'])), name='quality_samplingplan_minor_known'), models.UniqueConstraint(fields=('plant', 'kind', 'subject', 'version'), name='quality_samplingplan_version_once')],
            },
        ),
        migrations.CreateModel(
            name='SeveritySwitch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plants.plant')),
                ('kind', models.CharField(choices=[('iqc', 'Incoming'), ('oqc', 'Outgoing'), ('oba', 'Out of box')], max_length=3)),
                ('subject', models.CharField(max_length=60)),
                ('grade', models.CharField(choices=[('critical', 'Critical'), ('major', 'Major'), ('minor', 'Minor')], max_length=8)),
                ('was', models.CharField(choices=[('normal', 'Normal'), ('tightened', 'Tightened'), ('discontinued', 'Discontinued')], max_length=12)),
                ('now', models.CharField(choices=[('normal', 'Normal'), ('tightened', 'Tightened'), ('discontinued', 'Discontinued')], max_length=12)),
                ('rule', models.CharField(choices=[('two_of_five', '2 of 5 lots not accepted'), ('five_accepted', '5 lots in a row accepted'), ('five_rejected', '5 lots not accepted on tightened'), ('corrected', 'Corrective action taken')], max_length=13)),
                ('lots', models.JSONField(default=list)),
                ('lot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='switches', to='quality.inspectionlot')),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'indexes': [models.Index(fields=['plant', 'kind', 'subject', 'grade', '-id'], name='quality_switch_last')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['iqc', 'oqc', 'oba'])), name='quality_severityswitch_kind_known'), models.CheckConstraint(condition=models.Q(('grade__in', ['critical', 'major', 'minor'])), name='quality_severityswitch_grade_known'), models.CheckConstraint(condition=models.Q(('was__in', ['normal', 'tightened', 'discontinued'])), name='quality_severityswitch_was_known'), models.CheckConstraint(condition=models.Q(('now__in', ['normal', 'tightened', 'discontinued'])), name='quality_severityswitch_now_known'), models.CheckConstraint(condition=models.Q(('rule__in', ['two_of_five', 'five_accepted', 'five_rejected', 'corrected'])), name='quality_severityswitch_rule_known'), models.UniqueConstraint(condition=models.Q(('lot__isnull', False)), fields=('lot', 'grade'), name='quality_severityswitch_lot_once'), models.CheckConstraint(condition=models.Q(('was', models.F('now')), _negated=True), name='quality_severityswitch_moves'), models.CheckConstraint(condition=models.Q(models.Q(('lot__isnull', True), ('rule', 'corrected'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('rule', 'corrected'), _negated=True), ('lot__isnull', False)), _connector='OR'), name='quality_severityswitch_grounds')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plants.plant')),
                ('no', models.CharField(max_length=24)),
                ('shipment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lines.shipment')),
                ('facts', models.JSONField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plant', 'no'), name='quality_certificate_no_once')],
            },
        ),
        migrations.RunSQL(ROAD, ROAD_AWAY),
        write_once(
            "quality_inspectionlot",
            fixed=[
                *("plant_id", "no", "kind", "subject", "material_id", "kit_id", "before_id", "size"),
                *("level", "letter", "plan_version", "classes", "sample_size", "seed", "opened_by_id"),
                *("opened_at",),
            ],
            once=["found", "decided_by_id", "decided_at"],
        ),
        write_once(
            "quality_inspectionsample",
            fixed=["lot_id", "n", "unit_id", "carton_id"],
            once=["result", "inspected_by_id", "inspected_at"],
        ),
        append_only("quality_samplingplan"),
        append_only("quality_severityswitch"),
        append_only("quality_sampledefect"),
        append_only("quality_certificate"),
        ServerNumbers("quality", "samplingplan"),
        ServerNumbers("quality", "severityswitch"),
        ServerNumbers("quality", "inspectionlot"),
        ServerNumbers("quality", "inspectioncarton"),
        ServerNumbers("quality", "inspectionsample"),
        ServerNumbers("quality", "sampledefect"),
        ServerNumbers("quality", "certificate"),
    ]
