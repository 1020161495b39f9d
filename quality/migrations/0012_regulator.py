import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import mes.kernel.fields
from mes.kernel.sql import ServerNumbers, append_only, write_once

ROAD = """
CREATE FUNCTION public.quality_registrationline_road_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND (OLD.state = 'withdrawn' OR NEW.state = 'pending'
       OR (NEW.state = 'withdrawn' AND OLD.state = 'approved')) THEN
    RAISE EXCEPTION 'Row % of a registration cannot go from % to %', OLD.n, OLD.state, NEW.state
      USING ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'quality_registrationline_road';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER quality_registrationline_road BEFORE UPDATE ON public.quality_registrationline
  FOR EACH ROW EXECUTE FUNCTION public.quality_registrationline_road_check();
"""
ROAD_AWAY = """
DROP TRIGGER quality_registrationline_road ON public.quality_registrationline;
DROP FUNCTION public.quality_registrationline_road_check();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("quality", "0011_imei"),
        ("lines", "0015_containment"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plants.plant')),
                ('no', models.CharField(max_length=16)),
                ('kind', models.CharField(choices=[('register', 'Register'), ('deregister', 'De-register (export)')], max_length=10)),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plants.productmodel')),
                ('sources', models.JSONField()),
                ('form', models.JSONField(default=dict)),
                ('files', models.JSONField(null=True)),
                ('imei_per_device', models.PositiveSmallIntegerField()),
                ('device_count', models.PositiveIntegerField()),
                ('demo', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('processing', 'Processing'), ('failed', 'Failed'), ('new_request', 'New request'), ('awaiting_documents', 'Awaiting documents'), ('pending_review', 'Pending review'), ('in_review', 'In review'), ('information_requested', 'Information requested'), ('processed', 'Processed'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('closed', 'Closed')], default='processing', max_length=21)),
                ('reference', models.CharField(blank=True, help_text='Number given by DRS.', max_length=60)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['register', 'deregister'])), name='quality_registration_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['processing', 'failed', 'new_request', 'awaiting_documents', 'pending_review', 'in_review', 'information_requested', 'processed', 'approved', 'rejected', 'closed'])), name='quality_registration_state_known'), models.UniqueConstraint(fields=('plant', 'no'), name='quality_registration_no_once'), models.CheckConstraint(condition=models.Q(('imei_per_device__gte', 1), ('imei_per_device__lte', 5)), name='quality_registration_imei_per_device'), models.CheckConstraint(condition=models.Q(('device_count__gte', 1), ('device_count__lte', 1000000)), name='quality_registration_device_count'), models.CheckConstraint(condition=models.Q(('state__in', ['processing', 'failed', 'closed']), ('files__isnull', False), _connector='OR'), name='quality_registration_files_made')],
            },
        ),
        migrations.CreateModel(
            name='RegistrationLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plants.plant')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='quality.registration')),
                ('kind', models.CharField(choices=[('register', 'Register'), ('deregister', 'De-register (export)')], max_length=10)),
                ('n', models.PositiveIntegerField()),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lines.unit')),
                ('serial', models.CharField(max_length=32)),
                ('imeis', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=15), size=None)),
                ('state', models.CharField(choices=[('pending', 'Not answered'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('withdrawn', 'Withdrawn')], default='pending', max_length=9)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['register', 'deregister'])), name='quality_registrationline_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'approved', 'rejected', 'withdrawn'])), name='quality_registrationline_state_known'), models.UniqueConstraint(fields=('registration', 'n'), name='quality_registrationline_row_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['pending', 'approved'])), fields=('unit', 'kind'), name='quality_registrationline_unit_once'), models.CheckConstraint(condition=models.Q(('imeis', []), _negated=True), name='quality_registrationline_has_imeis')],
            },
        ),
        migrations.CreateModel(
            name='RegistrationEvent',
            fields=[
                ('event_id', models.UUIDField(primary_key=True, serialize=False)),
                ('plant_id', models.BigIntegerField()),
                ('registration_id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('processing', 'Processing'), ('failed', 'Failed'), ('new_request', 'New request'), ('awaiting_documents', 'Awaiting documents'), ('pending_review', 'Pending review'), ('in_review', 'In review'), ('information_requested', 'Information requested'), ('processed', 'Processed'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('closed', 'Closed')], max_length=21)),
                ('reference', models.CharField(blank=True, max_length=60)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('facts', models.JSONField(help_text='Digests of the files, faults, or counts of answers.')),
                ('person_id', models.BigIntegerField(null=True)),
                ('token_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('received_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('xid', mes.kernel.fields.XidField(db_default=mes.kernel.fields.CurrentXid())),
            ],
            options={
                'indexes': [models.Index(fields=['registration_id'], name='quality_regevent_of'), models.Index(fields=['xid'], name='quality_regevent_xid')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['processing', 'failed', 'new_request', 'awaiting_documents', 'pending_review', 'in_review', 'information_requested', 'processed', 'approved', 'rejected', 'closed'])), name='quality_registrationevent_state_known')],
            },
        ),
        migrations.CreateModel(
            name='RegistrationAnswer',
            fields=[
                ('event_id', models.UUIDField(primary_key=True, serialize=False)),
                ('plant_id', models.BigIntegerField()),
                ('registration_id', models.BigIntegerField()),
                ('unit_id', models.BigIntegerField()),
                ('imei', models.CharField(max_length=15)),
                ('verdict', models.CharField(choices=[('approved', 'Approved'), ('rejected', 'Rejected'), ('duplicate', 'Duplicate')], max_length=9)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('person_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('received_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('xid', mes.kernel.fields.XidField(db_default=mes.kernel.fields.CurrentXid())),
            ],
            options={
                'indexes': [models.Index(fields=['imei'], name='quality_reganswer_imei'), models.Index(fields=['registration_id'], name='quality_reganswer_of'), models.Index(fields=['xid'], name='quality_reganswer_xid')],
                'constraints': [models.CheckConstraint(condition=models.Q(('verdict__in', ['approved', 'rejected', 'duplicate'])), name='quality_registrationanswer_verdict_known')],
            },
        ),
        migrations.CreateModel(
            name='InspectorLook',
            fields=[
                ('event_id', models.UUIDField(primary_key=True, serialize=False)),
                ('plant_id', models.BigIntegerField()),
                ('person_id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('imei', 'By IMEI'), ('serial', 'By serial'), ('export', 'Export')], max_length=6)),
                ('query', models.CharField(max_length=80)),
                ('rows', models.PositiveIntegerField()),
                ('serials', models.JSONField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('received_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('xid', mes.kernel.fields.XidField(db_default=mes.kernel.fields.CurrentXid())),
            ],
            options={
                'indexes': [models.Index(fields=['person_id', 'received_at'], name='quality_inspectorlook_person'), models.Index(fields=['plant_id', 'received_at'], name='quality_inspectorlook_plant'), models.Index(fields=['xid'], name='quality_inspectorlook_xid')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['imei', 'serial', 'export'])), name='quality_inspectorlook_kind_known')],
            },
        ),
        migrations.RunSQL(ROAD, ROAD_AWAY),
        write_once(
            "quality_registration",
            fixed=[
                *("plant_id", "no", "kind", "model_id", "sources", "form", "imei_per_device"),
                *("device_count", "demo", "made_by_id", "made_at"),
            ],
            once=["files"],
        ),
        write_once(
            "quality_registrationline",
            fixed=[
                *("plant_id", "registration_id", "kind", "n", "unit_id", "serial", "imeis"),
            ],
            once=[],
        ),
        append_only("quality_registrationevent"),
        append_only("quality_registrationanswer"),
        append_only("quality_inspectorlook"),
        ServerNumbers("quality", "registration"),
        ServerNumbers("quality", "registrationline"),
    ]
