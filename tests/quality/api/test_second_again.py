"""A two-person act that was done is told again, whatever became of the second person since."""

import uuid

from lines.models import Unit
from plants.actions.people import set_pin
from quality.models import ImeiEvent
from tests import factories
from tests.calls import send
from tests.plant import PlantAtWork
from tests.quality.imeis import make_range
from tests.quality.writing import Writer, a_confirmed_unit


def test_a_void_is_told_again_after_the_second_person_got_a_new_pin(
    works: PlantAtWork, client_for
) -> None:
    make_range(works.plant, works.model, sets=1)
    unit, _ = a_confirmed_unit(works, Writer(works))
    body = {
        "event_id": str(uuid.uuid4()),
        "station": works.station("FQC").code,
        "identifier": unit.serial,
        "reason": "Board broken",
        "second": {"badge": works.bo.badge, "pin": factories.PIN},
    }
    chen = client_for(works.chen)
    first = send(chen, "imeis/void", **body)
    set_pin(person=works.bo, pin="839274")

    again = send(chen, "imeis/void", **body)

    assert (first.status_code, again.status_code) == (201, 200), again.json()
    assert again.json() == {**first.json(), "replay": True}
    assert ImeiEvent.objects.filter(kind="voided").count() == 1


def test_a_new_board_is_told_again_as_well(works: PlantAtWork, client_for) -> None:
    make_range(works.plant, works.model, sets=1)
    writer = Writer(works)
    unit, _ = a_confirmed_unit(works, writer)
    opened = writer.post("repairs", writer.event("FQC", unit.serial)).body["repair"]["no"]
    body = {
        "event_id": str(uuid.uuid4()),
        "result": "repaired",
        "board": "BRD-2",
        "second": {"badge": works.bo.badge, "pin": factories.PIN},
    }
    chen = client_for(works.chen)
    first = send(chen, f"repairs/{opened}/close", **body)
    set_pin(person=works.bo, pin="839274")

    again = send(chen, f"repairs/{opened}/close", **body)

    assert (first.status_code, again.status_code) == (200, 200), again.json()
    assert again.json() == {**first.json(), "replay": True}
    assert Unit.objects.get(pk=unit.pk).repairs == 1
