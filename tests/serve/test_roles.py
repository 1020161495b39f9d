"""The role that runs the plant may not change a ledger row."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from mes.kernel.ledgers import LEDGER_TABLES
from mes.serve.engines import OWNER, SUPERUSER
from tests.settings import ENGINES

ROOT = Path(__file__).resolve().parent.parent.parent

pytestmark = pytest.mark.django_db


def test_tests_run_as_the_role_that_runs_the_plant():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("mes_app",)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("again", [False, True])
def test_a_test_with_real_commits_leaves_a_fresh_database_behind(again):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT last_value, is_called FROM kernel_seal_id_seq")
        assert cursor.fetchone() == (2**43 + 1, False)
        cursor.execute("SELECT nextval('kernel_seal_id_seq')")
        cursor.execute("INSERT INTO django_session VALUES ('k', 'd', now())")


@pytest.mark.crash
def test_set_up_makes_the_running_role_when_only_an_owner_exists(django_db_setup: None):
    """What docker-compose starts with: a database, its owner, and the wish for a second role.

    Its tables are there already: this is about roles, and migrating takes half a minute.
    """
    with ENGINES.superuser() as connection:
        connection.execute("CREATE DATABASE mes_fresh TEMPLATE mes_template")
    app = ENGINES.database_url(role="mes_second", database="mes_fresh")
    owner = ENGINES.database_url(role=SUPERUSER, database="mes_fresh")
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "mes.settings",
        "DATABASE_URL": app,
        "DATABASE_OWNER_URL": owner,
    }
    command = [sys.executable, "manage.py", "set_up"]
    for _ in range(2):  # a second time it changes nothing and fails at nothing
        subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)
    with psycopg.connect(app, autocommit=True) as connection:
        assert connection.execute("SELECT count(*) FROM plants_plant").fetchone() == (0,)
        for table in LEDGER_TABLES:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"DELETE FROM {table}")


@pytest.mark.crash
def test_one_role_for_both_is_said(django_db_setup: None):
    url = ENGINES.database_url(role=OWNER, database="mes_template")
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "mes.settings", "DATABASE_URL": url}
    env["DATABASE_OWNER_URL"] = url
    command = [sys.executable, "manage.py", "set_up"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert "only triggers guard the ledgers" in done.stderr
