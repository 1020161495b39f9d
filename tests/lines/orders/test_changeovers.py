"""From one order to the next: the line is cleared, the first article judged, the clock runs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from lines.actions.changeovers import begin_changeover, end_changeover
from lines.actions.start_checks import (
    Judged,
    approve_first_article,
    reject_first_article,
    revoke_first_article,
)
from lines.actions.start_watch import revoke_lapsed
from lines.models import (
    Changeover,
    ChangeoverEnd,
    CheckTrigger,
    Clearance,
    ClearanceItem,
    Consignment,
    Hold,
    KitEvent,
    KitLot,
    Move,
    StartCheck,
    Stop,
    Unit,
)
from lines.queries.board import line_now
from plants.models import ChangeoverTime, StartRule
from tests.calls import fetch, send
from tests.factories import make_model, make_order, make_variant
from tests.ledger import a_shift
from tests.plant import PlantAtWork, a_unit

EVERYTHING = ClearanceItem.values


@pytest.fixture
def chen(works: PlantAtWork, client_for):
    return client_for(works.chen)


@pytest.fixture
def start(works: PlantAtWork, device_client):
    device = device_client(works.station("ASM-IN"))

    def begin(order: str):
        return send(device, "units/start", station="LHR-B-ASM-IN", work_order=order)

    return begin


def second_order(works: PlantAtWork) -> str:
    return make_order(works.route, works.variant, works.line).no


def judged(works: PlantAtWork, note: str = "") -> Judged:
    return Judged(uuid4(), works.bo.pk, note=note)


def test_without_a_rule_an_order_starts_as_ever(works: PlantAtWork, start) -> None:
    assert start(works.order.no).status_code == 201
    assert start(second_order(works)).status_code == 201


def test_a_line_is_cleared_before_the_next_order_starts(works: PlantAtWork, chen, start) -> None:
    StartRule.objects.create(line=works.line, line_clearance=True)
    assert start(works.order.no).json()["code"] == "line_not_cleared"
    cleared = send(chen, "lines/LHR-B/clear", work_order=works.order.no, ticked=EVERYTHING)
    assert cleared.status_code == 201, cleared.content
    assert start(works.order.no).status_code == 201

    unit, other = works.order.units.get(), second_order(works)
    assert start(other).json()["code"] == "line_not_cleared"
    left = send(chen, "lines/LHR-B/clear", work_order=other, ticked=EVERYTHING)
    assert left.json()["code"] == "wip_left"
    assert "1 units of order" in left.json()["detail"]
    unit.state = "scrapped"
    unit.save()
    short = send(chen, "lines/LHR-B/clear", work_order=other, ticked=EVERYTHING[:2])
    assert (short.json()["code"], "2 points" in short.json()["detail"]) == ("checklist_open", True)
    assert send(chen, "lines/LHR-B/clear", work_order=other, ticked=EVERYTHING).status_code == 201
    assert start(other).status_code == 201
    assert start(works.order.no).json()["code"] == "line_not_cleared"
    kinds = list(StartCheck.objects.order_by("at").values_list("order__no", "kind", "trigger"))
    assert kinds == [
        (works.order.no, "cleared", "order_start"),
        (works.order.no, "uncleared", "model_change"),
        (other, "cleared", "order_start"),
    ]


def test_units_on_the_bench_or_on_hold_are_set_aside(works: PlantAtWork, chen) -> None:
    a_unit(works, state="in_repair")
    held = a_unit(works)
    Hold.objects.create(
        plant=works.plant, no="H-1", subject="unit", unit=held, cause="manual", reason="Look"
    )
    other = second_order(works)
    cleared = send(chen, "lines/LHR-B/clear", work_order=other, ticked=EVERYTHING)
    assert cleared.status_code == 201, cleared.content
    assert len(cleared.json()["check"]["facts"]["aside"]) == 2


def test_one_unit_is_begun_and_judged_before_the_others(works: PlantAtWork, start) -> None:
    StartRule.objects.create(line=works.line, first_article=True)
    no = works.order.no
    assert start(no).status_code == 201
    assert start(no).json()["code"] == "first_article_pending"
    reject_first_article(
        order_id=works.order.pk, line=works.line, judged=judged(works, "Screen loose")
    )
    assert start(no).status_code == 201
    assert start(no).json()["code"] == "first_article_pending"
    approve_first_article(order_id=works.order.pk, line=works.line, judged=judged(works))
    assert [start(no).status_code for _ in range(2)] == [201, 201]
    assert revoke_first_article(
        order_id=works.order.pk, line=works.line, trigger=CheckTrigger.FIRMWARE
    )
    assert start(no).status_code == 201  # a new article
    assert start(no).json()["code"] in ("first_article_pending", "order_full")


def test_an_approval_ends_with_a_long_stop(works: PlantAtWork, start) -> None:
    StartRule.objects.create(line=works.line, first_article=True, stop_hours=4)
    approve_first_article(order_id=works.order.pk, line=works.line, judged=judged(works))
    assert start(works.order.no).status_code == 201
    assert revoke_lapsed(now=timezone.now() + timedelta(hours=3)) == 0
    assert revoke_lapsed(now=timezone.now() + timedelta(hours=5)) == 1
    assert revoke_lapsed(now=timezone.now() + timedelta(hours=5)) == 0
    last = StartCheck.objects.order_by("at").last()
    assert (last.kind, last.trigger, last.person) == ("revoked", "long_stop", None)
    assert Move.objects.count() == 1


def test_the_rule_of_a_model_goes_before_that_of_the_line(works: PlantAtWork, start) -> None:
    StartRule.objects.create(line=works.line, line_clearance=True)
    StartRule.objects.create(line=works.line, model=works.model)
    assert start(works.order.no).status_code == 201


def test_a_changeover_stands_on_the_board_and_ends_with_the_first_unit(
    works: PlantAtWork, chen, start
) -> None:
    a_shift(works.line, start=timezone.now() - timedelta(hours=2))
    assert start(works.order.no).status_code == 201
    other = second_order(works)
    ChangeoverTime.objects.create(line=works.line, minutes=20)
    begun = send(chen, "lines/LHR-B/changeovers", work_order=other)
    assert begun.status_code == 201, begun.content
    shown = begun.json()["changeover"]
    assert (shown["from_order"], shown["to_order"], shown["planned_minutes"]) == (
        works.order.no, other, 20,
    )  # fmt: skip
    board = line_now(line_id=works.line.pk, moment=timezone.now())
    assert (board.state, board.why) == ("changeover", other)
    assert board.due - Stop.objects.get().started_at == timedelta(minutes=20)
    assert [loss.units for loss in board.losses] == [0]
    twice = send(chen, "lines/LHR-B/changeovers", work_order=other)
    assert twice.json()["code"] == "changeover_open"
    assert start(works.order.no).json()["code"] == "changeover_open"

    assert start(other).status_code == 201
    row = Changeover.objects.get()
    assert (row.ended_how, row.stop.ended_at is not None) == ("first_unit", True)
    assert line_now(line_id=works.line.pk, moment=timezone.now()).state != "changeover"
    assert start(works.order.no).status_code == 201


def test_a_changeover_is_ticked_and_ended_by_hand(works: PlantAtWork, chen) -> None:
    no = second_order(works)
    made = send(chen, "lines/LHR-B/changeovers", work_order=no).json()["changeover"]["no"]
    for item in EVERYTHING:
        ticked = send(chen, f"changeovers/{made}/tick", item=item)
        assert ticked.status_code == 200
    assert ticked.json()["changeover"]["ticked"] == sorted(EVERYTHING)
    bare = send(chen, f"changeovers/{made}/end", how="called_off")
    assert bare.json()["code"] == "reason_needed"
    ended = send(chen, f"changeovers/{made}/end", how="by_hand")
    assert ended.json()["changeover"]["ended_how"] == "by_hand"
    again = send(chen, f"changeovers/{made}/end", how="by_hand")
    assert again.json()["code"] == "wrong_state"
    listed = fetch(chen, "changeovers", line="LHR-B").json()["results"]
    assert [row["no"] for row in listed] == [made]


def test_the_next_scan_at_line_input_builds_the_new_order(
    works: PlantAtWork, chen, client_for, start
) -> None:
    start(works.order.no)
    other = second_order(works)
    send(chen, "lines/LHR-B/changeovers", work_order=other)
    scanned = client_for(works.ana).post(
        "/station/LHR-B-ASM-IN/scan/",
        {"event_id": str(uuid4()), "station": "LHR-B-ASM-IN", "identifier": "BOARD-77001"},
        content_type="application/json",
    )
    assert scanned.status_code == 201, scanned.content
    assert Unit.objects.order_by("-pk").first().order.no == other


def test_no_changeover_while_the_line_stands_for_something_else(works: PlantAtWork, chen) -> None:
    send(chen, "stops", line="LHR-B", group="other", halts=True)
    answer = send(chen, "lines/LHR-B/changeovers", work_order=second_order(works))
    assert answer.json()["code"] == "wrong_state"
    assert (Changeover.objects.count(), Stop.objects.count()) == (0, 1)


def test_an_operator_neither_changes_over_nor_clears(works: PlantAtWork, client_for) -> None:
    ana = client_for(works.ana)
    no = second_order(works)
    for path, body in (
        ("lines/LHR-B/changeovers", {"work_order": no}),
        ("lines/LHR-B/clear", {"work_order": no, "ticked": EVERYTHING}),
    ):
        assert send(ana, path, **body).json()["code"] == "not_allowed"


def test_another_model_has_its_own_minutes(works: PlantAtWork, chen) -> None:
    model = make_model("TARA-1", imei_count=0)
    make_variant(model)
    ChangeoverTime.objects.create(line=works.line, minutes=90)
    ChangeoverTime.objects.create(line=works.line, to_model=works.model, minutes=15)
    made = send(chen, "lines/LHR-B/changeovers", work_order=works.order.no)
    assert made.json()["changeover"]["planned_minutes"] == 15


def test_an_approval_ends_with_sets_of_another_lot(works: PlantAtWork) -> None:
    StartRule.objects.create(line=works.line, first_article=True)
    consignment = Consignment.objects.create(plant=works.plant, no="CN", kit_type="skd")
    variants = (works.variant, make_variant(works.model, "White"))
    lots = [
        KitLot.objects.create(consignment=consignment, variant=variant, no=f"K{n}", sets=9)
        for n, variant in enumerate(variants)
    ]

    def issue(lot: KitLot) -> None:
        KitEvent.objects.create(
            event_id=uuid4(), lot=lot, kind="issued", sets=1, order=works.order,
            at=timezone.now(),
        )  # fmt: skip

    issue(lots[0])
    approve_first_article(order_id=works.order.pk, line=works.line, judged=judged(works))
    Clearance.objects.update(granted_at=timezone.now())
    issue(lots[0])
    assert revoke_lapsed(now=timezone.now()) == 0
    issue(lots[1])
    assert revoke_lapsed(now=timezone.now()) == 1
    assert StartCheck.objects.order_by("at").last().trigger == "key_lot"


def test_the_planned_minutes_ask_for_nothing_and_count_as_setup(works: PlantAtWork) -> None:
    """480 units in 8.5 working hours: 20 planned minutes are 19 units; 10 more are a loss."""
    began = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=3)
    a_shift(works.line, start=began)
    before = line_now(line_id=works.line.pk, moment=began + timedelta(hours=2))
    ChangeoverTime.objects.create(line=works.line, minutes=20)
    row = begin_changeover(
        event_id=uuid4(), line_id=works.line.pk, order_no=works.order.no, by=works.chen.pk,
        now=began + timedelta(minutes=60),
    )  # fmt: skip
    ended = began + timedelta(minutes=90)
    end_changeover(changeover_id=row.pk, how=ChangeoverEnd.BY_HAND, by=works.chen.pk, now=ended)
    after = line_now(line_id=works.line.pk, moment=began + timedelta(hours=2))
    assert (before.should - after.should, before.target - after.target) == (19, 19)
    asked = [sum(hour.due for hour in board.hours) for board in (before, after)]
    assert asked[0] - asked[1] == 19
    assert [(loss.cause, loss.units > 0, loss.minutes) for loss in after.losses] == [
        ("Changeover", True, 10),
        ("Changeover, planned", False, 20),
    ]
