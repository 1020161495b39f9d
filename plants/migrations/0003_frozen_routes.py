from django.db import migrations

ROUTE_GUARD = """
CREATE FUNCTION public.plants_route_frozen_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (
       (OLD.state = 'draft' AND NEW.state IN ('draft', 'released'))
       OR (OLD.state = 'released' AND NEW.state IN ('released', 'retired')
           AND to_jsonb(NEW) - 'state' = to_jsonb(OLD) - 'state')
       OR (OLD.state = 'retired' AND to_jsonb(NEW) = to_jsonb(OLD)))
  THEN RETURN NEW; END IF;
  IF TG_OP = 'DELETE' AND OLD.state = 'draft' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'A released route is frozen'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'plants_route_frozen';
END $$;
CREATE TRIGGER plants_route_frozen BEFORE UPDATE OR DELETE ON public.plants_route
  FOR EACH ROW EXECUTE FUNCTION public.plants_route_frozen_check();

CREATE FUNCTION public.plants_routestep_frozen_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE routes bigint[];
BEGIN
  IF TG_OP = 'INSERT' THEN routes := ARRAY[NEW.route_id];
  ELSIF TG_OP = 'DELETE' THEN routes := ARRAY[OLD.route_id];
  ELSE routes := ARRAY[OLD.route_id, NEW.route_id]; END IF;
  -- FOR SHARE: a step added beside a release waits for it, and then is refused.
  PERFORM 1 FROM public.plants_route WHERE id = ANY(routes) FOR SHARE;
  IF EXISTS (SELECT 1 FROM public.plants_route WHERE id = ANY(routes) AND state <> 'draft') THEN
    RAISE EXCEPTION 'The steps of a released route are frozen'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'plants_routestep_frozen';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER plants_routestep_frozen BEFORE INSERT OR UPDATE OR DELETE ON public.plants_routestep
  FOR EACH ROW EXECUTE FUNCTION public.plants_routestep_frozen_check();
"""

ROUTE_GUARD_AWAY = """
DROP TRIGGER plants_routestep_frozen ON public.plants_routestep;
DROP FUNCTION public.plants_routestep_frozen_check();
DROP TRIGGER plants_route_frozen ON public.plants_route;
DROP FUNCTION public.plants_route_frozen_check();
"""

# Asked at commit, because the months of a year are written one after another. A year without any
# months is one that nobody has spread yet.
MONTHS_GUARD = """
CREATE FUNCTION public.plants_months_add_up_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE year_id bigint; wanted int; total bigint;
BEGIN
  IF TG_TABLE_NAME = 'plants_annualtarget' THEN year_id := NEW.id;
  ELSIF TG_OP = 'DELETE' THEN year_id := OLD.annual_id;
  ELSE year_id := NEW.annual_id; END IF;
  SELECT units INTO wanted FROM public.plants_annualtarget WHERE id = year_id;
  SELECT sum(units) INTO total FROM public.plants_monthtarget WHERE annual_id = year_id;
  IF wanted IS NOT NULL AND total IS NOT NULL AND total <> wanted THEN
    RAISE EXCEPTION 'The months add up to %, the year is %', total, wanted
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'plants_monthtarget_add_up';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER plants_monthtarget_add_up
  AFTER INSERT OR UPDATE OR DELETE ON public.plants_monthtarget
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION public.plants_months_add_up_check();
CREATE CONSTRAINT TRIGGER plants_annualtarget_add_up
  AFTER INSERT OR UPDATE ON public.plants_annualtarget
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION public.plants_months_add_up_check();
"""

MONTHS_GUARD_AWAY = """
DROP TRIGGER plants_annualtarget_add_up ON public.plants_annualtarget;
DROP TRIGGER plants_monthtarget_add_up ON public.plants_monthtarget;
DROP FUNCTION public.plants_months_add_up_check();
"""


class Migration(migrations.Migration):
    dependencies = [("plants", "0002_guards")]

    operations = [
        migrations.RunSQL(ROUTE_GUARD, ROUTE_GUARD_AWAY),
        migrations.RunSQL(MONTHS_GUARD, MONTHS_GUARD_AWAY),
    ]
