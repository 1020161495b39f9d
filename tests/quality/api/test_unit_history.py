"""One unit's whole history, by any name it ever had."""

from urllib.parse import quote

from django.test import Client

from lines.models import Unit
from tests.plant import PlantAtWork, a_unit
from tests.quality.imeis import make_range
from tests.scanning import Scanner


def lived(works: PlantAtWork) -> tuple[Unit, list[str], Scanner]:
    """A unit that was tested NG and good, got its IMEIs, was refused once and repaired."""
    make_range(works.plant, works.model, sets=1)
    scanner, unit = Scanner(works), a_unit(works, past="AGE")
    unit.identifiers.create(plant=works.plant, kind="board_sn", value="BRD-1")
    for value in (12, 5):
        body = {"outcome": "passed" if value < 10 else "failed"}
        measured = [{"name": "level", "value": value}, {"name": "odd", "value": "x"}]
        answer = scanner.post(
            "test-records", scanner.event("MMI1", unit.serial, measurements=measured, **body)
        )
        assert answer.status == 201, answer.body
    assert scanner.scan("AGE", unit.serial).status == 409
    scanner.post(
        "test-records",
        scanner.event(
            "CPL", unit.serial, outcome="passed", measurements=[{"name": "level", "value": 1}]
        ),
    )
    issued = scanner.post("imeis/issue", scanner.event("IMEIW", unit.serial))
    pair = [row["imei"] for row in issued.body["imeis"]]
    scanner.post("imeis/written", scanner.event("IMEIW", unit.serial, read_back=pair))
    fault = scanner.event("IMEIC", unit.serial, note="Label torn")
    no = scanner.post("repairs", fault).body["repair"]["no"]
    closed = scanner.post(
        f"repairs/{no}/close",
        {"event_id": fault["event_id"], "result": "repaired", "board": "BRD-2", "action": "Board"},
    )
    assert closed.status == 200, closed.body
    return unit, pair, scanner


def test_a_unit_is_found_by_every_name_it_has_or_had(works: PlantAtWork) -> None:
    unit, pair, scanner = lived(works)
    for name in (unit.serial, "BRD-1", "BRD-2", *pair, f" {unit.serial} "):
        answer = scanner.client.get(f"/api/v1/units/{quote(name)}")
        assert (answer.status_code, answer.json()["serial"]) == (200, unit.serial)


def test_the_history_tells_all_of_it_in_the_order_of_time(works: PlantAtWork) -> None:
    unit, pair, scanner = lived(works)
    told = scanner.client.get(f"/api/v1/units/{unit.serial}").json()
    assert [(m["kind"], m["step"], m["run"]) for m in told["moves"]] == [
        ("fail", "MMI1", 1),
        ("pass", "MMI1", 2),
        ("pass", "CPL", 1),
        ("pass", "IMEIW", 1),
        ("repair", "MMI1", 1),
    ]
    first, second, _ = told["records"]
    assert (first["outcome"], second["outcome"], first["operation"]) == ("failed", "passed", "MMI1")
    level, odd = first["measurements"]
    assert (level["value"], level["low"], level["high"], level["ok"]) == (12.0, 0.0, 10.0, False)
    assert (odd["name"], odd["value"], odd["ok"]) == ("odd", "x", None)
    assert [event["kind"] for event in told["imei_events"]] == ["reserved", "written", "voided"]
    assert told["imei_events"][2]["imeis"] == pair
    assert [(r["action"], r["failed_at"], r["back_to"]) for r in told["repairs"]] == [
        ("Board", "IMEIC", "MMI1")
    ]
    assert told["defects"][0]["note"] == "Label torn"
    assert [name["kind"] for name in told["identifiers"] if name["retired_at"]] == [
        "board_sn",
        "imei1",
        "imei2",
    ]
    assert (told["refusals"], told["next_step"], told["repair_cycles"]) == (1, "MMI1", 1)
    assert [step["state"] for step in told["route"]][:5] == ["done", "done", "done", "here", "todo"]


def test_a_stranger_to_the_plant_and_nobody_learn_nothing(
    works: PlantAtWork, other_works: PlantAtWork, client_for
) -> None:
    unit = a_unit(works)
    stranger = client_for(other_works.ana)
    answer = stranger.get(f"/api/v1/units/{unit.serial}")
    none = stranger.get("/api/v1/units/NOTHING-1")
    assert (answer.status_code, none.status_code) == (404, 404)
    assert answer.json()["code"] == "unknown_unit"
    assert Client().get(f"/api/v1/units/{unit.serial}").status_code == 401


def test_a_long_life_costs_no_more_statements(
    works: PlantAtWork, client_for, django_assert_num_queries
) -> None:
    client, young = client_for(works.bo), a_unit(works, past="ASM-01")
    assert Scanner(works).scan("AGE", young.serial).status == 201
    old, _, _ = lived(works)
    for unit, statements in ((young, 17), (old, 19)):  # a tested one's files and payloads
        client.get(f"/api/v1/units/{unit.serial}")
        with django_assert_num_queries(statements):
            client.get(f"/api/v1/units/{unit.serial}")
