import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from mes.kernel.sql import ServerNumbers, append_only


class Migration(migrations.Migration):
    dependencies = [("plants", "0005_skills")]

    operations = [
        migrations.CreateModel(
            name='PhysicalAsset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plants.plant')),
                ('station', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plants.station')),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('instrument', 'Instrument'), ('fixture', 'Fixture')], max_length=10)),
                ('maker_no', models.CharField(blank=True, help_text='Serial number.', max_length=60)),
                ('interval_days', models.PositiveSmallIntegerField(null=True)),
                ('due_on', models.DateField(null=True)),
                ('max_uses', models.PositiveIntegerField(null=True)),
                ('counted_until', models.DateTimeField(default=django.utils.timezone.now)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['instrument', 'fixture'])), name='plants_physicalasset_kind_known'), models.UniqueConstraint(fields=('plant', 'code'), name='plants_physicalasset_once')],
            },
        ),
        migrations.CreateModel(
            name='AssetUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='plants.physicalasset')),
                ('slot', models.CharField(blank=True, max_length=12)),
                ('uses', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('asset', 'slot'), name='plants_assetuse_once')],
            },
        ),
        migrations.CreateModel(
            name='CalibrationRecord',
            fields=[
                ('event_id', models.UUIDField(primary_key=True, serialize=False)),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='plants.physicalasset')),
                ('result', models.CharField(choices=[('passed', 'Passed'), ('failed', 'Failed'), ('serviced', 'Serviced')], max_length=8)),
                ('made_on', models.DateField()),
                ('due_on', models.DateField(null=True)),
                ('certificate', models.CharField(blank=True, max_length=60)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('uses', models.JSONField(help_text='Uses by slot when it was serviced.', null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('result__in', ['passed', 'failed', 'serviced'])), name='plants_calibrationrecord_result_known'), models.CheckConstraint(condition=models.Q(('due_on__isnull', True), ('due_on__gte', models.F('made_on')), _connector='OR'), name='plants_calibrationrecord_due_after')],
            },
        ),
        append_only("plants_calibrationrecord"),
        ServerNumbers("plants", "physicalasset"),
        ServerNumbers("plants", "assetuse"),
    ]
