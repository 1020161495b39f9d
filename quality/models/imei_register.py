"""Where numbers come from: shares of a TAC, the brand owner's lists, other servers' registers."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models import Unit
from plants.models import Person, Plant, ProductModel
from quality.models.imei import Tac


class TacShare(models.Model):
    """A sub-range of a TAC that its owner handed to one plant, half open.

    A TAC with shares is loaded inside them only; one without is the plant's as a whole.
    """

    tac = models.ForeignKey(Tac, on_delete=models.PROTECT, related_name="shares")
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    span = BigIntegerRangeField()
    reference = models.CharField(max_length=80, blank=True, help_text=_("The owner's letter."))
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="quality_tacshare_no_overlap",
                expressions=[("span", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                name="quality_tacshare_bounds",
                condition=models.Q(
                    span__isempty=False,
                    span__lower_inf=False,
                    span__upper_inf=False,
                    span__contained_by=(0, 100_000_000_000_000),
                ),
            ),
        ]


class DeviceLine(models.Model):
    """A line of the brand owner's list: which names go into one device together.

    `set_no` is its set of IMEIs, None for a device without any (then `unit` is who got the line).
    A line with an `sn` waits for the unit of that serial.
    """

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    model = models.ForeignKey(ProductModel, on_delete=models.PROTECT, related_name="+")
    set_no = models.BigIntegerField(null=True, unique=True)
    sn = models.CharField(max_length=32, blank=True)
    wifi_mac = models.CharField(max_length=12, blank=True)
    bt_mac = models.CharField(max_length=12, blank=True)
    eid = models.CharField(max_length=32, blank=True)
    event_id = models.UUIDField(help_text=_("The load that brought it."))
    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["plant", name],
                    condition=~models.Q(**{name: ""}),
                    name=f"quality_deviceline_{name}_once",
                )
                for name in ("sn", "wifi_mac", "bt_mac", "eid")
            ),
            models.CheckConstraint(
                name="quality_deviceline_macs",
                condition=models.Q(
                    wifi_mac__regex=r"^([0-9A-F]{12})?$", bt_mac__regex=r"^([0-9A-F]{12})?$"
                ),
            ),
            models.CheckConstraint(
                name="quality_deviceline_unit_or_set",
                condition=models.Q(set_no__isnull=True) | models.Q(unit__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["plant", "model", "id"],
                name="quality_deviceline_free",
                condition=models.Q(set_no__isnull=True, unit__isnull=True, sn=""),
            )
        ]


class RangeRegister(models.Model):
    """What another server said it has loaded: its signed file, kept as it came.

    The first file of a `server_no` fixes the key that its later ones must be signed with.
    """

    server_no = models.SmallIntegerField()
    key = models.CharField(max_length=64)
    signature = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    body = models.TextField(help_text=_("The signed bytes."))
    ranges = models.JSONField(help_text=_("[{plant, tac, first, last}], last included."))
    read_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    read_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["server_no", "made_at"], name="quality_rangeregister_once"
            ),
            models.CheckConstraint(
                name="quality_rangeregister_server_no",
                condition=models.Q(server_no__gte=1, server_no__lte=1023),
            ),
        ]
