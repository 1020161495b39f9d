"""Twenty units counted by hand; the sums must say exactly that, folded at any moments."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from quality.actions.gates.sums import fold_yields, rebuild_yields
from quality.models import YieldSum
from quality.queries.gates.yields import Span, rolled_yield, yield_figures
from quality.rules.yields import YieldFigures
from tests.factories import PIN
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.scanning import Scanner

pytestmark = pytest.mark.django_db(transaction=True)

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
                fixture="BOX-1",
                slot="1",
                measurements=[{"name": "level", "value": 5 if letter == "p" else 50}],
            )
            answer = scanner.post("test-records", body)
            assert answer.status == 201, answer.body
            assert answer.body["routing"]["allowed"], answer.body


@pytest.fixture
def twenty(db: None) -> PlantAtWork:
    return a_plant(quantity=30)


def test_twenty_units_have_exactly_these_yields(twenty: PlantAtWork, client_for) -> None:
    scanner = Scanner(twenty)
    boss = client_for(twenty.people["chen"])
    for n, life in enumerate(LIVES):
        live(twenty, scanner, a_unit(twenty, past="AGE").serial, life, boss)
        if n % 3 == 0:  # folded in the middle of lives
            fold_yields()
    fold_yields()
    today = timezone.localdate()
    span = Span(twenty.plant.pk, [twenty.line.pk], today - timedelta(days=1), today + timedelta(2))
    found = {row.key: row for row in yield_figures(span=span, by="operation")}
    mmi, cpl = found["MMI1"], found["CPL"]
    assert mmi == YieldFigures("MMI1", 20, 12, 14, 17, 7, 3, 1, 4, 1)
    assert cpl == YieldFigures("CPL", 17, 15, 16, 16, 2, 0, 1, 1, 0)
    assert (mmi.fpy_first_run, mmi.fpy_before_repair, mmi.final_yield) == (0.6, 0.7, 0.85)
    assert (mmi.retest_rate, mmi.rework_ratio, mmi.scrap_ratio) == (0.35, 0.15, 0.05)
    assert (mmi.ntf_rate, cpl.ntf_rate) == (0.25, 0.0)
    assert rolled_yield([mmi, cpl]) == pytest.approx(0.6 * 15 / 17)
    folded = _sums()
    rebuild_yields(since=today - timedelta(days=1), until=today + timedelta(days=2))
    assert _sums() == folded
    (slot,) = [row for row in yield_figures(span=span, by="slot") if "CPL" in row.key]
    assert slot.key == "LHR-B-CPL · BOX-1 · 1"
    (whole,) = yield_figures(span=span, by="model")
    assert (whole.key, whole.entered) == ("NOVA-5G", 37)


def test_a_span_without_runs_has_no_rows_and_never_zero(twenty: PlantAtWork) -> None:
    today = timezone.localdate()
    span = Span(twenty.plant.pk, [twenty.line.pk], today, today + timedelta(days=1))
    assert yield_figures(span=span, by="station") == []
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


def _sums() -> list[tuple[object, ...]]:
    keys = ("day", "station_id", "fixture", "slot", "entered", "first_run", "before_repair")
    more = ("final", "retested", "reworked", "scrapped")
    return sorted(row for row in YieldSum.objects.values_list(*keys, *more) if row[4])
