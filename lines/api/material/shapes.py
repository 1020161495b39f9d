"""What the store's calls answer."""

from typing import Any

from rest_framework import serializers

from lines.api.base import AnswerShape
from lines.models import (
    Claim,
    ClaimLine,
    FloorEvent,
    MaterialLot,
    PartMove,
    Receipt,
    ReceiptLine,
    StockPlace,
)
from plants.models import Bom, BomLine, Part


class PartShape(serializers.ModelSerializer[Part]):
    class Meta:
        model = Part
        fields = (
            "part_no", "name", "name_ur", "category", "origin", "serialised", "inspected",
            "unit_value", "currency", "hs_code", "shelf_days", "moisture", "active",
        )  # fmt: skip
        read_only_fields = fields


class BomLineShape(serializers.ModelSerializer[BomLine]):
    part_no = serializers.CharField(source="part.part_no", read_only=True)
    alternates = serializers.SerializerMethodField()
    operation = serializers.CharField(source="operation.code", read_only=True, default="")

    class Meta:
        model = BomLine
        fields = ("part_no", "per_set", "position", "alternates", "operation", "bulk")
        read_only_fields = fields

    def get_alternates(self, line: BomLine) -> list[str]:
        """Part numbers in the order they are taken."""
        return [str(alternate.part) for alternate in line.alternates.all()]


class BomShape(serializers.ModelSerializer[Bom]):
    """A bill of material, one revision; alternates in the order they are taken."""

    sku = serializers.CharField(source="variant.sku", read_only=True)
    lines = BomLineShape(many=True, read_only=True)

    class Meta:
        model = Bom
        fields = ("sku", "revision", "state", "released_at", "note", "lines")
        read_only_fields = fields


class PlaceShape(serializers.ModelSerializer[StockPlace]):
    line = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = StockPlace
        fields = ("code", "name", "kind", "line", "rank", "active")
        read_only_fields = fields


class LotShape(serializers.ModelSerializer[MaterialLot]):
    """A lot of one part; issued only while accepted, in date and not held."""

    part_no = serializers.CharField(source="part.part_no", read_only=True)
    consignment = serializers.SlugRelatedField[Any](slug_field="no", read_only=True)

    class Meta:
        model = MaterialLot
        fields = (
            "no", "part_no", "consignment", "supplier", "supplier_lot", "purchase", "origin",
            "expires_on", "unit_value", "currency", "status", "made_at",
        )  # fmt: skip
        read_only_fields = fields


class FloorEventShape(serializers.ModelSerializer[FloorEvent]):
    """One event of a lot's floor life; `left` are the seconds of it at `at`."""

    lot = serializers.SlugRelatedField[Any](slug_field="no", read_only=True)

    class Meta:
        model = FloorEvent
        fields = ("lot", "kind", "hours", "left", "note", "at")
        read_only_fields = fields


class MoveShape(serializers.ModelSerializer[PartMove]):
    lot = serializers.SlugRelatedField[Any](slug_field="no", read_only=True)
    part_no = serializers.CharField(source="part.part_no", read_only=True)
    from_place = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    to_place = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = PartMove
        fields = (
            "event_id", "kind", "lot", "part_no", "from_place", "to_place", "quantity", "reason",
            "at",
        )  # fmt: skip
        read_only_fields = fields


class ReceiptLineShape(serializers.ModelSerializer[ReceiptLine]):
    row = serializers.IntegerField(source="line.row", read_only=True)
    part_no = serializers.CharField(source="line.part_no", read_only=True)

    class Meta:
        model = ReceiptLine
        fields = ("row", "part_no", "listed", "good", "damaged", "short", "surplus")
        read_only_fields = fields


class ReceiptShape(serializers.ModelSerializer[Receipt]):
    """What was counted in one go; `differences` are the lines not as listed."""

    consignment = serializers.SlugRelatedField[Any](slug_field="no", read_only=True)
    person = serializers.StringRelatedField[Any]()
    lines = serializers.SerializerMethodField()
    differences = serializers.SerializerMethodField()

    class Meta:
        model = Receipt
        fields = (
            "event_id", "consignment", "container", "case", "box", "takes_back", "reason",
            "person", "at", "lines", "differences",
        )  # fmt: skip
        read_only_fields = fields

    def get_lines(self, receipt: Receipt) -> int:
        return receipt.lines.count()

    def get_differences(self, receipt: Receipt) -> list[dict[str, Any]]:
        rows = receipt.lines.select_related("line").exclude(damaged=0, short=0, surplus=0)
        return list(ReceiptLineShape(rows.order_by("line__row")[:200], many=True).data)


class ClaimLineShape(serializers.ModelSerializer[ClaimLine]):
    lot = serializers.SlugRelatedField[Any](slug_field="no", read_only=True)
    part_no = serializers.CharField(source="lot.part.part_no", read_only=True)
    supplier_lot = serializers.CharField(source="lot.supplier_lot", read_only=True)

    class Meta:
        model = ClaimLine
        fields = (
            "lot", "part_no", "supplier_lot", "damaged", "short", "unit_value", "currency",
        )  # fmt: skip
        read_only_fields = fields


class ClaimShape(serializers.ModelSerializer[Claim]):
    consignment = serializers.SlugRelatedField[Any](slug_field="no", read_only=True)
    supplier = serializers.CharField(source="consignment.supplier", read_only=True)

    class Meta:
        model = Claim
        fields = (
            "no", "consignment", "supplier", "made_at", "sent_at", "settled_at", "settlement",
        )  # fmt: skip
        read_only_fields = fields


class ClaimDetailShape(ClaimShape):
    lines = ClaimLineShape(many=True, read_only=True)

    class Meta(ClaimShape.Meta):
        fields: tuple[str, ...] = (*ClaimShape.Meta.fields, "lines")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]  # one more than its parent


class ProgressShape(serializers.Serializer[Any]):
    """Lines and pieces; `percent` of the listed pieces that were received or told about."""

    lines = serializers.IntegerField()
    counted = serializers.IntegerField()
    listed = serializers.IntegerField()
    good = serializers.IntegerField()
    damaged = serializers.IntegerField()
    short = serializers.IntegerField()
    surplus = serializers.IntegerField()
    percent = serializers.IntegerField()


class StockShape(serializers.Serializer[Any]):
    """Pieces of one lot in one place; `why_not` is the code that keeps it from being issued."""

    place = serializers.CharField()
    kind = serializers.CharField()
    lot = serializers.CharField()
    part_no = serializers.CharField()
    name = serializers.CharField()
    category = serializers.CharField()
    origin = serializers.CharField()
    supplier_lot = serializers.CharField()
    consignment = serializers.CharField(allow_null=True)
    quantity = serializers.IntegerField()
    expires_on = serializers.DateField(allow_null=True)
    status = serializers.CharField()
    moisture = serializers.CharField()
    unit_value = serializers.DecimalField(max_digits=14, decimal_places=4, allow_null=True)
    currency = serializers.CharField()
    held = serializers.BooleanField()
    why_not = serializers.CharField()
    floor_left = serializers.DurationField(
        allow_null=True, help_text="Floor life left of a lot whose dry bag was opened."
    )


class LimitShape(serializers.Serializer[Any]):
    part_no = serializers.CharField()
    name = serializers.CharField()
    name_ur = serializers.CharField()
    pieces = serializers.IntegerField()
    kept = serializers.IntegerField()


class SetsShape(serializers.Serializer[Any]):
    """Sets the store is enough for; `limits` are what is short of the target, worst first."""

    sku = serializers.CharField()
    model = serializers.CharField()
    colour = serializers.CharField()
    bom = serializers.IntegerField()
    sets = serializers.IntegerField()
    target = serializers.IntegerField()
    limits = LimitShape(many=True)


class ReceiptAnswer(AnswerShape):
    receipt = ReceiptShape()


class ClaimAnswer(AnswerShape):
    claim = ClaimDetailShape()


class PartAnswer(AnswerShape):
    part = PartShape()


class BomAnswer(AnswerShape):
    bom = BomShape()


class PlaceAnswer(AnswerShape):
    place = PlaceShape()


class FloorAnswer(AnswerShape):
    floor_life = FloorEventShape()


class LotAnswer(AnswerShape):
    lot = LotShape()


class MoveAnswer(AnswerShape):
    move = MoveShape(allow_null=True)


class CloseAnswer(AnswerShape):
    progress = ProgressShape()
    claim = ClaimDetailShape(allow_null=True)
