"""A plant's shipping policy over HTTP: its GS1 prefix, what pallets may mix, what goods need."""

from typing import Any

from rest_framework import serializers

from lines.actions.shipping.policy import set_policy
from lines.api.base import Answer, AnswerShape, Asked, EventShape, PlantList, shown
from lines.api.shipping.base import PlantWrite
from lines.models import Mixing, ShippingPolicy
from mes.kernel.answers import accepted

FIELDS = (
    "gs1_prefix", "extension", "pallet_cartons", "mixing", "oqc_before_ship",
    "registered_before_ship",
)  # fmt: skip


class PolicyShape(serializers.ModelSerializer[ShippingPolicy]):
    plant = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = ShippingPolicy
        fields = ("plant", *FIELDS)
        read_only_fields = fields


class PolicyAnswer(AnswerShape):
    policy = PolicyShape()


class PolicyWish(EventShape):
    """What is left out stays; `plant` when the caller has several."""

    plant = serializers.CharField(max_length=8, required=False, default="")
    gs1_prefix = serializers.RegexField(r"^([0-9]{4,12})?$", required=False, allow_blank=True)
    extension = serializers.IntegerField(min_value=0, max_value=9, required=False)
    pallet_cartons = serializers.IntegerField(min_value=1, max_value=1000, required=False)
    mixing = serializers.ChoiceField(choices=Mixing.choices, required=False)
    oqc_before_ship = serializers.BooleanField(required=False)
    registered_before_ship = serializers.BooleanField(required=False)


class PolicyView(PlantWrite, PlantList):
    """Set the plant's shipping policy; look at it."""

    act = "shipping.policy"
    shape = PolicyWish
    answer_shape = PolicyAnswer
    queryset = ShippingPolicy.objects.select_related("plant")
    serializer_class = PolicyShape

    def write(self, asked: Asked) -> tuple[int, Answer]:
        values = {name: asked.said[name] for name in FIELDS if name in asked.said}
        policy = set_policy(plant_id=self.plant_id, values=values)
        fresh = ShippingPolicy.objects.select_related("plant").get(pk=policy.pk)
        return 200, accepted(policy=shown(PolicyShape, fresh))
