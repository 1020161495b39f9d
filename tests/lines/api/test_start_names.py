"""Names that a start may not take: a phone's IMEI to be, and what is printed over the wall."""

import pytest
from django.test import Client

from lines.models import Identifier, Unit
from quality.models import Imei
from tests.calls import send
from tests.plant import PlantAtWork, a_unit
from tests.quality.imeis import make_range
from tests.quality.writing import Writer
from tests.scanning import Scanner


def start(client: Client, works: PlantAtWork, **more: object):
    body = {"station": works.station("ASM-IN").code, "work_order": works.order.no, **more}
    return send(client, "units/start", **body)


@pytest.mark.parametrize("field", ["board", "serial"])
def test_an_imei_is_no_name_that_a_unit_may_start_with(works, device_client, field) -> None:
    make_range(works.plant, works.model, sets=1)
    first = Imei.objects.order_by("imei").values_list("imei", flat=True)[0]

    answer = start(device_client(works.station("ASM-IN")), works, **{field: first})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_identifier")
    assert Unit.objects.count() == Identifier.objects.count() == 0


def test_an_imei_scanned_at_a_repair_bench_is_no_new_board(works) -> None:
    make_range(works.plant, works.model, sets=1)
    first = Imei.objects.order_by("imei").values_list("imei", flat=True)[0]
    bench, unit = Writer(works), a_unit(works, past="IMEIC")
    repair = bench.post("repairs", bench.event("FQC", unit.serial)).body["repair"]["no"]
    body = bench.event("FQC", unit.serial, result="repaired", board=first)

    answer = bench.post(f"repairs/{repair}/close", body)

    assert (answer.status, answer.code) == (422, "invalid_identifier")
    assert not Identifier.objects.filter(value=first).exists()


def test_a_serial_printed_for_another_plant_is_like_any_foreign_one(works, other_works) -> None:
    theirs = other_works.order.places.get(n=1)
    scanner = Scanner(works)

    answer = start(scanner.client, works, serial=theirs.serial)

    assert (answer.status_code, answer.json()["unit"]) == (201, theirs.serial)
    assert other_works.order.no not in answer.content.decode()
