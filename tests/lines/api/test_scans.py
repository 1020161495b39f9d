"""Scans over HTTP: the route, its refusals, repeats and late events."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lines.actions.holds import place_hold
from lines.models import Hold, HoldSubject, InstalledPart, Move, OrderState
from mes.kernel.models import Refusal
from tests.factories import make_line, make_station
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Scanner, moves_of

CAMERA = {"position": "camera", "serial": "CAM-0001"}


@pytest.fixture
def scanner(works: PlantAtWork) -> Scanner:
    return Scanner(works)


def test_a_scan_with_its_part_moves_the_unit_and_binds_the_part(works, scanner) -> None:
    unit = a_unit(works)

    answer = scanner.scan("ASM-01", unit.serial, parts=[CAMERA])

    assert answer.status == 201
    assert answer.body["verdict"] == "ok"
    assert answer.body["unit"] == unit.serial
    assert answer.body["step"] == "ASM-01"
    assert answer.body["next_step"] == "AGE"
    unit.refresh_from_db()
    assert (unit.done, unit.version) == (20, 1)
    assert moves_of(unit) == [("pass", 20)]
    part = InstalledPart.objects.get(unit=unit)
    assert (part.position, part.serial) == ("camera", "CAM-0001")


def test_the_same_event_again_is_told_the_first_answer_and_moves_nothing(works, scanner) -> None:
    unit = a_unit(works, past="ASM-01")
    event = scanner.event("AGE", unit.serial)
    first = scanner.post("scans", event)

    again = scanner.post("scans", event)
    late = scanner.post("scans", {**event, "late": True})

    assert (first.status, again.status, late.status) == (201, 200, 200)
    assert again.body == {**first.body, "replay": True} == late.body
    assert moves_of(unit) == [("pass", 30)]


def test_an_event_id_with_another_body_is_refused(works, scanner) -> None:
    unit, other = a_unit(works, past="ASM-01"), a_unit(works, past="ASM-01")
    event = scanner.event("AGE", unit.serial)
    scanner.post("scans", event)

    answer = scanner.post("scans", {**event, "identifier": other.serial})

    assert (answer.status, answer.code) == (409, "event_id_reused")
    assert moves_of(other) == []


def test_a_skipped_step_is_refused_kept_and_refused_alike_again(works, scanner) -> None:
    unit = a_unit(works)
    event = scanner.event("AGE", unit.serial)

    first, again = scanner.post("scans", event), scanner.post("scans", event)

    assert (first.status, first.code) == (409, "out_of_sequence")
    assert again.body == {**first.body, "replay": True}
    assert moves_of(unit) == []
    kept = Refusal.objects.get()
    assert (kept.code, kept.unit_id, kept.body["identifier"]) == (
        "out_of_sequence",
        unit.pk,
        unit.serial,
    )


def test_a_second_scan_of_a_passed_step_is_a_duplicate(works, scanner) -> None:
    unit = a_unit(works, past="ASM-01")
    scanner.scan("AGE", unit.serial)

    answer = scanner.scan("AGE", unit.serial)

    assert (answer.status, answer.code, answer.body["verdict"]) == (
        409,
        "already_passed",
        "duplicate",
    )


@pytest.mark.parametrize(
    ("past", "operation", "code"),
    [
        ("ASM-IN", "ASM-01", "part_missing"),
        ("AGE", "MMI1", "record_needed"),
        ("CPL", "IMEIW", "wrong_call"),
        ("FQC", "GBL", "wrong_call"),
        ("CTN", "CTN", "route_finished"),
    ],
)
def test_a_plain_scan_does_not_do_what_needs_more(works, scanner, past, operation, code) -> None:
    unit = a_unit(works, past=past)

    assert scanner.scan(operation, unit.serial).code == code
    assert moves_of(unit) == []


def test_the_box_names_the_test_whose_gate_is_missing(works, scanner) -> None:
    unit = a_unit(works, past="FQC", gates=["mmi1", "fqc", "imeic"])

    answer = scanner.scan("GBL", unit.serial)

    assert answer.code == "gate_missing"
    assert "CPL" in answer.body["detail"]


@pytest.mark.parametrize("state", ["in_repair", "scrapped", "shipped"])
def test_a_unit_that_is_away_from_the_line_does_not_pass(works, scanner, state) -> None:
    unit = a_unit(works, past="ASM-01", state=state)

    assert scanner.scan("AGE", unit.serial).code == state
    assert moves_of(unit) == []


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        (HoldSubject.UNIT, "on_hold"),
        (HoldSubject.ORDER, "on_hold"),
        (HoldSubject.STATION, "station_blocked"),
        (HoldSubject.LINE, "station_blocked"),
    ],
)
def test_a_hold_on_anything_around_the_unit_stops_it(works, scanner, subject, code) -> None:
    unit = a_unit(works, past="ASM-01")
    ids = {
        HoldSubject.UNIT: unit.pk,
        HoldSubject.ORDER: works.order.pk,
        HoldSubject.STATION: works.station("AGE").pk,
        HoldSubject.LINE: works.line.pk,
    }
    place_hold(
        plant_id=works.plant.pk,
        subject=subject,
        subject_id=ids[subject],
        cause="manual",
        reason="wet box",
        by=works.bo.pk,
    )

    answer = scanner.scan("AGE", unit.serial)

    assert (answer.code, answer.body["verdict"]) == (code, "hold")
    assert "wet box" in answer.body["detail"]
    assert moves_of(unit) == []


def test_a_held_order_holds_its_units(works, scanner) -> None:
    unit = a_unit(works, past="ASM-01")
    works.order.state = OrderState.HELD
    works.order.save()

    assert scanner.scan("AGE", unit.serial).code == "on_hold"


def test_a_unit_is_refused_on_another_line(works, scanner) -> None:
    unit = a_unit(works, past="ASM-01")
    line = make_line(works.plant, "LHR-X")
    station = make_station(line, works.operations["AGE"])

    answer = scanner.post("scans", {**scanner.event("AGE", unit.serial), "station": station.code})

    assert (answer.code, works.line.code in answer.body["detail"]) == ("wrong_line", True)


def test_a_part_lives_in_one_unit_only(works, scanner) -> None:
    first, second = a_unit(works), a_unit(works)
    scanner.scan("ASM-01", first.serial, parts=[CAMERA])

    answer = scanner.scan("ASM-01", second.serial, parts=[CAMERA])

    assert (answer.code, first.serial in answer.body["detail"]) == ("part_in_use", True)
    assert moves_of(second) == []
    assert Refusal.objects.filter(unit_id=second.pk, code="part_in_use").exists()


def test_a_late_scan_out_of_order_is_kept_and_the_unit_is_held(works, scanner) -> None:
    unit = a_unit(works)
    event = scanner.event("AGE", unit.serial, late=True)

    first, again = scanner.post("scans", event), scanner.post("scans", event)

    assert (first.status, first.code) == (202, "needs_review")
    assert (again.status, again.body) == (200, {**first.body, "replay": True})
    assert moves_of(unit) == [("review", 30)]
    hold = Hold.objects.get(unit=unit)
    assert hold.cause == "needs_review"
    assert scanner.scan("ASM-01", unit.serial, parts=[CAMERA]).code == "on_hold"


def test_a_late_scan_in_order_passes_at_the_time_it_happened(works, scanner) -> None:
    unit = a_unit(works, past="ASM-01")
    at = timezone.now() - timedelta(hours=2)

    answer = scanner.scan("AGE", unit.serial, late=True, at=at.isoformat())

    assert answer.status == 201
    move = Move.objects.get(unit_id=unit.pk)
    assert (move.at, move.late, move.clock_off) == (at, True, False)


def test_the_measured_offset_of_a_slow_clock_is_added(works, scanner) -> None:
    unit = a_unit(works, past="ASM-01")
    at = timezone.now() - timedelta(hours=3)

    scanner.scan("AGE", unit.serial, at=at.isoformat(), offset_ms=3_600_000)

    move = Move.objects.get(unit_id=unit.pk)
    assert (move.at, move.device_at) == (at + timedelta(hours=1), at)


def test_a_clock_a_year_off_counts_at_receive_time_and_is_flagged(works, scanner) -> None:
    unit = a_unit(works, past="ASM-01")
    event = scanner.event("AGE", unit.serial, at="2019-01-01T00:00:00+05:00")

    first, again = scanner.post("scans", event), scanner.post("scans", event)

    assert (first.status, first.code, first.body["verdict"]) == (201, "clock_off", "ok")
    assert again.body == {**first.body, "replay": True}
    move = Move.objects.get(unit_id=unit.pk)
    assert move.clock_off
    assert move.at == move.received_at
    assert move.device_at.year == 2018
