"""Two hundred lives of fifty steps each on the IMEI ledger; and ten bugs that such a life finds."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from quality.actions import imei_acts, imei_void, imeis
from quality.actions.imei import fences, named, taking, unused
from quality.rules import named_set
from tests.chance.ledger import ImeiLedger
from tests.chance.world import People
from tests.factories import make_token
from tests.plant import PlantAtWork, a_plant
from tests.quality.writing import Writer

pytestmark = [pytest.mark.settled, pytest.mark.django_db, pytest.mark.timeout(900)]

RUNS = int(os.environ.get("IMEI_RUNS", "60"))
STEPS = 50


@pytest.fixture
def live(db, settings, tmp_path: Path) -> Callable[[int], None]:
    """Live so many lives; raises what the first wrong one ran into."""
    memory = Path("/dev/shm")
    settings.JOURNAL = str(memory / f"journal-{os.getpid()}" if memory.is_dir() else tmp_path)
    works = a_plant(quantity=8)
    people = callers(works)

    def run(lives: int) -> None:
        run_state_machine_as_test(lambda: ImeiLedger(works, people), settings=some(lives))

    yield run
    for file in Path(settings.JOURNAL).glob("*.log"):
        file.unlink()


def callers(works: PlantAtWork) -> People:
    writer, device, bo, fay = Writer(works), Writer(works), Client(), Client()
    _, bearer = make_token(works.plant, works.station("IMEIW"))
    device.client = Client(headers={"Authorization": f"Bearer {bearer}"})
    bo.force_login(works.bo)
    fay.force_login(works.people["fay"])
    return People(writer, device, bo, fay)


def some(lives: int) -> settings:
    return settings(
        max_examples=lives,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


def test_the_ledger_does_what_the_model_says(live) -> None:
    live(RUNS)


def unchecked(known: Any, numbers: Any, holding: Any, **_: Any) -> Any:
    return named_set._whole(known, numbers, holding)


def half_looked_at(known: Any, numbers: Any, holding: Any) -> Any:
    return known


def told_whatever_was_sent(act: Any, earlier: Any) -> Any:
    return TOLD_AGAIN(imei_acts.Act(act.event, act.body, earlier.body_hash, act.visit), earlier)


def void_alone(holding: Any, **facts: Any) -> None:
    MAY_VOID(holding, **{**facts, "second": True})


TOLD_AGAIN, MAY_VOID = imei_acts.told_again, imei_void.may_void
BUGS: dict[str, tuple[object, str, object]] = {
    "the read-back is not compared": (imeis, "disagreement", lambda *_: None),
    "confirmed numbers stay written": (imeis, "after", lambda holding, _: "written"),
    "one person voids what is confirmed": (imei_void, "may_void", void_alone),
    "a repeat with another body is told again": (
        imei_acts, "told_again", told_whatever_was_sent,
    ),
    "the journal is not written": (imeis, "witness", lambda **_: None),
    "anybody adopts what is quarantined": (named, "may_adopt", unchecked),
    "a set of two phones' numbers is adopted": (named_set, "_whole", half_looked_at),
    "any device uses a lease": (named, "may_use_lease", unchecked),
    "a voided number still finds its phone": (
        imei_void, "_VOIDED", imei_void._VOIDED.replace("retired_at = now()", "retired_at = NULL"),
    ),
    "a refusal is not kept": (imei_acts, "keep_refusal", lambda _: True),
    "the margin of a fence is not quarantined": (fences, "_ahead", lambda _: []),
    "lent numbers are not voided when handed back": (
        unused, "_OF_RUN", unused._OF_RUN.replace("'free', 'leased'", "'free'"),
    ),
    "the next set is any set": (
        taking, "_SKIPPING", taking._SKIPPING.replace("ORDER BY pos", "ORDER BY pos DESC"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_found(live, monkeypatch, bug: str) -> None:
    where, name, instead = BUGS[bug]
    assert getattr(where, name) != instead
    monkeypatch.setattr(where, name, instead)
    with pytest.raises(Exception):  # noqa: B017, PT011  (whatever first goes wrong)
        live(RUNS)
