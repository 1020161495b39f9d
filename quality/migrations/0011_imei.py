import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from mes.kernel.sql import ServerNumbers, append_only, write_once

# Both in one function: what a statement moved is counted, and an open fence lets nothing out.
# Differences are added, never summed here: two stations must not wait for each other's row.
COUNTED = """
CREATE FUNCTION public.quality_imei_loaded_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.quality_imeidelta (range_id, day, what, n)
  SELECT a.range_id, (now() AT TIME ZONE p.timezone)::date, 'free', count(*)
    FROM added a JOIN public.plants_plant p ON p.id = a.plant_id GROUP BY 1, 2;
  RETURN NULL;
END $$;
CREATE TRIGGER quality_imei_loaded AFTER INSERT ON public.quality_imei
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION public.quality_imei_loaded_count();

CREATE FUNCTION public.quality_imei_moved_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.quality_fence WHERE locks AND closed_at IS NULL)
     AND EXISTS (SELECT 1 FROM moved m JOIN stood s ON s.imei = m.imei
                 WHERE s.state = 'free' AND m.state IN ('reserved', 'leased'))
  THEN
    RAISE EXCEPTION 'No IMEI is given out while a fence is open'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'quality_imei_locked';
  END IF;
  INSERT INTO public.quality_imeidelta (range_id, day, what, n)
  SELECT c.range_id, (now() AT TIME ZONE p.timezone)::date, c.what, sum(c.n)
  FROM (
    SELECT range_id, plant_id, CASE WHEN state = 'free' AND fence_id IS NOT NULL THEN 'fenced'
      ELSE state END AS what, 1 AS n FROM moved
    UNION ALL
    SELECT range_id, plant_id, CASE WHEN state = 'free' AND fence_id IS NOT NULL THEN 'fenced'
      ELSE state END, -1 FROM stood
    UNION ALL
    SELECT m.range_id, m.plant_id, 'issued', 1 FROM moved m JOIN stood s ON s.imei = m.imei
    WHERE s.state = 'free' AND m.state IN ('reserved', 'leased')
  ) c JOIN public.plants_plant p ON p.id = c.plant_id
  GROUP BY 1, 2, 3 HAVING sum(c.n) <> 0;
  RETURN NULL;
END $$;
CREATE TRIGGER quality_imei_moved AFTER UPDATE ON public.quality_imei
  REFERENCING OLD TABLE AS stood NEW TABLE AS moved
  FOR EACH STATEMENT EXECUTE FUNCTION public.quality_imei_moved_count();

INSERT INTO public.quality_imeidelta (range_id, day, what, n)
SELECT i.range_id, (now() AT TIME ZONE p.timezone)::date,
  CASE WHEN i.state = 'free' AND i.fence_id IS NOT NULL THEN 'fenced' ELSE i.state END, count(*)
FROM public.quality_imei i JOIN public.plants_plant p ON p.id = i.plant_id GROUP BY 1, 2, 3;
"""
COUNTED_AWAY = """
DROP TRIGGER quality_imei_moved ON public.quality_imei;
DROP FUNCTION public.quality_imei_moved_count();
DROP TRIGGER quality_imei_loaded ON public.quality_imei;
DROP FUNCTION public.quality_imei_loaded_count();
"""

IN_SHARE = """
CREATE FUNCTION public.quality_imeirange_in_share_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.quality_tacshare WHERE tac_id = NEW.tac_id)
     AND NOT EXISTS (SELECT 1 FROM public.quality_tacshare
       WHERE tac_id = NEW.tac_id AND plant_id = NEW.plant_id AND span @> NEW.span)
  THEN
    RAISE EXCEPTION 'The range is not in a share of its plant'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'quality_imeirange_in_share';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER quality_imeirange_in_share BEFORE INSERT ON public.quality_imeirange
  FOR EACH ROW EXECUTE FUNCTION public.quality_imeirange_in_share_check();
"""
IN_SHARE_AWAY = """
DROP TRIGGER quality_imeirange_in_share ON public.quality_imeirange;
DROP FUNCTION public.quality_imeirange_in_share_check();
"""


class Migration(migrations.Migration):
    """Fences, leases, shares of a TAC, brand owners' lists, and counts that need no counting."""

    dependencies = [
        ("lines", "0008_one_open_carton_an_order"),
        ("plants", "0003_frozen_routes"),
        ("quality", "0010_sampling"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeviceLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("set_no", models.BigIntegerField(null=True, unique=True)),
                ("sn", models.CharField(blank=True, max_length=32)),
                ("wifi_mac", models.CharField(blank=True, max_length=12)),
                ("bt_mac", models.CharField(blank=True, max_length=12)),
                ("eid", models.CharField(blank=True, max_length=32)),
                ("event_id", models.UUIDField(help_text="The load that brought it.")),
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
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="lines.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("sn", ""), _negated=True),
                        fields=("plant", "sn"),
                        name="quality_deviceline_sn_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("wifi_mac", ""), _negated=True),
                        fields=("plant", "wifi_mac"),
                        name="quality_deviceline_wifi_mac_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("bt_mac", ""), _negated=True),
                        fields=("plant", "bt_mac"),
                        name="quality_deviceline_bt_mac_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("eid", ""), _negated=True),
                        fields=("plant", "eid"),
                        name="quality_deviceline_eid_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bt_mac__regex", "^([0-9A-F]{12})?$"),
                            ("wifi_mac__regex", "^([0-9A-F]{12})?$"),
                        ),
                        name="quality_deviceline_macs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("set_no__isnull", True), ("unit__isnull", True), _connector="OR"
                        ),
                        name="quality_deviceline_unit_or_set",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("set_no__isnull", True), ("sn", ""), ("unit__isnull", True)
                        ),
                        fields=["plant", "model", "id"],
                        name="quality_deviceline_free",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Fence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.CharField(max_length=16, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("restore", "After a restore"),
                            ("failover", "After a failover"),
                            ("returned", "Returned or lost"),
                        ],
                        max_length=8,
                    ),
                ),
                ("locks", models.BooleanField()),
                ("reason", models.CharField(max_length=200)),
                (
                    "opened_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("reconciled_at", models.DateTimeField(null=True)),
                (
                    "journalled",
                    models.IntegerField(help_text="Numbers the journal names.", null=True),
                ),
                ("quarantined", models.IntegerField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
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
                    "reconciled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
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
                        condition=models.Q(("kind__in", ["restore", "failover", "returned"])),
                        name="quality_fence_kind_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True), ("locks", True)),
                        fields=("locks",),
                        name="quality_fence_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(("closed_by__isnull", False), ("second__isnull", False)),
                            _connector="OR",
                        ),
                        name="quality_fence_closed_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_by__isnull", True),
                            ("second__isnull", True),
                            models.Q(("closed_by", models.F("second")), _negated=True),
                            _connector="OR",
                        ),
                        name="quality_fence_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("locks", False),
                            ("closed_at__isnull", True),
                            ("reconciled_at__isnull", False),
                            _connector="OR",
                        ),
                        name="quality_fence_reconciled_first",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ImeiCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("free", "Free"),
                            ("fenced", "Quarantined"),
                            ("leased", "Leased"),
                            ("reserved", "Reserved"),
                            ("written", "Written"),
                            ("confirmed", "Confirmed"),
                            ("voided", "Voided"),
                            ("issued", "Given out that day"),
                        ],
                        max_length=9,
                    ),
                ),
                ("n", models.BigIntegerField()),
                (
                    "range",
                    models.ForeignKey(
                        db_index=False,
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
                                "what__in",
                                [
                                    "free",
                                    "fenced",
                                    "leased",
                                    "reserved",
                                    "written",
                                    "confirmed",
                                    "voided",
                                    "issued",
                                ],
                            )
                        ),
                        name="quality_imeicount_what_known",
                    ),
                    models.UniqueConstraint(
                        fields=("range", "day", "what"), name="quality_imeicount_once"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ImeiDelta",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("free", "Free"),
                            ("fenced", "Quarantined"),
                            ("leased", "Leased"),
                            ("reserved", "Reserved"),
                            ("written", "Written"),
                            ("confirmed", "Confirmed"),
                            ("voided", "Voided"),
                            ("issued", "Given out that day"),
                        ],
                        max_length=9,
                    ),
                ),
                ("n", models.IntegerField()),
                (
                    "range",
                    models.ForeignKey(
                        db_index=False,
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
                                "what__in",
                                [
                                    "free",
                                    "fenced",
                                    "leased",
                                    "reserved",
                                    "written",
                                    "confirmed",
                                    "voided",
                                    "issued",
                                ],
                            )
                        ),
                        name="quality_imeidelta_what_known",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="ImeiLease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_id", models.UUIDField(unique=True)),
                ("sets", models.PositiveIntegerField()),
                ("first_set", models.BigIntegerField()),
                (
                    "leased_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("expires_at", models.DateTimeField()),
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
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.devicetoken",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sets__gt", 0)), name="quality_imeilease_sets"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="ImeiPlaces",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("confirmed", models.BigIntegerField()),
                ("in_line", models.BigIntegerField()),
                ("packed", models.BigIntegerField()),
                ("shipped", models.BigIntegerField()),
                ("scrapped", models.BigIntegerField()),
                (
                    "counted_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plant", "model"), name="quality_imeiplaces_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="RangeRegister",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("server_no", models.SmallIntegerField()),
                ("key", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField()),
                ("body", models.TextField(help_text="The signed bytes.")),
                (
                    "ranges",
                    models.JSONField(help_text="[{plant, tac, first, last}], last included."),
                ),
                (
                    "read_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "read_by",
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
                        fields=("server_no", "made_at"), name="quality_rangeregister_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("server_no__gte", 1), ("server_no__lte", 1023)),
                        name="quality_rangeregister_server_no",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="TacShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("span", django.contrib.postgres.fields.ranges.BigIntegerRangeField()),
                (
                    "reference",
                    models.CharField(blank=True, help_text="The owner's letter.", max_length=80),
                ),
                (
                    "added_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "added_by",
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
                        related_name="shares",
                        to="quality.tac",
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("span", "&&")], name="quality_tacshare_no_overlap"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("span__contained_by", (0, 100000000000000)),
                            ("span__isempty", False),
                            ("span__lower_inf", False),
                            ("span__upper_inf", False),
                        ),
                        name="quality_tacshare_bounds",
                    ),
                ]
            },
        ),
        migrations.RemoveConstraint(
            model_name="imeievent",
            name="quality_imeievent_kind_known",
        ),
        migrations.AlterField(
            model_name="imeievent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("loaded", "Loaded"),
                    ("leased", "Lent to a device"),
                    ("reserved", "Issued"),
                    ("written", "Written"),
                    ("confirmed", "Confirmed"),
                    ("voided", "Voided"),
                    ("mismatch", "Read-back differs"),
                    ("fenced", "Quarantined"),
                ],
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="imeievent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "loaded",
                            "leased",
                            "reserved",
                            "written",
                            "confirmed",
                            "voided",
                            "mismatch",
                            "fenced",
                        ],
                    )
                ),
                name="quality_imeievent_kind_known",
            ),
        ),
        append_only("quality_tacshare"),
        append_only("quality_rangeregister"),
        append_only("quality_imeilease"),
        write_once(
            "quality_fence",
            fixed=["no", "kind", "locks", "reason", "opened_at", "opened_by_id"],
            once=["closed_at", "closed_by_id", "second_id"],
        ),
        write_once(
            "quality_deviceline",
            fixed=[
                *("plant_id", "model_id", "set_no", "sn", "wifi_mac", "bt_mac", "eid"),
                "event_id",
            ],
            once=["unit_id"],
        ),
        migrations.RunSQL(IN_SHARE, IN_SHARE_AWAY),
        migrations.RunSQL(COUNTED, COUNTED_AWAY),
        *(
            ServerNumbers("quality", name)
            for name in (
                *("fence", "imeilease", "tacshare", "deviceline", "rangeregister"),
                *("imeidelta", "imeicount", "imeiplaces"),
            )
        ),
    ]
