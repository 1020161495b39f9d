"""What every app needs to keep a promise: receipts, refusals, dead letters, chain and outbox."""

from django.db import models
from django.db.models.functions import Now

from mes.kernel.fields import XidField, known


class Installation(models.Model):
    """One row: what this database is. `demo` is written once, when the database is first filled."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    server_no = models.SmallIntegerField()
    demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(name="kernel_installation_one_row", condition=models.Q(pk=1)),
            models.CheckConstraint(
                name="kernel_installation_server_no",
                condition=models.Q(server_no__gte=1, server_no__lte=1023),
            ),
        ]


class Request(models.Model):
    """One write that is not its own receipt: the first answer, given again on a replay."""

    pk = models.CompositePrimaryKey("kind", "event_id")
    kind = models.CharField(max_length=40)
    event_id = models.UUIDField()
    body_hash = models.BinaryField(max_length=16)
    status = models.SmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    person_id = models.BigIntegerField(null=True)
    token_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField(db_default=Now())


class Refusal(models.Model):
    """A scan, record or IMEI event that was answered no: kept with its body, told again alike."""

    pk = models.CompositePrimaryKey("kind", "event_id")
    kind = models.CharField(max_length=20)
    event_id = models.UUIDField()
    body_hash = models.BinaryField(max_length=16)
    code = models.CharField(max_length=40)
    status = models.SmallIntegerField()
    answer = models.JSONField()
    body = models.JSONField()
    plant_id = models.BigIntegerField(null=True)
    station_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    token_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["station_id", "received_at"], name="kernel_refusal_station"),
            models.Index(
                fields=["unit_id"],
                name="kernel_refusal_unit",
                condition=models.Q(unit_id__isnull=False),
            ),
        ]


class DeadLetter(models.Model):
    """What a known device sent and nobody could parse, kept as it came."""

    path = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    body = models.BinaryField()
    error = models.CharField(max_length=200)
    token_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField(db_default=Now())


class ChainBlock(models.Model):
    """One link of a plant's chain: the hash over the last block and this block's leaves.

    `leaves` holds `count` leaves of 33 bytes: the source's number, the row's `event_id`, the first
    16 bytes of its SHA-256. Packed, they cost a fifth of a table row each.
    """

    plant_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    prev = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    count = models.IntegerField()
    leaves = models.BinaryField()
    xid_below = XidField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plant_id", "seq"], name="kernel_chainblock_seq"),
            models.UniqueConstraint(fields=["plant_id", "prev"], name="kernel_chainblock_no_fork"),
            models.CheckConstraint(name="kernel_chainblock_count", condition=models.Q(count__gt=0)),
        ]
        indexes = [models.Index(fields=["xid_below"], name="kernel_chainblock_xid_below")]


class Seal(models.Model):
    """A queue: a ledger row that waits for its leaf, by the table's number and the row's key."""

    source = models.SmallIntegerField()
    key = models.UUIDField()
    plant_id = models.BigIntegerField()
    received_at = models.DateTimeField(db_default=Now())


class CheckRun(models.Model):
    """One run over every check: how many were asked, and what was found wrong, in words."""

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(db_default=Now())
    asked = models.SmallIntegerField()
    bad = models.JSONField(help_text="[[check, what is wrong], …]")

    class Meta:
        constraints = [
            models.CheckConstraint(name="kernel_checkrun_asked", condition=models.Q(asked__gt=0))
        ]


class OutboxState(models.TextChoices):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class OutboxItem(models.Model):
    """Something that must happen outside (print, mail, webhook), committed with its cause."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    payload = models.JSONField()
    state = models.CharField(max_length=10, choices=OutboxState.choices, default=OutboxState.QUEUED)
    tries = models.SmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            known("kernel_outboxitem_state_known", "state", OutboxState),
            models.UniqueConstraint(fields=["kind", "key"], name="kernel_outboxitem_once"),
        ]


__all__ = [
    "ChainBlock",
    "CheckRun",
    "DeadLetter",
    "Installation",
    "OutboxItem",
    "OutboxState",
    "Refusal",
    "Request",
    "Seal",
]
