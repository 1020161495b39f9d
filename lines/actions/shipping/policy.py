"""A plant's own rules of the dock."""

from collections.abc import Mapping

from django.db import transaction

from lines.models import ShippingPolicy


@transaction.atomic
def set_policy(*, plant_id: int, values: Mapping[str, str | int | bool]) -> ShippingPolicy:
    """Write the settings that are named; the others stay. Numbers given out are not touched."""
    policy, _ = ShippingPolicy.objects.select_for_update().get_or_create(plant_id=plant_id)
    for name, value in values.items():
        setattr(policy, name, value)
    policy.save()
    return policy
