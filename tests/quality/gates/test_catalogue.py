"""The catalogue of faults, the rules that stop a station and sampling plans, at their pages."""

import pytest

from plants.models import Role
from quality.actions.defects import Fault, Found, note_defects
from quality.models import Defect, DefectCode, FaultClass, GateRule, SamplingPlan
from quality.models.released import forget_plans
from quality.queries.gates.causes import Asked, pareto
from tests import factories
from tests.calls import send
from tests.plant import PlantAtWork, a_unit
from tests.quality.api.test_records import GOOD
from tests.quality.api.test_repairs import Bench
from tests.scanning import Scanner


@pytest.fixture
def lead(works: PlantAtWork, client_for):
    return client_for(factories.make_person("lead", works.plant, Role.QA_LEAD))


def fault(desk, **fields: object):
    return send(desk, "defect-codes", **{"code": "LCD-LINE", "name": "Line", **fields})


def test_a_fault_is_entered_changed_and_shown_in_both_languages(works, lead, client_for) -> None:
    FaultClass.objects.create(code="DISPLAY", name="Display", name_ur="ڈسپلے")
    told = fault(
        lead, code="lcd-line", name_ur="لکیر", grade="critical", icon="cross",
        operations=["FQC", "MMI1"], returns_to="MMI1", fault_class="DISPLAY",
    )  # fmt: skip
    assert (told.status_code, told.json()["defect_code"]) == (
        201,
        {
            "code": "LCD-LINE", "name": "Line", "name_ur": "لکیر", "grade": "critical",
            "icon": "cross", "operations": ["FQC", "MMI1"], "returns_to": "MMI1",
            "fault_class": "DISPLAY", "active": True,
        },
    )  # fmt: skip
    page = lead.get("/quality/LHR/catalogue/").content.decode()
    assert "1 fault is in use" in page
    assert "لکیر" in page
    assert 'value="LCD-LINE"' in lead.get("/quality/LHR/catalogue/?code=LCD-LINE").content.decode()
    assert fault(lead, name="Lines").status_code == 201
    row = DefectCode.objects.get()
    assert (row.name, row.grade, row.returns_to, row.operations.count()) == (
        "Lines",
        "major",
        None,
        0,
    )
    assert fault(client_for(works.bo)).status_code == 403
    assert (
        'id="code-form"'
        not in client_for(works.bo).get("/quality/LHR/catalogue/?code=").content.decode()
    )


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"code": "a b"}, 422), ({"name": ""}, 422), ({"icon": "no-such"}, 422),
     ({"operations": ["NOPE"]}, 404), ({"fault_class": "NOPE"}, 404)],
)  # fmt: skip
def test_a_fault_that_names_what_is_not_there_is_not_entered(lead, works, wrong, status) -> None:
    assert fault(lead, **wrong).status_code == status
    assert not DefectCode.objects.exists()


def test_a_merged_fault_is_noted_and_counted_under_the_other(works, lead) -> None:
    for code in ("LCD-LINE", "LCD-STRIPE", "OLD"):
        fault(lead, code=code, name=code)
    unit = a_unit(works)
    where = Found(
        works.plant.pk, unit.pk, works.station("MMI1").pk, unit_event(1), None, unit.started_at
    )
    note_defects(found=where, faults=[Fault("LCD-STRIPE")])

    def merged(code: str, into: str) -> str:
        return send(lead, f"defect-codes/{code}/merge", into=into).json()["code"]

    assert merged("LCD-STRIPE", "LCD-STRIPE") == "merge_needs_another"
    assert merged("LCD-STRIPE", "NOBODY") == "unknown_thing"
    assert merged("OLD", "LCD-STRIPE") == "saved"
    assert merged("LCD-STRIPE", "lcd-line") == "saved"
    assert merged("LCD-STRIPE", "LCD-LINE") == "merge_needs_another"
    assert DefectCode.objects.get(code="OLD").merged_into.code == "LCD-LINE"
    assert fault(lead, code="LCD-STRIPE").json()["code"] == "wrong_state"

    note_defects(found=where, faults=[Fault("LCD-STRIPE"), Fault("OLD")])
    assert list(Defect.objects.order_by("pk").values_list("code__code", flat=True)) == [
        "LCD-STRIPE", "LCD-LINE", "LCD-LINE",
    ]  # fmt: skip
    start, end = unit.started_at, unit.started_at.replace(year=2100)
    (share,) = pareto(Asked(works.plant.pk, [works.line.pk], start, end))
    assert (share.key, share.count) == ("LCD-LINE", 3)
    page = lead.get("/quality/LHR/catalogue/").content.decode()
    assert "merged into" in page


def test_what_a_rig_calls_by_a_merged_fault_is_noted_under_the_other(works, lead) -> None:
    for code in ("LCD-LINE", "LCD-STRIPE"):
        fault(lead, code=code, name=code)
    assert send(lead, "defect-codes/LCD-STRIPE/merge", into="LCD-LINE").json()["code"] == "saved"
    forget_plans()
    unit = a_unit(works, past="AGE")
    body = {"outcome": "failed", "measurements": GOOD, "defect": {"code": "lcd-stripe"}}
    scanner = Scanner(works)
    told = scanner.post("test-records", scanner.event("MMI1", unit.serial, **body))
    assert (told.status, told.body["routing"]["allowed"]) == (201, True)
    assert Defect.objects.get(unit=unit).code.code == "LCD-LINE"


def unit_event(n: int) -> str:
    return f"0199aaaa-0000-7000-8000-00000000000{n}"


def test_every_field_of_a_rule_is_set_on_its_page(works, lead, client_for) -> None:
    page = lead.get("/quality/LHR/stops/?operation=MMI1").content.decode()
    for name in ("fails_in_row", "yield_floor", "floor_runs", "location_limit"):
        assert f'name="{name}" type="number"' in page
    assert 'name="third_elsewhere" type="checkbox" checked' in page  # two stations of it
    other = lead.get("/quality/LHR/stops/?operation=CPL").content.decode()
    assert 'name="third_elsewhere" type="checkbox">' in other
    wish = {"plant": "LHR", "operation": "MMI1", "floor_runs": 20, "location_limit": 1}
    assert send(lead, "gate-rules", **wish).status_code == 200
    row = GateRule.objects.get()
    assert (row.floor_runs, row.location_limit) == (20, 1)
    assert 'max="20" value="1"' in lead.get("/quality/LHR/stops/?operation=MMI1").content.decode()
    bo = client_for(works.bo).get("/quality/LHR/stops/?operation=MMI1").content.decode()
    assert "rule-form" not in bo.replace('form="rule-form"', "")


def test_a_place_of_the_phone_is_repaired_no_oftener_than_its_rule_says(works, lead) -> None:
    DefectCode.objects.create(code="LCD-LINE", name="Line on the display")
    GateRule.objects.create(plant=works.plant, operation=works.operations["FQC"], location_limit=1)
    unit, bench = a_unit(works, past="IMEIC"), Bench(works)

    def mended(location: str) -> str:
        no = bench.open(unit, defect="LCD-LINE", location=location).body["repair"]["no"]
        return bench.close(no).code

    assert mended("Z5") == "ok"
    assert mended("Z6") == "ok"
    assert mended("Z5") == "location_limit"
    unit.refresh_from_db()
    assert unit.state == "in_repair"


def test_a_plan_is_put_in_force_and_shows_what_it_means_for_a_lot(works, lead, client_for) -> None:
    page = lead.get("/inspection/LHR/plans/?size=1500&level=II&major=0.65&minor=1.0&critical=0")
    cells = {grade: (n.n, n.ac, n.re, t.n, t.ac) for grade, n, t in page.context["cells"]}
    assert page.context["letter"] == "K"
    assert cells["major"] == (125, 2, 3, 125, 1)
    assert cells["minor"] == (125, 3, 4, 125, 2)
    assert cells["critical"] == (125, 0, 1, 125, 0)
    odd = lead.get("/inspection/LHR/plans/?size=1&level=IX&major=%00&minor=7")
    assert (odd.status_code, odd.context["size"], odd.context["level"]) == (200, 1200, "II")
    for major in ("0.40", "0.65"):
        wish = {"plant": "LHR", "kind": "oqc", "subject": "NOVA-5G", "major": major}
        assert send(lead, "sampling-plans", **wish).status_code == 201
    assert SamplingPlan.objects.count() == 2
    listed = lead.get("/inspection/LHR/plans/")
    assert listed.context["in_force"] == {SamplingPlan.objects.get(version=2).pk}
    assert [row.version for row in listed.context["rows"]] == [2, 1]
    assert 'data-primary form="plan-form" disabled' in (
        client_for(works.bo).get("/inspection/LHR/plans/").content.decode()
    )
    assert client_for(works.ana).get("/inspection/LHR/plans/").status_code == 404
