"""Twenty units counted by hand; the sums must say exactly that, folded at any moments."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Sum
from django.test import Client
from django.utils import timezone

from lines.models import Move
from quality.actions.gates.sums import fold_yields, rebuild_yields
from quality.models import YieldHour, YieldMark, YieldSum
from quality.models.gates.cohorts import MEASURES
from quality.queries.gates.units import NEWEST, WHATS, Place, UnitRun, units_of
from quality.queries.gates.yields import KEY_SQL, Span, rolled_yield, yields_by
from quality.rules.yields import YieldFigures
from tests.factories import PIN
from tests.ledger import a_shift
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.scanning import Scanner

pytestmark = [pytest.mark.settled, pytest.mark.django_db(transaction=True)]

# By hand. At MMI1 20 enter; then at CPL those that passed MMI1.
# Words: p pass, f fail, R repaired, N repaired with no trouble found, S scrapped on the bench.
LIVES = [
    *[("p", "p")] * 10,  # 10 clean at both
    ("fp", "p"),  # retested at MMI1
    ("ffp", "p"),  # retested twice
    ("p", "fp"),  # retested at CPL
    ("fffRp", "p"),  # third fail: repair, then good
    ("fffNp", "p"),  # nothing found
    ("fffRfp", "p"),  # a retest after the repair
    ("p", "fffS"),  # scrapped at CPL
    ("fffS", ""),  # scrapped at MMI1
    ("fff", ""),  # waits in repair
    ("f", ""),  # waits for its retest
]


def close(client: Client | None, serial: str, letter: str) -> None:
    assert client is not None
    rows = client.get("/api/v1/repairs", {"unit": serial}).json()["results"]
    (row,) = [row for row in rows if row["closed_at"] is None]
    result = {"R": "repaired", "N": "ntf", "S": "scrap"}[letter]
    body: dict[str, object] = {"event_id": str(uuid4()), "result": result, "action": "as found"}
    if letter == "S":
        body["second"] = {"badge": "B-fay", "pin": PIN}
    answer = client.post(f"/api/v1/repairs/{row['no']}/close", body, "application/json")
    assert answer.status_code == 200, answer.content


def live(
    works: PlantAtWork,
    scanner: Scanner,
    serial: str,
    life: tuple[str, str],
    boss: Client | None = None,
    **said: object,
) -> None:
    for station, letters in zip(("MMI1", "CPL"), life, strict=True):
        for n, letter in enumerate(letters):
            if letter in "RNS":
                close(scanner.client if letter != "S" else boss, serial, letter)
                continue
            # The third run goes to the other station where there is one.
            third = station == "MMI1" and letters[max(0, n - 2) : n] == "ff"
            body = scanner.event(
                f"{station}-2" if third else station,
                serial,
                outcome="passed" if letter == "p" else "failed",
                fixture="BOX-2" if third else "BOX-1",
                measurements=[{"name": "level", "value": 5 if letter == "p" else 50}],
                **{"slot": "1", **said},
            )
            answer = scanner.post("test-records", body)
            assert answer.status == 201, answer.body
            assert answer.body["routing"]["allowed"], answer.body


@pytest.fixture
def twenty(db: None) -> PlantAtWork:
    return a_plant(quantity=30)


def lived(twenty: PlantAtWork, boss: Client) -> None:
    """The twenty lives: every second unit ran in yesterday's shift A, every third in slot 2."""
    scanner, now = Scanner(twenty), timezone.now()
    ended = now - timedelta(hours=12)
    span = DateTimeTZRange(ended - timedelta(hours=2), ended)
    a_shift(twenty.line, start=span.lower, date=yesterday(), span=span, breaks=[])
    for n, life in enumerate(LIVES):
        said: dict[str, object] = {"slot": "2" if n % 3 == 0 else "1"}
        if n % 2:
            said["at"] = (span.lower + timedelta(minutes=n)).isoformat()
        live(twenty, scanner, a_unit(twenty, past="AGE").serial, life, boss, **said)
        if n % 3 == 0:  # folded in the middle of lives
            fold_yields()
    fold_yields()


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def whole_span(works: PlantAtWork, **fields: str) -> Span:
    until = timezone.localdate() + timedelta(days=1)
    return Span(works.plant.pk, [works.line.pk], until - timedelta(days=3), until, **fields)


def figures(works: PlantAtWork, by: str) -> dict[str, YieldFigures]:
    return {row.key: row.figures for row in yields_by(span=whole_span(works), by=by)}


def test_twenty_units_have_exactly_these_yields(twenty: PlantAtWork, client_for) -> None:
    lived(twenty, client_for(twenty.people["chen"]))
    found = figures(twenty, "operation")
    mmi, cpl = found["MMI1"], found["CPL"]
    assert mmi == YieldFigures("MMI1", 20, 12, 14, 17, 7, 3, 1, 37, 20, 4, 1)
    assert cpl == YieldFigures("CPL", 17, 15, 16, 16, 2, 0, 1, 20, 4, 1, 0)
    assert (mmi.fpy_first_run, mmi.fpy_before_repair, mmi.final_yield) == (0.6, 0.7, 0.85)
    assert (mmi.retest_rate, mmi.rework_ratio, mmi.scrap_ratio) == (0.35, 0.15, 0.05)
    assert (mmi.ntf_rate, cpl.ntf_rate) == (0.25, 0.0)
    assert rolled_yield([mmi, cpl]) == pytest.approx(0.6 * 15 / 17)
    folded = _sums()
    rebuild_yields(since=whole_span(twenty).first, until=whole_span(twenty).until)
    assert _sums() == folded
    for model in (YieldSum, YieldHour):
        sums = model.objects.aggregate(*(Sum(measure) for measure in MEASURES))
        assert [sums[f"{measure}__sum"] for measure in MEASURES] == [
            37, 27, 30, 33, 9, 3, 2, 57, 24, 5, 1
        ]  # fmt: skip


def test_a_false_alarm_belongs_to_the_fixture_slot_and_shift_that_raised_it(
    twenty: PlantAtWork, client_for
) -> None:
    """Unit 14 failed its third run at MMI1-2 in BOX-2 slot 1, today; the bench found nothing."""
    lived(twenty, client_for(twenty.people["chen"]))
    today = str(timezone.localdate())
    told = {by: {k: (f.ntf, f.closed) for k, f in figures(twenty, by).items()} for by in KEY_SQL}
    assert told["station"] == {
        "LHR-B-MMI1": (0, 0),
        "LHR-B-MMI1-2": (1, 4),  # where every third run is
        "LHR-B-CPL": (0, 1),
    }
    assert told["slot"]["LHR-B-MMI1-2 · BOX-2 · 1"] == (1, 3)
    assert told["line"] == {"LHR-B": (1, 5)}
    assert told["model"] == {"NOVA-5G": (1, 5)}
    assert told["shift"] == {"A": (0, 3), "unscheduled": (1, 2)}
    assert told["day"] == {str(yesterday()): (0, 3), today: (1, 2)}
    alone = figures(twenty, "station")["LHR-B-MMI1-2"]
    assert (alone.entered, alone.fpy_first_run, alone.ntf_rate) == (0, None, 0.25)


def test_rolled_throughput_is_told_of_each_line_model_shift_and_day(
    twenty: PlantAtWork, client_for
) -> None:
    """By hand: of the even units 7 of 10 pass MMI1 and 7 of 9 CPL, of the odd 5 of 10 and all 8."""
    lived(twenty, client_for(twenty.people["chen"]))
    told = {
        by: {row.key: row.rolled for row in yields_by(span=whole_span(twenty), by=by)}
        for by in ("line", "model", "shift", "day")
    }
    whole = 0.6 * 15 / 17
    assert told["line"] == {"LHR-B": pytest.approx(whole)}
    assert told["model"] == {"NOVA-5G": pytest.approx(whole)}
    assert told["shift"] == {
        "unscheduled": pytest.approx(7 / 10 * 7 / 9),
        "A": pytest.approx(5 / 10),
    }
    assert list(told["day"].values()) == [told["shift"]["A"], told["shift"]["unscheduled"]]


def test_every_figure_opens_into_just_its_units(twenty: PlantAtWork, client_for) -> None:
    lived(twenty, client_for(twenty.people["chen"]))
    opened = 0
    for by in ("station", "operation", "line", "model", "slot", "shift", "day"):
        for key, row in figures(twenty, by).items():
            span = whole_span(twenty, by=by, key=key)
            for what in WHATS:
                figure = getattr(row, what)
                found = paged(span, what, 3)
                assert len(found) == figure, (by, key, what)
                assert len(set(found)) == figure
                assert found == sorted(found, key=lambda run: (run.at, run.event_id), reverse=True)
                opened += figure
    assert opened == 7 * (37 + 27 + 10 + 30 + 33 + 4 + 9 + 3 + 2 + 5 + 1)


def test_a_life_that_goes_on_moves_figure_and_list_before_any_fold(twenty: PlantAtWork) -> None:
    scanner, serial = Scanner(twenty), a_unit(twenty, past="AGE").serial
    live(twenty, scanner, serial, ("f", ""))
    fold_yields()
    span = whole_span(twenty)
    assert [run.serial for run in paged(span, "first_fail", 5)] == [serial]
    assert paged(span, "retested", 5) == []
    live(twenty, scanner, serial, ("p", ""))
    before = figures(twenty, "hour")
    (again,) = paged(span, "retested", 5)
    assert (again.passed, again.runs, again.repairs, again.final) == (False, 2, 0, True)
    fold_yields()
    assert figures(twenty, "hour") == before
    assert [row.retested for row in before.values()] == [1]


def paged(span: Span, what: str, size: int) -> list[UnitRun]:
    found: list[UnitRun] = []
    after = NEWEST
    while page := units_of(span=span, what=what, after=after, most=size):
        found += page
        after = Place(page[-1].at, page[-1].event_id)
    return found


def test_a_span_without_runs_has_no_rows_and_never_zero(twenty: PlantAtWork) -> None:
    today = timezone.localdate()
    span = Span(twenty.plant.pk, [twenty.line.pk], today, today + timedelta(days=1))
    assert yields_by(span=span, by="station") == []
    assert rolled_yield([]) is None
    nothing = YieldFigures("MMI1")
    assert nothing.fpy_first_run is nothing.ntf_rate is nothing.scrap_ratio is None


def test_a_run_that_is_not_settled_is_not_folded(twenty: PlantAtWork) -> None:
    scanner = Scanner(twenty)
    serial = a_unit(twenty, past="AGE").serial
    with transaction.atomic():
        live(twenty, scanner, serial, ("p", ""))
        fold_yields()
        assert not YieldSum.objects.exists()
    fold_yields()
    assert YieldSum.objects.get().entered == 1


def test_runs_that_change_no_sum_are_left_behind_by_the_fold_all_the_same(
    twenty: PlantAtWork,
) -> None:
    scanner = Scanner(twenty)
    live(twenty, scanner, a_unit(twenty, past="AGE").serial, ("p", ""))
    fold_yields()
    assert scanner.scan("AGE", a_unit(twenty, past="ASM-01").serial).status == 201
    assert Move.objects.filter(xid__gte=YieldMark.objects.get().xid_below).count() == 1
    assert fold_yields() == 0
    assert Move.objects.filter(xid__gte=YieldMark.objects.get().xid_below).count() == 0


def _sums() -> list[tuple[object, ...]]:
    keys = ("day", "station_id", "fixture", "slot", "entered", "first_run", "before_repair")
    more = ("final", "retested", "reworked", "scrapped", "runs", "fails", "closed", "ntf")
    return sorted(row for row in YieldSum.objects.values_list(*keys, *more) if any(row[4:]))
