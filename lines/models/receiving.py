"""Counting a consignment in against its packing list: receipts, photos, inspection, claim."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models.kits import Consignment, PackingLine
from lines.models.material import MaterialLot
from mes.kernel.fields import known
from plants.models import Person, Plant


class Receipt(models.Model):
    """One act of counting: a container, case, box or line looked at by one person.

    `takes_back` names the receipt that this one undoes, with its reason. Added, never changed.
    """

    event_id = models.UUIDField(primary_key=True)
    consignment = models.ForeignKey(Consignment, on_delete=models.PROTECT, related_name="receipts")
    container = models.CharField(max_length=20, blank=True)
    case = models.CharField(max_length=20, blank=True)
    box = models.CharField(max_length=20, blank=True)
    takes_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="taken_back", null=True
    )
    reason = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="lines_receipt_reason",
                condition=models.Q(takes_back__isnull=True) | ~models.Q(reason=""),
            ),
        ]


class ReceiptLine(models.Model):
    """The `n`-th word on a packing line: an odd one counts it, an even one takes that back.

    listed = good + damaged + short - surplus; a taking back has every number negative, so that
    sums need no case. Two counters of one line write the same `n`: the second is refused.
    """

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(PackingLine, on_delete=models.PROTECT, related_name="counts")
    n = models.PositiveSmallIntegerField(default=1)
    listed = models.IntegerField()
    good = models.IntegerField()
    damaged = models.IntegerField(default=0)
    short = models.IntegerField(default=0)
    surplus = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "n"], name="lines_receiptline_n_once"),
            models.CheckConstraint(
                name="lines_receiptline_adds_up",
                condition=models.Q(
                    listed=models.F("good")
                    + models.F("damaged")
                    + models.F("short")
                    - models.F("surplus")
                ),
            ),
            models.CheckConstraint(
                name="lines_receiptline_sign",
                condition=models.Q(
                    listed__gt=0, good__gte=0, damaged__gte=0, short__gte=0, surplus__gte=0
                )
                | models.Q(listed__lt=0, good__lte=0, damaged__lte=0, short__lte=0, surplus__lte=0),
            ),
            models.CheckConstraint(
                name="lines_receiptline_not_both",
                condition=models.Q(short=0) | models.Q(surplus=0),
            ),
        ]


class DamagePhoto(models.Model):
    """What damage looked like; bytes as verified, served behind the page's own permission."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="photos")
    line = models.ForeignKey(PackingLine, on_delete=models.PROTECT, related_name="+")
    mime = models.CharField(max_length=20)
    sha256 = models.BinaryField(max_length=32)
    image = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["receipt", "line", "sha256"], name="lines_damagephoto_once"
            ),
        ]


class Judgement(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    REOPENED = "reopened", _("To be inspected again")


class LotJudgement(models.Model):
    """Incoming inspection of a lot by sample: what it found. Added, never changed."""

    event_id = models.UUIDField(primary_key=True)
    lot = models.ForeignKey(MaterialLot, on_delete=models.PROTECT, related_name="judgements")
    judgement = models.CharField(max_length=8, choices=Judgement.choices)
    sample_size = models.PositiveIntegerField()
    defects = models.PositiveIntegerField(default=0)
    plan = models.CharField(max_length=80, blank=True, help_text=_("Sampling plan, as text."))
    note = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            known("lines_lotjudgement_judgement_known", "judgement", Judgement),
            models.CheckConstraint(
                name="lines_lotjudgement_sample",
                condition=models.Q(judgement="reopened") | models.Q(sample_size__gt=0),
            ),
            models.CheckConstraint(
                name="lines_lotjudgement_defects",
                condition=models.Q(defects__lte=models.F("sample_size")),
            ),
        ]


class Claim(models.Model):
    """What the supplier owes for one consignment; made once, when receiving is closed."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    no = models.CharField(max_length=24)
    consignment = models.OneToOneField(Consignment, on_delete=models.PROTECT, related_name="claim")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    made_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    settlement = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plant", "no"], name="lines_claim_no_once"),
            models.CheckConstraint(
                name="lines_claim_settled_whole",
                condition=models.Q(settled_at__isnull=True, settlement="")
                | (
                    models.Q(settled_at__isnull=False, sent_at__isnull=False)
                    & ~models.Q(settlement="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.no


class ClaimLine(models.Model):
    """Pieces of one lot that are claimed, at the lot's value. Added, never changed."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="lines")
    lot = models.ForeignKey(MaterialLot, on_delete=models.PROTECT, related_name="+")
    damaged = models.PositiveIntegerField()
    short = models.PositiveIntegerField()
    unit_value = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "lot"], name="lines_claimline_lot_once"),
            models.CheckConstraint(
                name="lines_claimline_something",
                condition=models.Q(damaged__gt=0) | models.Q(short__gt=0),
            ),
        ]
