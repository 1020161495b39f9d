"""A file read into a master table: row by row, all or nothing, every fault by its line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext as _

from lines.rules.packing_list import BadFile, Fault
from lines.rules.sheets import SheetRow
from lines.rules.worksheet import FORMULA
from mes.kernel.refusals import Refusal
from mes.tables.cells import BadCell, read, runs, said
from mes.tables.registry import BY_MODEL
from mes.tables.table import Column, Table
from plants.models import Plant

MOST_LINES = 5_000
STAMPS = ("made_by", "drafted_by", "set_by", "added_by")


class Undone(Exception):
    """Ends a preview: what it wrote is taken back."""


@dataclass
class Outcome:
    """What the rows would do, or did: counts, and the faults by line."""

    added: int = 0
    changed: int = 0
    same: int = 0
    faults: list[Fault] = field(default_factory=list)
    logs: list[LogEntry] = field(default_factory=list)

    def fault(self, line: int, column: str, fault: str, text: str) -> None:
        self.faults.append(Fault(line, column, fault, text))


def bring_in(
    *, table: Table, plant: Plant, rows: Iterable[SheetRow], by: int, commit: bool
) -> Outcome:
    """Write the rows, or with `commit` False see what writing them would do.

    Raises BadFile with every fault when there is one and `commit` is asked for.
    """
    outcome = Outcome()
    try:
        with transaction.atomic():
            Reader(table, plant, by, outcome).take(list(rows))
            _settle(outcome)
            if outcome.faults and commit:
                raise BadFile(outcome.faults)
            if not commit:
                raise Undone
            LogEntry.objects.bulk_create(outcome.logs)
    except Undone:
        pass
    return outcome


def _settle(outcome: Outcome) -> None:
    """Ask what the database would ask at the commit."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError as error:
        outcome.fault(0, "", "not_whole", _words(error))


class Reader:
    """One table and one file; what is pointed to is looked up once a column."""

    def __init__(self, table: Table, plant: Plant, by: int, outcome: Outcome) -> None:
        self.table, self.plant, self.by, self.outcome = table, plant, by, outcome
        self.columns = table.columns(BY_MODEL)
        self.keys = [each.name for each in self.columns if each.owner in table.key]
        self.there: dict[str, dict[tuple[str, ...], Any]] = {}

    def take(self, rows: Sequence[SheetRow]) -> None:
        """The header is the first row."""
        if not rows:
            return self.outcome.fault(1, "", "empty", _("The file has no header."))
        if len(rows) > MOST_LINES + 1:
            return self.outcome.fault(MOST_LINES + 2, "", "too_large", _("More than 5,000 rows."))
        names = [_name(cell) for cell in rows[0].cells]
        if not self._header(rows[0].line, names):
            return None
        found = self._existing()
        seen: dict[tuple[str, ...], int] = {}
        for row in rows[1:]:
            told = row.cells
            if not row.typed:
                told = tuple(FORMULA if runs(cell) else cell for cell in told)
            cells = dict(zip(names, told, strict=False))
            self._row(row.line, cells, found, seen)
        return None

    def _header(self, line: int, names: list[str]) -> bool:
        known = {each.name for each in self.columns}
        for name in names:
            if name not in known:
                self.outcome.fault(line, name, "unknown_column", _("No such column here."))
        for name in self.keys:
            if name not in names:
                self.outcome.fault(line, name, "missing_column", _("This column is needed."))
        if len(set(names)) != len(names):
            self.outcome.fault(line, "", "twice", _("A column stands there twice."))
        return not self.outcome.faults

    def _existing(self) -> dict[tuple[str, ...], Any]:
        """Saved rows by the key as a file says it."""
        paths = [each.path for each in self.columns if each.owner in self.table.key]
        rows = self.table.rows(self.plant)
        keys = {row[0]: _key(row[1:]) for row in rows.values_list("pk", *paths)}
        return {keys[row.pk]: row for row in rows if row.pk in keys}

    def _row(
        self,
        line: int,
        cells: Mapping[str, object],
        found: dict[tuple[str, ...], Any],
        seen: dict[tuple[str, ...], int],
    ) -> None:
        before = len(self.outcome.faults)
        values = self._values(line, cells)
        if len(self.outcome.faults) > before:
            return None
        key = _key([values.key[name] for name in self.keys])
        if key in seen:
            text = _("The same row stands in line %(line)s.") % {"line": seen[key]}
            return self.outcome.fault(line, self.keys[0], "twice", text)
        seen[key] = line
        row = found.get(key)
        try:
            with transaction.atomic():
                self._write(line, row, values)
        except Refusal as refusal:
            self.outcome.fault(line, "", refusal.code, str(refusal.answer()["detail"]))
        except DatabaseError as error:
            self.outcome.fault(line, "", "refused", _words(error))
        return None

    def _values(self, line: int, cells: Mapping[str, object]) -> "Values":
        """Own fields parsed, pointers found; each fault is noted and the row goes no further."""
        values = Values()
        pointers: dict[str, list[tuple[Column, object]]] = {}
        for column in self.columns:
            if column.name not in cells:
                continue
            cell = cells[column.name]
            try:
                if column.many:
                    values.many[column.name] = self._many(column, cell)
                elif column.foreign:
                    pointers.setdefault(column.owner, []).append((column, cell))
                    values.key[column.name] = said(cell)
                else:
                    value = read(column.field, cell)
                    values.own[column.owner] = value
                    values.key[column.name] = value
            except BadCell as bad:
                self.outcome.fault(line, column.name, bad.fault, bad.text)
        for owner, parts in pointers.items():
            self._pointer(line, owner, parts, values)
        return values

    def _pointer(
        self, line: int, owner: str, parts: list[tuple[Column, object]], values: "Values"
    ) -> None:
        own: Any = self.table.model._meta.get_field(owner)
        said_key = tuple(said(cell) for _column, cell in parts)
        if not any(said_key):
            if not own.null:
                text = _("This column must not be empty.")
                return self.outcome.fault(line, parts[0][0].name, "required", text)
            values.own[own.attname] = None
            return None
        key = self._targets(owner, own, [column for column, _cell in parts]).get(said_key)
        if key is None:
            text = _("There is no %(what)s here.") % {"what": " ".join(said_key)}
            return self.outcome.fault(line, parts[0][0].name, "unknown", text)
        values.own[own.attname] = key
        return None

    def _targets(self, owner: str, own: Any, columns: list[Column]) -> dict[tuple[str, ...], Any]:  # noqa: ANN401
        if owner not in self.there:
            paths = [column.path.split("__", 1)[1] for column in columns]
            there = self.table.pointed(own, self.plant, BY_MODEL)
            self.there[owner] = {_key(row[1:]): row[0] for row in there.values_list("pk", *paths)}
        return self.there[owner]

    def _many(self, column: Column, cell: object) -> list[Any]:
        related: Any = column.field.related_model
        if column.name not in self.there:
            table = BY_MODEL[related]
            rows = table.rows(self.plant).values_list("pk", *table.key)
            self.there[column.name] = {_key(row[1:]): row[0] for row in rows}
        codes = [each.strip() for each in said(cell).split(";") if each.strip()]
        for code in codes:
            if (code,) not in self.there[column.name]:
                raise BadCell("unknown", _("There is no %(what)s here.") % {"what": code})
        return [self.there[column.name][code,] for code in codes]

    def _write(self, line: int, row: Any, values: "Values") -> None:  # noqa: ANN401
        new = row is None
        if new:
            if not self.table.grows:
                text = _("Rows of this table are not added by a file.")
                return self.outcome.fault(line, "", "not_added", text)
            row = self._fresh()
        fixed = [
            name
            for name in self.table.fixed
            if values.own.get(name, None) is not None
            and self.table.present(row, name) != values.own[name]
        ]
        if fixed:
            text = _("This column is not changed by a file.")
            return self.outcome.fault(line, fixed[0], "fixed", text)
        differs = {
            name: value
            for name, value in values.own.items()
            if self.table.present(row, name) != value
        }
        if new:
            differs = dict(values.own)
        lists = self.table.lists_differ(row, values.many, new=new)
        if not new and not differs and not lists:
            self.outcome.same += 1
            return None
        self.table.save(row, differs, lists, new=new, by=self.by)
        self._count(row, sorted(differs) + sorted(lists), new=new)
        return None

    def _fresh(self) -> Any:  # noqa: ANN401
        row = self.table.model()
        if self.table.plant == "plant":
            row.plant_id = self.plant.pk  # type: ignore[attr-defined]
        for name in STAMPS:
            if name in {each.name for each in self.table.model._meta.concrete_fields}:
                setattr(row, f"{name}_id", self.by)
        return row

    def _count(self, row: models.Model, names: list[str], *, new: bool) -> None:
        if new:
            self.outcome.added += 1
        else:
            self.outcome.changed += 1
        self.outcome.logs.append(
            LogEntry(
                user_id=self.by,
                content_type=ContentType.objects.get_for_model(type(row)),
                object_id=str(row.pk),
                object_repr=str(row)[:200],
                action_flag=ADDITION if new else CHANGE,
                change_message=f"by file: {', '.join(names)}"[:500],
            )
        )


@dataclass
class Values:
    """A row as read: `own` by attribute, `many` by column, `key` what tells it apart."""

    own: dict[str, Any] = field(default_factory=dict)
    many: dict[str, list[Any]] = field(default_factory=dict)
    key: dict[str, Any] = field(default_factory=dict)


def _key(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in values)


def _name(cell: object) -> str:
    try:
        return said(cell).lower().replace(" ", "_")
    except BadCell:
        return ""


def _words(error: DatabaseError) -> str:
    """What the database said, in its first line; the constraint's name tells which rule it is."""
    cause = error.__cause__ or error
    name = getattr(getattr(cause, "diag", None), "constraint_name", None) or ""
    first = str(cause).split("\n", maxsplit=1)[0]
    return f"{first} ({name})" if name and name not in first else first
