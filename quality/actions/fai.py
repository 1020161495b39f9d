"""First-article sheets: opened for an order on a line, inspected, judged by another person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lines.actions.start_checks import (
    Judged,
    approve_first_article,
    reject_first_article,
    revoke_first_article,
)
from lines.models import CheckTrigger, Unit, WorkOrder
from mes.kernel.refusals import Refusal
from plants.models import Line
from quality.models import FaiItem, FaiSheet, FaiState
from quality.rules.fai import Finding, check_findings, check_units, may_judge


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who says what of an inspected sheet."""

    event_id: UUID
    by: int
    good: bool
    note: str = ""


@transaction.atomic
def open_sheet(
    *, order_id: int, line: Line, serials: Sequence[str], trigger: CheckTrigger, by: int
) -> FaiSheet:
    """A sheet for one to five units of the order. Refuses `unknown_unit`, raises Malformed."""
    check_units(serials)
    order = WorkOrder.objects.select_for_update().get(pk=order_id)
    known = set(
        Unit.objects.filter(order=order, serial__in=serials).values_list("serial", flat=True)
    )
    for serial in serials:
        if serial not in known:
            raise Refusal("unknown_unit", identifier=serial)
    n = FaiSheet.objects.filter(order=order).count() + 1
    return FaiSheet.objects.create(
        plant_id=order.plant_id,
        order=order,
        line=line,
        no=f"FAI-{order.no}-{n}",
        trigger=trigger,
        serials=list(serials),
        opened_by_id=by,
    )


@transaction.atomic
def inspect_sheet(
    *, sheet_id: int, findings: Sequence[Finding], by: int, now: datetime
) -> FaiSheet:
    """Keep what was found; once. Refuses `wrong_state`, raises Malformed for a missing item."""
    sheet = FaiSheet.objects.select_for_update().get(pk=sheet_id)
    if sheet.state != FaiState.OPEN:
        raise Refusal("wrong_state", what=sheet.no, state=sheet.state)
    check_findings(sheet.serials, findings)
    FaiItem.objects.bulk_create(
        FaiItem(sheet=sheet, serial=one.serial, item=one.item, found=one.found[:120], good=one.good)
        for one in findings
    )
    sheet.state, sheet.inspected_by_id, sheet.inspected_at = FaiState.INSPECTED, by, now
    sheet.save(update_fields=["state", "inspected_by", "inspected_at"])
    return sheet


@transaction.atomic
def judge_sheet(*, sheet_id: int, verdict: Verdict, now: datetime) -> FaiSheet:
    """Approve or reject; the order's first-article clearance on the line follows.

    Refuses `wrong_state`, `same_person`, `fai_items_bad`, and `reason_needed` for a rejection.
    """
    order_id = FaiSheet.objects.values_list("order_id", flat=True).get(pk=sheet_id)
    WorkOrder.objects.select_for_update().get(pk=order_id)
    sheet = FaiSheet.objects.select_for_update(of=("self",)).select_related("line").get(pk=sheet_id)
    bad = FaiItem.objects.filter(sheet=sheet, good=False).count()
    may_judge(
        state=sheet.state,
        no=sheet.no,
        inspected_by=sheet.inspected_by_id,
        by=verdict.by,
        bad=bad,
        good=verdict.good,
    )
    judged = Judged(
        event_id=verdict.event_id,
        by=verdict.by,
        serials=sheet.serials,
        note=verdict.note,
        trigger=CheckTrigger(sheet.trigger),
    )
    facts: dict[str, object] = {"sheet": sheet.no, "bad": bad}
    act = approve_first_article if verdict.good else reject_first_article
    act(order_id=order_id, line=sheet.line, judged=judged, facts=facts)
    sheet.state = FaiState.APPROVED if verdict.good else FaiState.REJECTED
    sheet.judged_by_id, sheet.judged_at = verdict.by, now
    sheet.note = verdict.note.strip()[:200]
    sheet.save(update_fields=["state", "judged_by", "judged_at", "note"])
    return sheet


def revoke_sheet(*, sheet: FaiSheet, reason: str, by: int) -> bool:
    """Take an approved sheet's clearance back by hand. Refuses `wrong_state`, `reason_needed`."""
    if sheet.state != FaiState.APPROVED:
        raise Refusal("wrong_state", what=sheet.no, state=sheet.state)
    if not reason.strip():
        raise Refusal("reason_needed")
    return revoke_first_article(
        order_id=sheet.order_id,
        line=sheet.line,
        trigger=CheckTrigger.BY_HAND,
        note=reason.strip()[:200],
        by=by,
    )
