"""Unused numbers that must not be given out: behind a fence, or lent to a device."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mes.kernel.fields import known
from plants.models import DeviceToken, Person, Plant, ProductModel


class FenceKind(models.TextChoices):
    RESTORE = "restore", _("After a restore")
    FAILOVER = "failover", _("After a failover")
    RETURNED = "returned", _("Returned or lost")


class Fence(models.Model):
    """An act by two people on numbers that no unit has.

    One that `locks` stops all issuing from its opening until it is closed: after a restore, rows
    that had been issued read as free again. What the issue journal knows and the database does not
    is quarantined before it may be closed. One that does not lock is closed as it is opened: a
    range handed back, a lease whose device is lost.
    """

    no = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=8, choices=FenceKind.choices)
    locks = models.BooleanField()
    reason = models.CharField(max_length=200)
    opened_at = models.DateTimeField(db_default=Now())
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    reconciled_at = models.DateTimeField(null=True)
    reconciled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    journalled = models.IntegerField(null=True, help_text=_("Numbers the journal names."))
    quarantined = models.IntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            known("quality_fence_kind_known", "kind", FenceKind),
            models.UniqueConstraint(
                fields=["locks"],
                condition=models.Q(locks=True, closed_at__isnull=True),
                name="quality_fence_one_open",
            ),
            models.CheckConstraint(
                name="quality_fence_closed_whole",
                condition=models.Q(closed_at__isnull=True, closed_by__isnull=True)
                | models.Q(closed_by__isnull=False, second__isnull=False),
            ),
            models.CheckConstraint(
                name="quality_fence_two_people",
                condition=models.Q(closed_by__isnull=True)
                | models.Q(second__isnull=True)
                | ~models.Q(closed_by=models.F("second")),
            ),
            models.CheckConstraint(
                name="quality_fence_reconciled_first",
                condition=models.Q(locks=False)
                | models.Q(closed_at__isnull=True)
                | models.Q(reconciled_at__isnull=False),
            ),
        ]


class ImeiLease(models.Model):
    """Sets lent to a device that must go on without the server; its numbers are in its event.

    Past `expires_at` nothing becomes free by itself: the phones may carry the numbers already.
    """

    event_id = models.UUIDField(unique=True)
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    token = models.ForeignKey(DeviceToken, on_delete=models.PROTECT, related_name="+")
    model = models.ForeignKey(ProductModel, on_delete=models.PROTECT, related_name="+")
    sets = models.PositiveIntegerField()
    first_set = models.BigIntegerField()
    leased_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="quality_imeilease_sets", condition=models.Q(sets__gt=0)),
        ]
