"""Who works here. A badge says who, a PIN proves it, a membership says where and as what."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from mes.kernel.fields import known
from plants.models.sites import Plant, Station


class Language(models.TextChoices):
    ENGLISH = "en", "English"
    URDU = "ur", "اردو"


class PersonManager(BaseUserManager["Person"]):
    """The two makers that Django's own commands call."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "Person":
        person: Person = self.model(username=username, **fields)
        person.set_password(password)
        person.save()
        return person

    def create_superuser(self, username: str, password: str, **fields: object) -> "Person":
        return self.create_user(
            username, password, **{"is_staff": True, "is_superuser": True, **fields}
        )


class Person(AbstractBaseUser, PermissionsMixin):
    """ISA-95 *Person*. `pin` is an Argon2 hash of six digits; `badge` is printed, not secret."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    name_ur = models.CharField(max_length=80, blank=True)
    badge = models.CharField(max_length=24, unique=True, null=True, blank=True)
    pin = models.CharField(max_length=128, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.ENGLISH)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name_plural = _("people")
        constraints = [known("plants_person_language_known", "language", Language)]

    def __str__(self) -> str:
        return self.name or self.username

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """A new PIN ends open sessions as a new password does."""
        proof = f"{self.password}|{self.pin}"
        return salted_hmac(
            "plants.Person.session", proof, secret=secret, algorithm="sha256"
        ).hexdigest()


class Role(models.TextChoices):
    OPERATOR = "operator", _("Operator")
    SUPERVISOR = "supervisor", _("Supervisor")
    QA = "qa", _("QA")
    QA_LEAD = "qa_lead", _("QA lead")
    STORE = "store", _("Store keeper")
    PLANNER = "planner", _("Planner")
    MANAGER = "manager", _("Plant manager")
    INSPECTOR = "inspector", _("Inspector")
    ADMIN = "admin", _("Administrator")


class Membership(models.Model):
    """A person in a plant, with roles; without one the plant does not exist for them."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=12, choices=Role.choices))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "plant"], name="plants_membership_once"),
            models.CheckConstraint(
                name="plants_membership_roles_known",
                condition=models.Q(roles__contained_by=Role.values),
            ),
        ]


class PinGuard(models.Model):
    """Wrong PINs by person and device (`person` null: all of a device's), and until when locked."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    device = models.CharField(max_length=64)
    wrong = models.PositiveSmallIntegerField(default=0)
    window_start = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "device"], nulls_distinct=False, name="plants_pinguard_once"
            )
        ]


class Presence(models.Model):
    """Who is signed in at a station (ISO 22400 attendance). Several may be, one is active."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="presences")
    device = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "station"],
                condition=models.Q(ended_at__isnull=True),
                name="plants_presence_open_once",
            )
        ]
