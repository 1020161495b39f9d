"""Two benches and one repair, a void beside a confirm: one is first, and the books stay true."""

from collections import Counter
from functools import partial
from uuid import uuid4

import pytest

from lines.models import Identifier, Unit
from quality.actions.defect_codes import CodeWish, set_defect_code
from quality.models import DefectCode, Imei, ImeiEvent, Repair
from quality.queries.books import imei_books
from tests.plant import a_plant, a_unit
from tests.quality.imeis import make_range
from tests.quality.writing import Writer, numbers
from tests.races.rivals import at_once
from tests.scanning import Answer, moves_of

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 6


def codes(answers: list[Answer]) -> Counter[str]:
    return Counter(f"{answer.status} {answer.code}" for answer in answers)


def test_a_repair_is_closed_by_one_bench() -> None:
    works = a_plant(quantity=ROUNDS)
    bench = Writer(works)
    for _ in range(ROUNDS):
        unit = a_unit(works, past="AGE")
        sent = bench.post("repairs", bench.event("MMI1", unit.serial, note="Loose"))
        path = f"repairs/{sent.body['repair']['no']}/close"
        bodies = [{"event_id": str(uuid4()), "result": "repaired"} for _ in range(4)]
        answers = at_once([partial(bench.post, path, body) for body in bodies])
        assert codes(answers) == {"200 ok": 1, "409 wrong_state": 3}
        unit.refresh_from_db()
        assert (unit.state, unit.repairs, moves_of(unit)) == ("in_process", 1, [("repair", 40)])


def test_a_unit_is_sent_to_repair_once_by_many() -> None:
    works = a_plant(quantity=ROUNDS)
    bench = Writer(works)
    for _ in range(ROUNDS):
        unit = a_unit(works, past="AGE")
        bodies = [bench.event("MMI1", unit.serial, note=f"Seen {n}") for n in range(4)]
        answers = at_once([partial(bench.post, "repairs", body) for body in bodies])
        assert {answer.status for answer in answers} == {201}
        repair = Repair.objects.get(unit=unit)
        assert repair.defects.count() == 4


def test_a_void_and_a_confirm_of_one_unit_come_one_after_the_other(client_for) -> None:
    works = a_plant(quantity=ROUNDS)
    make_range(works.plant, works.model, sets=ROUNDS)
    writer, bo = Writer(works), client_for(works.bo)
    for _ in range(ROUNDS):
        unit = a_unit(works, past="CPL")
        pair = numbers(writer.issue(unit))
        writer.written(unit, pair)
        void = {**writer.event("IMEIC", unit.serial), "reason": "Torn"}

        def burn(body: dict[str, object] = void) -> int:
            path = "/api/v1/imeis/void"
            return bo.post(path, body, content_type="application/json").status_code

        def confirm(unit: Unit = unit, pair: list[str] = pair) -> int:
            return writer.confirm(unit, pair, pair).status

        burnt, confirmed = at_once([burn, confirm])
        found = set(Imei.objects.filter(imei__in=pair).values_list("state", flat=True))
        if burnt == 201:
            assert (confirmed, found) == (409, {"voided"})
        else:  # confirmed first: now it needs a second person
            assert (burnt, confirmed, found) == (403, 201, {"confirmed"})
        live = Identifier.objects.filter(unit=unit, kind__startswith="imei", retired_at=None)
        assert live.count() == (0 if burnt == 201 else 2)
        assert ImeiEvent.objects.filter(unit_id=unit.pk).count() == 3
    (books,) = imei_books(plant_ids=[works.plant.pk])
    assert books.balanced


def test_two_who_enter_the_same_new_fault_at_once_enter_one() -> None:
    def enter(name: str) -> str:
        wish = CodeWish(
            code="lcd-line", name=name, name_ur="", grade="major", icon="", operations=(),
            returns_to=None, fault_class=None, active=True,
        )  # fmt: skip
        return set_defect_code(wish=wish).name

    names = [f"Line {n}" for n in range(6)]
    assert sorted(at_once([partial(enter, name) for name in names])) == names
    assert DefectCode.objects.get().name in names
