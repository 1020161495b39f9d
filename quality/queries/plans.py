"""Questions about test plans."""

from collections.abc import Collection

from django.db.models import QuerySet

from quality.models import TestPlan
from quality.models.released import plan_by_id, plan_facts

__all__ = ["plan_by_id", "plan_facts", "plans_of"]


def plans_of(*, models: Collection[str] = (), operation: str = "") -> QuerySet[TestPlan]:
    """Plans, newest version first, of these model codes and this operation code when named."""
    found = TestPlan.objects.select_related("model", "operation", "drafted_by", "released_by")
    if models:
        found = found.filter(model__code__in=models)
    if operation:
        found = found.filter(operation__code=operation)
    return found.prefetch_related("steps").order_by("-pk")
