"""What a rig sent, byte for byte, for as long as the plant keeps it."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now


class RawPayload(models.Model):
    """The request body behind a test record, zlib-compressed; dropped after the retention time.

    No ledger: the record's own columns are the history, this is the evidence beside it.
    """

    event_id = models.UUIDField(primary_key=True)
    body = models.BinaryField()
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            BrinIndex(fields=["received_at"], name="quality_rawpayload_brin", autosummarize=True)
        ]
