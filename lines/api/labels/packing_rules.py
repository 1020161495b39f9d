"""Packing rules and accessories over HTTP."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from lines.actions.packing_rules import save_accessory, save_packing_rule
from lines.api.base import Answer, AnswerShape, Asked, EventShape, PlantList, WriteView, shown
from lines.api.labels.finding import line_named, plant_named, variant_named
from lines.models import Accessory, AccessoryCheck, PackingRule
from mes.kernel.answers import accepted

RULES = PackingRule.objects.select_related("line")
ACCESSORIES = Accessory.objects.select_related("variant")
_SWITCHES = ("every_slot", "accessories", "weigh_boxes", "weigh_cartons")
_LEARNING = ("learn_from", "spread", "least_grams")


class PackingRuleShape(serializers.ModelSerializer[PackingRule]):
    """What a line's packing tables insist on."""

    line = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = PackingRule
        fields = ("line", *_SWITCHES, *_LEARNING)
        read_only_fields = fields


class PackingRuleAnswer(AnswerShape):
    rule = PackingRuleShape()


class PackingRuleWish(EventShape):
    """The window is median ± max(`spread` × MAD, `least_grams`) of the first `learn_from`."""

    line = serializers.CharField(max_length=16)
    every_slot = serializers.BooleanField(default=False)
    accessories = serializers.BooleanField(default=False)
    weigh_boxes = serializers.BooleanField(default=False)
    weigh_cartons = serializers.BooleanField(default=False)
    learn_from = serializers.IntegerField(min_value=5, max_value=1000, default=30)
    spread = serializers.DecimalField(
        max_digits=4, decimal_places=1, min_value=1, default=Decimal(6)
    )
    least_grams = serializers.DecimalField(
        max_digits=6, decimal_places=1, min_value=1, default=Decimal(5)
    )


class RulesView(WriteView, PlantList):
    """Say what a line's packing tables insist on; list it."""

    act = "packing_rule.save"
    shape = PackingRuleWish
    answer_shape = PackingRuleAnswer
    plant_path = "line__plant_id"
    queryset = RULES.order_by("-pk")
    serializer_class = PackingRuleShape

    def find(self, asked: Asked) -> int:
        self.line = line_named(asked)
        return self.line.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        fields = {name: asked.said[name] for name in (*_SWITCHES, *_LEARNING)}
        rule = save_packing_rule(line_id=self.line.pk, fields=fields)
        return 200, accepted(rule=shown(PackingRuleShape, RULES.get(pk=rule.pk)))


class AccessoryShape(serializers.ModelSerializer[Accessory]):
    """What lies in the box of an SKU beside the phone."""

    sku = serializers.CharField(source="variant.sku", read_only=True)

    class Meta:
        model = Accessory
        fields = (
            "sku", "code", "name", "name_ur", "barcode", "grams", "checked", "position", "active",
        )  # fmt: skip
        read_only_fields = fields


class AccessoryAnswer(AnswerShape):
    accessory = AccessoryShape()


class AccessoryWish(EventShape):
    """`checked`: scan, by its `barcode`, or confirm; SKUs are the same in all plants."""

    plant = serializers.CharField(max_length=8)
    sku = serializers.CharField(max_length=32)
    code = serializers.RegexField(r"^[A-Z0-9][A-Z0-9-]{0,23}\Z")
    name = serializers.CharField(max_length=80)
    name_ur = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    barcode = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    grams = serializers.DecimalField(
        max_digits=7, decimal_places=1, min_value=0, required=False, default=None, allow_null=True
    )
    checked = serializers.ChoiceField(
        choices=AccessoryCheck.choices, default=AccessoryCheck.CONFIRM
    )
    position = serializers.IntegerField(min_value=0, max_value=999, default=0)
    active = serializers.BooleanField(default=True)


class AccessoriesView(WriteView, PlantList):
    """Add or change an accessory of an SKU; list them."""

    act = "accessory.save"
    shape = AccessoryWish
    answer_shape = AccessoryAnswer
    plant_path = ""
    queryset = ACCESSORIES.order_by("-pk")
    serializer_class = AccessoryShape
    filters = {"sku": "variant__sku"}

    def find(self, asked: Asked) -> int:
        return plant_named(asked).pk

    def write(self, asked: Asked) -> tuple[int, Answer]:
        names = ("name", "name_ur", "barcode", "grams", "checked", "position", "active")
        accessory = save_accessory(
            variant_id=variant_named(asked.said["sku"]).pk,
            code=asked.said["code"],
            fields={name: asked.said[name] for name in names},
        )
        return 200, accepted(accessory=shown(AccessoryShape, ACCESSORIES.get(pk=accessory.pk)))
