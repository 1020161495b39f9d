import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from mes.kernel.sql import ServerNumbers, append_only, write_once

# One statement a table: each of Django's own would render all models anew.
STEPS = """
ALTER TABLE public.quality_planstep
  ADD COLUMN comparison varchar(4) NOT NULL DEFAULT 'GELE',
  ADD COLUMN pattern varchar(120) NOT NULL DEFAULT '',
  ADD COLUMN dimensions varchar(24)[] NOT NULL DEFAULT '{}',
  DROP CONSTRAINT quality_planstep_kind_known,
  ADD CONSTRAINT quality_planstep_kind_known
    CHECK (kind IN ('numeric', 'boolean', 'text', 'array', 'file')),
  ADD CONSTRAINT quality_planstep_comparison_known
    CHECK (comparison IN ('GELE', 'GELT', 'GTLE', 'GTLT', 'EQ', 'NE', 'LOG'));
ALTER TABLE public.quality_planstep ALTER COLUMN comparison DROP DEFAULT,
  ALTER COLUMN pattern DROP DEFAULT, ALTER COLUMN dimensions DROP DEFAULT;
ALTER TABLE public.quality_testplan ADD COLUMN market varchar(2) NOT NULL DEFAULT '';
ALTER TABLE public.quality_testplan ALTER COLUMN market DROP DEFAULT;
DROP INDEX public.quality_testplan_one_released;
CREATE UNIQUE INDEX quality_testplan_one_released ON public.quality_testplan
  (model_id, operation_id, market) WHERE state = 'released';
"""
STEPS_AWAY = """
DROP INDEX public.quality_testplan_one_released;
CREATE UNIQUE INDEX quality_testplan_one_released ON public.quality_testplan
  (model_id, operation_id) WHERE state = 'released';
ALTER TABLE public.quality_testplan DROP COLUMN market;
ALTER TABLE public.quality_planstep DROP CONSTRAINT quality_planstep_kind_known,
  DROP COLUMN comparison, DROP COLUMN pattern, DROP COLUMN dimensions,
  ADD CONSTRAINT quality_planstep_kind_known CHECK (kind IN ('numeric', 'boolean', 'text'));
"""
KINDS = [
    ("numeric", "Number"), ("boolean", "Yes or no"), ("text", "Text"),
    ("array", "List of numbers"), ("file", "Attachment"),
]
COMPARISONS = [
    ("GELE", "≥ … ≤"), ("GELT", "≥ … <"), ("GTLE", "> … ≤"), ("GTLT", "> … <"),
    ("EQ", "="), ("NE", "≠"), ("LOG", "only kept"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("quality", "0007_raw_payloads_by_age"),
        ("lines", "0015_containment"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            STEPS,
            STEPS_AWAY,
            state_operations=[
                migrations.RemoveConstraint("planstep", "quality_planstep_kind_known"),
                migrations.RemoveConstraint("testplan", "quality_testplan_one_released"),
                migrations.AddField(
                    "planstep",
                    "comparison",
                    models.CharField(choices=COMPARISONS, default="GELE", max_length=4),
                ),
                migrations.AddField(
                    "planstep", "pattern", models.CharField(blank=True, max_length=120)
                ),
                migrations.AddField(
                    "planstep",
                    "dimensions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                migrations.AddField(
                    "testplan", "market", models.CharField(blank=True, max_length=2)
                ),
                migrations.AlterField(
                    "planstep", "kind", models.CharField(choices=KINDS, max_length=8)
                ),
                migrations.AddConstraint(
                    "planstep",
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", [kind for kind, _ in KINDS])),
                        name="quality_planstep_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    "planstep",
                    models.CheckConstraint(
                        condition=models.Q(("comparison__in", [one for one, _ in COMPARISONS])),
                        name="quality_planstep_comparison_known",
                    ),
                ),
                migrations.AddConstraint(
                    "testplan",
                    models.UniqueConstraint(
                        condition=models.Q(("state", "released")),
                        fields=("model", "operation", "market"),
                        name="quality_testplan_one_released",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_id', models.UUIDField()),
                ('plant_id', models.BigIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('mime', models.CharField(blank=True, max_length=80)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.BinaryField(max_length=32)),
                ('body', models.BinaryField()),
                ('received_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('event_id', 'name'), name='quality_attachment_once')],
            },
        ),
        migrations.CreateModel(
            name='FaiSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plants.plant')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lines.workorder')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plants.line')),
                ('no', models.CharField(max_length=40)),
                ('trigger', models.CharField(choices=[('order_start', 'Start of an order'), ('model_change', 'Change of model or order'), ('key_lot', 'Change of a key material lot'), ('long_stop', 'A long stop'), ('firmware', 'New firmware or program'), ('repair', 'Equipment repaired'), ('by_hand', 'By hand')], max_length=12)),
                ('serials', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ('state', models.CharField(choices=[('open', 'To inspect'), ('inspected', 'To approve'), ('approved', 'Approved'), ('rejected', 'Rejected')], default='open', max_length=9)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('inspected_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('inspected_at', models.DateTimeField(null=True)),
                ('judged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('judged_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'inspected', 'approved', 'rejected'])), name='quality_faisheet_state_known'), models.CheckConstraint(condition=models.Q(('trigger__in', ['order_start', 'model_change', 'key_lot', 'long_stop', 'firmware', 'repair', 'by_hand'])), name='quality_faisheet_trigger_known'), models.UniqueConstraint(fields=('plant', 'no'), name='quality_faisheet_no_once'), models.CheckConstraint(condition=models.Q(('serials__len__range', (1, 5))), name='quality_faisheet_units'), models.CheckConstraint(condition=models.Q(('judged_by__isnull', True), ('inspected_by__isnull', True), models.Q(('judged_by', models.F('inspected_by')), _negated=True), _connector='OR'), name='quality_faisheet_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), ('inspected_by__isnull', False), _connector='OR'), name='quality_faisheet_approved_of_inspected')],
            },
        ),
        migrations.CreateModel(
            name='FaiItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='quality.faisheet')),
                ('serial', models.CharField(max_length=40)),
                ('item', models.CharField(max_length=24)),
                ('found', models.CharField(blank=True, max_length=120)),
                ('good', models.BooleanField()),
            ],
            options={
                'ordering': ['sheet', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('sheet', 'serial', 'item'), name='quality_faiitem_once')],
            },
        ),
        append_only("quality_attachment"),
        append_only("quality_faiitem"),
        write_once(
            "quality_faisheet",
            fixed=["plant_id", "order_id", "line_id", "no", "trigger", "serials", "opened_by_id"],
            once=["inspected_by_id", "inspected_at", "judged_by_id", "judged_at", "note"],
        ),
        ServerNumbers("quality", "attachment"),
        ServerNumbers("quality", "faisheet"),
        ServerNumbers("quality", "faiitem"),
    ]
