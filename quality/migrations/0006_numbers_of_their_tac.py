from django.db import migrations

CHECK = """
CREATE OR REPLACE FUNCTION public.quality_imei_loaded_check() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE bad text;
BEGIN
  SELECT a.imei INTO bad FROM added a
    JOIN public.quality_imeirange r ON r.id = a.range_id
    JOIN public.quality_tac t ON t.id = r.tac_id
   WHERE NOT r.span @> a.n14 OR a.plant_id <> r.plant_id OR a.state <> 'free'
      OR a.fence_id IS NOT NULL{more} LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'IMEI % is not a free number of its range', bad
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'quality_imei_of_range';
  END IF;
  RETURN NULL;
END $$;
"""
OF_ITS_TAC = " OR left(a.imei, 8) <> t.tac OR a.model_id <> t.model_id"


class Migration(migrations.Migration):
    """A number is also of its range's TAC, and of that TAC's model."""

    dependencies = [("quality", "0005_raw_payload")]

    operations = [
        migrations.RunSQL(CHECK.replace("{more}", OF_ITS_TAC), CHECK.replace("{more}", ""))
    ]
