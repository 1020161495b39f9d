"""Every master table goes out to a file and comes in again, all of it or none."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from lines.rules.sheets import read_sheet
from mes.demo.judging import make_codes, make_plans
from mes.demo.master import make_lines, make_plants, make_products
from mes.demo.people import make_people
from mes.kernel.ledgers import LEDGER_TABLES
from mes.kernel.tables import as_csv, as_xlsx
from mes.tables.reading import sheet_of
from mes.tables.registry import BY_MODEL, BY_NAME, TABLES
from mes.tables.writing import bring_in
from plants.models import (
    AnnualTarget,
    Area,
    ChangeoverTime,
    Customer,
    Line,
    Membership,
    Person,
    Plant,
    ProductModel,
    Role,
    Route,
    StartRule,
)
from quality.models import DefectCode
from tests.calls import fetch, send
from tests.factories import make_person
from tests.plant import PlantAtWork

# Written by the floor, the clock or an act of their own: no file keeps them.
NOT_MASTER = {
    "plants": """DeviceToken MonthTarget PinGuard Presence Shift Assignment
    InstructionFile ReadReceipt SkillOverride AssetUse""",
    "lines": """Consignment PackingLine KitLot WorkOrder OrderPlace Stop StepReady Changeover
    MaterialLot Unit Identifier InstalledPart Clearance Hold HandlingUnit LabelPrint
    LabelEnd LabelMark PrintJob StockLevel PickList PickLine PickEvent SupplyCall Backflush
    BackflushMark Counter LotSum LotClearance Receipt ReceiptLine DamagePhoto LotJudgement Claim
    ClaimLine Outage ShiftStart HandedRow Shipment Pick ShippedUnit UnitReturn Tally TallyMark
    LearnedWindow ScaleReading WeightCheck Escalation""",
    "quality": """Defect Repair Fence ImeiLease ImeiRange Imei ImeiDelta ImeiCount ImeiPlaces
    TacShare DeviceLine RangeRegister RawPayload Registration RegistrationLine Containment
    ContainedUnit FaiSheet Nonconformance NcrAction YieldSum YieldHour YieldMark
    InspectionLot InspectionCarton InspectionSample""",
}


@pytest.fixture
def lahore(db: None, tmp_path: Path) -> Iterator[Plant]:
    """The demo's master data, and one row of each table that it leaves empty."""
    now = timezone.now()
    plants = make_plants()
    people = make_people(plants, tmp_path)
    models = make_products(now=now)
    make_lines(plants)
    make_codes()
    make_plans(models, drafted_by=people["qa"], released_by=people["qa_lead"], now=now)
    plant = plants["LHR"]
    line = Line.objects.filter(plant=plant).first()
    Customer.objects.create(plant=plant, code="GULF", name="=Gulf", country="AE")
    StartRule.objects.create(line=line, first_article=True)
    ChangeoverTime.objects.create(line=line, to_model=models["NOVA-X2"], minutes=25)
    return plant


def admin_of(plant: Plant) -> Person:
    return make_person("root", plant, Role.ADMIN)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_in_and_changes_nothing(lahore: Plant, kind: str) -> None:
    by = admin_of(lahore).pk
    filled = 0
    for table in TABLES:
        sheet = sheet_of(table, lahore)
        content = as_csv(sheet).encode() if kind == "csv" else as_xlsx([sheet])
        rows = read_sheet(f"{table.name}.{kind}", content)
        outcome = bring_in(table=table, plant=lahore, rows=rows, by=by, commit=True)
        told = (outcome.added, outcome.changed, outcome.same, outcome.faults)
        assert told == (0, 0, len(sheet.rows), []), table.name
        filled += bool(sheet.rows)
    assert filled >= 20


def test_every_master_model_has_its_table() -> None:
    missing = []
    for label, names in NOT_MASTER.items():
        kept = set(names.split())
        for model in apps.get_app_config(label).get_models():
            ledger = model._meta.db_table in LEDGER_TABLES
            if model not in BY_MODEL and model.__name__ not in kept and not ledger:
                missing.append(f"{label}.{model.__name__}")
    assert missing == [], "neither in mes/tables/registry.py nor named here as the floor's own"


@pytest.fixture
def root(works: PlantAtWork, client_for) -> Client:
    return client_for(admin_of(works.plant))


def uploaded(client: Client, name: str, content: bytes, *, commit: bool, file: str = "t.csv"):
    form = {"file": SimpleUploadedFile(file, content), "event_id": str(uuid4())}
    return client.post(f"/api/v1/tables/{name}{'?commit=1' if commit else ''}", form)


def test_a_preview_says_what_would_happen_and_does_nothing(root: Client) -> None:
    content = b"code,name\nHALL,Main hall\nANNEX,Annex\n"
    seen = uploaded(root, "areas", content, commit=False).json()
    assert (seen["committed"], seen["added"], seen["changed"]) == (False, 1, 1)
    assert [area.name for area in Area.objects.all()] == ["Hall"]
    done = uploaded(root, "areas", content, commit=True)
    assert (done.status_code, done.json()["added"], done.json()["changed"]) == (201, 1, 1)
    assert sorted(Area.objects.values_list("name", flat=True)) == ["Annex", "Main hall"]
    assert LogEntry.objects.filter(change_message__startswith="by file").count() == 2


def test_one_bad_row_keeps_all_rows_out_and_is_named(root: Client) -> None:
    content = (
        b"code,area,name,uph,position\n"
        b"LHR-X,HALL,X,200,1\n"
        b"LHR-Y,NOWHERE,Y,200,2\n"
        b"LHR-Z,HALL,Z,many,3\n"
        b"LHR-X,HALL,X again,200,4\n"
        b"LHR-0,HALL,Zero,0,4\n"
    )
    answer = uploaded(root, "lines", content, commit=True)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_file")
    faults = [(row["line"], row["column"], row["fault"]) for row in answer.json()["faults"]]
    assert faults == [
        (3, "area", "unknown"),
        (4, "uph", "invalid"),
        (5, "code", "twice"),
        (6, "", "refused"),
    ]
    assert "plants_line_uph_positive" in answer.json()["faults"][3]["text"]
    assert Line.objects.count() == 1


def test_a_formula_is_refused_and_an_unknown_column_too(root: Client) -> None:
    book, stream = Workbook(), BytesIO()
    sheet = book.active
    sheet.append(["code", "name", "colour"])
    sheet.append(["ANNEX", "=1+1", "red"])
    book.save(stream)
    answer = uploaded(root, "areas", stream.getvalue(), commit=False, file="t.xlsx").json()
    assert [row["fault"] for row in answer["faults"]] == ["unknown_column"]
    sheet.delete_cols(3)
    stream = BytesIO()
    book.save(stream)
    answer = uploaded(root, "areas", stream.getvalue(), commit=False, file="t.xlsx").json()
    assert [(row["line"], row["fault"]) for row in answer["faults"]] == [(2, "formula")]


def test_a_released_route_is_not_changed_by_a_file(root: Client, works: PlantAtWork) -> None:
    content = b"model,kit_type,version,state\nNOVA-5G,skd,1,draft\nNOVA-5G,skd,2,draft\n"
    answer = uploaded(root, "routes", content, commit=False).json()
    assert [(row["line"], row["fault"]) for row in answer["faults"]] == [(2, "fixed")]
    assert answer["added"] == 1
    steps = (
        b"route_model,route_kit_type,route_version,position,operation,grants\n"
        b"NOVA-5G,skd,1,40,MMI1,other\n"
    )
    answer = uploaded(root, "route-steps", steps, commit=False).json()
    assert "plants_routestep_frozen" in answer["faults"][0]["text"]
    assert Route.objects.count() == 1


def test_rows_are_read_and_written_as_json(root: Client) -> None:
    rows = [{"code": "TARA-1", "name": "Tara 1", "brand": "Karkhana", "category": "feature_phone",
             "imei_count": 2, "carton_size": 20, "serial_prefix": "TARA1",
             "technologies": ["2G"]}]  # fmt: skip
    made = send(root, "tables/models?commit=1", rows=rows)
    assert (made.status_code, made.json()["added"]) == (201, 1)
    assert ProductModel.objects.get(code="TARA-1").technologies == ["2G"]
    read = fetch(root, "tables/models").json()
    assert read["key"] == ["code"]
    assert [row["code"] for row in read["rows"]] == ["NOVA-5G", "TARA-1"]
    again = send(root, "tables/models?commit=1", rows=read["rows"]).json()
    assert (again["added"], again["changed"], again["same"]) == (0, 0, 2)


def test_the_same_event_writes_once(root: Client) -> None:
    event, rows = str(uuid4()), [{"code": "ANNEX", "name": "Annex"}]
    answers = [send(root, "tables/areas?commit=1", event_id=event, rows=rows) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[1].json()["replay"] is True
    bare = root.post("/api/v1/tables/areas?commit=1", {"rows": rows}, "application/json")
    assert bare.status_code == 422


def test_targets_are_set_with_their_months(root: Client, works: PlantAtWork) -> None:
    months = {f"m{month:02}": 100 for month in range(1, 13)}
    rows = [{"model": "NOVA-5G", "year": 2031, "units": 1200, "reason": "Plan", **months}]
    assert send(root, "tables/targets?commit=1", rows=rows).json()["added"] == 1
    target = AnnualTarget.objects.get()
    assert (target.units, target.months.count()) == (1200, 12)
    rows[0]["m01"] = 90
    wrong = send(root, "tables/targets?commit=1", rows=rows)
    assert wrong.json()["faults"][0]["fault"] == "months_differ"
    assert target.months.get(month=1).units == 100


def test_people_come_without_a_pin_and_their_roles_beside(root: Client, works: PlantAtWork) -> None:
    people = [{"username": "gul", "name": "Gul", "name_ur": "گل", "badge": "", "language": "ur"}]
    assert send(root, "tables/people?commit=1", rows=people).json()["added"] == 1
    roles = [{"person": "gul", "roles": ["operator", "qa"]}]
    assert send(root, "tables/memberships?commit=1", rows=roles).json()["added"] == 1
    gul = Person.objects.get(username="gul")
    assert (gul.pin, gul.has_usable_password(), gul.is_superuser) == ("", False, False)
    assert Membership.objects.get(person=gul).roles == ["operator", "qa"]
    columns = fetch(root, "tables/people").json()["columns"]
    assert not {"pin", "password", "is_staff", "is_superuser"} & set(columns)


@pytest.mark.parametrize("text", ["=1+1", "=5", "@SUM(A1)", "+1+1", "-cmd|calc", "=", "-", "+9230"])
def test_a_csv_cell_that_a_spreadsheet_would_run_wants_its_apostrophe(root, text: str) -> None:
    kept = text in ("=", "-", "+9230")
    told = uploaded(root, "areas", f"code,name\nANNEX,{text}\n".encode(), commit=True)
    if not kept:
        assert told.status_code == 422
        assert [(f["line"], f["column"], f["fault"]) for f in told.json()["faults"]] == [
            (2, "name", "formula")
        ]
        assert not Area.objects.filter(code="ANNEX").exists()
        told = uploaded(root, "areas", f"code,name\nANNEX,'{text}\n".encode(), commit=True)
    assert told.status_code == 201, told.content
    assert Area.objects.get(code="ANNEX").name == text


def test_codes_of_other_tables_are_lists(root: Client, works: PlantAtWork) -> None:
    rows = [{"code": "ANT-LOW", "name": "Antenna weak", "grade": "major",
             "operations": "CPL;FQC", "returns_to": "CPL"}]  # fmt: skip
    assert send(root, "tables/defect-codes?commit=1", rows=rows).json()["added"] == 1
    code = DefectCode.objects.get()
    assert sorted(each.code for each in code.operations.all()) == ["CPL", "FQC"]
    rows[0]["operations"] = "CPL;XYZ"
    answer = send(root, "tables/defect-codes", rows=rows).json()
    assert answer["faults"][0]["fault"] == "unknown"


def test_another_plants_rows_do_not_exist(root: Client, other_works: PlantAtWork) -> None:
    for name in ("lines", "stations", "areas", "memberships", "plants"):
        told = str(fetch(root, f"tables/{name}").json()["rows"])
        assert "HRP" not in told, name
    moved = [{"code": "LHR-N", "area": "HALL", "name": "N", "uph": 5}]
    assert send(root, "tables/lines?commit=1", rows=moved).status_code == 201
    assert Line.objects.get(code="LHR-N").plant.code == "LHR"
    theirs = [{"code": "HRP-B", "area": "HALL", "name": "Mine", "uph": 5}]
    assert send(root, "tables/lines?commit=1", rows=theirs).status_code == 422
    assert Line.objects.get(code="HRP-B").name == "HRP-B"
    assert root.get("/data/HRP/").status_code == 404
    assert fetch(root, "tables/lines", plant="HRP").status_code == 404


def test_only_an_administrator_writes(works: PlantAtWork, client_for) -> None:
    planner, operator = client_for(works.people["esa"]), client_for(works.ana)
    rows = [{"code": "ANNEX", "name": "Annex"}]
    assert fetch(planner, "tables/areas").status_code == 200
    assert fetch(planner, "tables/people").status_code == 403
    assert send(planner, "tables/areas", rows=rows).json()["code"] == "not_allowed"
    assert fetch(operator, "tables/areas").status_code == 403
    assert operator.get("/data/LHR/").status_code == 404


def test_the_page_shows_a_table_and_takes_a_file(root: Client, works: PlantAtWork) -> None:
    page = root.get("/data/LHR/").content.decode()
    assert all(f"/data/LHR/{table.name}/" in page for table in TABLES)
    csv = root.get("/data/LHR/areas/?file=csv")
    assert csv.content.startswith(b"\xef\xbb\xbfcode,name")
    form = {"file": SimpleUploadedFile("a.csv", b"code,name\nANNEX,Annex\n"), "commit": "0"}
    looked = root.post("/data/LHR/areas/", form, headers={"X-Part": "outcome"})
    assert "It would add 1" in looked.content.decode()
    form = {
        "file": SimpleUploadedFile("a.csv", b"code,name\nANNEX,Annex\n"),
        "commit": "1",
        "event_id": str(uuid4()),
    }
    assert "Written: 1 added" in root.post("/data/LHR/areas/", form).content.decode()
    assert Area.objects.filter(code="ANNEX").exists()
    bad = {"file": SimpleUploadedFile("a.csv", b"code,name\nX\xff,Annex\n"), "commit": "0"}
    assert root.post("/data/LHR/areas/", bad).status_code == 422


def test_every_table_is_found_by_its_name() -> None:
    assert len(BY_NAME) == len(TABLES) == len(BY_MODEL)
