"""Rivals at the same unit: somebody wins once, the others are told the truth."""

from collections import Counter
from functools import partial

import pytest

from lines.actions.holds import place_hold
from lines.models import Hold, HoldSubject, InstalledPart, Move, Unit
from mes.kernel.models import Refusal
from quality.models import Repair, TestRecord
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.races.rivals import at_once
from tests.scanning import Answer, Scanner, moves_of

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 12


def scanners(works: PlantAtWork, count: int) -> list[Scanner]:
    return [Scanner(works) for _ in range(count)]


def codes(answers: list[Answer]) -> Counter[str]:
    return Counter(f"{answer.status} {answer.code}" for answer in answers)


def test_two_stations_of_a_unit_pass_it_once() -> None:
    works = a_plant(quantity=ROUNDS)
    for _ in range(ROUNDS):
        unit = a_unit(works, past="ASM-01")
        jobs = [partial(s.scan, "AGE", unit.serial) for s in scanners(works, 2)]

        answers = at_once(jobs)

        assert codes(answers) == {"201 ok": 1, "409 already_passed": 1}
        assert moves_of(unit) == [("pass", 30)]


def test_eight_rivals_pass_a_unit_once_and_none_is_turned_away_without_an_answer() -> None:
    works = a_plant(quantity=ROUNDS)
    for _ in range(ROUNDS):
        unit = a_unit(works, past="ASM-01")
        jobs = [partial(s.scan, "AGE", unit.serial) for s in scanners(works, 8)]

        answers = at_once(jobs)

        assert codes(answers) == {"201 ok": 1, "409 already_passed": 7}
        unit.refresh_from_db()
        assert (unit.done, unit.version) == (30, 1)
        assert Refusal.objects.filter(unit_id=unit.pk).count() == 7


def test_one_event_sent_eight_times_at_once_is_done_once_and_told_alike() -> None:
    works = a_plant(quantity=ROUNDS)
    for _ in range(ROUNDS):
        unit = a_unit(works, past="ASM-01")
        senders = scanners(works, 8)
        event = senders[0].event("AGE", unit.serial)

        answers = at_once([partial(s.post, "scans", event) for s in senders])

        assert Counter(answer.status for answer in answers) == {201: 1, 200: 7}
        bodies = [{**answer.body, "replay": True} for answer in answers]
        assert all(body == bodies[0] for body in bodies)
        assert moves_of(unit) == [("pass", 30)]


def test_one_refused_event_sent_eight_times_at_once_is_kept_once() -> None:
    works = a_plant(quantity=ROUNDS)
    for _ in range(ROUNDS):
        unit = a_unit(works)
        senders = scanners(works, 8)
        event = senders[0].event("AGE", unit.serial)

        answers = at_once([partial(s.post, "scans", event) for s in senders])

        assert codes(answers) == {"409 out_of_sequence": 8}
        assert Refusal.objects.filter(unit_id=unit.pk).count() == 1
        assert [answer.body.get("replay", False) for answer in answers].count(False) == 1


def test_one_id_for_two_units_at_once_moves_one_of_them() -> None:
    works = a_plant(quantity=2 * ROUNDS)
    for _ in range(ROUNDS):
        first, second = a_unit(works, past="ASM-01"), a_unit(works, past="ASM-01")
        senders = scanners(works, 2)
        event = senders[0].event("AGE", first.serial)
        other = {**event, "identifier": second.serial}

        answers = at_once(
            [partial(s.post, "scans", e) for s, e in zip(senders, (event, other), strict=True)]
        )

        assert codes(answers) == {"201 ok": 1, "409 event_id_reused": 1}
        assert len(moves_of(first) + moves_of(second)) == 1


def test_a_batch_and_single_scans_share_the_work_without_doing_any_twice() -> None:
    works = a_plant(quantity=60)
    units = [a_unit(works, past="ASM-01") for _ in range(40)]
    batcher, *singles = scanners(works, 5)
    shared = [batcher.event("AGE", unit.serial) for unit in units[:20]]
    own = [batcher.event("AGE", unit.serial) for unit in units[20:]]

    def one_by_one(scanner: Scanner, part: int) -> list[Answer]:
        same = [scanner.post("scans", event) for event in shared[part::4]]
        rival = [scanner.scan("AGE", unit.serial) for unit in units[20 + part :: 4]]
        return [*same, *rival]

    def together() -> list[Answer]:
        body = batcher.post("scans/batch", {"events": [*shared, *own]}).body
        return [Answer(a["status"], a) for a in body["answers"]]

    jobs = [together, *(partial(one_by_one, s, part) for part, s in enumerate(singles))]
    told = [answer for answers in at_once(jobs) for answer in answers]

    assert {answer.status for answer in told} <= {200, 201, 409}
    assert Counter(a.status for a in told)[201] == 40
    for unit in units:
        unit.refresh_from_db()
        assert moves_of(unit) == [("pass", 30)]
        assert (unit.done, unit.version) == (30, 1)


def test_two_batches_of_the_same_events_in_other_orders_do_them_once() -> None:
    works = a_plant(quantity=30)
    units = [a_unit(works, past="ASM-01") for _ in range(30)]
    first, second = scanners(works, 2)
    events = [first.event("AGE", unit.serial) for unit in units]

    answers = at_once(
        [
            partial(first.post, "scans/batch", {"events": events}),
            partial(second.post, "scans/batch", {"events": events[::-1]}),
        ]
    )

    told = Counter(a["status"] for answer in answers for a in answer.body["answers"])
    assert told == {201: 30, 200: 30}
    assert Move.objects.filter(position=30).count() == 30


def test_a_part_scanned_into_two_units_at_once_ends_in_one() -> None:
    works = a_plant(quantity=2 * ROUNDS)
    for number in range(ROUNDS):
        pair = [a_unit(works), a_unit(works)]
        parts = [{"position": "camera", "serial": f"CAM-{number}"}]
        jobs = [
            partial(s.scan, "ASM-01", unit.serial, parts=parts)
            for s, unit in zip(scanners(works, 2), pair, strict=True)
        ]

        answers = at_once(jobs)

        assert codes(answers) == {"201 ok": 1, "409 part_in_use": 1}
        assert InstalledPart.objects.filter(serial=f"CAM-{number}").count() == 1
        assert len(moves_of(pair[0]) + moves_of(pair[1])) == 1


def test_a_unit_that_is_being_held_either_moved_before_or_does_not_move() -> None:
    works = a_plant(quantity=ROUNDS)
    for _ in range(ROUNDS):
        unit = a_unit(works, past="ASM-01")
        scanner = Scanner(works)

        def hold(unit: Unit = unit) -> Hold:
            return place_hold(
                plant_id=works.plant.pk,
                subject=HoldSubject.UNIT,
                subject_id=unit.pk,
                cause="manual",
                reason="look",
                by=works.bo.pk,
            )

        answer, _ = at_once([partial(scanner.scan, "AGE", unit.serial), hold])

        assert answer.code in ("ok", "on_hold")
        assert moves_of(unit) == ([("pass", 30)] if answer.code == "ok" else [])
        unit.refresh_from_db()
        assert unit.version == (2 if answer.code == "ok" else 1)


def test_eight_failed_runs_at_once_stop_at_the_retest_limit() -> None:
    works = a_plant(quantity=ROUNDS)
    for _ in range(ROUNDS):
        unit = a_unit(works, past="AGE")
        rigs = scanners(works, 8)
        body = {"outcome": "failed", "measurements": []}
        jobs = [
            partial(rig.post, "test-records", rig.event("MMI1", unit.serial, **body))
            for rig in rigs
        ]

        answers = at_once(jobs)

        assert {answer.status for answer in answers} == {201}
        assert codes(answers) == {
            "201 test_failed": 2,
            "201 to_repair": 1,
            "201 in_repair": 5,
        }
        runs = Move.objects.filter(unit_id=unit.pk).order_by("run").values_list("run", flat=True)
        assert list(runs) == [1, 2, 3]
        assert Repair.objects.filter(unit=unit).count() == 1
        kept = TestRecord.objects.filter(unit_id=unit.pk)
        assert (kept.count(), kept.filter(counted=True).count()) == (8, 3)


def test_one_record_sent_eight_times_at_once_is_one_run() -> None:
    works = a_plant(quantity=ROUNDS)
    for _ in range(ROUNDS):
        unit = a_unit(works, past="AGE")
        rigs = scanners(works, 8)
        rows = [{"name": "level", "value": 5}]
        event = rigs[0].event("MMI1", unit.serial, outcome="passed", measurements=rows)

        answers = at_once([partial(rig.post, "test-records", event) for rig in rigs])

        assert Counter(answer.status for answer in answers) == {201: 1, 200: 7}
        assert TestRecord.objects.filter(unit_id=unit.pk).count() == 1
        assert moves_of(unit) == [("pass", 40)]
