"""Where a person belongs and as what."""

from collections.abc import Mapping

from plants.models import Membership


def roles_of(person_id: int) -> Mapping[int, frozenset[str]]:
    """Roles by plant id; a plant that is missing here does not exist for the person."""
    rows = Membership.objects.filter(person_id=person_id).values_list("plant_id", "roles")
    return {plant_id: frozenset(roles) for plant_id, roles in rows}
