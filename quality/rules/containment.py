"""What a suspicion must name, and what its units add up to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mes.kernel.refusals import Malformed

_NAMED = {
    "lot": "a lot",
    "supplier": "a supplier",
    "fixture": "a fixture",
    "firmware": "a firmware",
    "operator": "an operator",
}
_TIMED = ("fixture", "operator", "window")
_PLACES = {"packed": "boxed", "shipped": "shipped"}


@dataclass(frozen=True, slots=True)
class Suspect:
    """A unit that matches and where it is: `carton`, `pallet` and `shipment` by number."""

    unit_id: int
    serial: str
    state: str
    carton: str = ""
    pallet: str = ""
    shipment: str = ""
    customer: str = ""
    country: str = ""

    @property
    def found(self) -> str:
        return found_at(self.state)


@dataclass(frozen=True, slots=True)
class Group:
    """Units that stand or went together: a carton on its pallet, a shipment to its customer."""

    no: str
    of: str
    units: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a containment would hold, before it does."""

    total: int
    in_line: int
    boxed: int
    shipped: int
    cartons: tuple[Group, ...]
    pallets: tuple[Group, ...]
    shipments: tuple[Group, ...]
    serials: tuple[str, ...]


def check_named(
    *, kind: str, value: str, since: datetime | None, until: datetime | None, placed: bool
) -> None:
    """Refuse a suspicion that says too little to be looked for."""
    if kind in _NAMED and not value:
        raise Malformed(f"name {_NAMED[kind]}")
    if kind in _TIMED and since is None:
        raise Malformed("say from when")
    if kind == "window" and not placed:
        raise Malformed("name a station or a line")
    if since is not None and until is not None and until <= since:
        raise Malformed("the time ends before it begins")


def found_at(state: str) -> str:
    """Where a unit of this state is: in_line, boxed or shipped.

    >>> found_at("packed"), found_at("in_repair")
    ('boxed', 'in_line')
    """
    return _PLACES.get(state, "in_line")


def added_up(suspects: Sequence[Suspect], *, serials: int = 20) -> Preview:
    """Counts, and the cartons and pallets to open; what has left is listed by shipment."""
    places = Counter(one.found for one in suspects)
    here = [one for one in suspects if one.found == "boxed"]
    gone = [one for one in suspects if one.found == "shipped"]
    return Preview(
        total=len(suspects),
        in_line=places["in_line"],
        boxed=places["boxed"],
        shipped=places["shipped"],
        cartons=_groups([(one.carton, one.pallet) for one in here]),
        pallets=_groups([(one.pallet, "") for one in here]),
        shipments=_groups(
            [(one.shipment, f"{one.customer} {one.country}".strip()) for one in gone]
        ),
        serials=tuple(one.serial for one in suspects[:serials]),
    )


def _groups(named: Sequence[tuple[str, str]]) -> tuple[Group, ...]:
    counted = Counter(pair for pair in named if pair[0])
    return tuple(Group(no, of, units) for (no, of), units in sorted(counted.items()))
