"""Statements are prepared by the server: Django leaves that off, and a scan then costs double."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_a_statement_that_comes_again_is_prepared():
    with connection.cursor() as cursor:
        for number in range(5):
            cursor.execute("SELECT %s + 1 AS prepared_here", [number])
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s",
            ["%prepared_here%"],
        )
        assert cursor.fetchone() == (1,)
