"""What the chance lives on the IMEI ledger know: phones, sets, callers, and what always holds.

The model is written from the rules of docs/imei.md, not from the code: sets are free, lent, taken
by a unit or gone, and only these acts move them.
"""

import uuid
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.db import transaction
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from lines.models import Identifier, Unit
from quality.actions.imei.witness import witnessed
from quality.models import Imei, ImeiCount, ImeiDelta
from quality.queries.invariants import IMEIS
from tests.plant import PlantAtWork, a_unit
from tests.quality.imeis import make_range
from tests.quality.writing import Writer
from tests.scanning import Answer

SETS, UNITS = 7, 4
CHOSEN = st.integers(0, 99)
LIVE = ("reserved", "written", "confirmed")


@dataclass
class Phone:
    """A unit as the model knows it: the set it holds (by number) and whether it is held."""

    unit: Unit
    holds: int | None = None
    stopped: bool = False


@dataclass
class Set:
    """One phone's numbers: `state` of all of them, who has them, whether behind a fence."""

    imeis: tuple[str, str]
    state: str = "free"
    phone: int | None = None
    fenced: bool = False

    @property
    def is_free(self) -> bool:
        return self.state == "free" and not self.fenced


@dataclass
class People:
    """Who calls: a gateway, the write station's own device, one of quality, two managers."""

    writer: Writer
    device: Writer
    bo: Client
    fay: Client


@dataclass
class Told:
    """An event that was sent, to send it again."""

    client: Client
    path: str
    body: dict[str, Any]
    answer: Answer


class LedgerWorld(RuleBasedStateMachine):
    """`expect` compares an answer with the model, the invariants compare the whole table."""

    def __init__(self, works: PlantAtWork, people: People) -> None:
        super().__init__()
        self.works, self.people = works, people
        for file in Path(settings.JOURNAL).glob("*.log"):
            file.unlink()  # an earlier life had the same numbers
        self.run = transaction.atomic()
        self.run._from_testcase = True  # rolled back like one: durable blocks may stand in it
        self.run.__enter__()
        self.phones: list[Phone] = []
        self.sets: list[Set] = []
        self.told: list[Told] = []
        self.given: set[str] = set()
        self.locked = False
        self.fence = ""

    def teardown(self) -> None:
        try:
            rows = witnessed(since=None)
            known = {imei for row in rows for imei in row["imeis"]}
            assert self.given <= known, "the journal misses a number that was answered"
            for one in IMEIS:
                assert one.first_bad() is None, one.name
        finally:
            transaction.set_rollback(True)
            self.run.__exit__(None, None, None)

    @initialize()
    def load(self) -> None:
        make_range(self.works.plant, self.works.model, sets=SETS)
        rows = list(Imei.objects.order_by("n14").values_list("imei", flat=True))
        self.sets = [Set((rows[n], rows[n + 1])) for n in range(0, len(rows), 2)]
        self.phones = [Phone(a_unit(self.works, past="CPL")) for _ in range(UNITS)]

    # --- what always holds ------------------------------------------------------------------------

    @invariant()
    def the_table_is_the_model(self) -> None:
        rows = Imei.objects.order_by("n14").values_list("imei", "state", "unit_id", "fence_id")
        found = {imei: (state, unit, bool(fence)) for imei, state, unit, fence in rows}
        for one in self.sets:
            unit = self.phones[one.phone].unit.pk if one.phone is not None else None
            for imei in one.imeis:
                state, holder, fenced = found[imei]
                assert (state, holder) == (one.state, unit), imei
                assert fenced or not one.fenced, imei

    @invariant()
    def a_scanner_finds_each_live_number_and_no_other(self) -> None:
        live = Identifier.objects.filter(kind__startswith="imei", retired_at__isnull=True)
        want = {imei for one in self.sets if one.state in LIVE for imei in one.imeis}
        assert set(live.values_list("value", flat=True)) == want

    @invariant()
    def the_counts_are_those_of_the_rows(self) -> None:
        counted: Counter[str] = Counter()
        for table in (ImeiCount, ImeiDelta):
            for what, n in table.objects.values_list("what", "n"):
                counted[what] += n
        want: Counter[str] = Counter()
        for one in self.sets:
            want["fenced" if one.state == "free" and one.fenced else one.state] += 2
        assert {k: n for k, n in counted.items() if n and k != "issued"} == dict(want)

    # --- how it is done ---------------------------------------------------------------------------

    def phone(self, who: int) -> tuple[Phone, int]:
        n = who % len(self.phones)
        return self.phones[n], n

    def at(self, operation: str, phone: Phone, **fields: object) -> dict[str, Any]:
        return {"station": self.works.station(operation).code, "identifier": phone.unit.serial,
                **fields}  # fmt: skip

    def read_back(self, phone: Phone, *, good: bool) -> list[str]:
        mine = self.sets[phone.holds].imeis if phone.holds is not None else self.sets[0].imeis
        return list(mine if good else mine[::-1])

    def named_refusal(self, phone: Phone) -> tuple[int, str] | None:
        """What comes before anybody looks at the numbers that were named."""
        if self.locked:
            return 423, "imei_locked"
        if phone.stopped:
            return 409, "on_hold"
        if phone.holds is None:
            return None
        past = self.sets[phone.holds].state != "reserved"
        return 409, "already_passed" if past else "imei_state"

    def take(self, n: int, i: int) -> None:
        self.sets[i].state, self.sets[i].phone, self.phones[n].holds = "reserved", n, i
        self.given.update(self.sets[i].imeis)

    def send(self, client: Client, path: str, fields: dict[str, Any]) -> Answer:
        body = {"event_id": str(uuid.uuid4()), **fields}
        answer = post(client, path, body)
        self.told.append(Told(client, path, body, answer))
        return answer

    def expect(
        self, answer: Answer, status: int, code: str, imeis: tuple[str, str] | None = None
    ) -> None:
        assert (answer.status, answer.code) == (status, code), answer.body
        if imeis is not None:
            assert tuple(row["imei"] for row in answer.body["imeis"]) == imeis


def post(client: Client, path: str, body: dict[str, Any]) -> Answer:
    response = client.post(f"/api/v1/{path}", body, content_type="application/json")
    return Answer(response.status_code, orjson.loads(response.content))
