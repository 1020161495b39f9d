"""Column types and constraints that every app's ledger and choice columns share."""

from enum import Enum
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.expressions import Func

if TYPE_CHECKING:
    IntegerColumn = models.Field[int, int]
else:  # Django's fields take type parameters only while checking
    IntegerColumn = models.Field


class CurrentXid(Func):
    """The 64-bit id of the writing transaction (PostgreSQL 13+)."""

    function = "pg_current_xact_id"
    template = "%(function)s()"
    arity = 0


class XidField(IntegerColumn):
    """`xid8`: which transaction wrote the row; rows below every running one are settled."""

    def db_type(self, connection: object) -> str:
        return "xid8"

    def from_db_value(self, value: object, *_: object) -> int | None:
        return None if value is None else int(str(value))

    def get_prep_value(self, value: object) -> str | None:
        return None if value is None else str(value)


def known(name: str, field: str, choices: type[Enum]) -> models.CheckConstraint:
    """The CHECK that a choice column holds one of its choices, derived and not retyped."""
    values = [member.value for member in choices]
    return models.CheckConstraint(name=name, condition=models.Q(**{f"{field}__in": values}))
