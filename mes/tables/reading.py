"""The rows of a master table, as they go into a file or an answer."""

from collections.abc import Sequence
from typing import Any

from mes.kernel.tables import Cell, Sheet
from mes.tables.cells import shown
from mes.tables.registry import BY_MODEL
from mes.tables.table import Column, Table
from plants.models import Plant

MOST_ROWS = 20_000


def sheet_of(table: Table, plant: Plant) -> Sheet:
    """Every row the plant may see, ordered by key, with its columns' names."""
    columns = table.columns(BY_MODEL)
    return Sheet(table.name, [each.name for each in columns], rows_of(table, plant, columns))


def rows_of(table: Table, plant: Plant, columns: Sequence[Column]) -> list[list[Cell]]:
    """Cells in the order of the columns; at most MOST_ROWS rows."""
    own = [each for each in columns if not each.many and each.path not in table.made]
    order = [each.path for each in table.key_columns(BY_MODEL)]
    found = table.rows(plant).order_by(*order, "pk")
    values = list(found.values_list("pk", *(each.path for each in own))[:MOST_ROWS])
    more = {
        each.name: table.more(each, [row[0] for row in values])
        for each in columns
        if each not in own
    }
    places = {each.name: number for number, each in enumerate(own, start=1)}
    return [
        [
            shown(row[places[each.name]] if each.name in places else more[each.name].get(row[0]))
            for each in columns
        ]
        for row in values
    ]


def as_rows(sheet: Sheet) -> list[dict[str, Any]]:
    """The same rows by column name, for JSON."""
    return [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
