"""loaded = free + quarantined + leased + reserved + written + confirmed + voided, always."""

from quality.models import Imei
from quality.queries.books import imei_books
from tests.factories import make_token
from tests.plant import PlantAtWork, a_unit
from tests.quality.imeis import make_range
from tests.scanning import Scanner


def moved_on(works: PlantAtWork, scanner: Scanner, *, to: str) -> None:
    unit = a_unit(works, past="CPL")
    issued = scanner.post("imeis/issue", scanner.event("IMEIW", unit.serial))
    pair = [row["imei"] for row in issued.body["imeis"]]
    if to in ("written", "confirmed", "packed"):
        scanner.post("imeis/written", scanner.event("IMEIW", unit.serial, read_back=pair))
    if to in ("confirmed", "packed"):
        body = scanner.event("IMEIC", unit.serial, read_back=pair, label=pair)
        assert scanner.post("imeis/confirm", body).status == 201
    if to == "packed":
        unit.refresh_from_db()
        unit.state = "packed"
        unit.save()


def test_every_number_is_somewhere(works: PlantAtWork, other_works: PlantAtWork) -> None:
    make_range(works.plant, works.model, sets=10)
    scanner = Scanner(works)
    for state in ("reserved", "written", "confirmed", "packed"):
        moved_on(works, scanner, to=state)
    spare = Imei.objects.filter(state="free").order_by("n14").values_list("set_no", flat=True)
    fenced, leased = sorted(set(spare))[-2:]
    Imei.objects.filter(set_no=fenced).update(fence_id=1)
    token, _ = make_token(works.plant, plant_wide=True)
    Imei.objects.filter(set_no=leased).update(state="leased", leased_to=token)

    (books,) = imei_books(plant_ids=[works.plant.pk, other_works.plant.pk])

    assert (books.plant, books.model, books.loaded) == ("LHR", "NOVA-5G", 20)
    assert (books.free, books.quarantined, books.leased) == (8, 2, 2)
    assert (books.reserved, books.written, books.confirmed, books.voided) == (2, 2, 4, 0)
    assert (books.in_line, books.packed, books.shipped, books.scrapped) == (2, 2, 0, 0)
    assert (books.balanced, books.phones_left, books.used) == (True, 4, 0.6)
    told = scanner.client.get("/api/v1/imei-books").json()["results"]
    assert [(row["model"], row["balanced"]) for row in told] == [("NOVA-5G", True)]
    assert Scanner(other_works).client.get("/api/v1/imei-books").json() == {"results": []}
