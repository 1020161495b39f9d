"""One cell of a master table: how a field is written into a file and read from it again."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from lines.rules.worksheet import FORMULA
from mes.kernel.tables import ACTIVE

SIGNS = "=+-@"
NUMBER = re.compile(r"[0-9]*\.?[0-9]+([eE][+-]?[0-9]+)?", re.ASCII)
YES, NO = frozenset({"yes", "true", "1", "y"}), frozenset({"no", "false", "0", "n"})
BETWEEN = ";"
Value = Any


class BadCell(Exception):
    """The cell cannot be what its column holds; `fault` is a stable word, the text says why."""

    def __init__(self, fault: str, text: str) -> None:
        super().__init__(text)
        self.fault = fault
        self.text = text


def shown(value: Value) -> str | int | float | bool | date | None:
    """A field's value as a cell: lists joined by `;`, decimals and times as text."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list | tuple):
        return BETWEEN.join(str(shown(each)) for each in value)
    if value is None or isinstance(value, str | bool | int | float | date):
        return value
    return str(value)


def said(cell: object) -> str:
    """The text of a cell as a person meant it: whole numbers without `.0`, no guard apostrophe."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).strip()
    if text == FORMULA:
        raise BadCell("formula", _("A formula is not read: write its value, or ' before text."))
    return text[1:] if text[:1] == "'" and text[1:2] in ACTIVE else text


def runs(cell: object) -> bool:
    """Whether a spreadsheet would take this cell of a CSV for a formula; `-5` and `+92300` are
    numbers, and a sign alone is a word.
    """
    text = str(cell).strip()
    if len(text) < 2 or text[0] not in SIGNS:
        return False
    return text[0] in "=@" or not NUMBER.fullmatch(text, 1)


def read(field: models.Field[Any, Any], cell: object) -> Value:
    """The value of a field, checked for form, length and choice. Raises BadCell."""
    if isinstance(cell, list) and isinstance(field, ArrayField):
        cell = BETWEEN.join(str(each) for each in cell)
    text = said(cell)
    if text == "":
        return _empty(field)
    value = _parsed(field, text)
    try:
        return field.clean(value, None)
    except ValidationError as error:
        raise BadCell("invalid", " ".join(error.messages)) from None


def _empty(field: models.Field[Any, Any]) -> Value:
    if isinstance(field, ArrayField):
        return []
    if field.null:
        return None
    if isinstance(field, models.CharField | models.TextField) and field.blank:
        return ""
    if field.has_default():
        return field.get_default()
    raise BadCell("required", _("This column must not be empty."))


def _parsed(field: models.Field[Any, Any], text: str) -> Value:
    if isinstance(field, ArrayField):
        return [read(field.base_field, each) for each in text.split(BETWEEN) if each.strip()]
    for kind, parse, words in _PARSERS:
        if isinstance(field, kind):
            try:
                return parse(text)
            except (ValueError, InvalidOperation):
                raise BadCell("invalid", str(words())) from None
    return text


def _bool(text: str) -> bool:
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise ValueError(text)


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _decimal(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite():
        raise ValueError(text)
    return value


def _number(text: str) -> float:
    return float(_decimal(text))


_PARSERS: tuple[tuple[Any, Callable[[str], Value], Callable[[], str]], ...] = (
    (models.BooleanField, _bool, lambda: _("Write yes or no.")),
    (models.IntegerField, int, lambda: _("Write a whole number.")),
    (models.DecimalField, _decimal, lambda: _("Write a number.")),
    (models.FloatField, _number, lambda: _("Write a number.")),
    (models.DateTimeField, datetime.fromisoformat, lambda: _("Write a time as 2026-01-31T08:00.")),
    (models.DateField, _day, lambda: _("Write a day as 2026-01-31.")),
    (models.TimeField, time.fromisoformat, lambda: _("Write a time as 08:00.")),
)
