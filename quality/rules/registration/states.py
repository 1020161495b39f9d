"""The roads between the states of a request. What is so is decided there; here it is mirrored."""

from mes.kernel.refusals import Refusal

OPEN = (
    "new_request",
    "awaiting_documents",
    "pending_review",
    "in_review",
    "information_requested",
    "processed",
)
_NEXT = frozenset({*OPEN[1:], "approved", "rejected", "failed", "closed"})
ROADS: dict[str, frozenset[str]] = {
    "processing": frozenset({"new_request", "failed"}),
    **{state: _NEXT - {state} for state in OPEN},
    "approved": frozenset({"rejected", "closed"}),
    "rejected": frozenset({"pending_review", "closed"}),
    "failed": frozenset({"closed"}),
    "closed": frozenset(),
}


def check_road(no: str, now: str, then: str) -> None:
    """Refuse `registration_state` where no road leads."""
    if then not in ROADS[now]:
        raise Refusal("registration_state", no=no, state=now, then=then)
