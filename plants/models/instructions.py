"""Work instructions: versions per step and model, released by a second person, read by name."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mes.kernel.fields import known
from plants.models.people import Person
from plants.models.products import ProductModel
from plants.models.sites import Operation, Plant, Station


class InstructionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    RELEASED = "released", _("Released")
    RETIRED = "retired", _("Retired")


class InstructionKind(models.TextChoices):
    PNG = "image/png", "PNG"
    JPEG = "image/jpeg", "JPEG"
    PDF = "application/pdf", "PDF"


class Instruction(models.Model):
    """ISA-95 *WorkInstruction*, one version. `required`: nobody works before having read it.

    Its file stands in a table of its own, so that no list reads ten megabytes.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=24)
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+")
    model = models.ForeignKey(
        ProductModel, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    version = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=8, choices=InstructionState.choices, default=InstructionState.DRAFT
    )
    title = models.CharField(max_length=120)
    title_ur = models.CharField(max_length=120, blank=True)
    required = models.BooleanField(default=False)
    kind = models.CharField(max_length=16, choices=InstructionKind.choices)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    released_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            known("plants_instruction_state_known", "state", InstructionState),
            known("plants_instruction_kind_known", "kind", InstructionKind),
            models.UniqueConstraint(fields=["plant", "no"], name="plants_instruction_no_once"),
            models.UniqueConstraint(
                fields=["plant", "operation", "model", "version"],
                nulls_distinct=False,
                name="plants_instruction_version_once",
            ),
            models.UniqueConstraint(
                fields=["plant", "operation", "model"],
                condition=models.Q(state="released"),
                nulls_distinct=False,
                name="plants_instruction_one_released",
            ),
            models.CheckConstraint(
                name="plants_instruction_second_person",
                condition=models.Q(released_by__isnull=True)
                | ~models.Q(released_by=models.F("made_by")),
            ),
            models.CheckConstraint(
                name="plants_instruction_released_whole",
                condition=models.Q(state="draft", released_at__isnull=True)
                | (
                    ~models.Q(state="draft")
                    & models.Q(released_at__isnull=False, released_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="plants_instruction_size",
                condition=models.Q(size__gt=0, size__lte=10 * 1024 * 1024),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.no} v{self.version}"


class InstructionFile(models.Model):
    """The bytes of one version, as they were checked; added, never changed."""

    instruction = models.OneToOneField(Instruction, on_delete=models.PROTECT, related_name="file")
    content = models.BinaryField()


class ReadReceipt(models.Model):
    """A person has opened a released version and said so; added, never changed."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="receipts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+", null=True)
    read_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instruction", "person"], name="plants_readreceipt_once"
            )
        ]
