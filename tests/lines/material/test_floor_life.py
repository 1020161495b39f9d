"""The floor life of moisture-sensitive parts: opened, put away, baked, refused when it is over."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from lines.actions.holds import place_hold
from lines.actions.line_side.pick_lists import PickWish, make_pick_list
from lines.actions.material.floor_life import note_floor_life
from lines.models import FloorEvent, Hold, HoldSubject, InstalledPart, MaterialLot
from lines.models.pieces import stock_in
from lines.rules.material.floor_life import FloorLife, after, may_follow, whole_life
from mes.kernel.refusals import Malformed, Refusal
from plants.models import Part
from tests.calls import fetch, send
from tests.lines.line_side.material import Stores, stores_of
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Scanner

NOON = datetime(2026, 3, 2, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def stores(works: PlantAtWork) -> Stores:
    return stores_of(works)


@pytest.fixture
def board(stores: Stores) -> MaterialLot:
    """Level 5a: a day on the floor."""
    Part.objects.filter(pk=stores.parts["board"].pk).update(moisture="5a")
    return stores.lot("board", 40, place="A-01")


def note(works: PlantAtWork, lot: MaterialLot, kind: str, hours_ago: float = 0, **more: object):
    return note_floor_life(
        event_id=uuid4(),
        plant_id=works.plant.pk,
        lot_no=lot.no,
        kind=kind,
        by=None,
        now=timezone.now() - timedelta(hours=hours_ago),
        **more,
    )


def kept(works: PlantAtWork, lot: MaterialLot) -> str:
    (row,) = stock_in(plant_id=works.plant.pk, today=timezone.localdate(), lots=[lot.pk])
    return row.why_not


@pytest.mark.parametrize(
    ("level", "hours"),
    [("2", 8760), ("2a", 672), ("3", 168), ("4", 72), ("5", 48), ("5a", 24), ("6", 9)],
)
def test_the_levels_have_the_hours_of_the_standard(level: str, hours: int) -> None:
    assert whole_life(level, 9) == hours * HOUR


def test_a_level_without_a_clock_and_an_unread_label_have_none() -> None:
    assert [whole_life(level, None) for level in ("", "1", "6")] == [None, None, None]


def test_the_clock_runs_open_stands_dry_and_is_whole_after_a_bake() -> None:
    opened = after(None, "opened", whole=24 * HOUR, moment=NOON)
    assert opened.ends_at == NOON + 24 * HOUR
    dry = after(opened, "dry", whole=24 * HOUR, moment=NOON + 10 * HOUR)
    assert (dry.left, dry.ends_at) == (14 * HOUR, None)
    again = after(dry, "opened", whole=24 * HOUR, moment=NOON + 500 * HOUR)
    assert again.left_at(NOON + 513 * HOUR) == HOUR
    assert again.over(NOON + 514 * HOUR)
    baked = after(again, "baked", whole=24 * HOUR, moment=NOON + 600 * HOUR)
    assert (baked.left, baked.running) == (24 * HOUR, False)


def test_a_bag_is_opened_once_and_only_an_open_one_is_put_away() -> None:
    opened = FloorLife("opened", NOON, HOUR)
    assert [may_follow(None, kind) for kind in ("opened", "dry", "baked")] == [True, False, True]
    assert [may_follow(opened, kind) for kind in ("opened", "dry")] == [False, True]


@pytest.mark.django_db
def test_what_lay_open_too_long_is_picked_no_more_until_it_is_baked(
    works: PlantAtWork, stores: Stores, board: MaterialLot
) -> None:
    note(works, board, "opened", hours_ago=23)
    assert kept(works, board) == ""
    late = stores.lot("board", 40, place="B-01")
    note(works, late, "opened", hours_ago=60)
    assert kept(works, late) == "material_expired"
    stores.lot("speaker", 80, place="A-02")
    made = make_pick_list(
        event_id=uuid4(),
        plant_id=works.plant.pk,
        order_no=works.order.no,
        wish=PickWish(2),
        by=None,
    )
    assert set(made.lines.filter(part=board.part).values_list("lot__no", flat=True)) == {board.no}
    note(works, late, "dry")
    with pytest.raises(Refusal, match="material_expired") as no:
        note(works, late, "opened")
    ran_out = timezone.localtime(timezone.now() - 36 * HOUR)
    assert no.value.facts["date"] == f"{ran_out:%d %b}"
    note(works, late, "baked")
    assert kept(works, late) == ""


@pytest.mark.django_db
def test_dry_storage_stops_the_clock_and_opening_goes_on(works, stores, board) -> None:
    note(works, board, "opened", hours_ago=100)
    note(works, board, "dry", hours_ago=80)
    assert kept(works, board) == ""
    note(works, board, "opened", hours_ago=5)
    assert kept(works, board) == "material_expired"
    assert list(FloorEvent.objects.order_by("n").values_list("n", "kind", "left")) == [
        (1, "opened", 86400),
        (2, "dry", 14400),
        (3, "opened", 14400),
    ]


@pytest.mark.django_db
def test_a_level_corrected_for_the_worse_takes_the_time_that_was_left(
    works: PlantAtWork, board: MaterialLot
) -> None:
    part = Part.objects.filter(pk=board.part_id)
    part.update(moisture="3")
    note(works, board, "opened", hours_ago=1)
    part.update(moisture="4")
    put_away = note(works, board, "dry")
    assert (put_away.hours, put_away.left) == (72, 72 * 3600)
    part.update(moisture="6")
    assert note(works, board, "opened", hours=6).left == 6 * 3600


@pytest.mark.django_db
def test_a_level_corrected_to_none_has_no_clock(works, stores, board, client_for) -> None:
    note(works, board, "opened", hours_ago=25)
    assert kept(works, board) == "material_expired"
    for level in ("1", ""):
        Part.objects.filter(pk=board.part_id).update(moisture=level)
        assert kept(works, board) == ""
        page = client_for(works.people["dana"]).get(f"/store/LHR/material-lots/{board.no}/")
        assert "floor life is over" not in page.content.decode()


@pytest.mark.django_db
def test_refusals_leave_nothing(works: PlantAtWork, stores: Stores, board: MaterialLot) -> None:
    with pytest.raises(Refusal, match="wrong_state"):
        note(works, board, "dry")
    with pytest.raises(Refusal, match="not_sensitive"):
        note(works, stores.lot("speaker", 5), "opened")
    Part.objects.filter(pk=board.part_id).update(moisture="6")
    with pytest.raises(Malformed):
        note(works, board, "opened")
    assert FloorEvent.objects.count() == 0
    assert note(works, board, "opened", hours=8).left == 8 * 3600
    with pytest.raises(Refusal, match="wrong_state"):
        note(works, board, "opened", hours=8)
    assert FloorEvent.objects.count() == 1


@pytest.mark.django_db
def test_the_line_refuses_a_part_whose_floor_life_is_over(
    works: PlantAtWork, stores: Stores
) -> None:
    Part.objects.filter(pk=stores.parts["camera"].pk).update(moisture="5a")
    camera = stores.lot("camera", 40, place="A-01", supplier_lot="SL-9")
    note(works, camera, "opened", hours_ago=30)
    unit, scanner = a_unit(works), Scanner(works)
    for lot in (camera.no, "SL-9"):
        parts = [{"position": "camera", "serial": "C-1", "lot": lot}]
        answer = scanner.scan("ASM-01", unit.serial, parts=parts)
        assert (answer.status, answer.code) == (409, "material_expired")
        assert camera.no in answer.body["detail"]
    assert InstalledPart.objects.count() == 0
    note(works, camera, "baked")
    assert scanner.scan("ASM-01", unit.serial, parts=parts).status == 201


@pytest.mark.django_db
def test_a_scan_that_comes_late_is_judged_by_the_clock_of_its_own_time(works, stores) -> None:
    Part.objects.filter(pk=stores.parts["camera"].pk).update(moisture="5a")
    camera = stores.lot("camera", 40, place="A-01")
    note(works, camera, "opened", hours_ago=30)
    note(works, camera, "dry", hours_ago=1)
    unit, scanner = a_unit(works), Scanner(works)
    parts = [{"position": "camera", "serial": "C-1", "lot": camera.no}]
    now = timezone.now()

    over = scanner.scan("ASM-01", unit.serial, parts=parts, at=now - 4 * HOUR)
    good = scanner.scan("ASM-01", unit.serial, parts=parts, at=now - 8 * HOUR, late=True)

    assert (over.status, over.code) == (409, "material_expired")
    assert (good.status, InstalledPart.objects.get().lot) == (201, camera.no)


@pytest.mark.django_db
def test_another_parts_lot_with_the_same_suppliers_number_stops_nobody(works, stores) -> None:
    board = stores.lot("board", 40, place="A-01", supplier_lot="SL-9", status="rejected")
    unit, scanner = a_unit(works), Scanner(works)
    parts = [{"position": "camera", "serial": "C-1", "lot": board.no}]
    assert scanner.scan("ASM-01", unit.serial, parts=parts).code == "lot_rejected"
    parts[0]["lot"] = "SL-9"
    assert scanner.scan("ASM-01", unit.serial, parts=parts).status == 201


@pytest.mark.django_db
def test_the_line_refuses_a_lot_that_is_held_or_rejected_wherever_its_pieces_lie(
    works: PlantAtWork, stores: Stores
) -> None:
    camera = stores.lot("camera", 40, place="A-01", supplier_lot="SL-9")
    unit, scanner = a_unit(works), Scanner(works)
    parts = [{"position": "camera", "serial": "C-1", "lot": "SL-9"}]
    hold = place_hold(
        plant_id=works.plant.pk, subject=HoldSubject.MATERIAL, subject_id=camera.pk,
        cause="manual", reason="dusty", by=works.bo.pk,
    )  # fmt: skip
    answer = scanner.scan("ASM-01", unit.serial, parts=parts)
    assert (answer.status, answer.code, answer.body["next"]) == (
        409,
        "lot_held",
        "Take another lot.",
    )
    Hold.objects.filter(pk=hold.pk).update(
        released_at=timezone.now(), released_by=works.chen, release_reason="clean"
    )
    MaterialLot.objects.filter(pk=camera.pk).update(status="rejected")
    assert scanner.scan("ASM-01", unit.serial, parts=parts).code == "lot_rejected"
    assert InstalledPart.objects.count() == 0
    MaterialLot.objects.filter(pk=camera.pk).update(status="accepted")
    assert scanner.scan("ASM-01", unit.serial, parts=parts).status == 201


@pytest.mark.django_db
def test_the_lots_page_keeps_the_clock_and_the_stock_shows_what_is_left(
    works: PlantAtWork, board: MaterialLot, client_for
) -> None:
    dana: Client = client_for(works.people["dana"])
    page = f"/store/LHR/material-lots/{board.no}/"
    assert "bag sealed" in dana.get(page).content.decode()
    opened = send(dana, f"material-lots/{board.no}/floor-life", kind="opened")
    assert (opened.status_code, opened.json()["floor_life"]["left"]) == (201, 86400)
    words = re.sub(r"<[^>]+>", "", dana.get(page).content.decode())
    assert re.search(r"2[34]:\d\d left", words)
    assert '"opened-sheet"' not in dana.get(page).content.decode()
    stock = re.sub(r"<[^>]+>", "", dana.get("/store/LHR/stock/").content.decode())
    assert re.search(r"2[34]:\d\d left", stock)
    (row,) = [one for one in fetch(dana, "stock").json()["stock"] if one["lot"] == board.no]
    assert row["floor_left"].startswith("23:59")
