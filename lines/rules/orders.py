"""Which state an order may go to, and what its books must say before it is closed."""

from dataclasses import dataclass

from mes.kernel.refusals import Refusal

ORDER_ROADS: dict[str, frozenset[str]] = {
    "draft": frozenset({"released", "closed"}),
    "released": frozenset({"running", "held", "closed"}),
    "running": frozenset({"held", "completed", "closed"}),
    "held": frozenset({"released", "running"}),
    "completed": frozenset({"closed"}),
    "closed": frozenset(),
}
STARTABLE = frozenset({"released", "running"})
ISSUABLE = frozenset({"released", "running", "held"})


def check_road(order: str, state: str, to: str) -> None:
    """Refuse `order_state` unless an order may go from `state` to `to`."""
    if to not in ORDER_ROADS[state]:
        raise Refusal("order_state", order=order, state=state)


@dataclass(frozen=True, slots=True)
class OrderBooks:
    """An order's units by where they are, and its sets. `started` is all units ever begun."""

    quantity: int
    started: int
    in_process: int
    packed: int
    scrapped: int
    sets_issued: int
    sets_left: int

    @property
    def balanced(self) -> bool:
        """Everything begun is in process, packed (or shipped) or scrapped."""
        return self.started == self.in_process + self.packed + self.scrapped


def check_may_close(order: str, books: OrderBooks) -> None:
    """Refuse `order_open` with units on the line, `kits_left` with sets not used or returned."""
    if books.in_process:
        raise Refusal("order_open", order=order, units=books.in_process)
    if books.sets_left:
        raise Refusal("kits_left", order=order, sets=books.sets_left)


def is_finished(books: OrderBooks) -> bool:
    """Every place was started and nothing is left on the line."""
    return books.started == books.quantity and books.in_process == 0
