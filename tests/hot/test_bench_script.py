"""pgbench runs the very statements of a scan: parameters filled, columns with names."""

import re

from django.db import connection

from bench.pgbench import script
from bench.stock import Batch
from lines.actions.standing import SCANS, read_sql


def test_no_parameter_of_the_statements_is_left_open() -> None:
    text = script(Batch("P-", 10, ("BEN-A-M00",)))

    assert not re.findall(r"%\(?\w+\)?s?", text)
    assert text.count("\\gset r_") == 1


def test_every_column_of_the_read_may_become_a_variable(works) -> None:
    named = dict.fromkeys(("plant", "station", "event", "kind", "identifier"))
    with connection.cursor() as cursor:
        cursor.execute(read_sql(SCANS), named)
        names = {column.name for column in cursor.description}

    assert all(re.fullmatch(r"\w+", name) for name in names)
