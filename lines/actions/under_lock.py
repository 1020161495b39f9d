"""A unit read and moved with its row locked: for the calls that also lock something else."""

from lines.actions.insist import lock_unit
from lines.actions.standing import MoveRow, Visit, commit_move, read_standing
from lines.rules.identifiers import check_identifier
from lines.rules.route import Change, Standing
from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal


def locked_standing(*, identifier: str, visit: Visit) -> Standing:
    """The unit of this live identifier in the visit's plant, its row held until the commit.

    Refuses `invalid_identifier` and `unknown_unit`.
    """
    value = check_identifier(identifier)
    station = visit.station
    lock_unit(plant_id=station.plant_id, identifier=value)
    reading = read_standing(
        plant_id=station.plant_id, station_id=station.id, identifier=value, event_id=None
    )
    if reading.standing is None:
        raise Refusal("unknown_unit", identifier=value)
    return reading.standing


def move_locked(standing: Standing, change: Change, move: MoveRow) -> None:
    """Write the unit and its move. Refuses `event_id_reused` when a move of this id exists."""
    with refusing({"lines_move_pkey": Refusal("event_id_reused")}):
        if not commit_move(standing, change, move):
            raise Refusal("conflict")
