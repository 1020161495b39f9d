"""What may stand on a pallet, and when it may be closed, opened and moved."""

from dataclasses import dataclass

from mes.kernel.refusals import Refusal

PLACE_MARK = "LOC-"
"""How a shelf's label begins, so that it is told from a carton's."""


@dataclass(frozen=True, slots=True)
class PalletFacts:
    """A pallet and the goods it was opened for; `mixing` is the plant's rule, `shipment` where it
    is picked for.
    """

    no: str
    state: str
    capacity: int
    count: int
    mixing: str
    order_no: str
    sku: str
    country: str
    shipment: str = ""


@dataclass(frozen=True, slots=True)
class CartonOnFloor:
    """A closed carton that somebody scans; `pallet` it stands on already."""

    no: str
    state: str
    count: int
    order_no: str
    sku: str
    country: str
    pallet: str = ""


def check_open(pallet: PalletFacts) -> None:
    """Refuse `pallet_closed` unless cartons may go on or off."""
    if pallet.state != "open":
        raise Refusal("pallet_closed", no=pallet.no)


def check_carton(carton: CartonOnFloor) -> None:
    """Refuse `on_pallet`, `carton_still_open` and `carton_empty`."""
    if carton.pallet:
        raise Refusal("on_pallet", no=carton.no, pallet=carton.pallet)
    if carton.state != "closed":
        raise Refusal("carton_still_open", no=carton.no)
    if carton.count == 0:
        raise Refusal("carton_empty", no=carton.no)


def check_goes_on(pallet: PalletFacts, carton: CartonOnFloor) -> None:
    """Refuse `pallet_closed`, what the carton is refused for, `pallet_full`, `mixed_pallet`."""
    check_open(pallet)
    check_carton(carton)
    if pallet.count >= pallet.capacity:
        raise Refusal("pallet_full", no=pallet.no)
    pairs = [(pallet.country, carton.country)]
    if pallet.mixing in ("order", "variant"):
        pairs.append((pallet.sku, carton.sku))
    if pallet.mixing == "order":
        pairs.append((pallet.order_no, carton.order_no))
    for wanted, found in pairs:
        if wanted != found:
            raise Refusal("mixed_pallet", no=pallet.no, wanted=wanted, found=found)


def check_may_close(pallet: PalletFacts, reason: str) -> None:
    """Refuse `pallet_closed`, and an empty pallet without a reason."""
    check_open(pallet)
    if pallet.count == 0 and not reason.strip():
        raise Refusal("pallet_empty", no=pallet.no)


def check_may_reopen(pallet: PalletFacts, reason: str) -> None:
    """Refuse `pallet_picked`, `wrong_state` and `reason_needed`."""
    if pallet.shipment:
        raise Refusal("pallet_picked", no=pallet.no, shipment=pallet.shipment)
    if pallet.state != "closed":
        raise Refusal("wrong_state", what=f"Pallet {pallet.no}", state=pallet.state)
    if not reason.strip():
        raise Refusal("reason_needed")


def place_of(code: str) -> str:
    """The shelf of a scanned shelf label, empty for any other code.

    >>> place_of("LOC-FG-A-03"), place_of("C26-000001")
    ('FG-A-03', '')
    """
    value = code.strip().upper()
    return value.removeprefix(PLACE_MARK)[:24] if value.startswith(PLACE_MARK) else ""
