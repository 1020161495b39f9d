"""Pictures and logs that came with a test record, zlib-compressed, apart from the record."""

from django.db import models
from django.db.models.functions import Now


class Attachment(models.Model):
    """`size` and `sha256` are of the bytes as the rig had them. Never changed."""

    event_id = models.UUIDField()
    plant_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    mime = models.CharField(max_length=80, blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.BinaryField(max_length=32)
    body = models.BinaryField()
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_id", "name"], name="quality_attachment_once")
        ]
