"""A floor that is worked over HTTP alone: a session for each person, a token for each station."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from plants.actions.people import set_pin
from plants.models import Person, Station
from tests.calls import fetch, send
from tests.flows.rig import readings
from tests.sheets import csv_of, row_of

Answer = dict[str, Any]
AGREES = "482915"
PARTS = (("PCBA", 1), ("LCD", 1), ("SCREW", 6))


@dataclass
class Floor:
    """One line and the people around it. `line` is its code, `suffix` of the people's names."""

    line: str
    model: str
    client_for: Callable[[Person], Client]
    device_client: Callable[[Station], Client]
    _devices: dict[str, Client] = field(default_factory=dict)

    def person(self, username: str) -> Client:
        return self.client_for(Person.objects.get(username=username))

    def second(self, username: str) -> dict[str, str]:
        """How this person agrees: badge and PIN in the other one's body."""
        person = Person.objects.get(username=username)
        set_pin(person=person, pin=AGREES)
        return {"badge": person.badge, "pin": AGREES}

    def code(self, operation: str) -> str:
        return f"{self.line}-{operation}"

    def device(self, operation: str) -> Client:
        code = self.code(operation)
        if code not in self._devices:
            self._devices[code] = self.device_client(Station.objects.get(code=code))
        return self._devices[code]

    def post(self, operation: str, path: str, **body: object) -> Answer:
        """A device at the operation's station says this; what is not a yes fails the test."""
        answer = send(self.device(operation), path, station=self.code(operation), **body)
        assert answer.status_code == 201, answer.content.decode()
        return dict(answer.json())

    # --- the store and the planner ------------------------------------------------------------

    def kit_lot(self, sku: str, kit_type: str, sets: int) -> str:
        """A consignment, its packing list shown and committed, all of it received; the lot."""
        store, plant = self.person("store"), self.line[:3]
        made = send(store, "consignments", no="CN-FLOW", kit_type=kit_type, plant=plant)
        assert made.status_code == 201, made.content.decode()
        rows = [row_of(sku, part, sets * n, per_set=n) for part, n in PARTS]
        shown = self._packing_list(store, csv_of(*rows), query="")
        assert (shown["committed"], shown["counts"][0]["sets"]) == (False, sets)
        lot = self._packing_list(store, csv_of(*rows), query="?commit=1")["lots"][0]["no"]
        received = send(store, "kits/receive", lot=lot, sets=sets)
        assert received.json()["lot"]["stock"] == sets
        return str(lot)

    def order(self, sku: str, lot: str, quantity: int) -> str:
        """An order drafted, released, and given its sets."""
        planner, store = self.person("planner"), self.person("store")
        wish = {"line": self.line, "sku": sku, "quantity": quantity, "kit_lot": lot}
        no = send(planner, "work-orders", **wish).json()["work_order"]["no"]
        assert send(planner, f"work-orders/{no}/release").status_code == 200
        assert send(store, "kits/issue", lot=lot, work_order=no, sets=quantity).status_code == 201
        return str(no)

    # --- the stations -------------------------------------------------------------------------

    def start(self, order: str, operation: str = "ASM-IN", **more: object) -> Answer:
        return self.post(operation, "units/start", work_order=order, **more)

    def pass_(self, operation: str, unit: str, part: str = "") -> Answer:
        """An assembly step; a `part` is bound first, by a serial of its own."""
        if part:
            bound = [{"position": part, "serial": f"{part}-{unit}"}]
            self.post(operation, "parts/bind", identifier=unit, parts=bound)
        return self.post(operation, "scans", identifier=unit)

    def test(self, operation: str, unit: str, *, passes: bool = True) -> Answer:
        """A rig asks whether it may, measures, and sends its record."""
        may = send(
            self.device(operation),
            "units/validate",
            station=self.code(operation),
            identifier=unit,
        )
        assert may.json()["allowed"] is True, may.content.decode()
        plans = fetch(
            self.device(operation), "test-plans", model=self.model, operation=operation,
            state="released",
        ).json()["results"]  # fmt: skip
        return self.post(
            operation,
            "test-records",
            identifier=unit,
            outcome="passed" if passes else "failed",
            program=plans[0]["program"],
            program_version=plans[0]["program_version"],
            measurements=readings(plans[0]["steps"], passes=passes),
        )

    def imeis(self, unit: str) -> list[str]:
        """Issued, written and read back at one station, confirmed against the label at another."""
        issued = self.post("IMEIW", "imeis/issue", identifier=unit)["imeis"]
        numbers = [row["imei"] for row in issued]
        self.post("IMEIW", "imeis/written", identifier=unit, read_back=numbers)
        self.post("IMEIC", "imeis/confirm", identifier=unit, read_back=numbers, label=numbers)
        return numbers

    def box(self, unit: str, numbers: list[str]) -> Answer:
        label = {f"imei{slot}": imei for slot, imei in enumerate(numbers, start=1)}
        return self.post(
            "GBL", "handling-units", kind="box", identifier=unit, label={"sn": unit, **label}
        )

    def carton(self, order: str, boxes: list[str], *, reason: str) -> Answer:
        """A carton opened, filled with these boxes and closed short, with the reason."""
        no = self.post("CTN", "handling-units", kind="carton", work_order=order)
        no = no["handling_unit"]["no"]
        for box in boxes:
            self.post("CTN", f"handling-units/{no}/add", identifier=box)
        closed = send(self.device("CTN"), f"handling-units/{no}/close", reason=reason)
        assert closed.status_code == 200, closed.content.decode()
        return dict(closed.json()["handling_unit"])

    def unit(self, identifier: str) -> Answer:
        """The unit's history by any name it has."""
        return dict(fetch(self.person("qa_lead"), f"units/{identifier}").json())

    def _packing_list(self, store: Client, content: bytes, *, query: str) -> Answer:
        form: dict[str, object] = {"file": SimpleUploadedFile("list.csv", content)}
        if query:
            form["event_id"] = "0199f3a0-0000-7000-8000-000000000001"
        answer = store.post(f"/api/v1/consignments/CN-FLOW/packing-list{query}", form)
        assert answer.status_code == (201 if query else 200), answer.content.decode()
        return dict(answer.json())
