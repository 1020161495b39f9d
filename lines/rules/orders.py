"""Which state an order may go to, how large it may be, and what its books must say at its end."""

from dataclasses import dataclass

from mes.kernel.refusals import Refusal

ORDER_ROADS: dict[str, frozenset[str]] = {
    "draft": frozenset({"released", "closed"}),
    "released": frozenset({"running", "held", "closed"}),
    "running": frozenset({"held", "completed", "closed"}),
    "held": frozenset({"released", "running"}),
    "completed": frozenset({"closed", "running"}),
    "closed": frozenset(),
}
STARTABLE = frozenset({"released", "running"})
ISSUABLE = frozenset({"released", "running", "held"})
CHANGEABLE = frozenset({"draft", "released", "running", "held", "completed"})
MOST_UNITS = 1_000_000


def check_road(order: str, state: str, to: str) -> None:
    """Refuse `order_state` unless an order may go from `state` to `to`."""
    if to not in ORDER_ROADS[state]:
        raise Refusal("order_state", order=order, state=state)


@dataclass(frozen=True, slots=True)
class OrderBooks:
    """An order's units by where they are, and its sets. `started` is all units ever begun.

    `free` places wait for a unit, `withdrawn` ones never get one; `open_carton` is the number of
    one that is not closed, empty for none.
    """

    quantity: int
    started: int
    in_process: int
    packed: int
    scrapped: int
    sets_issued: int
    sets_left: int
    over_build: int = 0
    shipped: int = 0
    free: int = 0
    withdrawn: int = 0
    sets_returned: int = 0
    open_carton: str = ""

    @property
    def balanced(self) -> bool:
        """Everything begun is in process, packed (or shipped) or scrapped."""
        return self.started == self.in_process + self.packed + self.scrapped

    @property
    def places(self) -> int:
        """Units that may be begun in all."""
        return self.quantity + self.over_build

    @property
    def short(self) -> int:
        """Ordered and not made good, so far."""
        return max(0, self.quantity - self.packed)

    @property
    def sets_used(self) -> int:
        """Sets issued, neither returned nor waiting: they are in units."""
        return self.sets_issued - self.sets_left


def check_may_close(order: str, books: OrderBooks) -> None:
    """Refuse `order_open` with units on the line, `kits_left` with sets not used or returned,
    `cartons_open` with a carton that nobody closed."""
    if books.in_process:
        raise Refusal("order_open", order=order, units=books.in_process)
    if books.sets_left:
        raise Refusal("kits_left", order=order, sets=books.sets_left)
    if books.open_carton:
        raise Refusal("cartons_open", order=order, carton=books.open_carton)


def is_finished(books: OrderBooks) -> bool:
    """Every place was started and nothing is left on the line."""
    return books.started == books.places and books.in_process == 0


def check_quantity(order: str, wanted: int, *, floor: int) -> None:
    """Refuse `quantity_floor` below what is started or has its kit, `malformed` over the most."""
    if wanted < max(1, floor):
        raise Refusal("quantity_floor", order=order, floor=max(1, floor))
    if wanted > MOST_UNITS:
        raise Refusal("malformed", fault=f"quantity is over {MOST_UNITS}")


def over_build_allowed(quantity: int, percent: int) -> int:
    """Whole units that a buyer takes beyond `quantity`.

    >>> over_build_allowed(199, 1)
    1
    """
    return quantity * percent // 100


def check_over_build(order: str, customer: str, wanted: int, *, allowed: int) -> None:
    """Refuse `over_build` for more than the buyer takes, none without one."""
    if wanted > allowed:
        raise Refusal("over_build", order=order, customer=customer or "–", allowed=allowed)


def check_day(order: str, units: int, *, left: int, planned: int, day: str) -> None:
    """Refuse `day_over` for more than is left of the order, `day_under` for taking back more
    than the day holds of it."""
    if units > left:
        raise Refusal("day_over", order=order, left=left, wanted=units)
    if planned + units < 0:
        raise Refusal("day_under", planned=planned, day=day, wanted=-units)
