"""Who may take a scan back, and until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lines.rules.route import Change, Standing
from mes.kernel.refusals import Refusal
from plants.rules.facts import RouteMap

OWN_SECONDS = 30
"""How long the one who scanned may take it back alone; after that a supervisor must."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """The move to be taken back. `newest`: nothing has happened to the unit since."""

    kind: str
    position: int
    run: int
    person_id: int | None
    token_id: int | None
    received_at: datetime
    output: bool
    newest: bool


@dataclass(frozen=True, slots=True)
class Undoer:
    """Who asks: a person or a device, and whether it is a supervisor here."""

    person_id: int | None
    token_id: int | None
    supervisor: bool


def may_undo(scanned: Scanned, by: Undoer, *, serial: str, now: datetime) -> None:
    """Refuse `wrong_call` for anything but a scan that passed, `wrong_state` for one that is not
    the unit's newest move, `not_allowed` for somebody else and for the same person too late.
    """
    if scanned.kind != "pass":
        raise Refusal("wrong_call", here="Undo", here_ur="واپسی")
    if not scanned.newest:
        raise Refusal("wrong_state", what=serial, state="further on")
    same = (scanned.person_id, scanned.token_id) == (by.person_id, by.token_id)
    in_time = now - scanned.received_at <= timedelta(seconds=OWN_SECONDS)
    if not by.supervisor and not (same and in_time):
        raise Refusal("not_allowed", who="the supervisor", who_ur="سپروائزر")


def undone(standing: Standing, route: RouteMap, scanned: Scanned) -> Change:
    """The unit before the step again, with the gate it opened shut and its earlier runs back."""
    step = route.at_position(scanned.position)
    before = [each.position for each in route.steps if each.position < scanned.position]
    grants = step.grants if step else ""
    return Change(
        state=standing.state,
        done=max(before, default=0),
        run=scanned.run - 1,
        repairs=standing.repairs,
        gates=tuple(gate for gate in standing.gates if gate != grants),
    )
