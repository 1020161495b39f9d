"""The IMEI ledger (3GPP TS 23.003, GSMA TS.06): every number a row; nothing returns to free."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lines.models import Unit
from mes.kernel.fields import CurrentXid, XidField, known
from plants.models import DeviceToken, Person, Plant, ProductModel


class Tac(models.Model):
    """Type Allocation Code: eight digits, one model, an owner who may be a foreign brand."""

    tac = models.CharField(max_length=8, unique=True)
    model = models.ForeignKey(ProductModel, on_delete=models.PROTECT, related_name="tacs")
    owner = models.CharField(max_length=80)
    type_approval = models.CharField(max_length=40, blank=True)
    allocated_on = models.DateField(null=True, blank=True)
    demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="quality_tac_eight_digits", condition=models.Q(tac__regex=r"^[0-9]{8}$")
            ),
            models.CheckConstraint(
                name="quality_tac_not_test", condition=~models.Q(tac__startswith="00")
            ),
        ]

    def __str__(self) -> str:
        return self.tac


class ImeiRange(models.Model):
    """A run of 14-digit numbers handed to one plant, half open. Ranges never overlap, anywhere."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+")
    tac = models.ForeignKey(Tac, on_delete=models.PROTECT, related_name="ranges")
    span = BigIntegerRangeField()
    slot = models.PositiveSmallIntegerField(
        default=0, help_text=_("0: sets of adjacent numbers; n: the n-th IMEI of each set.")
    )
    sets = models.PositiveIntegerField()
    loaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    loaded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="quality_imeirange_no_overlap",
                expressions=[("span", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                name="quality_imeirange_bounds",
                condition=models.Q(
                    span__isempty=False,
                    span__lower_inf=False,
                    span__upper_inf=False,
                    span__contained_by=(0, 100_000_000_000_000),
                ),
            ),
        ]


class ImeiState(models.TextChoices):
    FREE = "free", _("Free")
    LEASED = "leased", _("Leased")
    RESERVED = "reserved", _("Reserved")
    WRITTEN = "written", _("Written")
    CONFIRMED = "confirmed", _("Confirmed")
    VOIDED = "voided", _("Voided")


class Imei(models.Model):
    """One number: `imei` its 15 digits, `n14` the identity. Rows of one phone share `set_no`.

    `set_no` is the `n14` of the set's first number. `pos` says the same and orders the free rows of
    a plant's model: a column of its own, so that the planner cannot walk `n14` past all the issued.
    Below zero (the same number, negative) the set waits for the unit whose serial its list names.
    `fence_id` on a free row: quarantined after a restore, or of a returned range; never issued.
    """

    imei = models.CharField(max_length=15, primary_key=True)
    n14 = models.BigIntegerField(unique=True)
    # No index of their own on these keys: each would be written again at every change of state.
    range = models.ForeignKey(ImeiRange, on_delete=models.PROTECT, related_name="+", db_index=False)
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="+", db_index=False)
    model = models.ForeignKey(
        ProductModel, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    set_no = models.BigIntegerField()
    slot = models.PositiveSmallIntegerField()
    pos = models.BigIntegerField()
    state = models.CharField(max_length=9, choices=ImeiState.choices, default=ImeiState.FREE)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="imeis", null=True, db_index=False
    )
    leased_to = models.ForeignKey(
        DeviceToken, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    fence_id = models.BigIntegerField(null=True)
    void_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            known("quality_imei_state_known", "state", ImeiState),
            models.CheckConstraint(
                name="quality_imei_check_digit",
                condition=models.Func(
                    models.F("imei"),
                    function="public.imei_sound",
                    output_field=models.BooleanField(),
                ),
            ),
            models.CheckConstraint(
                name="quality_imei_one_spelling",
                condition=models.Q(
                    imei=models.Func(
                        models.F("n14"),
                        function="public.imei_spelled",
                        output_field=models.CharField(),
                    )
                ),
            ),
            models.UniqueConstraint(
                fields=["unit", "slot"],
                condition=models.Q(state__in=["reserved", "written", "confirmed"]),
                name="quality_imei_unit_slot_once",
            ),
            models.CheckConstraint(
                name="quality_imei_live_has_unit",
                condition=models.Q(state__in=["free", "leased", "voided"])
                | models.Q(unit__isnull=False),
            ),
            models.CheckConstraint(
                name="quality_imei_free_has_none",
                condition=~models.Q(state__in=["free", "leased"]) | models.Q(unit__isnull=True),
            ),
            models.CheckConstraint(
                name="quality_imei_leased_to_whom",
                condition=~models.Q(state="leased") | models.Q(leased_to__isnull=False),
            ),
            models.CheckConstraint(
                name="quality_imei_void_reason",
                condition=~models.Q(state="voided") | ~models.Q(void_reason=""),
            ),
            models.CheckConstraint(
                name="quality_imei_slot",
                condition=models.Q(slot__gte=1, slot__lte=4),
            ),
        ]
        indexes = [
            models.Index(
                fields=["plant", "model", "pos"],
                name="quality_imei_free",
                condition=models.Q(state="free", fence_id__isnull=True, slot=1),
            ),
            models.Index(fields=["plant", "set_no"], name="quality_imei_set"),
            models.Index(
                fields=["unit"], name="quality_imei_unit", condition=models.Q(unit__isnull=False)
            ),
        ]


class ImeiEventKind(models.TextChoices):
    LOADED = "loaded", _("Loaded")
    LEASED = "leased", _("Lent to a device")
    RESERVED = "reserved", _("Issued")
    WRITTEN = "written", _("Written")
    CONFIRMED = "confirmed", _("Confirmed")
    VOIDED = "voided", _("Voided")
    MISMATCH = "mismatch", _("Read-back differs")
    FENCED = "fenced", _("Quarantined")


class ImeiEvent(models.Model):
    """What happened to the IMEIs of one unit: one row an event, the numbers as an array by slot."""

    event_id = models.UUIDField(primary_key=True)
    plant_id = models.BigIntegerField()
    kind = models.CharField(max_length=9, choices=ImeiEventKind.choices)
    unit_id = models.BigIntegerField(null=True)
    range_id = models.BigIntegerField(null=True)
    station_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    second_id = models.BigIntegerField(null=True)
    token_id = models.BigIntegerField(null=True)
    imeis = models.JSONField(help_text=_("The 15-digit numbers, by slot."))
    evidence = models.JSONField(null=True, help_text=_("Read-back and label as scanned."))
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())
    xid = XidField(db_default=CurrentXid())
    body_hash = models.BinaryField(max_length=16)

    class Meta:
        constraints = [known("quality_imeievent_kind_known", "kind", ImeiEventKind)]
        indexes = [
            models.Index(
                fields=["unit_id"],
                name="quality_imeievent_unit",
                condition=models.Q(unit_id__isnull=False),
            ),
            models.Index(fields=["xid"], name="quality_imeievent_xid"),
        ]
