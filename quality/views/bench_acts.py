"""What a bench does to a unit beside closing its repair: sends it in, changes its parts."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from lines.actions.parts import remove_parts, replace_parts
from lines.actions.place import Occasion
from lines.actions.standing import Visit
from lines.models import Identifier, RemovedTo
from lines.queries.permissions import ALLOWED as LINE_ALLOWED
from lines.queries.permissions import judge
from lines.rules.events import PartScan
from mes.kernel.clock import stamp
from mes.kernel.receipts import body_hash
from mes.kernel.refusals import Refusal
from mes.kernel.refused import Sender
from plants.api.callers import Caller
from plants.rules.facts import StationFacts
from quality.actions.defects import Fault
from quality.actions.repairs import open_repair
from quality.queries.permissions import check_allowed

Said = dict[str, Any]
BenchAct = Callable[[StationFacts, Said, int], tuple[int, Said]]


def may_at_bench(caller: Caller, here: StationFacts, act: str) -> None:
    """Refuse `not_allowed`; the parts' table is that of the line."""
    if act in LINE_ALLOWED:
        judge(caller, here.plant_id, LINE_ALLOWED[act])
    else:
        check_allowed(caller, here.plant_id, act)


def send_in(here: StationFacts, said: Said, person_id: int) -> tuple[int, Said]:
    """Take the unit out of the line with the fault that was seen. Refuses `unknown_unit`."""
    value = said["identifier"].strip()
    names = Identifier.objects.filter(plant_id=here.plant_id, value=value, retired_at=None)
    unit_id = names.values_list("unit_id", flat=True).first()
    if unit_id is None:
        raise Refusal("unknown_unit", identifier=value)
    fault = Fault(said["defect"], said["location"], said["note"])
    occasion = Occasion(
        event_id=said["event_id"],
        body_hash=body_hash(said),
        station_id=here.id,
        person_id=person_id,
        token_id=None,
        at=timezone.now(),
    )
    repair = open_repair(
        unit_id=unit_id,
        occasion=occasion,
        faults=[fault] if any((fault.code, fault.location, fault.note)) else [],
    )
    return 201, {"no": repair.no}


def change_part(here: StationFacts, said: Said, person_id: int) -> tuple[int, Said]:
    """Take out what stands at the position; with a serial or lot, put that one in."""
    sender = Sender(here.plant_id, here.id, person_id, None)
    visit = Visit(here, sender, stamp(received_at=timezone.now(), device_at=None))
    act: Said = {
        "event_id": said["event_id"],
        "identifier": said["identifier"],
        "reason": said["reason"],
        "visit": visit,
        "to": RemovedTo(said["to"]),
    }
    if said["serial"] or said["lot"]:
        replace_parts(
            parts=[PartScan(said["position"], said["serial"].strip(), said["lot"].strip())], **act
        )
    else:
        remove_parts(positions=[said["position"]], **act)
    return 201, {"position": said["position"]}
