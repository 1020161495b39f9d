"""Label layouts: drafted, tried on the preview phone, released, and frozen from then on."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from lines.models import LabelLayout, LayoutState
from lines.rules.labels.drawing import sample
from lines.rules.labels.faults import BadLayout
from lines.rules.labels.spec import layout_of
from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Narrow:
    """For whom a layout is; blank is for all."""

    customer: str = ""
    market: str = ""
    model_id: int | None = None


@transaction.atomic
def draft_layout(
    *, plant_id: int, code: str, kind: str, spec: dict[str, Any], narrow: Narrow, by: int | None
) -> LabelLayout:
    """The next version of a layout, as a draft; a draft that is there is written over.

    Refuses `layout_bad`, and `wrong_state` for a code that is another kind's.
    """
    check_spec(kind=kind, spec=spec)
    versions = LabelLayout.objects.select_for_update().filter(plant_id=plant_id, code=code)
    newest = versions.order_by("-version").first()
    if newest is not None and newest.kind != kind:
        raise Refusal("wrong_state", what=f"Layout {code}", state=newest.get_kind_display())
    if newest is None or newest.state != LayoutState.DRAFT:
        version = newest.version + 1 if newest else 1
        newest = LabelLayout(plant_id=plant_id, code=code, kind=kind, version=version)
    newest.spec, newest.made_by_id = spec, by
    newest.customer, newest.market = narrow.customer.strip(), narrow.market.strip().upper()
    newest.model_id = narrow.model_id
    with refusing({"lines_labellayout_version_once": Refusal("conflict")}):
        newest.save()
    return newest


@transaction.atomic
def release_layout(*, plant_id: int, code: str, version: int, by: int | None) -> LabelLayout:
    """From now on its labels are printed like this; the version before it is retired.

    Refuses `unknown_thing`, `wrong_state`, `layout_bad` and `layout_clash`.
    """
    versions = LabelLayout.objects.select_for_update().filter(plant_id=plant_id, code=code)
    rows = {row.version: row for row in versions.order_by("pk")}
    layout = rows.get(version)
    if layout is None:
        raise Refusal("unknown_thing", what="label layout", no=f"{code} v{version}")
    if layout.state != LayoutState.DRAFT:
        raise Refusal(
            "wrong_state", what=f"Layout {code} v{version}", state=layout.get_state_display()
        )
    check_spec(kind=layout.kind, spec=layout.spec)
    versions.filter(state=LayoutState.RELEASED).update(state=LayoutState.RETIRED)
    layout.state, layout.released_at, layout.released_by_id = (
        LayoutState.RELEASED, timezone.now(), by,
    )  # fmt: skip
    with refusing({"lines_labellayout_one_released": Refusal("layout_clash", no=_other(layout))}):
        layout.save(update_fields=["state", "released_at", "released_by"])
    return layout


def check_spec(*, kind: str, spec: object) -> None:
    """Refuse `layout_bad` for what is no layout, or cannot be drawn for the preview phone."""
    try:
        sample(layout_of(kind, spec))
    except BadLayout as bad:
        fault = bad.faults[0]
        raise Refusal(
            "layout_bad", field=fault.field, fault=fault.said, fault_ur=fault.said_ur
        ) from bad


def _other(layout: LabelLayout) -> str:
    same = LabelLayout.objects.filter(
        plant_id=layout.plant_id,
        kind=layout.kind,
        customer=layout.customer,
        market=layout.market,
        model=layout.model_id,
        state=LayoutState.RELEASED,
    )
    return str(same.exclude(code=layout.code).first() or "")
