"""Who keeps the test plans says which steps are ready; an order's release asks these rows only."""

from django.db import transaction
from django.utils import timezone

from lines.models import StepReady


@transaction.atomic
def grant_step(*, model_id: int, operation_id: int) -> None:
    """The model has a released plan at the operation; said twice, it is true once."""
    StepReady.objects.bulk_create(
        [StepReady(model_id=model_id, operation_id=operation_id)], ignore_conflicts=True
    )


@transaction.atomic
def revoke_step(*, model_id: int, operation_id: int) -> None:
    """The model's plan at the operation was retired and none took its place."""
    StepReady.objects.filter(model_id=model_id, operation_id=operation_id, revoked_at=None).update(
        revoked_at=timezone.now()
    )
