"""What no single table shows: guards that were replaced, a chain that was made anew as a whole."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from mes.health import ledger_check
from mes.kernel import anchors
from mes.kernel.chain import chain_ledgers
from mes.kernel.chain_check import first_fault
from mes.kernel.models import CheckRun
from mes.models import ShiftReport
from mes.reports.actions.shift_reports import write_shift_report
from mes.tasks import verify_ledger, write_anchors
from mes.verify.texts import KEPT, guard_digests
from tests.ledger import a_shift
from tests.ledgers import a_move
from tests.plant import a_plant
from tests.tampering import tamper
from tests.verify.test_verify_ledger import broken

pytestmark = pytest.mark.settled
HOLLOW = """
CREATE OR REPLACE FUNCTION public.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RETURN COALESCE(NEW, OLD); END $$
"""


@pytest.fixture
def chained(transactional_db, settings, tmp_path):
    settings.ANCHORS = str(tmp_path / "anchors")
    works = a_plant()
    for _ in range(3):
        a_move(works)
    chain_ledgers()
    return works


def made_anew() -> None:
    """A move is bent and the whole chain is written anew over it, every hash right."""
    tamper("UPDATE lines_move SET run = run + 1")
    tamper("DELETE FROM kernel_chainblock")
    chain_ledgers()
    assert first_fault() is None


def lines() -> list[Path]:
    return sorted(Path(settings.ANCHORS).glob("*.jsonl"))


def test_a_chain_made_anew_does_not_hold_the_heads_that_were_anchored(chained):
    assert write_anchors() >= 1
    assert broken("chain.anchors") is None
    made_anew()
    assert "is another one now: the anchor of" in broken("chain.anchors")


def test_a_chain_made_anew_does_not_hold_the_head_a_shift_report_printed(chained):
    start = timezone.now() - timedelta(hours=10)
    shift = a_shift(chained.line, start=start, state="closed")
    assert write_shift_report(shift=shift)
    head = ShiftReport.objects.get().figures["chain"]
    assert head == {"plant": chained.plant.pk, "seq": 1, "hash": head["hash"]}
    assert broken("chain.reports") is None
    made_anew()
    assert "the shift report of" in broken("chain.reports")


def test_a_chain_cut_off_at_its_end_does_not_hold_its_anchor(chained):
    write_anchors()
    tamper("DELETE FROM kernel_chainblock")
    assert "is gone" in broken("chain.anchors")


def test_an_anchor_that_was_changed_is_not_ours(chained):
    write_anchors()
    (path,) = lines()
    line = json.loads(path.read_text().splitlines()[0])
    path.write_text(json.dumps({**line, "seq": line["seq"] + 1}) + "\n")
    assert broken("chain.anchors") == (
        "anchor 1 is not signed by this installation, or was changed"
    )


def test_anchors_that_were_taken_away_are_missed(chained):
    write_anchors()
    lines()[0].unlink()
    assert broken("chain.anchors") is None  # the clock may not have come by yet
    tamper("UPDATE kernel_chainblock SET made_at = made_at - interval '2 days'")
    assert "holds no anchor" in broken("chain.anchors")


def test_a_head_is_anchored_when_it_moved_and_at_most_once_an_hour(chained):
    now = timezone.now()
    assert anchors.write_anchors(now=now) >= 1
    assert anchors.write_anchors(now=now + timedelta(hours=2)) == 0
    a_move(chained)
    chain_ledgers()
    assert anchors.write_anchors(now=now + timedelta(minutes=30)) == 0
    assert anchors.write_anchors(now=now + timedelta(minutes=61)) == 1


def test_half_a_line_left_by_a_power_cut_is_no_anchor_and_no_fault(chained):
    write_anchors()
    with lines()[0].open("ab") as file:
        file.write(b'{"at": "2026-')
    assert broken("chain.anchors") is None
    a_move(chained)
    chain_ledgers()
    later = timezone.now() + timedelta(hours=2)
    assert anchors.write_anchors(now=later) == 1
    assert broken("chain.anchors") is None


def test_a_guard_whose_body_was_replaced_is_found(transactional_db):
    assert broken("guard.texts") is None
    tamper(HOLLOW, guards_off=False)
    assert broken("guard.ledger_triggers") is None  # the trigger is still there
    assert broken("guard.texts") == "function public.refuse_change() was replaced"


def test_a_trigger_that_fires_on_nothing_is_found(transactional_db):
    tamper(
        "CREATE OR REPLACE TRIGGER lines_move_append_only BEFORE UPDATE OR DELETE"
        " ON public.lines_move FOR EACH ROW WHEN (false)"
        " EXECUTE FUNCTION public.refuse_change()",
        guards_off=False,
    )
    assert broken("guard.texts") == "trigger public.lines_move lines_move_append_only was replaced"


def test_the_digests_of_the_guards_are_up_to_date(db):
    """After a change of a guard, read the difference, then copy the file that is named here."""
    found = guard_digests()
    fresh = settings.BASE_DIR / ".cache" / "guards.json"
    fresh.parent.mkdir(exist_ok=True)
    fresh.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert json.loads(KEPT.read_text(encoding="utf-8")) == found, f"cp {fresh} {KEPT}"


def test_the_night_keeps_what_it_found_and_readyz_says_so(transactional_db):
    a_plant()
    assert ledger_check() == "never"
    assert verify_ledger() == []
    assert ledger_check().startswith("ok 20")
    tamper(HOLLOW, guards_off=False)
    assert verify_ledger() == ["guard.texts"]
    assert ledger_check().startswith("failed 20")
    last = CheckRun.objects.order_by("-pk").first()
    assert last.bad == [["guard.texts", "function public.refuse_change() was replaced"]]
