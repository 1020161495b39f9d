"""The first administrator of a plant that is not a demo."""

from django.contrib.auth.password_validation import validate_password
from django.db import connection, transaction

from mes.kernel.refusals import Refusal
from plants.models import Area, Membership, Person, Plant, Role


def nobody_yet() -> bool:
    """Whether this installation has no person at all."""
    return not Person.objects.exists()


def make_first_admin(
    *, username: str, name: str, password: str, plant_code: str, plant_name: str
) -> Person:
    """Make the first person, who may do everything, and the first plant with one hall.

    Refuses `exists` once anybody is there; raises ValidationError for a weak password.
    """
    validate_password(password)
    with transaction.atomic():
        with connection.cursor() as cursor:  # two first administrators at once: one waits
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('plants.first_run'))")
        if not nobody_yet():
            raise Refusal("exists", what="administrator", no=username)
        person = Person.objects.create_superuser(username, password, name=name)
        plant, made = Plant.objects.get_or_create(code=plant_code, defaults={"name": plant_name})
        if made:
            Area.objects.create(plant=plant, code="HALL", name="Hall")
        Membership.objects.create(person=person, plant=plant, roles=[Role.ADMIN, Role.MANAGER])
    return person
