"""Incoming inspection: a lot waits, then is accepted or rejected by what its sample showed."""

from uuid import UUID

from django.db import transaction

from lines.actions.material.moves import lock_lots
from lines.actions.material.stock import lot_named
from lines.models import Judgement, LotJudgement, LotStatus, MaterialLot
from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal

_STATUS = {
    Judgement.ACCEPTED: LotStatus.ACCEPTED,
    Judgement.REJECTED: LotStatus.REJECTED,
    Judgement.REOPENED: LotStatus.INSPECTION_PENDING,
}


@transaction.atomic
def judge_lot(
    *,
    event_id: UUID,
    plant_id: int,
    lot_no: str,
    judgement: Judgement,
    sample_size: int = 0,
    defects: int = 0,
    plan: str = "",
    note: str = "",
    by: int | None,
) -> MaterialLot:
    """Write what the sample showed; the lot may be issued only while accepted.

    Whoever samples by ISO 2859-1 calls this with its verdict; `plan` says the plan in words.
    A judged lot is reopened first, with a note. Refuses `unknown_thing`, `wrong_state` and
    `reason_needed`.
    """
    lot = lot_named(plant_id=plant_id, no=lot_no)
    lock_lots(lot_ids=[lot.pk])
    lot.refresh_from_db(fields=["status"])
    reopening = judgement == Judgement.REOPENED
    if (lot.status == LotStatus.INSPECTION_PENDING) == reopening:
        raise Refusal("wrong_state", what=lot.no, state=lot.status)
    if judgement != Judgement.ACCEPTED and not note.strip():
        raise Refusal("reason_needed")
    with refusing({"lines_lotjudgement_pkey": Refusal("event_id_reused")}):
        LotJudgement.objects.create(
            event_id=event_id,
            lot=lot,
            judgement=judgement,
            sample_size=sample_size,
            defects=defects,
            plan=plan,
            note=note.strip()[:200],
            person_id=by,
        )
    lot.status = _STATUS[judgement]
    lot.save(update_fields=["status"])
    return lot
