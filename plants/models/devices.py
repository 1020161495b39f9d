"""Machines that speak for a station: rigs, scanners, tablets, boards."""

from django.db import models
from django.db.models.functions import Now

from plants.models.sites import Plant, Station


class DeviceToken(models.Model):
    """`Authorization: Bearer mes_<id>_<secret>`; only the SHA-256 of the secret is kept."""

    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, related_name="tokens")
    station = models.ForeignKey(
        Station, on_delete=models.PROTECT, related_name="tokens", null=True, blank=True
    )
    name = models.CharField(max_length=80)
    secret_hash = models.BinaryField(max_length=32)
    # A line-wide token (simulator, gateway) may speak for every station of the plant.
    plant_wide = models.BooleanField(default=False)
    made_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plants_devicetoken_scope",
                condition=models.Q(plant_wide=True) | models.Q(station__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name
