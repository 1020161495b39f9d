"""16 issuers over HTTP while web, worker, Valkey and PostgreSQL are killed with -9.

Every run of the suite issues 1,000 IMEIs under two kills of each part; the whole test, 5,000 under
five, is `CRASH_UNITS=2500 CRASH_KILLS=5 make test ONLY=tests/crash`.
"""

import os
from collections import Counter
from dataclasses import dataclass

import pytest

from mes.kernel.journal import Journal
from mes.serve.processes import WEB, WORKER
from tests.crash.issuers import Issuers
from tests.crash.place import CrashPlace, until

pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]

UNITS = int(os.environ.get("CRASH_UNITS", "500"))
KILLS = int(os.environ.get("CRASH_KILLS", "2"))
ISSUERS = 16


@dataclass
class Outcome:
    """What the issuers were told beside what the database and the journal know afterwards."""

    answered: int
    doubled: list[str]
    lost: list[str]
    unexplained: int
    wrong: list[str]
    unwitnessed: int


def crash(place: CrashPlace, *, units: int, kills: int) -> Outcome:
    stock = place.stock(units)
    place.start(WORKER)
    place.start(WEB)
    issuers = Issuers(place.port, stock)
    threads = issuers.run(ISSUERS)
    for number in range(1, kills + 1):
        mark = units * number // (kills + 1)
        until(f"{mark} answers", lambda mark=mark: len(issuers.answered) >= mark or issuers.wrong)
        place.kill_round()
    for thread in threads:
        thread.join()
    return compared(place, issuers)


def compared(place: CrashPlace, issuers: Issuers) -> Outcome:
    told = [(imei, serial) for serial, imeis in issuers.answered.values() for imei in imeis]
    times = Counter(imei for imei, _ in told)
    rows = place.rows(
        "SELECT i.imei, i.state, COALESCE(u.serial, '') FROM quality_imei i"
        " LEFT JOIN lines_unit u ON u.id = i.unit_id"
    )
    known = {imei: serial for imei, state, serial in rows if state != "free"}
    journal = Journal(place.home / "journal", "issued").rows()
    witnessed = {imei for row in journal for imei in row["imeis"]}
    return Outcome(
        answered=len(issuers.answered),
        doubled=[imei for imei, count in times.items() if count > 1],
        lost=[imei for imei, serial in told if known.get(imei) != serial],
        unexplained=len(known.keys() - times.keys()),
        wrong=issuers.wrong,
        unwitnessed=len(times.keys() - witnessed),
    )


@pytest.mark.usefixtures("django_db_setup")
def test_no_crash_doubles_or_loses_an_imei() -> None:
    with CrashPlace(durable=True) as place:
        outcome = crash(place, units=UNITS, kills=KILLS)
        fault = place.manage("manage.py", "verify_ledger", "quality.")
    print(outcome)
    assert outcome == Outcome(UNITS, [], [], 0, [], 0), outcome
    assert "all hold" in fault


@pytest.mark.usefixtures("django_db_setup")
def test_the_harness_sees_loss_where_the_answer_comes_before_the_disk() -> None:
    """The control: without `synchronous_commit` numbers that were answered are given out again."""
    with CrashPlace(durable=False) as place:
        outcome = crash(place, units=600, kills=2)
    assert outcome.lost, outcome
    assert outcome.doubled, outcome
