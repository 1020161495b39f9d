"""Master data whose rows are added and never changed: a file adds the next one by its own act."""

import json
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lines.actions.labels.layouts import Narrow, draft_layout
from lines.actions.weighing import limit_order
from lines.models import LabelLayout, WeightLimit
from mes.kernel.ids import uuid7
from mes.kernel.refusals import Refusal
from mes.tables.table import Column, Table, Tables
from plants.actions.crew.skills import Lesson, record_training
from plants.models import Plant, Training
from quality.actions.sampling.plans import add_plan
from quality.models import SamplingPlan

GRADES = ("critical", "major", "minor")


class AddedTable(Table):
    """The last row of each key counts; what a file leaves out is taken from it."""

    newest: str = ""
    """The column that tells the last row of a key."""

    def rows(self, plant: Plant) -> QuerySet[Any]:
        rows = super().rows(plant)
        if not self.newest:
            return rows
        last = rows.order_by(*self.key, f"-{self.newest}").distinct(*self.key)
        return self.model._default_manager.filter(pk__in=last.values("pk"))

    def save(
        self,
        row: Any,  # noqa: ANN401
        differs: dict[str, Any],
        lists: dict[str, list[Any]],
        *,
        new: bool,
        by: int,
    ) -> None:
        def said(name: str) -> Any:  # noqa: ANN401
            return differs[name] if name in differs else self.present(row, name)

        row.pk = self.add(row, said, new=new, by=by)

    def add(self, row: Any, said: Any, *, new: bool, by: int) -> Any:  # noqa: ANN401
        """Write what `said(name)` says as a row of its own; its key."""
        raise NotImplementedError


class TrainingsTable(AddedTable):
    """Trainings and certificates of 3,000 people; one that is there is never rewritten."""

    def add(self, row: Any, said: Any, *, new: bool, by: int) -> Any:  # noqa: ANN401
        """Refuses `exists`, and what recording a training refuses."""
        assert isinstance(row, Training)  # noqa: S101  # for the reader and mypy
        if not new:
            raise Refusal("exists", no=f"{row.person} {row.skill} {row.given_on}")
        row.person_id, row.skill_id = said("person_id"), said("skill_id")
        lesson = Lesson(
            level=said("level"),
            result=said("result"),
            given_by=said("given_by"),
            given_on=said("given_on"),
            expires_on=said("expires_on"),
            note=said("note") or "",
        )
        made = record_training(
            event_id=uuid7(), person=row.person, skill=row.skill, lesson=lesson, by=by
        )
        return made.pk


class SamplingTable(AddedTable):
    """Sampling plans: a row that differs is the next version, for the lots opened after it."""

    newest = "version"

    def add(self, row: Any, said: Any, *, new: bool, by: int) -> Any:  # noqa: ANN401
        assert isinstance(row, SamplingPlan)  # noqa: S101  # for the reader and mypy
        plan = add_plan(
            plant_id=row.plant_id,
            kind=said("kind"),
            subject=said("subject"),
            level=said("level"),
            aqls={grade: said(grade) for grade in GRADES},
            by=by,
        )
        return plan.pk


class WeightsTable(AddedTable):
    """Weight limits of orders by hand; without grams the learned window counts again."""

    newest = "received_at"

    def add(self, row: Any, said: Any, *, new: bool, by: int) -> Any:  # noqa: ANN401
        """Refuses `reason_needed`."""
        assert isinstance(row, WeightLimit)  # noqa: S101  # for the reader and mypy
        row.order_id = said("order_id")
        limit = limit_order(
            event_id=uuid7(),
            order=row.order,
            kind=said("kind"),
            low=said("low"),
            high=said("high"),
            reason=said("reason"),
            by=by,
        )
        return limit.pk


class LayoutsTable(AddedTable):
    """Label layouts with their drawing as JSON; a row that differs is drafted, and released by
    hand.
    """

    newest = "version"
    made = frozenset({"spec"})

    def columns(self, tables: Tables) -> list[Column]:
        spec = models.TextField(verbose_name=_("Drawing, as JSON"))
        spec.set_attributes_from_name("spec")
        return [*super().columns(tables), Column("spec", "spec", "spec", spec)]

    def more(self, column: Column, keys: list[int]) -> dict[int, Any]:
        rows = LabelLayout.objects.filter(pk__in=keys).values_list("pk", "spec")
        return {key: _text(spec) for key, spec in rows}

    def present(self, row: Any, name: str) -> Any:  # noqa: ANN401
        found = super().present(row, name)
        return _text(found) if name == "spec" else found

    def add(self, row: Any, said: Any, *, new: bool, by: int) -> Any:  # noqa: ANN401
        """Refuses `layout_bad` for what is no drawing, and what drafting refuses."""
        assert isinstance(row, LabelLayout)  # noqa: S101  # for the reader and mypy
        try:
            spec = json.loads(said("spec"))
        except (ValueError, RecursionError):
            raise Refusal(
                "layout_bad", field="spec", fault="no JSON", fault_ur="JSON نہیں"
            ) from None
        layout = draft_layout(
            plant_id=row.plant_id,
            code=said("code"),
            kind=said("kind"),
            spec=spec,
            narrow=Narrow(said("customer") or "", said("market") or "", said("model_id")),
            by=by,
        )
        return layout.pk


def _text(spec: Any) -> str:  # noqa: ANN401
    return json.dumps(spec, ensure_ascii=False, sort_keys=True)
