"""An old dump put back: issuing stands until two people close the fence, and nothing is doubled."""

import os
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from lines.models import Move
from mes.kernel.chain import chain_ledgers
from mes.kernel.transactions import behind, catch_up
from mes.serve.dumps import DumpFailed, Manifest, restore
from mes.serve.engines import SUPERUSER
from plants.models import Person
from quality.actions.imei.fences import fence_forgotten
from quality.models import Fence, Imei, YieldMark, YieldSum
from tests.engines import ROOT
from tests.factories import PIN
from tests.plant import PlantAtWork, a_plant, a_unit
from tests.quality.imeis import make_range
from tests.quality.writing import Writer, numbers
from tests.scanning import Scanner
from tests.settings import ENGINES, TEST_DATABASE

pytestmark = [pytest.mark.settled, pytest.mark.django_db(transaction=True)]


def superuser() -> psycopg.Connection:
    url = ENGINES.database_url(role=SUPERUSER, database=TEST_DATABASE)
    return psycopg.connect(url, autocommit=True)


def manage(*words: str) -> str:
    """Run a command as a person would, with nobody else connected."""
    connection.close()
    with superuser() as owner:
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "mes.settings",
        "IMEI_JOURNAL": settings.JOURNAL,
    }
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=env, text=True, capture_output=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def issued(works: PlantAtWork, count: int) -> set[str]:
    writer = Writer(works)
    found: list[str] = []
    for _ in range(count):
        answer = writer.issue(a_unit(works, past="CPL"))
        assert answer.status == 201, answer.body
        found += numbers(answer)
    return set(found)


@pytest.fixture(autouse=True)
def _journal_of_its_own(settings, tmp_path: Path) -> None:
    """The journal outlives a database: that of the tests before names their numbers too."""
    settings.JOURNAL = str(tmp_path / "journal")


@pytest.fixture
def works() -> PlantAtWork:
    works = a_plant(quantity=40)
    make_range(works.plant, works.model, sets=40)
    return works


@pytest.fixture
def old(works: PlantAtWork, tmp_path: Path) -> tuple[Path, set[str]]:
    """A backup, and what was issued after it: the dump knows nothing of that."""
    issued(works, 2)
    dump = tmp_path / "old.dump"
    manage("backup", str(dump))
    after = issued(works, 5)
    told = manage("restore", str(dump), "--keep-nothing")
    assert "Issuing of IMEIs is locked" in told
    assert Imei.objects.filter(state="reserved").count() == 4
    return dump, after


def sent(client: Client, path: str, **fields: object) -> dict[str, object]:
    body = {"event_id": str(uuid.uuid4()), **fields}
    answer = client.post(f"/api/v1/{path}", body, content_type="application/json")
    assert answer.status_code < 300, answer.json()
    return dict(answer.json())


def test_nothing_is_issued_until_the_fence_is_closed_and_then_nothing_twice(works, old, client_for):
    _, lost = old
    fence = Fence.objects.get()
    refused = Writer(works).issue(a_unit(works, past="CPL"))
    assert (refused.status, refused.code) == (423, "imei_locked")
    assert fence.no in refused.body["detail"]

    fay = client_for(Person.objects.get(username="fay"))
    second = {"badge": "B-esa", "pin": PIN}
    early = fay.post(
        f"/api/v1/imei-fences/{fence.no}/close",
        {"event_id": str(uuid.uuid4()), "second": second},
        content_type="application/json",
    )
    assert early.json()["code"] == "fence_not_reconciled"
    told = sent(fay, f"imei-fences/{fence.no}/reconcile")
    assert told["fence"]["quarantined"] == len(lost) == 10
    alone = fay.post(
        f"/api/v1/imei-fences/{fence.no}/close",
        {"event_id": str(uuid.uuid4())},
        content_type="application/json",
    )
    assert alone.json()["code"] == "second_needed"
    sent(fay, f"imei-fences/{fence.no}/close", second=second)
    assert issued(works, 20).isdisjoint(lost)
    fence.refresh_from_db()
    assert (fence.closed_by.username, fence.second.username) == ("fay", "esa")

    # The phones made after the backup still carry theirs: people of quality take them back in.
    pair = [row.imei for row in Imei.objects.filter(fence_id=fence.pk).order_by("n14")[:2]]
    unit = a_unit(works, past="CPL")
    body = Writer(works).event("IMEIW", unit.serial, imeis=pair)
    assert Writer(works).post("imeis/adopt", body).code == "imei_fenced"
    bo = client_for(Person.objects.get(username="bo"))
    adopted = bo.post(
        "/api/v1/imeis/adopt",
        {**body, "event_id": str(uuid.uuid4())},
        content_type="application/json",
    )
    assert adopted.status_code == 201, adopted.json()


def test_without_the_fence_the_same_numbers_are_issued_again(works, old):
    """The control: it shows that the test above would see it."""
    _, lost = old
    with superuser() as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("DELETE FROM quality_fence")
    assert issued(works, 5) == lost


def test_a_dump_that_was_cut_off_or_is_anothers_is_refused_and_nothing_is_touched(works, tmp_path):
    dump = tmp_path / "a.dump"
    manage("backup", str(dump))
    url = ENGINES.database_url(role="mes_owner", database=TEST_DATABASE)
    whole = dump.read_bytes()
    connection.close()
    with pytest.raises(DumpFailed, match="of server 1; this is server 2"):
        restore(url=url, source=dump, server_no=2)
    with superuser(), pytest.raises(DumpFailed, match="stop the plant first"):
        restore(url=url, source=dump, server_no=1)
    dump.write_bytes(whole[:-100])
    with pytest.raises(DumpFailed, match="truncated or changed"):
        restore(url=url, source=dump, server_no=1)
    Manifest.path_for(dump).unlink()
    with pytest.raises(DumpFailed, match="no manifest"):
        restore(url=url, source=dump, server_no=1)
    assert Imei.objects.count() == 80


def test_a_cluster_that_counts_from_the_beginning_is_moved_ahead_of_its_rows(works):
    """Otherwise the rows lie above every watermark: neither folded nor chained, for years."""
    issued(works, 1)
    chain_ledgers()  # what is sealed beside the ledgers waits for no watermark
    with superuser() as owner:
        owner.execute("SET session_replication_role = replica")
        row = owner.execute(
            "UPDATE quality_imeievent SET xid = (pg_current_xact_id()::text::bigint + 30000)"
            "::text::xid8 RETURNING 1"
        )
        assert row.rowcount > 0
    assert behind() > 25_000
    chained = chain_ledgers()
    assert catch_up(seconds=60) == 0
    assert behind() == 0
    assert chain_ledgers() >= 1
    assert chained == 0


def test_a_state_put_back_past_this_program_is_fenced_at_the_next_start(works, old):
    """As after a snapshot or a bare `pg_restore`: the restore's own fence is not there."""
    _, lost = old
    with superuser() as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("DELETE FROM quality_fence")
    fence = fence_forgotten()
    assert fence is not None
    assert fence.reason == "The issue journal names 10 of its last numbers that are free here"
    assert Writer(works).issue(a_unit(works, past="CPL")).code == "imei_locked"
    assert fence_forgotten() == fence  # one is enough
    assert Fence.objects.count() == 1
    assert len(lost) == 10


@pytest.mark.settled
def test_a_start_folds_the_yields_before_a_page_counts_the_whole_ledger(works):
    """As after a migration that emptied the sums."""
    scanner, unit = Scanner(works), a_unit(works, past="AGE")
    record = scanner.event("MMI1", unit.serial, outcome="passed", slot="1", fixture="BOX-1")
    record["measurements"] = [{"name": "level", "value": 5}]
    assert scanner.post("test-records", record).status == 201
    assert not YieldSum.objects.exists()
    manage("set_up")
    assert YieldSum.objects.get().entered == 1
    assert Move.objects.filter(xid__gte=YieldMark.objects.get(pk=1).xid_below).count() == 0


def test_a_start_of_a_plant_that_forgot_nothing_locks_nothing(works):
    assert fence_forgotten() is None  # no journal yet
    issued(works, 3)
    manage("set_up")
    assert Fence.objects.count() == 0
    with superuser() as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE quality_imei SET state = 'free', unit_id = NULL WHERE slot = 1")
    manage("set_up")
    assert Fence.objects.get().kind == "restore"
