"""Parts and bills of material over HTTP: what all plants of the server share."""

from typing import Any

from rest_framework import serializers

from lines.api.base import Answer, Asked, EventShape, PlantList, WriteView, clean_text, shown
from lines.api.material.base import MasterWrite, plant_where
from lines.api.material.shapes import BomAnswer, BomShape, PartAnswer, PartShape
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed, Refusal
from plants.actions.parts import PartWish, draft_bom, release_bom, save_part
from plants.models import Bom, Moisture, Part, PartCategory, PartOrigin
from plants.rules.boms import BomWish

BOMS = Bom.objects.select_related("variant").prefetch_related(
    "lines__part", "lines__alternates__part"
)


class PartWishShape(EventShape):
    """A part; sent again it is written anew."""

    part_no = serializers.RegexField(r"^[A-Za-z0-9][A-Za-z0-9 ._/-]*$", max_length=40)
    name = serializers.CharField(max_length=120)
    name_ur = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    category = serializers.ChoiceField(choices=PartCategory.choices, required=False)
    origin = serializers.ChoiceField(choices=PartOrigin.choices, required=False)
    serialised = serializers.BooleanField(required=False)
    inspected = serializers.BooleanField(required=False)
    unit_value = serializers.DecimalField(
        max_digits=14, decimal_places=4, min_value=0, required=False, allow_null=True
    )
    currency = serializers.RegexField(r"^[A-Z]{3}$", max_length=3, required=False, allow_blank=True)
    hs_code = serializers.CharField(max_length=14, required=False, allow_blank=True)
    shelf_days = serializers.IntegerField(
        min_value=1, max_value=36_500, required=False, allow_null=True
    )
    moisture = serializers.ChoiceField(choices=Moisture.choices, required=False, allow_blank=True)
    active = serializers.BooleanField(required=False)


class BomLineWish(serializers.Serializer[Any]):
    """`operation`: the step that builds it in; `bulk`: kept at the line, picked for no set."""

    part_no = serializers.CharField(max_length=40)
    per_set = serializers.IntegerField(min_value=1, max_value=1000, required=False, default=1)
    position = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    alternates = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, default=list, max_length=10
    )
    operation = serializers.CharField(max_length=16, required=False, default="", allow_blank=True)
    bulk = serializers.BooleanField(required=False, default=False)


class BomWishShape(EventShape):
    """The next revision of a variant's bill; it counts for orders made after its release."""

    sku = serializers.CharField(max_length=32)
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    lines = serializers.ListSerializer[Any](child=BomLineWish(), max_length=500)


class PartsView(MasterWrite, PlantList):
    """Keep a part; list them by `part_no`, `category` or `origin`."""

    act = "part.save"
    shape = PartWishShape
    answer_shape = PartAnswer
    queryset = Part.objects.all()
    serializer_class = PartShape
    filters = {"part_no": "part_no", "category": "category", "origin": "origin"}
    plant_path = ""

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        wish = PartWish(**{name: said[name] for name in PartWish.__slots__ if name in said})
        if (wish.unit_value is None) != (wish.currency == ""):
            raise Malformed("unit_value: a value has a currency")
        part = save_part(part_no=said["part_no"], wish=wish)
        return 201, accepted(part=shown(PartShape, part))


class BomsView(MasterWrite, PlantList):
    """Draft a bill of material; list them by `sku` and `state`."""

    act = "bom.draft"
    shape = BomWishShape
    answer_shape = BomAnswer
    queryset = BOMS
    serializer_class = BomShape
    filters = {"sku": "variant__sku", "state": "state"}
    plant_path = ""

    def write(self, asked: Asked) -> tuple[int, Answer]:
        lines = [
            BomWish(
                part_no=line["part_no"],
                per_set=line["per_set"],
                position=line["position"],
                alternates=tuple(line["alternates"]),
                operation=line["operation"],
                bulk=line["bulk"],
            )
            for line in asked.said["lines"]
        ]
        bom = draft_bom(sku=asked.said["sku"], lines=lines, note=asked.said["note"])
        return 201, accepted(bom=shown(BomShape, BOMS.get(pk=bom.pk)))


class ReleaseView(WriteView):
    """Release a drafted revision; orders made before keep theirs."""

    act = "bom.release"
    answer_shape = BomAnswer

    def find(self, asked: Asked) -> int:
        sku, revision = clean_text(asked.named["sku"]), asked.named["revision"]
        self.bom = BOMS.filter(variant__sku=sku, revision=revision).first()
        if self.bom is None:
            raise Refusal("unknown_thing", what="bill of material", no=f"{sku} r{revision}")
        return plant_where(asked.caller, self.act)

    def write(self, asked: Asked) -> tuple[int, Answer]:
        bom = release_bom(sku=asked.named["sku"], revision=int(asked.named["revision"]))
        return 200, accepted(bom=shown(BomShape, BOMS.get(pk=bom.pk)))
