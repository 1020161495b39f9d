"""What may go into a box and a carton, and when a carton may be closed."""

from collections.abc import Mapping
from dataclasses import dataclass

from mes.kernel.refusals import Refusal

BOX_PREFIX = "BX-"
"""A gift box is named after its unit: a counter would make every box wait for the last."""


@dataclass(frozen=True, slots=True)
class CartonFacts:
    """An open carton's promise: one variant, one country; `count` boxes are in it."""

    no: str
    state: str
    variant_id: int
    sku: str
    country: str
    capacity: int
    count: int


def box_no(serial: str) -> str:
    """
    >>> box_no("A1-6B22-00001")
    'BX-A1-6B22-00001'
    """
    return f"{BOX_PREFIX}{serial}"


def label_differs(label: Mapping[str, str], known: Mapping[str, str]) -> str:
    """The first name on the label (sn, imei1, …) whose value is not the ledger's; else empty."""
    return next((name for name, value in label.items() if known.get(name) != value.strip()), "")


def check_open(carton: CartonFacts) -> None:
    """Refuse `carton_closed` unless boxes may go in."""
    if carton.state != "open":
        raise Refusal("carton_closed", no=carton.no)


def check_room(carton: CartonFacts) -> None:
    """Refuse `carton_closed` and `carton_full`."""
    check_open(carton)
    if carton.count >= carton.capacity:
        raise Refusal("carton_full", no=carton.no)


def check_same_goods(carton: CartonFacts, *, variant_id: int, sku: str, country: str) -> None:
    """Refuse `mixed_carton` for another variant, or another country to be sold in."""
    if variant_id != carton.variant_id:
        raise Refusal("mixed_carton", no=carton.no, wanted=carton.sku, found=sku)
    if country != carton.country:
        raise Refusal("mixed_carton", no=carton.no, wanted=carton.country, found=country)


def check_may_close(carton: CartonFacts, reason: str) -> None:
    """Refuse `carton_closed`, `carton_empty`, and `carton_partial` without a reason."""
    check_open(carton)
    if carton.count == 0:
        raise Refusal("carton_empty", no=carton.no)
    if carton.count < carton.capacity and not reason.strip():
        raise Refusal("carton_partial", no=carton.no, count=carton.count, capacity=carton.capacity)
