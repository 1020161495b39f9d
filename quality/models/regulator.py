"""What the plant hands to the regulator (PTA, DIRBS): packs of IMEIs, their answers, its looks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models import Unit
from mes.kernel.fields import CurrentXid, XidField, known
from plants.models import Person, Plant, ProductModel


class RegistrationKind(models.TextChoices):
    REGISTER = "register", _("Register")
    DEREGISTER = "deregister", _("De-register (export)")


class RegistrationState(models.TextChoices):
    """The states of a request in the regulator's registration system (DRS), as it names them."""

    PROCESSING = "processing", _("Processing")
    FAILED = "failed", _("Failed")
    NEW_REQUEST = "new_request", _("New request")
    AWAITING_DOCUMENTS = "awaiting_documents", _("Awaiting documents")
    PENDING_REVIEW = "pending_review", _("Pending review")
    IN_REVIEW = "in_review", _("In review")
    INFORMATION_REQUESTED = "information_requested", _("Information requested")
    PROCESSED = "processed", _("Processed")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    CLOSED = "closed", _("Closed")


class Registration(models.Model):
    """One request: the units of a packed lot that are of one model, as they were when it was made.

    `form` holds the fields of the request beside the file, `files` the name, rows, bytes and
    SHA-256 of each profile. `sources` says which pallets, cartons or order the units stood in.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=16)
    kind = models.CharField(max_length=10, choices=RegistrationKind.choices)
    model = models.ForeignKey(ProductModel, on_delete=models.PROTECT, related_name="+")
    sources = models.JSONField()
    form = models.JSONField(default=dict)
    files = models.JSONField(null=True)
    imei_per_device = models.PositiveSmallIntegerField()
    device_count = models.PositiveIntegerField()
    demo = models.BooleanField(default=False)
    state = models.CharField(
        max_length=21, choices=RegistrationState.choices, default=RegistrationState.PROCESSING
    )
    reference = models.CharField(max_length=60, blank=True, help_text=_("Number given by DRS."))
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            known("quality_registration_kind_known", "kind", RegistrationKind),
            known("quality_registration_state_known", "state", RegistrationState),
            models.UniqueConstraint(fields=["plant", "no"], name="quality_registration_no_once"),
            models.CheckConstraint(
                name="quality_registration_imei_per_device",
                condition=models.Q(imei_per_device__gte=1, imei_per_device__lte=5),
            ),
            models.CheckConstraint(
                name="quality_registration_device_count",
                condition=models.Q(device_count__gte=1, device_count__lte=1_000_000),
            ),
            models.CheckConstraint(
                name="quality_registration_files_made",
                condition=models.Q(state__in=["processing", "failed", "closed"])
                | models.Q(files__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.no


class LineState(models.TextChoices):
    PENDING = "pending", _("Not answered")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RegistrationLine(models.Model):
    """One unit of a pack, with the IMEIs it had: row `n` of the file. Only `state` ever changes."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", db_index=False)
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=10, choices=RegistrationKind.choices)
    n = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    serial = models.CharField(max_length=32)
    imeis = ArrayField(models.CharField(max_length=15))
    state = models.CharField(max_length=9, choices=LineState.choices, default=LineState.PENDING)

    class Meta:
        constraints = [
            known("quality_registrationline_kind_known", "kind", RegistrationKind),
            known("quality_registrationline_state_known", "state", LineState),
            models.UniqueConstraint(
                fields=["registration", "n"], name="quality_registrationline_row_once"
            ),
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=models.Q(state__in=["pending", "approved"]),
                name="quality_registrationline_unit_once",
            ),
            models.CheckConstraint(
                name="quality_registrationline_has_imeis", condition=~models.Q(imeis=[])
            ),
        ]


class RegistrationEvent(models.Model):
    """A request came into a state: made, uploaded, reviewed, decided. Added, never changed."""

    event_id = models.UUIDField(primary_key=True)
    plant_id = models.BigIntegerField()
    registration_id = models.BigIntegerField()
    state = models.CharField(max_length=21, choices=RegistrationState.choices)
    reference = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(help_text=_("Digests of the files, faults, or counts of answers."))
    person_id = models.BigIntegerField(null=True)
    token_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())
    xid = XidField(db_default=CurrentXid())

    class Meta:
        constraints = [known("quality_registrationevent_state_known", "state", RegistrationState)]
        indexes = [
            models.Index(fields=["registration_id"], name="quality_regevent_of"),
            models.Index(fields=["xid"], name="quality_regevent_xid"),
        ]


class AnswerVerdict(models.TextChoices):
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    DUPLICATE = "duplicate", _("Duplicate")


class RegistrationAnswer(models.Model):
    """What the regulator said of one IMEI; the newest counts. Added, never changed."""

    event_id = models.UUIDField(primary_key=True)
    plant_id = models.BigIntegerField()
    registration_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    imei = models.CharField(max_length=15)
    verdict = models.CharField(max_length=9, choices=AnswerVerdict.choices)
    reason = models.CharField(max_length=200, blank=True)
    person_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())
    xid = XidField(db_default=CurrentXid())

    class Meta:
        constraints = [known("quality_registrationanswer_verdict_known", "verdict", AnswerVerdict)]
        indexes = [
            models.Index(fields=["imei"], name="quality_reganswer_imei"),
            models.Index(fields=["registration_id"], name="quality_reganswer_of"),
            models.Index(fields=["xid"], name="quality_reganswer_xid"),
        ]


class LookKind(models.TextChoices):
    IMEI = "imei", _("By IMEI")
    SERIAL = "serial", _("By serial")
    EXPORT = "export", _("Export")


class InspectorLook(models.Model):
    """Every question an inspector asked: who, when, what, and which serials were the answer.

    `rows` counts the devices shown; `serials` names them, but for an export, which names its file.
    """

    event_id = models.UUIDField(primary_key=True)
    plant_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=6, choices=LookKind.choices)
    query = models.CharField(max_length=80)
    rows = models.PositiveIntegerField()
    serials = models.JSONField()
    at = models.DateTimeField(db_default=Now())
    received_at = models.DateTimeField(db_default=Now())
    xid = XidField(db_default=CurrentXid())

    class Meta:
        constraints = [known("quality_inspectorlook_kind_known", "kind", LookKind)]
        indexes = [
            models.Index(fields=["person_id", "received_at"], name="quality_inspectorlook_person"),
            models.Index(fields=["plant_id", "received_at"], name="quality_inspectorlook_plant"),
            models.Index(fields=["xid"], name="quality_inspectorlook_xid"),
        ]
