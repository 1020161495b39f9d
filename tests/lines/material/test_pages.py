"""The store's pages and files, as the people of the plant see them."""

import io
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from lines.models import Claim, Consignment, Receipt
from mes.kernel.pdf import available
from plants.models import Person
from tests.calls import fetch, send
from tests.factories import make_person
from tests.plant import PlantAtWork, a_plant
from tests.verify.breaks_of_material import a_listed

pytestmark = pytest.mark.django_db
PAGES = ("receiving", "consignments", "stock", "sets", "consignments/CN-1")


@pytest.fixture
def made(works: PlantAtWork) -> Consignment:
    return a_listed(works, "CN-1")


@pytest.fixture
def store(works: PlantAtWork, client_for) -> Client:
    client: Client = client_for(works.people["dana"])
    return client


def a_photo(size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "maroon").save(out, "JPEG")
    return out.getvalue()


def damaged(store: Client) -> str:
    differs = [{"row": 2, "good": 7, "damaged": 2}]
    counted = send(store, "consignments/CN-1/receipts", case="C1", differences=differs)
    return str(counted.json()["receipt"]["event_id"])


def photo(client: Client, receipt: str, content: bytes, row: int = 2):
    form = {"file": SimpleUploadedFile("a.jpg", content), "row": row}
    return client.post(f"/api/v1/receipts/{receipt}/photos", form)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_page_of_the_store_opens(made, store: Client, page: str, language: str) -> None:
    Person.objects.filter(username="dana").update(language=language)
    store.cookies["django_language"] = language
    answer = store.get(f"/store/LHR/{page}/")
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_another_plants_store_is_not_there(made, page: str, client_for) -> None:
    other = a_plant("HRP")
    assert client_for(other.people["dana"]).get(f"/store/LHR/{page}/").status_code == 404


def test_a_label_opens_its_lines_and_a_counted_one_says_who(made, store: Client) -> None:
    page = store.get("/store/LHR/receiving/?label=C1").content.decode()
    assert 'data-row="2" data-quantity="10"' in page
    send(store, "consignments/CN-1/receipts", case="C1")
    page = store.get("/store/LHR/receiving/?label=C1&no=CN-1").content.decode()
    assert 'data-code="already_counted"' in page
    page = store.get("/store/LHR/receiving/?label=NOWHERE").content.decode()
    assert 'data-code="unknown_label"' in page


def test_the_photo_of_damage_is_kept_once_and_shown_to_the_plant_alone(
    works: PlantAtWork, made, store: Client, client_for
) -> None:
    receipt = damaged(store)
    first, again = (photo(store, receipt, a_photo()) for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.json()["photo"] == again.json()["photo"]
    address = f"/api/v1/damage-photos/{first.json()['photo']}"
    shown = store.get(address)
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    other = client_for(a_plant("HRP").people["dana"])
    assert other.get(address).json()["code"] == "unknown_thing"
    assert client_for(works.ana).get(address).json()["code"] == "not_allowed"


@pytest.mark.parametrize("content", [b"GIF89a", b"<svg/>", a_photo()[:200]])
def test_what_is_no_photo_is_refused(made, store: Client, content: bytes) -> None:
    answer = photo(store, damaged(store), content)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_photo")


def test_a_photo_needs_damage(made, store: Client) -> None:
    counted = send(store, "consignments/CN-1/receipts", case="C1").json()["receipt"]["event_id"]
    assert photo(store, counted, a_photo()).json()["code"] == "nothing_damaged"
    assert photo(store, str(uuid4()), a_photo()).json()["code"] == "unknown_thing"


def test_the_claim_is_a_workbook_and_a_page_to_print(made, store: Client) -> None:
    photo(store, damaged(store), a_photo())
    claim = send(store, "consignments/CN-1/close").json()["claim"]
    sheet = load_workbook(io.BytesIO(store.get(f"/api/v1/claims/{claim['no']}/sheet").content))
    rows = list(sheet.active.iter_rows(values_only=True))
    assert rows[1][4:7] == (2, 1, 3)
    answer = store.get(f"/api/v1/claims/{claim['no']}/print")
    if not available():
        assert answer.json()["code"] == "pdf_unavailable"
        return
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert claim["no"] in text
    assert "PCBA" in text


def test_a_refused_count_leaves_nothing(works: PlantAtWork, made, store: Client) -> None:
    for differences in ([{"row": 9, "good": 1}], [{"row": 2, "good": -1}], "no list"):
        answer = send(store, "consignments/CN-1/receipts", case="C1", differences=differences)
        assert answer.json()["code"] == "malformed"
    assert Receipt.objects.count() == 0


def test_an_operator_counts_nothing_and_quality_judges(
    works: PlantAtWork, made, store: Client, client_for
) -> None:
    refused = send(client_for(works.ana), "consignments/CN-1/receipts", case="C1")
    assert refused.json()["code"] == "not_allowed"
    lot = fetch(store, "material-lots?consignment=CN-1").json()["results"][0]["no"]
    body = {"judgement": "accepted", "sample_size": 3}
    assert send(store, f"material-lots/{lot}/judge", **body).json()["code"] == "not_allowed"
    judged = send(client_for(works.bo), f"material-lots/{lot}/judge", **body)
    assert judged.json()["code"] == "wrong_state"  # it never waited


def test_a_local_purchase_is_a_lot_of_its_own(works: PlantAtWork, store: Client) -> None:
    part = {"part_no": "GLUE", "name": "Glue", "origin": "local", "shelf_days": 90}
    planner = Client()
    planner.force_login(make_person("planner-2", works.plant, "planner"))
    assert send(planner, "parts", **part).status_code == 201
    bought = {"part_no": "GLUE", "quantity": 40, "supplier": "Ravi", "purchase": "PO-7"}
    lot = send(store, "stock/purchase", **bought).json()["lot"]
    assert (lot["origin"], lot["status"]) == ("local", "accepted")
    held = send(client_for_chen(works), "holds", material_lot=lot["no"], reason="Smells")
    assert held.json()["hold"]["name"] == lot["no"]
    row = fetch(store, "stock?plant=LHR").json()["stock"][0]
    assert (row["quantity"], row["why_not"]) == (40, "on_hold")


def client_for_chen(works: PlantAtWork) -> Client:
    client = Client()
    client.force_login(works.chen)
    return client


def test_one_claim_a_consignment(made, store: Client) -> None:
    send(store, "consignments/CN-1/close")
    again = send(store, "consignments/CN-1/close")
    assert again.json()["code"] == "receiving_closed"
    assert Claim.objects.count() == 1


def claim_words(client: Client, query: str = "") -> str:
    page = client.get(f"/store/LHR/claims/{query}").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_every_claim_is_on_the_desk_until_it_is_settled(made, store: Client, client_for) -> None:
    assert "No claim is open" in claim_words(store)
    photo(store, damaged(store), a_photo())
    claim = send(store, "consignments/CN-1/close").json()["claim"]["no"]
    said = claim_words(store)
    assert "1 claim is not sent yet" in said
    assert f"{claim} CN-1" in said
    assert " 2 1 " in said.partition(claim)[2]
    send(store, f"claims/{claim}/send")
    assert "1 claim waits for its supplier" in claim_words(store)
    send(store, f"claims/{claim}/settle", settlement="Credit 14")
    assert claim not in claim_words(store)
    assert "settled: Credit 14" in claim_words(store, "?settled=1")
    assert "settled: Credit 14" in claim_words(store, "?find=CN-1")
    other = client_for(a_plant("HRP").people["dana"])
    assert other.get("/store/LHR/claims/").status_code == 404
    assert claim not in other.get("/store/HRP/claims/?settled=1").content.decode()


def test_a_photo_is_asked_for_at_the_dock_itself(made, store: Client) -> None:
    page = store.get("/store/LHR/receiving/?label=C1").content.decode()
    asked = re.findall(r'<input name="photo" type="file"[^>]*>', page)
    assert len(asked) == page.count("data-row=")
    assert all('capture="environment"' in one and " hidden " in one for one in asked)
    page = store.get("/store/LHR/receiving/?no=CN-1&unsent=2").content.decode()
    assert "2 photos were not kept." in page
