"""Rows by the thousand: keys taken ahead, tables filled by COPY."""

from collections.abc import Iterable, Sequence

from django.db import connection


class Keys:
    """Keys of a table, taken from its sequence some hundred at a time."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._left: list[int] = []

    def take(self) -> int:
        if not self._left:
            self._left = take_keys(self._table, 500)[::-1]
        return self._left.pop()


def take_keys(table: str, count: int) -> list[int]:
    """The next `count` keys of a table, taken from its sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return [int(row[0]) for row in cursor.fetchall()]


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Fill a table; the caller names only columns of this code base."""
    names = ", ".join(f'"{column}"' for column in columns)
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
