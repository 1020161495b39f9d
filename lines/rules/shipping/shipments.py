"""A shipment's road, what it needs before it may leave, and how a fault is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from mes.kernel.refusals import Refusal

HOME = "PK"
PICKABLE = frozenset({"draft", "picking", "checked"})
PAPERS = ("invoice", "packing_list", "efe_no", "gd_no", "gd_date", "certificate")
"""Papers may follow the goods: a form's number is often known after the truck has left."""
LOADS = ("truck", "container", "seal", "planned_on", "quantity", "fob_unit", "currency")
EXPORT_NEEDS = {
    "invoice": "invoice",
    "packing_list": "packing list",
    "efe_no": "Form E / EFE number",
    "gd_no": "GD export number",
    "fob_unit": "FOB value",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """A shipment as somebody orders it; `details` are of PAPERS and LOADS."""

    kind: str
    customer: str
    country: str
    details: Mapping[str, str | int | Decimal | date | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """What stops a shipment: `code` and `facts` are a refusal's, the rest says where it lies."""

    code: str
    facts: dict[str, object]
    unit: str = ""
    carton: str = ""
    pallet: str = ""

    def answer(self) -> dict[str, object]:
        """The fault in both languages, with the names of what it lies in."""
        told = Refusal(self.code, **self.facts).answer()
        names = {"unit": self.unit, "carton": self.carton, "pallet": self.pallet}
        return {**{key: told[key] for key in TOLD}, **names}


TOLD = ("code", "detail", "detail_ur", "next", "next_ur")


@dataclass(frozen=True, slots=True)
class Faults:
    """The first of the faults, and how many there are in all; `units` that would leave."""

    listed: tuple[Fault, ...]
    total: int
    units: int

    @property
    def none(self) -> bool:
        return self.total == 0


def check_country(kind: str, country: str) -> str:
    """The country in capitals. Raises `wrong_country` for an export to home or the reverse."""
    code = country.strip().upper()
    if kind == "domestic" and code != HOME:
        raise Refusal("wrong_country", unit="A domestic shipment", found=HOME, wanted=code)
    if kind == "export" and code == HOME:
        raise Refusal("wrong_country", unit="An export lot", found="export", wanted=HOME)
    return code


def check_state(*, no: str, state: str, wanted: frozenset[str]) -> None:
    """Refuse `shipment_state` unless the shipment stands at one of these."""
    if state not in wanted:
        raise Refusal("shipment_state", no=no, state=state)


def may_write(state: str, names: frozenset[str], *, no: str) -> None:
    """Papers at any time before a cancellation, everything else until it has left."""
    if state == "cancelled" or (state == "shipped" and not names <= set(PAPERS)):
        raise Refusal("shipment_state", no=no, state=state)


def missing_papers(values: Mapping[str, object]) -> list[Fault]:
    """What an export lot still needs of EXPORT_NEEDS."""
    return [
        Fault("papers_missing", {"paper": name})
        for key, name in EXPORT_NEEDS.items()
        if values.get(key) in (None, "")
    ]


def needed_gates(*, oqc: bool, registered: bool, kind: str) -> tuple[str, ...]:
    """The clearances goods need: registration only for what is sold at home."""
    gates = ["oqc"] if oqc and kind != "supplier" else []
    if registered and kind == "domestic":
        gates.append("registered")
    return tuple(gates)
