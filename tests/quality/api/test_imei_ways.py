"""The other ways to an IMEI: by batch, by lease, with the board; and back to nobody."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError
from django.test import Client

from lines.models import Identifier
from quality.actions.imei.fences import fence_forgotten
from quality.actions.imei.witness import witnessed
from quality.models import Imei, ImeiEvent
from quality.rules.imei import imei_of
from tests.factories import PIN, make_token
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.quality.imeis import make_range
from tests.quality.writing import Writer, numbers, states
from tests.scanning import Answer, Scanner
from tests.settings import TEST_DATABASE
from tests.wiping import owner


def event(**fields: object) -> dict[str, object]:
    return {"event_id": str(uuid.uuid4()), **fields}


def sent(client: Client, path: str, **fields: object) -> Answer:
    response = client.post(f"/api/v1/{path}", event(**fields), content_type="application/json")
    return Answer(response.status_code, response.json())


@contextmanager
def refusing_commits() -> Iterator[None]:
    """No write with a receipt is committed, as when a deferred constraint has the last word."""
    with owner(TEST_DATABASE) as database:
        database.execute(
            "CREATE FUNCTION public.never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'never' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        database.execute(
            "CREATE CONSTRAINT TRIGGER never AFTER INSERT ON kernel_request DEFERRABLE"
            " INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.never()"
        )
    try:
        yield
    finally:
        with owner(TEST_DATABASE) as database:
            database.execute("DROP FUNCTION public.never() CASCADE")


@pytest.fixture
def writer(works: PlantAtWork) -> Writer:
    make_range(works.plant, works.model, sets=5)
    return Writer(works)


@pytest.fixture
def device(works: PlantAtWork) -> Scanner:
    """The write station's own device."""
    _, bearer = make_token(works.plant, works.station("IMEIW"))
    found = Scanner(works)
    found.client = Client(headers={"Authorization": f"Bearer {bearer}"})
    return found


def test_a_batch_gives_every_waiting_phone_of_the_order_its_set(works, writer) -> None:
    units = [a_unit(works, past="AGE") for _ in range(3)]
    body = event(work_order=works.order.no, count=10)
    done = writer.post("imeis/batch", body)
    assert (done.status, done.body["issued"]) == (201, 3)
    assert sorted(done.body["units"]) == sorted(unit.serial for unit in units)
    assert states() == ["reserved"] * 6 + ["free"] * 4
    again = writer.post("imeis/batch", body)
    assert (again.status, again.body) == (200, {**done.body, "replay": True})
    assert writer.post("imeis/batch", event(work_order=works.order.no, count=1)).body["units"] == {}
    unit = units[0]
    unit.done = works.position("CPL")
    unit.version += 2
    unit.gates = ["mmi1", "cpl"]
    unit.save()
    assert numbers(writer.issue(unit)) == done.body["units"][unit.serial]
    assert Identifier.objects.filter(kind="imei2").count() == 3


def test_a_batch_says_when_there_is_none_left_and_gives_what_there_is(works, writer) -> None:
    Imei.objects.filter(set_no__gt=35693803000001).update(fence_id=1)
    for _ in range(2):
        a_unit(works, past="AGE")
    first = writer.post("imeis/batch", event(work_order=works.order.no, count=2))
    assert (first.status, first.body["issued"]) == (201, 1)
    second = writer.post("imeis/batch", event(work_order=works.order.no, count=2))
    assert (second.status, second.code) == (409, "imei_exhausted")


def test_a_lease_is_used_by_its_device_alone_and_ends_in_no_free_number(
    works, writer, device, client_for
) -> None:
    here = {"station": works.station("IMEIW").code, "model": works.model.code}
    lent = device.post("imei-leases", event(**here, sets=2, hours=1))
    assert (lent.status, len(lent.body["sets"])) == (201, 2)
    assert states() == ["leased"] * 4 + ["free"] * 6
    first, second = lent.body["sets"]
    unit, other = a_unit(works, past="CPL"), a_unit(works, past="CPL")
    stranger = writer.post("imeis/issue", writer.event("IMEIW", unit.serial, imeis=first))
    assert (stranger.status, stranger.code) == (409, "imei_not_leased")
    used = device.post("imeis/issue", device.event("IMEIW", unit.serial, imeis=first, late=True))
    assert (used.status, numbers(used)) == (201, first)
    mixed = device.post(
        "imeis/issue", device.event("IMEIW", other.serial, imeis=[first[0], second[1]])
    )
    assert mixed.code == "imei_not_a_set"
    fay, key = client_for(works.people["fay"]), ImeiEvent.objects.get(kind="leased").event_id
    alone = sent(fay, f"imei-leases/{key}/void", reason="Tablet stolen")
    assert alone.code == "second_needed"
    both = {"badge": "B-esa", "pin": PIN}
    gone = sent(fay, f"imei-leases/{key}/void", reason="Tablet stolen", second=both)
    assert (gone.status, gone.body["voided"]) == (201, 2)
    assert states() == ["reserved"] * 2 + ["voided"] * 2 + ["free"] * 6
    late = device.post("imeis/issue", device.event("IMEIW", other.serial, imeis=second))
    assert late.code == "imei_not_leased"


def test_a_board_with_numbers_is_adopted_once_and_only_from_the_register(works, writer) -> None:
    pair = [row.imei for row in Imei.objects.order_by("n14")[4:6]]
    unit, other = a_unit(works, past="CPL"), a_unit(works, past="CPL")
    adopt = lambda who, imeis: writer.post(  # noqa: E731
        "imeis/adopt", writer.event("IMEIW", who.serial, imeis=imeis)
    )
    strangers = [imei_of(35693803100000), imei_of(35693803100001)]
    assert adopt(unit, strangers).code == "imei_not_registered"
    assert adopt(unit, pair[::-1]).code == "imei_not_a_set"
    assert adopt(unit, [pair[0], "123"]).code == "invalid_identifier"
    body = writer.event("IMEIW", unit.serial, imeis=pair)
    done = writer.post("imeis/adopt", body)
    assert (done.status, numbers(done)) == (201, pair)
    assert writer.post("imeis/adopt", body).body == {**done.body, "replay": True}
    assert adopt(other, pair).code == "imei_used"
    assert writer.written(unit, pair).status == 201
    assert numbers(writer.issue(other)) != pair


def test_another_plants_numbers_are_in_no_range(works, writer) -> None:
    theirs = a_plant("HRP")
    pair = [row.imei for row in Imei.objects.order_by("n14")[:2]]
    unit = a_unit(theirs, past="CPL")
    body = Writer(theirs).event("IMEIW", unit.serial, imeis=pair)
    assert Writer(theirs).post("imeis/adopt", body).code == "imei_not_registered"


def test_a_run_goes_back_to_its_owner_by_two_people(works, writer, client_for) -> None:
    writer.issue(a_unit(works, past="CPL"))
    fay = client_for(works.people["fay"])
    run = {"plant": "LHR", "tac": "35693803", "first": "000001", "last": "000004"}
    second = {"badge": "B-esa", "pin": PIN}
    done = sent(fay, "imeis/return", **run, reason="Handed back", second=second)
    assert (done.status, done.body["voided"]) == (201, 4)
    assert states() == ["reserved"] * 2 + ["voided"] * 4 + ["free"] * 4
    empty = sent(fay, "imeis/return", **run, reason="Handed back", second=second)
    assert empty.code == "nothing_to_void"


def test_every_number_that_was_answered_is_in_the_journal(works, writer, device) -> None:
    unit = a_unit(works, past="CPL")
    given = numbers(writer.issue(unit))
    here = {"station": works.station("IMEIW").code, "model": works.model.code}
    lent = device.post("imei-leases", event(**here, sets=1)).body["sets"][0]
    rows = {row["to"]: row["imeis"] for row in witnessed(since=None)}
    assert rows[unit.serial] == given
    assert lent in rows.values()


def test_no_number_is_answered_that_the_journal_could_not_keep(works, writer, settings, tmp_path):
    settings.JOURNAL = str(tmp_path / "no-folder")
    (tmp_path / "no-folder").write_text("a file where the folder should be")
    unit = a_unit(works, past="CPL")
    body = writer.event("IMEIW", unit.serial)
    refused = writer.post("imeis/issue", body)
    assert (refused.status, refused.code) == (423, "imei_locked")
    assert "journal" in refused.body["detail"]
    settings.JOURNAL = str(tmp_path / "journal")
    told = writer.post("imeis/issue", body)
    assert (told.status, len(numbers(told))) == (200, 2)
    assert states().count("reserved") == 2


@pytest.mark.django_db(transaction=True)
def test_a_scans_event_id_at_an_imei_call_is_called_reused(works, writer) -> None:
    unit = a_unit(works, past="CPL")
    pair = numbers(writer.issue(unit))
    other = a_unit(works, past="ASM-IN")
    scan = writer.event("ASM-01", other.serial, parts=[{"position": "camera", "serial": "C-1"}])
    assert writer.post("scans", scan).status == 201
    body = writer.event("IMEIW", unit.serial, read_back=pair)
    clash = writer.post("imeis/written", {**body, "event_id": scan["event_id"]})
    assert (clash.status, clash.code) == (409, "event_id_reused")


@pytest.mark.django_db(transaction=True)
def test_what_was_undone_after_it_was_noted_locks_no_healthy_plant(works, writer, device) -> None:
    """The commit itself is refused: a number that nobody got is free, and known to be."""
    for _ in range(2):
        a_unit(works, past="AGE")
    body = event(work_order=works.order.no, count=2)
    here = {"station": works.station("IMEIW").code, "model": works.model.code}
    with refusing_commits():
        for call in (
            lambda: writer.post("imeis/batch", body),
            lambda: device.post("imei-leases", event(**here, sets=1)),
        ):
            with pytest.raises(IntegrityError):
                call()
    assert states() == ["free"] * 10
    assert list(witnessed(since=None)) == []
    assert fence_forgotten() is None
    done = writer.post("imeis/batch", body)
    assert (done.status, done.body["issued"]) == (201, 2)
    assert len(list(witnessed(since=None))) == 2
