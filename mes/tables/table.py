"""A master table as declared: its model, its key, and the columns that follow from both."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, QuerySet

from plants.models import Person, Plant, Role

ADMINS = frozenset({Role.ADMIN.value})
PLANNERS = ADMINS | {Role.MANAGER.value, Role.PLANNER.value}
LOOKERS = PLANNERS | {Role.SUPERVISOR.value}
WALL = frozenset({"plant"})
LEFT_OUT = (models.JSONField, models.BinaryField, models.UUIDField, models.DateTimeField)
"""Kinds of column that the server fills, or that no cell can hold."""

Scope = Callable[[int], Q]


@dataclass(frozen=True, slots=True)
class Column:
    """`path` leads from the model to the field; `owner` is the model's own field it belongs to."""

    name: str
    path: str
    owner: str
    field: models.Field[Any, Any]
    many: bool = False

    @property
    def foreign(self) -> bool:
        return self.path != self.owner or self.many


@dataclass(frozen=True)
class Table:
    """One line in the registry. `key` names the fields that tell rows apart.

    `plant` is the path to the plant that walls the rows in; empty for what all plants share.
    `fixed` columns are written into files and never changed from them, `skip` are left out.
    """

    name: str
    label: Any
    model: type[models.Model]
    key: tuple[str, ...]
    plant: str = ""
    scope: Scope | None = None
    fixed: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()
    many: tuple[str, ...] = ()
    grows: bool = True
    readers: frozenset[str] = LOOKERS
    writers: frozenset[str] = ADMINS

    made: ClassVar[frozenset[str]] = frozenset()
    """Columns that no field of the model holds."""

    def rows(self, plant: Plant) -> QuerySet[Any]:
        """What of the table this plant may see."""
        rows: QuerySet[Any] = self.model._default_manager.all()
        if self.scope is not None:
            return rows.filter(self.scope(plant.pk)).distinct()
        return rows.filter(**{self.plant: plant.pk}) if self.plant else rows

    def columns(self, tables: "Tables") -> list[Column]:
        """The key first, then the model's own order."""
        fields = [each for each in self.model._meta.concrete_fields if self._kept(each)]
        fields.sort(key=lambda each: self.key.index(each.name) if each.name in self.key else 99)
        found = [column for each in fields for column in _expand(each, tables)]
        for name in self.many:
            own: Any = self.model._meta.get_field(name)
            found.append(Column(name, name, name, own, many=True))
        return found

    def key_columns(self, tables: "Tables") -> list[Column]:
        return [each for each in self.columns(tables) if each.owner in self.key]

    def pointed(self, own: Any, plant: Plant, tables: "Tables") -> QuerySet[Any]:  # noqa: ANN401
        """The rows that a foreign key of this table may point to in the plant."""
        return tables[own.related_model].rows(plant)

    def more(self, column: Column, keys: list[int]) -> dict[int, Any]:
        """The cells of a column that no field of the model holds, by row."""
        there: Any = self.model._meta.get_field(column.owner).related_model
        code = _first_key(there)
        found: dict[int, list[str]] = {key: [] for key in keys}
        rows = self.model._default_manager.filter(pk__in=keys).order_by(f"{column.owner}__{code}")
        for key, value in rows.values_list("pk", f"{column.owner}__{code}"):
            if value is not None:
                found[key].append(value)
        return found

    def present(self, row: Any, name: str) -> Any:  # noqa: ANN401
        """What a saved row holds."""
        return getattr(row, name)

    def lists_differ(
        self,
        row: Any,  # noqa: ANN401
        many: dict[str, list[Any]],
        *,
        new: bool,
    ) -> dict[str, list[Any]]:
        """The lists of codes that are not as they stand."""
        if new:
            return {name: wanted for name, wanted in many.items() if wanted}
        return {
            name: wanted
            for name, wanted in many.items()
            if set(getattr(row, name).values_list("pk", flat=True)) != set(wanted)
        }

    def save(
        self,
        row: Any,  # noqa: ANN401
        differs: dict[str, Any],
        lists: dict[str, list[Any]],
        *,
        new: bool,
        by: int,
    ) -> None:
        """Write a row that is new or differs; constraints and triggers have the last word."""
        for name, value in differs.items():
            setattr(row, name, value)
        if isinstance(row, Person) and new:
            row.set_unusable_password()
        # Only what the file says: whatever else of the row changed meanwhile stays as it is.
        stamps = [each.name for each in row._meta.fields if getattr(each, "auto_now", False)]
        row.save(force_insert=new, update_fields=None if new else [*differs, *stamps])
        for name, wanted in lists.items():
            getattr(row, name).set(wanted)

    def _kept(self, each: models.Field[Any, Any]) -> bool:
        if each.name in self.key:
            return True
        if each.primary_key or each.name in self.skip or each.name in self._walls():
            return False
        if isinstance(each, models.ForeignKey):
            return each.related_model is not Person
        return not isinstance(each, LEFT_OUT)

    def _walls(self) -> frozenset[str]:
        return WALL if self.plant == "plant" else frozenset()


Tables = dict[type[models.Model], Table]


def _first_key(model: type[models.Model]) -> str:
    """`code`, or whatever single name is unique."""
    return next(each.name for each in model._meta.fields if each.unique and not each.primary_key)


def _expand(each: Any, tables: Tables, name: str = "", path: str = "") -> Iterator[Column]:  # noqa: ANN401
    """A foreign key as the key columns of what it points to."""
    name, path = name or each.name, path or each.name
    owner = path.split("__", maxsplit=1)[0]
    if not isinstance(each, models.ForeignKey):
        yield Column(name, path, owner, each)
        return
    there: Any = each.related_model
    if there not in tables:
        message = f"{there.__name__} is pointed to and is no table"
        raise LookupError(message)
    keys = tables[there].key
    for key in keys:
        inner: Any = there._meta.get_field(key)
        longer = name if len(keys) == 1 else f"{name}_{key}"
        yield from _expand(inner, tables, longer, f"{path}__{key}")
