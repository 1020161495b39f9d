"""A year's target with its twelve months in one row, set as the planner sets it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from mes.tables.table import Column, Table, Tables
from plants.actions.targets import set_target
from plants.models import AnnualTarget, MonthTarget, Person

MONTHS = tuple(f"m{month:02}" for month in range(1, 13))


class TargetsTable(Table):
    """Columns m01 to m12 beside the year's units; all empty: shared by working time."""

    made = frozenset(MONTHS)

    def columns(self, tables: Tables) -> list[Column]:
        unit = models.PositiveIntegerField(null=True, verbose_name=_("Units"))
        unit.set_attributes_from_name("units")
        return [
            *super().columns(tables),
            *(Column(name, name, name, unit) for name in MONTHS),
        ]

    def more(self, column: Column, keys: list[int]) -> dict[int, Any]:
        month = int(column.name[1:])
        rows = MonthTarget.objects.filter(annual_id__in=keys, month=month)
        return dict(rows.values_list("annual_id", "units"))

    def lists_differ(
        self,
        row: Any,  # noqa: ANN401
        many: dict[str, list[Any]],
        *,
        new: bool,
    ) -> dict[str, list[Any]]:
        return {}

    def present(self, row: Any, name: str) -> Any:  # noqa: ANN401
        """A month's units as they are saved."""
        if name not in MONTHS or row.pk is None:
            return getattr(row, name, None)
        months = dict(row.months.values_list("month", "units"))
        return months.get(int(name[1:]))

    def save(
        self,
        row: Any,  # noqa: ANN401
        differs: dict[str, Any],
        lists: dict[str, list[Any]],
        *,
        new: bool,
        by: int,
    ) -> None:
        """Through the planner's own action, so that the log says who and what stood before."""
        assert isinstance(row, AnnualTarget)  # noqa: S101  # for the reader and mypy
        whole = {name: differs.get(name, self.present(row, name)) for name in (*MONTHS, "units")}
        months = [whole[name] for name in MONTHS]
        target = set_target(
            plant=row.plant,
            year=differs.get("year", row.year),
            units=whole["units"],
            months=months if all(each is not None for each in months) else None,
            model=_model(differs.get("model_id", row.model_id)),
            reason=differs.get("reason", "") or "by file",
            by=Person.objects.get(pk=by),
        )
        row.pk = target.pk


def _model(key: int | None) -> Any:  # noqa: ANN401
    field: Any = AnnualTarget._meta.get_field("model")
    return None if key is None else field.related_model.objects.get(pk=key)
