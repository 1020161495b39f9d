"""S8: the page of one unit."""

from django.test import Client
from django.urls import reverse

from lines.models import Hold
from mes.kernel.ids import uuid7
from tests.plant import PlantAtWork, a_unit
from tests.quality.api.test_unit_history import lived
from tests.scanning import Scanner


def test_the_page_tells_the_life_newest_first(works: PlantAtWork, client_for) -> None:
    unit, pair, _ = lived(works)
    page = client_for(works.bo).get(f"/units/{unit.serial}/")
    assert page.status_code == 200
    shown = page.context["unit"]
    told = [row.what for row in shown.events]
    assert told[-4:] == ["IMEIs issued", "CPL passed", "MMI1 passed", "MMI1 NG, run 1 of 3"]
    assert (shown.total, shown.earlier) == (8, 0)
    texts = [f"{row.what} {row.detail}" for row in shown.events]
    assert any("Board" in text and "Goes on at MMI1" in text for text in texts)
    assert any(text.startswith("IMEIs voided") for text in texts)
    beads = {bead.code: bead for bead in shown.route}
    assert (beads["AGE"].state, beads["MMI1"].state) == ("ok", "here")
    gone = [fact for fact in shown.facts if fact.note]
    assert {fact.value for fact in gone} == {"BRD-1", *pair}


def test_a_failed_run_shows_the_value_that_failed_it(works: PlantAtWork, client_for) -> None:
    unit = a_unit(works, past="AGE")
    scanner = Scanner(works)
    body = scanner.event(
        "MMI1", unit.serial, outcome="failed", measurements=[{"name": "level", "value": 12.5}]
    )
    assert scanner.post("test-records", body).status == 201
    (row,) = client_for(works.bo).get(f"/units/{unit.serial}/").context["unit"].events
    assert (row.verdict, row.what, row.detail) == ("ng", "MMI1 NG, run 1 of 3", "Level 12.5, 0–10")


def test_any_code_leads_to_its_unit_and_an_unknown_one_says_so(
    works: PlantAtWork, client_for
) -> None:
    unit, client = a_unit(works), client_for(works.ana)
    found = client.get(reverse("quality:find"), {"code": f" {unit.serial} "}, follow=True)
    assert (found.status_code, found.context["unit"].serial) == (200, unit.serial)
    for code in ("NOTHING-1", "", "a/b", "<script>", "۱۲۳۴"):
        lost = client.get(reverse("quality:find"), {"code": code}, follow=True)
        assert (lost.status_code, lost.context["unit"]) == (404, None)


def test_another_plants_unit_is_not_there(
    works: PlantAtWork, other_works: PlantAtWork, client_for
) -> None:
    unit = a_unit(works)
    stranger = client_for(other_works.bo).get(f"/units/{unit.serial}/")
    assert (stranger.status_code, stranger.context["unit"]) == (404, None)
    assert Client().get(f"/units/{unit.serial}/").status_code == 302


def test_qa_holds_the_phone_from_its_page_and_an_operator_does_not(
    works: PlantAtWork, client_for
) -> None:
    unit = a_unit(works)
    bo, ana = client_for(works.bo), client_for(works.ana)
    path = reverse("quality:unit_hold", args=[unit.serial])
    assert ana.get(f"/units/{unit.serial}/").context["hold_url"] == ""
    said = {"event_id": str(uuid7()), "reason": "Scratch on the back"}
    assert ana.post(path, said).status_code == 404
    assert bo.post(path, {"event_id": str(uuid7()), "reason": " "}).status_code == 422
    assert bo.post(path, {"reason": "Scratch"}).status_code == 400
    assert not Hold.objects.exists()
    done = bo.post(path, said, follow=True)
    assert done.context["unit"].held == "Scratch on the back"
    assert Hold.objects.get(unit=unit).placed_by == works.bo


def test_a_hold_form_sent_twice_holds_once(works: PlantAtWork, client_for) -> None:
    unit, bo = a_unit(works), client_for(works.bo)
    page = bo.get(f"/units/{unit.serial}/")
    event_id = str(page.context["event_id"])
    assert f'name="event_id" value="{event_id}"' in page.content.decode()
    said = {"event_id": event_id, "reason": "Scratch on the back"}
    for _ in range(2):
        assert bo.post(page.context["hold_url"], said).status_code == 302
    assert Hold.objects.filter(unit=unit).count() == 1


def test_a_reason_that_cannot_be_kept_holds_nothing(works, client_for) -> None:
    unit = a_unit(works, past="AGE")

    answer = client_for(works.chen).post(
        f"/units/{unit.serial}/hold/", {"event_id": str(uuid7()), "reason": "\x00"}
    )

    assert answer.status_code == 422
    assert not Hold.objects.exists()


def test_a_unit_on_the_line_goes_to_the_bench_or_to_scrap_from_its_page(
    works: PlantAtWork, client_for
) -> None:
    unit = a_unit(works, past="ASM-01")
    assert (
        "scrap-sheet" not in client_for(works.chen).get(f"/units/{unit.serial}/").content.decode()
    )
    scanner = Scanner(works)
    assert scanner.post("scans", scanner.event("AGE", unit.serial)).status == 201
    page = client_for(works.chen).get(f"/units/{unit.serial}/").content.decode()
    station = works.station("AGE").code
    assert f'href="/station/{station}/repair/?unit={unit.serial}"' in page
    assert 'data-api="/api/v1/units/scrap"' in page
    assert f'name="station" value="{station}"' in page
    assert 'name="second.badge"' in page
    assert "scrap-sheet" not in client_for(works.ana).get(f"/units/{unit.serial}/").content.decode()
    for state in ("in_repair", "packed", "scrapped"):
        unit.state = state
        unit.save()
        page = client_for(works.chen).get(f"/units/{unit.serial}/").content.decode()
        assert "scrap-sheet" not in page
