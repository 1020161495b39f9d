"""The next number of a series, without a gap: a rolled-back taker gives its numbers back."""

from datetime import date

from django.db import connection

from lines.rules.numbers import numbered

_TAKE = """
INSERT INTO lines_counter (plant_id, series, last) VALUES (%(plant)s, %(series)s, %(take)s)
ON CONFLICT (plant_id, series) DO UPDATE SET last = lines_counter.last + %(take)s
RETURNING last
"""


def take_numbers(*, plant_id: int | None, series: str, take: int = 1) -> int:
    """The first of `take` numbers; they count from 1. `plant_id` None: one series for all plants.

    The row stays locked until the transaction ends, so never on the scan path.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"plant": plant_id, "series": series, "take": take})
        return int(cursor.fetchone()[0]) - take + 1


def next_no(*, letter: str, day: date, digits: int = 5) -> str:
    """The next `<letter><yy>-<n>` of the year, as in `H26-00017`.

    One series for all plants of the server: who works in two of them never has two of a name.
    """
    series = f"{letter}{day:%y}"
    return numbered(series, take_numbers(plant_id=None, series=series), digits)
