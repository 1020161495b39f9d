"""Where somebody is an inspector."""

from plants.models import Membership, Person, Plant, Role


def inspected_plants(person: Person) -> list[Plant]:
    """The plants in which the person holds the inspector's role, by code."""
    rows = Membership.objects.filter(person=person, roles__contains=[Role.INSPECTOR])
    return list(Plant.objects.filter(pk__in=rows.values("plant_id")).order_by("code"))
