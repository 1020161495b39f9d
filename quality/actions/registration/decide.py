"""What the regulator decided, mirrored: states of the request, answers for each IMEI."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lines.models import Unit
from mes.kernel.constraints import refusing
from mes.kernel.ids import derived
from mes.kernel.refusals import Refusal
from quality.actions.registration.containment import stop_units
from quality.actions.registration.history import Who, note_state
from quality.actions.registration.shipping import clear_goods
from quality.models import (
    AnswerVerdict,
    LineState,
    Registration,
    RegistrationAnswer,
    RegistrationLine,
    RegistrationState,
)
from quality.rules.registration.answers import Answered, BadAnswers, BadLine
from quality.rules.registration.states import OPEN, check_road

REFUSED = (AnswerVerdict.REJECTED, AnswerVerdict.DUPLICATE)


@transaction.atomic
def change_state(
    *,
    event_id: UUID,
    registration_id: int,
    state: str,
    reference: str = "",
    note: str = "",
    who: Who,
    now: datetime | None = None,
) -> Registration:
    """Mirror a state of the request. Refuses `registration_state` where no road leads.

    Approved opens the gate `registered` of its cartons; rejected and closed shut it.
    """
    now = now or timezone.now()
    registration = Registration.objects.select_for_update().get(pk=registration_id)
    check_road(registration.no, registration.state, state)
    registration.state = state
    registration.reference = reference or registration.reference
    registration.save(update_fields=["state", "reference"])
    lines = RegistrationLine.objects.filter(registration=registration)
    twice = Refusal("pack_twice", row="–", serial="", found="another pack")
    with refusing({"quality_registrationline_unit_once": twice}):
        if state == RegistrationState.APPROVED:
            refused = _refused_units(registration)
            lines.filter(state__in=["pending", "rejected"]).exclude(unit_id__in=refused).update(
                state=LineState.APPROVED
            )
        elif state == RegistrationState.REJECTED:
            lines.exclude(state=LineState.WITHDRAWN).update(state=LineState.REJECTED)
        elif state in (RegistrationState.CLOSED, RegistrationState.FAILED):
            lines.filter(state=LineState.PENDING).update(state=LineState.WITHDRAWN)
    clear_goods(registration=registration, who=who)
    note_state(
        registration,
        event_id=event_id,
        state=state,
        who=who,
        at=now,
        reference=reference,
        note=note[:300],
    )
    return registration


@transaction.atomic
def import_answers(
    *,
    event_id: UUID,
    registration_id: int,
    answers: Sequence[Answered],
    who: Who,
    now: datetime | None = None,
) -> dict[str, int]:
    """Keep what is new, line by line; counts by verdict, and of units stopped.

    A unit with a duplicate or rejected IMEI is held, or contained when it has left. Refuses
    BadAnswers when a number is not of this request.
    """
    now = now or timezone.now()
    registration = Registration.objects.select_for_update().get(pk=registration_id)
    if registration.state not in (*OPEN, "approved", "rejected"):
        raise Refusal("registration_not_ready", no=registration.no, state=registration.state)
    lines = list(registration.lines.exclude(state=LineState.WITHDRAWN).order_by("n"))
    numbers = {imei[:14]: (imei, line) for line in lines for imei in line.imeis}
    if strange := [one for one in answers if one.body not in numbers]:
        raise BadAnswers([BadLine(one.line, "unknown", one.body) for one in strange])
    last = _last(registration)
    fresh = [one for one in answers if last.get(one.body) != one.verdict]
    _keep(event_id, registration, fresh, numbers, who=who, now=now)
    last.update({one.body: one.verdict for one in fresh})
    new = {one.body for one in fresh}
    stopped = _judge_lines(registration, lines, last, new, who=who)
    counts = {str(v): sum(one.verdict == v for one in answers) for v in AnswerVerdict.values}
    counts.update(new=len(fresh), stopped=stopped)
    state = registration.state
    note_state(registration, event_id=event_id, state=state, who=who, at=now, facts=counts)
    if registration.state in OPEN and _all_approved(registration):
        registration.state = RegistrationState.APPROVED
        registration.save(update_fields=["state"])
        note_state(
            registration, event_id=derived("registration approved", str(event_id)),
            state=registration.state, who=who, at=now, note="every IMEI was answered with yes",
        )  # fmt: skip
    clear_goods(registration=registration, who=who)
    return counts


def _last(registration: Registration) -> dict[str, str]:
    """The newest verdict by the 14 digits."""
    rows = RegistrationAnswer.objects.filter(registration_id=registration.pk)
    told = rows.order_by("received_at", "event_id").values_list("imei", "verdict")
    return {imei[:14]: verdict for imei, verdict in told}


def _refused_units(registration: Registration) -> list[int]:
    last = _last(registration)
    return [
        line.unit_id
        for line in registration.lines.all()
        if any(last.get(imei[:14]) in REFUSED for imei in line.imeis)
    ]


def _keep(
    event_id: UUID,
    registration: Registration,
    fresh: Sequence[Answered],
    numbers: dict[str, tuple[str, RegistrationLine]],
    *,
    who: Who,
    now: datetime,
) -> None:
    RegistrationAnswer.objects.bulk_create(
        [
            RegistrationAnswer(
                event_id=derived("registration answer", str(event_id), one.body),
                plant_id=registration.plant_id,
                registration_id=registration.pk,
                unit_id=numbers[one.body][1].unit_id,
                imei=numbers[one.body][0],
                verdict=one.verdict,
                reason=one.reason,
                person_id=who.person_id,
                at=now,
            )
            for one in fresh
        ],
        batch_size=2_000,
    )


def _judge_lines(
    registration: Registration,
    lines: list[RegistrationLine],
    last: dict[str, str],
    new: set[str],
    *,
    who: Who,
) -> int:
    """States of the rows from their numbers' answers; how many units were stopped just now.

    A unit is stopped by a number of it whose answer is `new`, also where the whole request was
    rejected before anybody said which numbers were at fault.
    """
    by_state: dict[str, list[int]] = {}
    bad: list[RegistrationLine] = []
    for line in lines:
        told = [last.get(imei[:14], "") for imei in line.imeis]
        if any(verdict in REFUSED for verdict in told):
            state = str(LineState.REJECTED)
            bad.append(line)
        elif all(verdict == AnswerVerdict.APPROVED for verdict in told):
            state = str(LineState.APPROVED)
        else:
            continue
        if line.state != state:
            by_state.setdefault(state, []).append(line.pk)
    twice = Refusal("pack_twice", row="–", serial="", found="another pack")
    with refusing({"quality_registrationline_unit_once": twice}):
        for state, keys in by_state.items():
            RegistrationLine.objects.filter(pk__in=keys).update(state=state)
    newly = [line for line in bad if any(imei[:14] in new for imei in line.imeis)]
    units = Unit.objects.in_bulk([line.unit_id for line in newly])
    return stop_units(
        plant_id=registration.plant_id,
        units=list(units.values()),
        why=f"An IMEI was refused in registration {registration.no}.",
        by=who.person_id,
    )


def _all_approved(registration: Registration) -> bool:
    lines = registration.lines.all()
    return lines.exists() and not lines.exclude(state=LineState.APPROVED).exists()
