"""What work asks of people, what they have learned, and by whose word they may all the same."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mes.kernel.fields import known
from plants.models.people import Person
from plants.models.products import ProductModel
from plants.models.sites import Operation, Plant, Station


class Level(models.IntegerChoices):
    """The four quarters of a skills matrix (ILUO): learns, works checked, works alone, teaches."""

    LEARNS = 1, _("Learns")
    CHECKED = 2, _("Works, checked")
    ALONE = 3, _("Works alone")
    TEACHES = 4, _("Expert, teaches")


class Skill(models.Model):
    """ISA-95 *PersonnelClass*: something a person of this plant can be certified for."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="skills")
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=80)
    name_ur = models.CharField(max_length=80, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plant", "code"], name="plants_skill_code_once")
        ]

    def __str__(self) -> str:
        return self.code


class SkillNeed(models.Model):
    """ISA-95 *PersonnelSpecification*: an operation (of one model, or of all) asks for a skill.

    Below `level` nobody works there; below `check_below` an expert looks at each unit (0: never).
    A need is withdrawn by `active`, never deleted.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+")
    model = models.ForeignKey(
        ProductModel, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="needs")
    level = models.PositiveSmallIntegerField(default=Level.CHECKED)
    check_below = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plants_skillneed_level", condition=models.Q(level__gte=1, level__lte=4)
            ),
            models.CheckConstraint(
                name="plants_skillneed_check_below", condition=models.Q(check_below__lte=4)
            ),
            models.UniqueConstraint(
                fields=["plant", "operation", "model", "skill"],
                condition=models.Q(active=True),
                nulls_distinct=False,
                name="plants_skillneed_once",
            ),
        ]


class TrainingResult(models.TextChoices):
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Not passed")
    REVOKED = "revoked", _("Certificate taken back")


class Training(models.Model):
    """One training or its counter-event; the newest row that passed or revoked is the certificate.

    ISA-95 *QualificationTestResult*. Added, never changed.
    """

    event_id = models.UUIDField(primary_key=True)
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="trainings")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="trainings")
    level = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=8, choices=TrainingResult.choices)
    given_by = models.CharField(max_length=80, help_text=_("Trainer: a colleague or a firm."))
    given_on = models.DateField()
    expires_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plants_training_level", condition=models.Q(level__gte=1, level__lte=4)
            ),
            known("plants_training_result_known", "result", TrainingResult),
            models.CheckConstraint(
                name="plants_training_expires_after",
                condition=models.Q(expires_on__isnull=True)
                | models.Q(expires_on__gte=models.F("given_on")),
            ),
        ]
        indexes = [
            models.Index(fields=["plant", "skill", "person", "made_at"], name="plants_training_of")
        ]


class SkillOverride(models.Model):
    """A supervisor lets a person work at a station until the shift's end. Added, never changed."""

    event_id = models.UUIDField(primary_key=True)
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    missing = models.CharField(max_length=200)
    reason = models.CharField(max_length=200)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plants_skilloverride_by_another",
                condition=~models.Q(person=models.F("given_by")),
            ),
            models.CheckConstraint(
                name="plants_skilloverride_reason", condition=~models.Q(reason="")
            ),
        ]
        indexes = [models.Index(fields=["station", "until"], name="plants_skilloverride_until")]


class Assignment(models.Model):
    """Who was put at which station for a shift, by badge; several jobs at once are allowed.

    It counts until `until` unless `ended_at` came first. A sign-in at the tablet is a `Presence`.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["station", "person"],
                condition=models.Q(ended_at__isnull=True),
                name="plants_assignment_open_once",
            ),
            models.CheckConstraint(
                name="plants_assignment_order",
                condition=models.Q(until__gt=models.F("started_at")),
            ),
        ]
