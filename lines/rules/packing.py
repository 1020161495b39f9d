"""What may go into a box and a carton, and when a carton may be closed."""

from dataclasses import dataclass

from mes.kernel.refusals import Refusal

BOX_PREFIX = "BX-"
"""A gift box is named after its unit: a counter would make every box wait for the last."""


@dataclass(frozen=True, slots=True)
class CartonFacts:
    """An open carton's promise: one variant, market and firmware; `count` boxes are in it."""

    no: str
    state: str
    variant_id: int
    sku: str
    country: str
    capacity: int
    count: int
    firmware: str = ""


def box_no(serial: str) -> str:
    """
    >>> box_no("A1-6B22-00001")
    'BX-A1-6B22-00001'
    """
    return f"{BOX_PREFIX}{serial}"


def check_open(carton: CartonFacts) -> None:
    """Refuse `carton_closed` unless boxes may go in."""
    if carton.state != "open":
        raise Refusal("carton_closed", no=carton.no)


def check_room(carton: CartonFacts) -> None:
    """Refuse `carton_closed` and `carton_full`."""
    check_open(carton)
    if carton.count >= carton.capacity:
        raise Refusal("carton_full", no=carton.no)


def check_same_goods(
    carton: CartonFacts, *, variant_id: int, sku: str, country: str, firmware: str
) -> None:
    """Refuse `mixed_carton` for another variant, another market, or another firmware.

    An empty carton takes any firmware: its first box says which one it is for.
    """
    if variant_id != carton.variant_id:
        raise Refusal("mixed_carton", no=carton.no, wanted=carton.sku, found=sku)
    if country != carton.country:
        raise Refusal("mixed_carton", no=carton.no, wanted=carton.country, found=country)
    if carton.count and firmware != carton.firmware:
        wanted, found = carton.firmware or "–", firmware or "–"
        raise Refusal("mixed_carton", no=carton.no, wanted=wanted, found=found)


def check_may_close(carton: CartonFacts, reason: str) -> None:
    """Refuse `carton_closed`, `carton_empty`, and `carton_partial` without a reason."""
    check_open(carton)
    if carton.count == 0:
        raise Refusal("carton_empty", no=carton.no)
    if carton.count < carton.capacity and not reason.strip():
        raise Refusal("carton_partial", no=carton.no, count=carton.count, capacity=carton.capacity)
