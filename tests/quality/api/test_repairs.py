"""Repair over HTTP: out of the line with a fault, back to the step that is in doubt."""

import uuid

import pytest

from lines.models import Identifier, Move, Unit
from quality.actions.defects import UNSORTED
from quality.models import Defect, DefectCode, FaultClass, Imei, ImeiEvent, Repair
from tests import factories
from tests.calls import send
from tests.plant import PlantAtWork, a_unit
from tests.quality.imeis import make_range
from tests.scanning import Answer, Scanner, moves_of


class Bench(Scanner):
    def open(self, unit: Unit, station: str = "FQC", **fields: object) -> Answer:
        return self.post("repairs", self.event(station, unit.serial, **fields))

    def close(self, no: str, result: str = "repaired", **fields: object) -> Answer:
        body = {"event_id": str(uuid.uuid4()), "result": result, "action": "Cleaned", **fields}
        return self.post(f"repairs/{no}/close", body)

    def list(self, **query: str) -> list[dict[str, object]]:
        return self.client.get("/api/v1/repairs", query).json()["results"]


@pytest.fixture
def bench(works: PlantAtWork) -> Bench:
    DefectCode.objects.create(code="LCD-LINE", name="Line on the display")
    return Bench(works)


def second(works: PlantAtWork) -> dict[str, str]:
    return {"badge": works.people["fay"].badge, "pin": factories.PIN}


def opened(bench: Bench, unit: Unit, **fields: object) -> str:
    answer = bench.open(unit, defect="LCD-LINE", **fields)
    assert answer.status == 201, answer.body
    return str(answer.body["repair"]["no"])


def test_a_unit_with_a_fault_leaves_the_line_and_comes_back_to_where_it_failed(
    works, bench
) -> None:
    unit = a_unit(works, past="IMEIC")
    no = opened(bench, unit, location="Z5")
    unit.refresh_from_db()
    assert (unit.state, unit.repairs) == ("in_repair", 0)
    assert bench.scan("FQC", unit.serial).code == "in_repair"

    answer = bench.close(no)

    assert answer.status == 200, answer.body
    assert answer.body["return_position"] == works.position("FQC")
    assert answer.body["next_step"] == "FQC"
    unit.refresh_from_db()
    assert (unit.state, unit.done, unit.run) == ("in_process", works.position("IMEIC"), 0)
    assert (unit.repairs, unit.gates) == (1, ["mmi1", "cpl", "imeic"])
    fqc = works.position("FQC")
    assert moves_of(unit) == [("repair", fqc)]
    defect = Defect.objects.get()
    assert (defect.code.code, defect.location, defect.repair.no) == ("LCD-LINE", "Z5", no)


def test_a_fault_that_names_a_step_sends_the_unit_back_there_and_shuts_its_gates(
    works, bench
) -> None:
    DefectCode.objects.filter(code="LCD-LINE").update(returns_to=works.operations["MMI1"])
    unit = a_unit(works, past="FQC")
    answer = bench.close(opened(bench, unit, station="GBL"))
    assert answer.body["return_position"] == works.position("MMI1")
    unit.refresh_from_db()
    assert unit.done == works.position("AGE")
    assert unit.gates == []


def test_a_fault_never_sends_a_unit_past_where_it_failed(works, bench) -> None:
    DefectCode.objects.filter(code="LCD-LINE").update(returns_to=works.operations["FQC"])
    unit = a_unit(works, past="AGE")
    answer = bench.close(opened(bench, unit, station="MMI1"))
    assert answer.body["return_position"] == works.position("MMI1")


def test_open_repairs_are_found_by_any_name_of_the_unit(works, bench) -> None:
    unit, other = a_unit(works, past="AGE"), a_unit(works, past="AGE")
    no = opened(bench, unit)
    opened(bench, other)
    found = bench.list(identifier=unit.serial)
    assert [(row["no"], row["closed_at"]) for row in found] == [(no, None)]
    assert found[0]["failed_step"] == "MMI1"
    assert bench.client.get(f"/api/v1/repairs/{no}").json()["unit"] == unit.serial


def test_a_second_fault_joins_the_open_repair(works, bench) -> None:
    unit = a_unit(works, past="AGE")
    no = opened(bench, unit)
    assert opened(bench, unit) == no
    assert Defect.objects.filter(repair__no=no).count() == 2
    assert Repair.objects.count() == 1


def test_a_fault_without_a_known_code_is_kept_unsorted(works, bench) -> None:
    unit = a_unit(works, past="AGE")
    assert bench.open(unit, defect="ODD-1", note="smells").status == 201
    defect = Defect.objects.get()
    assert (defect.code.code, defect.note) == (UNSORTED, "ODD-1 smells")


def test_closing_twice_is_refused_and_the_same_event_told_again(works, bench) -> None:
    unit = a_unit(works, past="AGE")
    no = opened(bench, unit)
    event = {"event_id": str(uuid.uuid4()), "result": "ntf"}
    first = bench.post(f"repairs/{no}/close", event)
    again = bench.post(f"repairs/{no}/close", event)
    other = bench.close(no)
    assert (first.status, again.status) == (200, 200)
    assert again.body == {**first.body, "replay": True}
    assert (other.status, other.code) == (409, "wrong_state")
    assert len(moves_of(unit)) == 1


def test_after_three_repairs_only_scrap_is_left(works, bench, client_for) -> None:
    unit = a_unit(works, past="AGE", repairs=3)
    no = opened(bench, unit)
    refused = bench.close(no)
    assert (refused.status, refused.code) == (409, "repair_limit")
    body = {"event_id": str(uuid.uuid4()), "result": "scrap", "action": "Cracked board"}
    assert bench.post(f"repairs/{no}/close", body).code == "not_allowed"
    chen = client_for(works.chen)
    alone = send(chen, f"repairs/{no}/close", result="scrap")
    assert (alone.status_code, alone.json()["code"]) == (403, "second_needed")
    answer = send(chen, f"repairs/{no}/close", result="scrap", second=second(works))
    assert answer.status_code == 200, answer.content
    assert Repair.objects.get().second == works.people["fay"]
    unit.refresh_from_db()
    assert unit.state == "scrapped"
    assert moves_of(unit)[-1][0] == "scrap"


def test_a_new_board_burns_the_old_ones_imeis_by_two_people(works, bench, client_for) -> None:
    make_range(works.plant, works.model, sets=2)
    unit = a_unit(works, past="CPL")
    unit.identifiers.create(plant=works.plant, kind="board_sn", value="BRD-1")
    pair = [
        row["imei"]
        for row in bench.post("imeis/issue", bench.event("IMEIW", unit.serial)).body["imeis"]
    ]
    bench.post("imeis/written", bench.event("IMEIW", unit.serial, read_back=pair))
    body = bench.event("IMEIC", unit.serial, read_back=pair, label=pair)
    assert bench.post("imeis/confirm", body).status == 201
    no = opened(bench, unit)

    ana, bo = factories.signed(works.ana), factories.signed(works.bo)
    for signed, code in (
        ({}, "second_needed"),
        ({"second": bo}, "second_needed"),  # a device stands for nobody
        ({"signer": ana}, "second_needed"),
        ({"signer": bo, "second": bo}, "same_person"),
    ):
        assert bench.close(no, board="BRD-2", **signed).code == code
    assert Identifier.objects.get(value="BRD-1").retired_at is None
    assert set(Imei.objects.filter(imei__in=pair).values_list("state", flat=True)) == {"confirmed"}

    answer = bench.close(no, board="BRD-2", signer=ana, second=bo)
    assert answer.status == 200, answer.body
    burnt = ImeiEvent.objects.get(kind="voided")
    assert (burnt.person_id, burnt.second_id) == (works.ana.pk, works.bo.pk)
    assert answer.body["return_position"] == works.position("MMI1")
    unit.refresh_from_db()
    assert (unit.done, unit.gates) == (works.position("AGE"), [])
    assert set(Imei.objects.filter(imei__in=pair).values_list("state", flat=True)) == {"voided"}
    live = unit.identifiers.filter(retired_at__isnull=True).values_list("value", flat=True)
    assert set(live) == {unit.serial, "BRD-2"}


def test_a_unit_of_another_plant_and_a_packed_one_are_not_repaired(
    works, other_works, bench
) -> None:
    stranger = bench.open(a_unit(other_works, past="AGE"))
    assert (stranger.status, stranger.code) == (404, "unknown_unit")
    packed = bench.open(a_unit(works, past="CTN", state="packed"))
    assert (packed.status, packed.code) == (409, "wrong_state")
    assert not Repair.objects.exists()


def test_a_unit_in_repair_is_scrapped_by_its_repair_alone(works, bench, client_for) -> None:
    unit = a_unit(works, past="IMEIC")
    no = opened(bench, unit)
    chen = client_for(works.chen)
    body = {"station": works.station("FQC").code, "identifier": unit.serial, "reason": "Broken"}

    refused = send(chen, "units/scrap", **body)
    closed = send(chen, f"repairs/{no}/close", result="scrap", second=second(works))

    assert (refused.status_code, refused.json()["code"]) == (409, "in_repair")
    assert closed.status_code == 200, closed.json()
    unit.refresh_from_db()
    assert (unit.state, Repair.objects.filter(closed_at=None).count()) == ("scrapped", 0)


def test_a_bench_of_another_line_closes_a_repair_where_it_stands(works, bench) -> None:
    other = factories.make_line(works.plant, "LHR-A")
    there = factories.make_station(other, works.operations["FQC"])
    unit = a_unit(works, past="IMEIC")

    answer = bench.close(opened(bench, unit), station=there.code)

    assert answer.status == 200, answer.body
    move = Move.objects.get(unit_id=unit.pk)
    assert (move.station_id, move.line_id) == (there.pk, other.pk)


def test_a_tester_asks_for_the_faults_of_a_station(works, bench) -> None:
    code = DefectCode.objects.get(code="LCD-LINE")
    code.operations.add(works.operations["MMI1"])
    DefectCode.objects.create(code="OLD-1", name="No longer used", active=False)
    told = bench.client.get("/api/v1/defect-codes").json()["results"]
    assert [(row["code"], row["operations"]) for row in told] == [("LCD-LINE", ["MMI1"])]
    query = {"operation": "FQC"}
    assert bench.client.get("/api/v1/defect-codes", query).json()["results"] == []


def test_a_fault_class_names_the_step_where_its_codes_name_none(works, bench) -> None:
    kind = FaultClass.objects.create(
        code="DISPLAY", name="Display", returns_to=works.operations["MMI1"]
    )
    DefectCode.objects.filter(code="LCD-LINE").update(fault_class=kind)
    unit = a_unit(works, past="IMEIC")
    assert bench.close(opened(bench, unit)).body["return_position"] == works.position("MMI1")
    DefectCode.objects.filter(code="LCD-LINE").update(returns_to=works.operations["CPL"])
    unit = a_unit(works, past="IMEIC")
    assert bench.close(opened(bench, unit)).body["return_position"] == works.position("CPL")


@pytest.mark.django_db(transaction=True)
def test_wrong_pins_at_one_rig_shut_no_other_rig_out(works, bench) -> None:
    unit = a_unit(works, past="IMEIC")
    no = opened(bench, unit)
    fay = second(works)
    for badge in [f"B-{n}" for n in range(20)]:
        wrong = bench.close(no, board="BRD-2", signer={"badge": badge, "pin": "135790"})
    assert wrong.code == "pin_locked"

    other = Bench(works)

    assert (bench.close(no, signer=fay).code, other.close(no, signer=fay).status) == (
        "pin_locked",
        200,
    )
