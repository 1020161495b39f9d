"""The person at the station, judged by what its operation asks for."""

from lines.actions.standing import Visit
from lines.rules.crew import check_worker


def second_check_due(visit: Visit, *, model_id: int) -> bool:
    """Whether an expert must look at the work of this visit. Refuses as `check_worker` does."""
    return check_worker(
        visit.station, model_id=model_id, person_id=visit.sender.person_id, at=visit.when.at
    )
