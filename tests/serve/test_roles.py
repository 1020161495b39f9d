"""The role that runs the plant may not change a ledger row."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_tests_run_as_the_role_that_runs_the_plant():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("mes_app",)


@pytest.mark.django_db(transaction=True)
def test_a_test_with_real_commits_leaves_a_fresh_database_behind():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)
        cursor.execute("INSERT INTO django_session VALUES ('k', 'd', now())")
