"""Bills of material on pages: drafted as a table, compared, released, followed to their orders."""

import re
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from lines.actions.orders import OrderWish, create_order
from mes.kernel.refusals import Malformed
from plants.actions.parts import PartWish, draft_bom, release_bom, save_part
from plants.models import Bom, BomLine
from plants.rules.boms import BomWish, bom_lines, bom_text
from tests.plant import PlantAtWork

pytestmark = pytest.mark.django_db
TABLE = (
    "part_no,per_set,position,operation,alternates,bulk\nPCBA,1,board,,,\nSPK,2,,ASM-01,SPK-2,\n"
)


@pytest.fixture
def sku(works: PlantAtWork) -> str:
    for no in ("PCBA", "SPK", "SPK-2", "SCREW"):
        save_part(part_no=no, wish=PartWish(name=no.lower()))
    return str(works.variant.sku)


@pytest.fixture
def esa(works: PlantAtWork, client_for) -> Client:
    client: Client = client_for(works.people["esa"])
    return client


def draft(client: Client, sku: str, lines: str, event: str = "") -> HttpResponse:
    form = {"event_id": event or str(uuid4()), "sku": sku, "note": "second", "lines": lines}
    answer: HttpResponse = client.post("/boms/LHR/", form)
    return answer


def test_a_table_becomes_a_draft_once(esa: Client, sku: str) -> None:
    event = str(uuid4())
    for _ in range(2):
        assert draft(esa, sku, TABLE, event).headers["Location"] == f"/boms/LHR/{sku}/1/"
    bom = Bom.objects.get()
    assert (bom.state, bom.note) == ("draft", "second")
    speaker = BomLine.objects.get(bom=bom, part__part_no="SPK")
    assert (speaker.per_set, speaker.operation.code) == (2, "ASM-01")
    assert [str(one) for one in speaker.alternates.all()] == ["SPK-2"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("part,per_set\nPCBA,1\n", "The first line names the columns"),
        ("part_no,per_set\nPCBA,none\n", "Line 2: per_set is not a number"),
        ("part_no,per_set\nPCBA,0000000019999\n", "Line 2: per_set is not a number"),
        (f"part_no\nPCBA\nSPK{' ' * 60_000}x\n", "longer than 60,000 characters"),
        ("part_no,per_set\nPCBA,1\n,2\n", "Line 3: part_no is empty"),
        ("part_no\n", "A bill has 1 to 500 lines"),
        ("part_no\nNOWHERE\n", "NOWHERE"),
    ],
)
def test_a_table_that_says_nothing_sensible_leaves_nothing(
    esa: Client, sku: str, lines: str, said: str
) -> None:
    answer = draft(esa, sku, lines)
    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert lines.strip() in answer.content.decode()
    assert Bom.objects.count() == 0


def test_a_pasted_sheet_is_read_by_its_tabs_and_goes_round() -> None:
    lines = bom_lines(
        "part_no\tper_set\talternates\tbulk\nSCREW\t6\t\tyes\nSPK\t2\tSPK-2|SPK-3\t\n"
    )
    assert lines == [BomWish("SCREW", 6, bulk=True), BomWish("SPK", 2, "", ("SPK-2", "SPK-3"))]
    assert bom_lines(bom_text(lines)) == lines
    with pytest.raises(Malformed):
        bom_lines("")


def test_a_draft_stands_beside_what_is_in_force_and_is_released(
    works: PlantAtWork, esa: Client, sku: str
) -> None:
    release_bom(sku=sku, revision=draft_bom(sku=sku, lines=bom_lines(TABLE)).revision)
    order = create_order(line=works.line, wish=OrderWish(sku=sku, quantity=5), by=None)
    table = TABLE.replace("SPK,2", "SPK,3").replace("PCBA,1,board,,,\n", "") + "SCREW,6,,,,yes\n"
    draft(esa, sku, table)
    page = esa.get(f"/boms/LHR/{sku}/2/").content.decode()
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "3 lines differ from revision 1" in words
    for change in ("SPK spk 3 · ASM-01 or SPK-2 2 · ASM-01 or SPK-2 changed", "6 · bulk new"):
        assert change in words
    assert "PCBA pcba – 1 · board taken out" in words
    assert order.no not in page
    done = esa.post(f"/boms/LHR/{sku}/2/", {"event_id": str(uuid4())})
    assert done.status_code == 302
    assert [bom.state for bom in Bom.objects.order_by("revision")] == ["retired", "released"]
    assert order.no in esa.get(f"/boms/LHR/{sku}/1/").content.decode()
    again = esa.post(f"/boms/LHR/{sku}/2/", {"event_id": str(uuid4())})
    assert again.status_code == 409


def test_the_floor_reads_bills_and_drafts_none(works: PlantAtWork, sku: str, client_for) -> None:
    release_bom(sku=sku, revision=draft_bom(sku=sku, lines=bom_lines(TABLE)).revision)
    chen = client_for(works.chen)
    page = chen.get(f"/boms/LHR/{sku}/1/").content.decode()
    assert "draft-form" not in page
    assert "release-form" not in page
    assert draft(chen, sku, TABLE).status_code == 409
    assert Bom.objects.count() == 1
    assert client_for(works.ana).get("/boms/LHR/").status_code == 404
    assert chen.get("/boms/LHR/?find=SPK-2").content.decode().count(f"{sku} r1") == 1
    assert f"{sku} r1" not in chen.get("/boms/LHR/?find=SCREW").content.decode()
    assert chen.get(f"/boms/LHR/{sku}/70000/").status_code == 404
