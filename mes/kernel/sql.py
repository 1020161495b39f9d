"""Migration operations: what the database refuses, whoever asks."""

from collections.abc import Sequence

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

SERVER_SPAN = 2**43


def append_only(table: str) -> migrations.RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE on a ledger table."""
    return migrations.RunSQL(
        sql=f"""
        CREATE OR REPLACE FUNCTION public.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
        END $$;
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON public.{table}
          FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON public.{table}
          FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
        """,
        reverse_sql=f"""
        DROP TRIGGER {table}_append_only ON public.{table};
        DROP TRIGGER {table}_no_truncate ON public.{table};
        """,
    )


def write_once(table: str, *, fixed: Sequence[str], once: Sequence[str]) -> migrations.RunSQL:
    """Refuse DELETE, a change of a `fixed` column, and of a `once` column that has a value.

    A `once` column counts as empty while NULL or ''.
    """
    tests = [f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in fixed]
    tests += [
        f"(COALESCE(OLD.{c}::text, '') <> '' AND NEW.{c} IS DISTINCT FROM OLD.{c})" for c in once
    ]
    condition = " OR ".join(tests)
    return migrations.RunSQL(
        sql=f"""
        CREATE FUNCTION public.{table}_write_once_check() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION '{table} rows are never deleted'
              USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{table}_write_once';
          END IF;
          IF {condition} THEN
            RAISE EXCEPTION '{table} columns are written once'
              USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{table}_write_once';
          END IF;
          RETURN NEW;
        END $$;
        CREATE TRIGGER {table}_write_once BEFORE UPDATE OR DELETE ON public.{table}
          FOR EACH ROW EXECUTE FUNCTION public.{table}_write_once_check();
        """,
        reverse_sql=f"""
        DROP TRIGGER {table}_write_once ON public.{table};
        DROP FUNCTION public.{table}_write_once_check();
        """,
    )


class ServerNumbers(Operation):
    """Start every identity sequence of an app's tables at SERVER_NO x 2^43, unique over servers.

    A later migration names the one model it adds: the others have given numbers by then.
    Not a RunPython: that would render every model of the project anew, each time.
    """

    reduces_to_sql = False
    reversible = True

    def __init__(self, app_label: str, model: str = "") -> None:
        self.app_label = app_label
        self.model = model

    def deconstruct(self) -> tuple[str, list[str], dict[str, object]]:
        return ("ServerNumbers", [self.app_label, self.model], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models stay as they are."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        start = settings.SERVER_NO * SERVER_SPAN
        config = to_state.apps.get_app_config(self.app_label)
        for model in config.get_models(include_auto_created=True):
            key = model._meta.pk
            if self.model and model._meta.model_name != self.model:
                continue
            if isinstance(key, models.BigAutoField):
                table = model._meta.db_table
                schema_editor.execute(
                    f"ALTER TABLE public.{table} ALTER COLUMN {key.column} RESTART WITH {start + 1}"
                )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Numbers that were given stay given."""
