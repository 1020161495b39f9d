"""Where numbers come from: shares of a TAC, brand owners' lists, other servers' registers."""

import base64
import json
import uuid
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from openpyxl import Workbook

from lines.models import Identifier
from mes.kernel.signing import public_key, sign
from quality.actions.imei.registers import FORM
from quality.models import DeviceLine, Imei, ImeiRange
from quality.rules.imei import imei_of
from tests.factories import make_model, make_variant
from tests.plant import PlantAtWork, a_unit
from tests.quality.imeis import make_range, make_tac
from tests.quality.writing import Writer, numbers

TAC = 35693803_000000


@pytest.fixture
def esa(works: PlantAtWork, client_for) -> Client:
    make_tac(works.model)
    return client_for(works.people["esa"])


def post(client: Client, path: str, **fields: object) -> tuple[int, dict]:
    body = {"event_id": str(uuid.uuid4()), **fields}
    answer = client.post(f"/api/v1/{path}", body, content_type="application/json")
    return answer.status_code, answer.json()


def upload(client: Client, text: str | bytes, name: str = "list.csv", **fields: str):
    content = text if isinstance(text, bytes) else text.encode()
    form = {"plant": "LHR", "model": "NOVA-5G", "event_id": str(uuid.uuid4()), **fields}
    form["file"] = SimpleUploadedFile(name, content)
    return client.post("/api/v1/imei-lists?commit=1", form)


def pairs(count: int, *names: str) -> str:
    rows = [",".join(["imei1", "imei2", *names])]
    for n in range(count):
        more = {"sn": f"SN-{n}", "wifi_mac": f"A4:5E:60:00:00:{n:02X}"}
        rows.append(",".join([imei_of(TAC + 2 * n), imei_of(TAC + 2 * n + 1),
                              *(more[name] for name in names)]))  # fmt: skip
    return "\n".join(rows)


def test_a_tac_with_shares_is_loaded_inside_those_of_the_plant_only(
    works, other_works, esa
) -> None:
    share = {"tac": "35693803", "first": "000000", "last": "000099", "reference": "Letter 7"}
    assert post(esa, "tac-shares", plant="LHR", **share)[0] == 201
    assert post(esa, "tac-shares", plant="LHR", **share)[1]["code"] == "range_overlap"
    run = {"tac": "35693803", "first": "000090", "last": "000109"}
    assert post(esa, "imei-ranges", plant="LHR", ranges=[run])[1]["code"] == "range_not_ours"
    flat = {"tac": "35693803", "first": "000090", "last": "000099"}
    assert post(esa, "imei-ranges", plant="LHR", **flat)[0] == 201
    (row,) = esa.get("/api/v1/tac-shares").json()["results"]
    assert (row["reference"], row["first"]) == ("Letter 7", imei_of(TAC))


def test_a_list_is_looked_at_first_and_then_loaded_whole(works, esa) -> None:
    form = {
        "plant": "LHR",
        "model": "NOVA-5G",
        "content": base64.b64encode(pairs(3).encode()).decode(),
    }
    looked = esa.post("/api/v1/imei-lists", form, content_type="application/json")
    assert (looked.status_code, looked.json()["numbers"], Imei.objects.count()) == (200, 6, 0)
    done = upload(esa, pairs(3))
    assert (done.status_code, done.json()["lines"]) == (201, 3)
    assert (ImeiRange.objects.get().sets, Imei.objects.count()) == (3, 6)
    again = upload(esa, pairs(3))
    assert again.json()["code"] == "range_overlap"


def test_a_list_with_gaps_makes_a_range_of_each_stretch(works, esa) -> None:
    lines = pairs(4).splitlines()
    assert upload(esa, "\n".join([*lines[:3], *lines[4:]])).status_code == 201
    assert [row.sets for row in ImeiRange.objects.order_by("span")] == [2, 1]


def test_a_line_with_a_serial_waits_for_its_unit_and_brings_its_macs(works, esa) -> None:
    assert upload(esa, pairs(3, "sn", "wifi_mac")).status_code == 201
    writer = Writer(works)
    stranger = a_unit(works, past="CPL")
    assert writer.issue(stranger).code == "imei_exhausted"
    unit = a_unit(works, past="CPL", serial="SN-2")
    assert numbers(writer.issue(unit)) == [imei_of(TAC + 4), imei_of(TAC + 5)]
    assert Identifier.objects.get(kind="wifi_mac").value == "A45E60000002"
    found = esa.get("/api/v1/units/A45E60000002")
    assert found.json()["serial"] == "SN-2"


def test_each_fault_of_a_list_is_named_by_line_and_column(works, esa) -> None:
    good = [imei_of(TAC), imei_of(TAC + 1)]
    bad = {
        "wrong digit": [good[0][:14] + "9", good[1]],
        "14 digits": [good[0][:14], good[1]],
        "dashes": ["35-693803-000000-5", good[1]],
        "urdu digits": ["۳۵۶۹۳۸۰۳۰۰۰۰۰۰۵", good[1]],
        "test TAC": ["001012340000004", good[1]],
        "twice": [good[0], good[0]],
    }
    for what, row in bad.items():
        answer = upload(esa, f"imei1,imei2\n{','.join(row)}")
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_file"), what
        assert answer.json()["faults"][0]["line"] == 2, what
    for text in ("imei1\n", "imei1,imei2,colour\n", "", "imei1,imei2\n"):
        assert upload(esa, text).status_code == 422
    assert not Imei.objects.exists()


def test_a_workbook_with_numbers_for_imeis_is_refused_and_one_of_text_is_read(works, esa) -> None:
    book = Workbook()
    book.active.append(["imei1", "imei2"])
    book.active.append([imei_of(TAC), imei_of(TAC + 1)])
    content = BytesIO()
    book.save(content)
    assert upload(esa, content.getvalue(), "list.xlsx").status_code == 201


def test_a_list_of_another_models_tac_is_refused(works, esa) -> None:
    make_model("OTHER")
    answer = upload(esa, pairs(1), model="OTHER")
    assert answer.json()["code"] == "wrong_model"
    unknown = pairs(1).replace("35693803", "86123405")
    assert upload(esa, unknown).status_code == 422  # its check digits are of the other TAC


def test_a_chromebook_gets_its_line_of_the_list(works, esa) -> None:
    book = make_model("KITAB", imei_count=0)
    works.order.variant = make_variant(book)
    works.order.save()
    text = "sn,wifi_mac\nKB-1,A45E60000001\n,A45E60000002\n"
    assert upload(esa, text, model="KITAB").status_code == 201
    writer = Writer(works)
    for serial, mac in (("KB-1", "A45E60000001"), ("KB-9", "A45E60000002")):
        unit = a_unit(works, past="CPL", serial=serial)
        body = {"event_id": str(uuid.uuid4()), "identifier": unit.serial,
                "station": works.station("MMI1").code}  # fmt: skip
        done = writer.post("device-names", {**body, "read": {"wifi_mac": mac.lower()}})
        assert (done.status, done.body["names"]) == (201, {"wifi_mac": mac})
    assert DeviceLine.objects.filter(unit__isnull=False).count() == 2
    empty = a_unit(works, past="CPL", serial="KB-10")
    body = {"event_id": str(uuid.uuid4()), "identifier": empty.serial,
            "station": works.station("MMI1").code}  # fmt: skip
    assert writer.post("device-names", body).code == "no_device_line"
    wrong = {**body, "event_id": str(uuid.uuid4()), "identifier": "KB-1"}
    assert writer.post(
        "device-names", {**wrong, "read": {"wifi_mac": "00:00:00:00:00:01"}}
    ).code == ("read_back_mismatch")


@pytest.fixture
def other_server(tmp_path: Path):
    """Another installation: its number and its own key."""
    return override_settings(SERVER_NO=2, SIGNING_KEY=str(tmp_path / "other" / "signing.key"))


def test_registers_are_exchanged_and_a_number_of_another_server_is_refused(
    works, esa, other_server
) -> None:
    make_range(works.plant, works.model, sets=5)
    with other_server:
        theirs = esa.get("/api/v1/imei-registers/own").json()
    body = json.loads(theirs["body"])
    assert (body["server_no"], body["ranges"][0]["first"]) == (2, imei_of(TAC))
    read = post(esa, "imei-registers", file=json.dumps(theirs))
    assert (read[0], read[1]["register"]["ranges"]) == (201, 1)
    assert post(esa, "imei-registers", **theirs)[1]["code"] == "exists"
    (row,) = esa.get("/api/v1/imei-registers/overlaps").json()["results"]
    assert (row["server"], row["other_server"], row["first"]) == (1, 2, imei_of(TAC))
    assert "Loaded twice" in esa.get("/imei/LHR/").content.decode()


def test_another_servers_numbers_are_not_loaded_here(works, esa, other_server) -> None:
    told = {"form": FORM, "server_no": 2, "made_at": "2026-03-02T08:00:00+00:00",
            "ranges": [{"plant": "HRP", "tac": "35693803", "first": imei_of(TAC + 10),
                        "last": imei_of(TAC + 19)}]}  # fmt: skip
    text = json.dumps(told)
    with other_server:
        file = {"body": text, "signature": sign(text.encode()), "key": public_key()}
    for change in ({"body": text.replace("HRP", "LHR")}, {"signature": "AAAA"}, {"key": "AAAA"}):
        assert post(esa, "imei-registers", **{**file, **change})[1]["code"] == "bad_signature"
    assert post(esa, "imei-registers", **file)[0] == 201
    run = {"tac": "35693803", "first": "000000", "last": "000011"}
    refused = post(esa, "imei-ranges", plant="LHR", ranges=[run])
    assert refused[1]["code"] == "range_elsewhere"
    # Its next file must be of the same key.
    later = json.dumps({**told, "made_at": "2026-03-03T08:00:00+00:00"})
    ours = {"body": later, "signature": sign(later.encode()), "key": public_key()}
    assert post(esa, "imei-registers", **ours)[1]["code"] == "bad_signature"
