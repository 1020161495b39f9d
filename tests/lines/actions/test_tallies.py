"""Tallies are sums of the ledger, whenever and however often they are folded."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from lines.actions import tallies
from lines.actions.tallies import fold_tallies, rebuild_tallies
from lines.models import Move, Tally, TallyMark
from lines.models.counting import KEYS, MEASURES
from lines.queries.good import good_now
from plants.models import Shift

DAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
FIRST_XID = 10_000_000


@pytest.fixture
def watermark(monkeypatch):
    """Lets a test say below which transaction every other one has ended."""
    place = {"below": 0}
    monkeypatch.setattr(tallies, "settled_below", lambda: place["below"])

    def move_to(below: int) -> None:
        place["below"] = below

    return move_to


@pytest.fixture
def shift(works):
    span = DateTimeTZRange(DAY, DAY + timedelta(hours=8))
    return Shift.objects.create(line=works.line, code="A", date=DAY.date(), span=span, target=100)


def a_move(works, *, at=DAY, station="MMI1", kind="pass", unit=1, **fields):
    return Move.objects.create(
        **{
            "event_id": uuid4(),
            "plant_id": works.plant.pk,
            "line_id": works.line.pk,
            "station_id": works.station(station).pk,
            "unit_id": unit,
            "order_id": works.order.pk,
            "position": works.position(station),
            "kind": kind,
            "at": at,
            "body_hash": b"x" * 16,
            **fields,
        }
    )


def tallied() -> dict[tuple, tuple]:
    rows = Tally.objects.values_list(*KEYS, *MEASURES)
    return {row[: len(KEYS)]: row[len(KEYS) :] for row in rows}


def counted_by_hand(moves, shift) -> dict[tuple, tuple]:
    """The same sums in plain Python, for moves without repairs."""
    sums: dict[tuple, Counter] = {}
    for move in moves:
        span = shift.span
        inside = span.lower <= move.at < span.upper
        hour = move.at.replace(minute=0, second=0, microsecond=0)
        key = (
            move.line_id, hour, move.station_id, move.order_id, shift.pk if inside else 0,
        )  # fmt: skip
        count = sums.setdefault(key, Counter())
        run = move.kind in ("pass", "fail")
        back = move.kind in ("undo", "unpack")
        count["passes"] += (move.kind == "pass") - back
        count["fails"] += move.kind == "fail"
        count["first_runs"] += (run - back) * (move.run == 1)
        count["first_passes"] += ((move.kind == "pass") - back) * (move.run == 1)
        count["started"] += move.kind == "start"
        if move.output:
            sign = {"pass": 1, "start": 1, "undo": -1, "unpack": -1, "scrap": -1}
            count["output"] += sign.get(move.kind, 0)
    return {key: tuple(count[m] for m in MEASURES) for key, count in sums.items()}


def a_random_move(works, draw: random.Random, xid: int) -> Move:
    return a_move(
        works,
        at=DAY + timedelta(minutes=draw.randrange(-120, 720)),
        station=draw.choice(["ASM-IN", "MMI1", "MMI1-2", "CTN"])
        if (kind := draw.choice(["start", "pass", "pass", "pass", "fail", "undo", "review"]))
        else "CTN",
        kind=kind,
        unit=draw.randrange(1, 50),
        run=draw.choice([1, 1, 1, 2, 3]),
        output=draw.random() < 0.3,
        xid=xid,
    )


@pytest.mark.parametrize("seed", range(12))
def test_folding_at_any_moments_gives_the_sum_of_the_ledger(works, shift, watermark, seed):
    """Moves commit out of the order of their transactions; a fold may come after any of them."""
    draw = random.Random(seed)
    works.positions["MMI1-2"] = works.positions["MMI1"]
    waiting = [FIRST_XID + number for number in range(60)]
    moves, running = [], []
    while waiting or running:
        if waiting and draw.random() < 0.6:
            running.append(waiting.pop(0))
        elif running:
            xid = running.pop(draw.randrange(len(running)))
            moves += [a_random_move(works, draw, xid) for _ in range(draw.randrange(3))]
        if draw.random() < 0.3:
            watermark(min([*running, *waiting[:1]], default=FIRST_XID + 60))
            fold_tallies()
    watermark(FIRST_XID + 60)
    fold_tallies()
    assert {k: v for k, v in tallied().items() if any(v)} == {
        k: v for k, v in counted_by_hand(moves, shift).items() if any(v)
    }
    folded = tallied()
    assert rebuild_tallies() == 0
    assert tallied() == folded


def test_a_fold_run_twice_adds_nothing(works, shift, watermark):
    a_move(works, xid=FIRST_XID)
    watermark(FIRST_XID + 1)
    assert fold_tallies() == tallies.Fold(rows=1, xid_below=FIRST_XID + 1)
    assert fold_tallies().rows == 0
    assert Tally.objects.get().passes == 1


def test_a_move_whose_transaction_may_still_run_waits_above_the_mark(works, shift, watermark):
    a_move(works, xid=FIRST_XID)
    a_move(works, xid=FIRST_XID + 5)
    watermark(FIRST_XID + 5)
    fold_tallies()
    assert Tally.objects.get().passes == 1
    assert TallyMark.objects.get().xid_below == FIRST_XID + 5


def test_a_rebuild_puts_right_what_was_changed_by_hand(works, shift, watermark):
    a_move(works, xid=FIRST_XID, output=True)
    watermark(FIRST_XID + 1)
    fold_tallies()
    Tally.objects.update(output=7)
    Tally.objects.create(
        plant_id=works.plant.pk, line_id=works.line.pk, station_id=1, order_id=1, hour=DAY, passes=9
    )
    assert rebuild_tallies() == 2
    tally = Tally.objects.get()
    assert (tally.output, tally.shift_id) == (1, shift.pk)


def test_a_rebuild_leaves_moves_above_the_mark_to_the_next_fold(works, shift, watermark):
    a_move(works, xid=FIRST_XID)
    watermark(FIRST_XID + 1)
    fold_tallies()
    a_move(works, xid=FIRST_XID + 9)
    rebuild_tallies()
    assert Tally.objects.get().passes == 1


def test_a_move_outside_every_shift_counts_as_unscheduled(works, shift, watermark):
    a_move(works, xid=FIRST_XID, at=DAY + timedelta(hours=8))
    watermark(FIRST_XID + 1)
    fold_tallies()
    assert Tally.objects.get().shift_id == 0


def test_the_first_run_after_a_repair_is_a_first_run_only_where_the_unit_is_new(
    works, shift, watermark
):
    def step(minute: int, **fields) -> None:
        moment = DAY + timedelta(minutes=minute)
        a_move(works, at=moment, received_at=moment, xid=FIRST_XID + minute, unit=7, **fields)

    step(1, station="MMI1", kind="fail")
    step(2, station="MMI1", kind="repair")
    step(3, station="MMI1", kind="pass")
    step(4, station="CPL", kind="pass")
    watermark(FIRST_XID + 60)
    fold_tallies()
    first = dict(Tally.objects.values_list("station_id", "first_runs"))
    assert first == {works.station("MMI1").pk: 1, works.station("CPL").pk: 1}
    good = dict(Tally.objects.values_list("station_id", "first_passes"))
    assert good == {works.station("MMI1").pk: 0, works.station("CPL").pk: 1}


def test_the_hero_number_counts_what_is_folded_and_what_is_not(works, watermark):
    now = datetime.now(UTC)
    span = DateTimeTZRange(now - timedelta(hours=1), now + timedelta(hours=1))
    Shift.objects.create(line=works.line, code="A", date=now.date(), span=span, target=1)
    a_move(works, station="CTN", at=now, output=True, xid=FIRST_XID)
    watermark(FIRST_XID + 1)
    fold_tallies()
    a_move(works, station="CTN", at=now, output=True, xid=FIRST_XID + 2)
    a_move(works, station="CTN", at=now, output=True, xid=FIRST_XID + 3)
    a_move(works, station="CTN", at=now, output=True, kind="undo", xid=FIRST_XID + 4)
    assert good_now(line_ids=[works.line.pk]) == {works.line.pk: 2}


def test_a_line_without_a_running_shift_shows_nothing_made(works, shift):
    assert good_now(line_ids=[works.line.pk]) == {works.line.pk: 0}


def test_the_fold_reads_new_moves_by_their_transaction_alone(works):
    """Never a walk over the ledger: 75 million moves a year."""
    # Of a ledger that autovacuum found empty, every index costs the planner the same.
    for number in range(20):
        a_move(works, unit=number, xid=FIRST_XID + number)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + tallies._FOLD, {"above": "5", "below": "9"})
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "lines_move_xid" in plan
