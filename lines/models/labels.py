"""What is printed on a label, by which printer, and what became of each label that was printed."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models.orders import WorkOrder
from lines.models.packing import HandlingUnit
from lines.models.units import Unit
from mes.kernel.fields import CurrentXid, XidField, known
from plants.models import Line, Person, Plant, ProductModel, Station


class LabelKind(models.TextChoices):
    BOARD = "board", _("Board")
    DEVICE = "device", _("Device")
    BOX = "box", _("Gift box")
    CARTON = "carton", _("Carton")
    PALLET = "pallet", _("Pallet")


class LayoutState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    RELEASED = "released", _("Released")
    RETIRED = "retired", _("Retired")


class LabelLayout(models.Model):
    """One version of a label's drawing, in mm. Released ones are frozen; the newest one prints.

    `customer`, `market` (ISO 3166 alpha-2) and `model` narrow it: the narrowest that fits wins.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=LabelKind.choices)
    code = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=LayoutState.choices, default=LayoutState.DRAFT)
    customer = models.CharField(max_length=80, blank=True)
    market = models.CharField(max_length=2, blank=True)
    model = models.ForeignKey(ProductModel, on_delete=models.PROTECT, related_name="+", null=True)
    spec = models.JSONField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(db_default=Now())
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            known("lines_labellayout_kind_known", "kind", LabelKind),
            known("lines_labellayout_state_known", "state", LayoutState),
            models.UniqueConstraint(
                fields=["plant", "code", "version"], name="lines_labellayout_version_once"
            ),
            models.UniqueConstraint(
                fields=["plant", "kind", "customer", "market", "model"],
                condition=models.Q(state="released"),
                nulls_distinct=False,
                name="lines_labellayout_one_released",
            ),
            models.CheckConstraint(
                name="lines_labellayout_released_when",
                condition=models.Q(state="draft") | models.Q(released_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class PrinterKind(models.TextChoices):
    ZPL = "zpl", _("Label printer (ZPL, TCP)")
    BROWSER = "browser", _("Printed from the browser")


class PrinterState(models.TextChoices):
    UNKNOWN = "unknown", _("Not asked yet")
    READY = "ready", _("Ready")
    AWAY = "away", _("Does not answer")
    PAPER = "paper", _("Paper is out")
    RIBBON = "ribbon", _("Ribbon is out")
    HEAD = "head", _("Head is open")
    PAUSED = "paused", _("Paused")


class Printer(models.Model):
    """A label printer and who keeps it. `retry_at`: until then it is left alone, it was away."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=7, choices=PrinterKind.choices, default=PrinterKind.ZPL)
    host = models.CharField(max_length=120, blank=True)
    port = models.PositiveIntegerField(default=9100)
    dpi = models.PositiveSmallIntegerField(default=203)
    asks_status = models.BooleanField(
        default=True, help_text=_("Whether it answers ~HS: paper out, head open.")
    )
    keeper = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    active = models.BooleanField(default=True)
    state = models.CharField(
        max_length=7, choices=PrinterState.choices, default=PrinterState.UNKNOWN
    )
    state_at = models.DateTimeField(null=True)
    fails = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            known("lines_printer_kind_known", "kind", PrinterKind),
            known("lines_printer_state_known", "state", PrinterState),
            models.UniqueConstraint(fields=["plant", "code"], name="lines_printer_code_once"),
            models.CheckConstraint(
                name="lines_printer_dpi", condition=models.Q(dpi__in=[203, 300, 600])
            ),
            models.CheckConstraint(
                name="lines_printer_port", condition=models.Q(port__gte=1, port__lte=65535)
            ),
            models.CheckConstraint(
                name="lines_printer_host", condition=models.Q(kind="browser") | ~models.Q(host="")
            ),
        ]

    def __str__(self) -> str:
        return self.code


class LabelSetting(models.Model):
    """Where a line's labels of a kind are printed; `automatic`: at the event, by nobody's hand."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=LabelKind.choices)
    printer = models.ForeignKey(Printer, on_delete=models.PROTECT, related_name="+")
    automatic = models.BooleanField(default=True)

    class Meta:
        constraints = [
            known("lines_labelsetting_kind_known", "kind", LabelKind),
            models.UniqueConstraint(fields=["line", "kind"], name="lines_labelsetting_once"),
        ]


class LabelPrint(models.Model):
    """One label with what stands on it: `copy` 0 is the first, 1 prints R1. Added, never changed.

    `data` are the values at the moment it was asked for, so that it can be drawn again alike.
    """

    event_id = models.UUIDField(primary_key=True)
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", db_index=False)
    no = models.CharField(max_length=60)
    kind = models.CharField(max_length=6, choices=LabelKind.choices)
    subject = models.CharField(max_length=40)
    copy = models.PositiveSmallIntegerField(default=0)
    layout = models.ForeignKey(LabelLayout, on_delete=models.PROTECT, related_name="+", null=True)
    line = models.ForeignKey(
        Line, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+", null=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="labels", null=True)
    handling = models.ForeignKey(
        HandlingUnit, on_delete=models.PROTECT, related_name="labels", null=True
    )
    station = models.ForeignKey(
        Station, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    data = models.JSONField()
    reason = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField(db_default=Now())
    xid = XidField(db_default=CurrentXid())

    class Meta:
        constraints = [
            known("lines_labelprint_kind_known", "kind", LabelKind),
            models.UniqueConstraint(fields=["plant", "no"], name="lines_labelprint_no_once"),
            models.UniqueConstraint(
                fields=["plant", "kind", "subject", "copy"], name="lines_labelprint_copy_once"
            ),
            models.CheckConstraint(
                name="lines_labelprint_copy_reason",
                condition=models.Q(copy=0) | ~models.Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["plant", "-received_at"], name="lines_labelprint_newest")]

    def __str__(self) -> str:
        return self.no


class LabelFate(models.TextChoices):
    APPLIED = "applied", _("Applied")
    VOID = "void", _("Void")
    RETURNED = "returned", _("Returned unused")


class LabelEnd(models.Model):
    """What became of a printed label, said once: printed = applied + void + returned + open."""

    event_id = models.UUIDField(primary_key=True)
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", db_index=False)
    label = models.OneToOneField(LabelPrint, on_delete=models.PROTECT, related_name="end")
    fate = models.CharField(max_length=8, choices=LabelFate.choices)
    reason = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    received_at = models.DateTimeField(db_default=Now())
    xid = XidField(db_default=CurrentXid())

    class Meta:
        constraints = [
            known("lines_labelend_fate_known", "fate", LabelFate),
            models.CheckConstraint(
                name="lines_labelend_reason",
                condition=models.Q(fate="applied") | ~models.Q(reason=""),
            ),
        ]


class LabelMark(models.Model):
    """One row: moves written by transactions below `xid_below` have their labels queued."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    xid_below = XidField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="lines_labelmark_one_row", condition=models.Q(pk=1))
        ]


class JobState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Printed")
    ERROR = "error", _("Error")
    UNSURE = "unsure", _("Unsure")
    CANCELLED = "cancelled", _("Cancelled")


class PrintJob(models.Model):
    """The outbox row of a label, written with it.

    `unsure`: the connection broke after sending began, so nobody knows whether it came out; it is
    never sent again by itself. A trigger keeps the roads between the states.
    """

    label = models.OneToOneField(LabelPrint, on_delete=models.PROTECT, related_name="job")
    printer = models.ForeignKey(
        Printer, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    state = models.CharField(max_length=9, choices=JobState.choices, default=JobState.QUEUED)
    tries = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    queued_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )

    class Meta:
        constraints = [
            known("lines_printjob_state_known", "state", JobState),
            models.CheckConstraint(
                name="lines_printjob_sent_when",
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="lines_printjob_has_printer",
                condition=~models.Q(state__in=["queued", "sending"])
                | models.Q(printer__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["printer", "id"],
                name="lines_printjob_waiting",
                condition=models.Q(state__in=["queued", "sending"]),
            ),
            models.Index(
                fields=["state", "id"],
                name="lines_printjob_asks",
                condition=models.Q(state__in=["error", "unsure"]),
            ),
        ]
