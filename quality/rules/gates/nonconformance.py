"""What may be done with a nonconformance, and when."""

from mes.kernel.refusals import Refusal

ROADS: dict[str, frozenset[str]] = {
    "open": frozenset({"change", "action", "done", "review", "decide"}),
    "review": frozenset({"change", "action", "done", "decide"}),
    "decided": frozenset({"change", "action", "done", "carry", "close"}),
    "closed": frozenset(),
}


def check_may(act: str, *, no: str, state: str) -> None:
    """Refuse `wrong_state` for what its state does not allow."""
    if act not in ROADS[state]:
        raise Refusal("wrong_state", what=no, state=state)


def check_may_close(*, no: str, cause: str, open_actions: int) -> None:
    """Refuse `ncr_needs_cause` and `ncr_actions_open`."""
    if not cause.strip():
        raise Refusal("ncr_needs_cause", no=no)
    if open_actions:
        raise Refusal("ncr_actions_open", no=no, open=open_actions)
