"""IMEIs over HTTP: issued as a set, written with a read-back, confirmed elsewhere, voided."""

import uuid

import pytest
from django.db import connection

from lines.models import Hold, Identifier, Move
from mes.kernel.models import DeadLetter, Refusal
from plants.queries import facts, tokens
from quality.models import DefectCode, ImeiEvent
from tests.plant import PlantAtWork, a_unit
from tests.quality.imeis import make_range
from tests.quality.writing import Writer, a_confirmed_unit, numbers, states
from tests.scanning import moves_of


@pytest.fixture
def writer(works: PlantAtWork) -> Writer:
    make_range(works.plant, works.model, sets=3)
    return Writer(works)


def test_a_phone_gets_its_pair_carries_it_and_is_confirmed_elsewhere(works, writer) -> None:
    unit = a_unit(works, past="CPL")

    issued = writer.issue(unit)
    assert (issued.status, issued.body["verdict"], issued.body["unit"]) == (201, "ok", unit.serial)
    pair = numbers(issued)
    assert [row["slot"] for row in issued.body["imeis"]] == [1, 2]
    assert int(pair[1][:14]) - int(pair[0][:14]) == 1
    assert dict(Identifier.objects.filter(unit=unit).values_list("kind", "value")) == {
        "sn": unit.serial,
        "imei1": pair[0],
        "imei2": pair[1],
    }
    assert moves_of(unit) == []

    written = writer.written(unit, pair)
    assert (written.status, written.body["next_step"]) == (201, "IMEIC")
    confirmed = writer.confirm(
        unit, [{"slot": 2, "imei": pair[1]}, {"slot": 1, "imei": pair[0]}], f"{pair[0]},{pair[1]}"
    )
    assert (confirmed.status, confirmed.body["next_step"]) == (201, "FQC")

    unit.refresh_from_db()
    assert "imeic" in unit.gates
    assert [kind for kind, _ in moves_of(unit)] == ["pass", "pass"]
    assert states() == ["confirmed", "confirmed", "free", "free", "free", "free"]
    events = list(ImeiEvent.objects.exclude(kind="loaded").order_by("received_at"))
    assert [event.kind for event in events] == ["reserved", "written", "confirmed"]
    assert events[2].imeis == pair
    assert events[2].evidence["label"] == {"1": pair[0], "2": pair[1]}


def test_the_same_set_again_while_reserved_and_no_second_one(works, writer) -> None:
    unit = a_unit(works, past="CPL")
    first, second = writer.issue(unit), writer.issue(unit)
    assert (first.status, second.status) == (201, 201)
    assert numbers(first) == numbers(second)
    assert states().count("reserved") == 2
    writer.written(unit, numbers(first))
    third = writer.issue(unit)
    assert (third.status, third.body["code"]) == (409, "already_passed")


def test_a_phone_that_comes_by_again_after_repair_keeps_its_numbers(works, writer) -> None:
    DefectCode.objects.create(code="LCD", name="Display", returns_to=works.operations["MMI1"])
    unit, pair = a_confirmed_unit(works, writer)
    sent = writer.post("repairs", writer.event("FQC", unit.serial, defect="LCD"))
    close = {"event_id": str(uuid.uuid4()), "result": "repaired"}
    assert writer.post(f"repairs/{sent.body['repair']['no']}/close", close).status == 200
    for station in ("MMI1", "CPL"):
        measured = [{"name": "level", "value": 1}]
        body = writer.event(station, unit.serial, outcome="passed", measurements=measured)
        assert writer.post("test-records", body).status == 201
    assert numbers(writer.issue(unit)) == pair
    assert writer.written(unit, pair[::-1]).body["code"] == "read_back_mismatch"
    Hold.objects.update(released_at="2026-01-01T00:00Z", release_reason="Read again")
    assert writer.written(unit, pair).status == 201
    assert states()[:2] == ["confirmed", "confirmed"]
    assert writer.confirm(unit, pair, pair).status == 201
    unit.refresh_from_db()
    assert "imeic" in unit.gates
    assert states() == ["confirmed", "confirmed", "free", "free", "free", "free"]


def test_a_repeat_of_each_act_is_told_again_and_does_nothing(works, writer) -> None:
    unit = a_unit(works, past="CPL")
    bodies = [("imeis/issue", writer.event("IMEIW", unit.serial))]
    first = [writer.post(*bodies[0])]
    pair = numbers(first[0])
    for path, station, extra in (
        ("imeis/written", "IMEIW", {"read_back": pair}),
        ("imeis/confirm", "IMEIC", {"read_back": pair, "label": pair}),
    ):
        bodies.append((path, writer.event(station, unit.serial, **extra)))
        first.append(writer.post(*bodies[-1]))
    events = ImeiEvent.objects.count()
    again = [writer.post(*body) for body in bodies]
    assert [answer.status for answer in first] == [201, 201, 201]
    assert [answer.status for answer in again] == [200, 200, 200]
    for before, after in zip(first, again, strict=True):
        assert after.body == {**before.body, "replay": True}
    assert (ImeiEvent.objects.count(), Move.objects.count()) == (events, 2)


def test_an_event_id_with_another_body_or_act_is_refused(works, writer) -> None:
    unit = a_unit(works, past="CPL")
    body = writer.event("IMEIW", unit.serial)
    pair = numbers(writer.post("imeis/issue", body))
    other = writer.post("imeis/written", {**body, "read_back": pair})
    assert (other.status, other.body["code"]) == (409, "event_id_reused")
    assert states().count("written") == 0


def test_exhaustion_is_said_as_such_and_the_refusal_told_again(works, writer) -> None:
    for _ in range(3):
        assert writer.issue(a_unit(works, past="CPL")).status == 201
    body = writer.event("IMEIW", a_unit(works, past="CPL").serial)
    refused, again = writer.post("imeis/issue", body), writer.post("imeis/issue", body)
    assert (refused.status, refused.body["code"]) == (409, "imei_exhausted")
    assert again.body == {**refused.body, "replay": True}
    kept = Refusal.objects.get()
    assert (kept.kind, kept.code, str(kept.event_id)) == (
        "imei",
        "imei_exhausted",
        body["event_id"],
    )
    assert states() == ["reserved"] * 6


@pytest.mark.parametrize(
    "spoken",
    [
        lambda pair: pair[::-1],
        lambda pair: pair[:1],
        lambda pair: [pair[0], ""],
        lambda pair: [pair[0], "۴۹۰۱۵۴۲۰۳۲۳۷۵۱۸"],
        lambda pair: [*pair, pair[0]],
    ],
)
def test_a_read_back_that_differs_holds_the_unit_and_keeps_the_evidence(
    works, writer, spoken
) -> None:
    unit = a_unit(works, past="CPL")
    pair = numbers(writer.issue(unit))
    body = writer.event("IMEIW", unit.serial, read_back=spoken(pair))
    answer = writer.post("imeis/written", body)
    assert (answer.status, answer.body["code"]) == (409, "read_back_mismatch")
    assert answer.body["verdict"] == "hold"
    assert states().count("reserved") == 2
    assert Hold.objects.get(unit=unit).cause == "read_back_mismatch"
    assert ImeiEvent.objects.get(kind="mismatch").imeis == pair
    assert moves_of(unit) == []
    again = writer.post("imeis/written", body)
    assert again.body == {**answer.body, "replay": True}
    assert Hold.objects.count() == 1


def test_a_label_of_another_phone_is_caught_at_the_second_station(works, writer) -> None:
    one, two = a_unit(works, past="CPL"), a_unit(works, past="CPL")
    pair, other = numbers(writer.issue(one)), numbers(writer.issue(two))
    writer.written(one, pair)
    answer = writer.confirm(one, pair, other)
    assert (answer.status, answer.body["code"]) == (409, "read_back_mismatch")
    one.refresh_from_db()
    assert "imeic" not in one.gates
    assert states()[:2] == ["written", "written"]


def test_the_writing_station_may_not_confirm(works, writer) -> None:
    unit = a_unit(works, past="CPL")
    pair = numbers(writer.issue(unit))
    writer.written(unit, pair)
    body = writer.event("IMEIW", unit.serial, read_back=pair, label=pair)
    answer = writer.post("imeis/confirm", body)
    assert (answer.status, answer.body["code"]) == (409, "same_station")


def test_a_unit_that_is_elsewhere_held_or_unknown_gets_no_imei(works, writer) -> None:
    early = writer.issue(a_unit(works, past="ASM-01"))
    assert (early.status, early.body["code"]) == (409, "out_of_sequence")
    wrong = writer.post("imeis/issue", writer.event("IMEIC", a_unit(works, past="CPL").serial))
    assert (wrong.status, wrong.body["code"]) == (409, "wrong_call")
    nobody = writer.post("imeis/issue", writer.event("IMEIW", "NOBODY-1"))
    assert (nobody.status, nobody.body["code"]) == (404, "unknown_unit")
    assert states() == ["free"] * 6
    assert Refusal.objects.filter(kind="imei").count() == 3


def test_a_body_without_a_read_back_is_malformed_and_kept(works, writer) -> None:
    unit = a_unit(works, past="CPL")
    writer.issue(unit)
    answer = writer.post("imeis/written", writer.event("IMEIW", unit.serial))
    assert (answer.status, answer.body["code"]) == (422, "malformed")
    assert DeadLetter.objects.count() == 1


def test_another_plants_unit_is_unknown(works, other_works, writer) -> None:
    stranger = a_unit(other_works, past="CPL")
    answer = writer.issue(stranger)
    assert (answer.status, answer.body["code"]) == (404, "unknown_unit")


def test_unsafe_settings_lock_the_issue(works, writer) -> None:
    unit = a_unit(works, past="CPL")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    answer = writer.issue(unit)
    assert (answer.status, answer.body["code"]) == (423, "imei_locked")
    assert states() == ["free"] * 6


def test_each_act_is_one_read_and_one_write(works, writer, django_assert_num_queries) -> None:
    """After token and station, which are asked again each second."""

    def cold() -> None:
        facts._stations.clear()
        tokens.forget_tokens()

    writer.issue(a_unit(works, past="CPL"))
    unit = a_unit(works, past="CPL")
    cold()
    with django_assert_num_queries(4):
        pair = numbers(writer.issue(unit))
    cold()
    with django_assert_num_queries(4):
        assert writer.written(unit, pair).status == 201
    cold()
    with django_assert_num_queries(4):
        assert writer.confirm(unit, pair, pair).status == 201
