"""Packs for the regulator in the demo: one approved, one under way, of cartons that are closed."""

from datetime import datetime

from django.db.models import F

from lines.models import HandlingUnit, UnitState
from mes.kernel.ids import derived
from mes.kernel.refusals import Refusal
from plants.models import Person, Plant
from quality.actions.registration.decide import change_state
from quality.actions.registration.history import Who
from quality.actions.registration.packs import Wish, make_registration

PACKS = (("in_review", "approved"), ("pending_review",))
"""The states each pack went through, the oldest first."""


def make_packs(plant: Plant, *, by: Person, now: datetime) -> int:
    """A pack of one carton each, oldest first; how many. None where nothing fit is packed."""
    made = 0
    for states, carton in zip(PACKS, _cartons(plant), strict=False):
        wish = Wish(handling_ids=[carton.pk], names={"cartons": [carton.no]})
        who = Who(by.pk)
        try:
            row = make_registration(
                event_id=derived("demo pack", plant.code, carton.no),
                plant_id=plant.pk,
                wish=wish,
                who=who,
                now=now,
            )
        except Refusal:  # a held phone: the demo's dice decide
            continue
        made += 1
        for state in states:
            change_state(
                event_id=derived("demo pack", row.no, state),
                registration_id=row.pk,
                state=state,
                reference=f"DEMO-{row.no}",
                who=who,
                now=now,
            )
    return made


def _cartons(plant: Plant) -> list[HandlingUnit]:
    """Closed cartons of phones that are still here."""
    rows = HandlingUnit.objects.filter(
        plant=plant, kind="carton", state="closed", variant__model__imei_count__gt=0
    )
    left = rows.filter(contents__units__state=UnitState.SHIPPED).values("pk")
    return list(rows.exclude(pk__in=left).order_by(F("closed_at").asc(), "pk")[: len(PACKS)])
