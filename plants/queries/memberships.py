"""Where a person belongs and as what."""

from collections.abc import Mapping

from django.db.models import QuerySet

from plants.models import Membership, Role


def working(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    """Without those who only inspect: for them a plant is there on the inspector's page alone."""
    return rows.exclude(roles=[Role.INSPECTOR])


def roles_of(person_id: int) -> Mapping[int, frozenset[str]]:
    """Roles by plant id; a plant that is missing here does not exist for the person."""
    own = Membership.objects.filter(person_id=person_id)
    rows = working(own).values_list("plant_id", "roles")
    return {plant_id: frozenset(roles) for plant_id, roles in rows}
