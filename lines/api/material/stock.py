"""The store's stock over HTTP: places, lots, and every way pieces move."""

from typing import Any, ClassVar

from rest_framework import serializers

from lines.actions.material.floor_life import note_floor_life
from lines.actions.material.inspection import judge_lot
from lines.actions.material.places import add_place
from lines.actions.material.stock import (
    Purchase,
    count_stock,
    move_stock,
    receive_purchase,
    scrap_stock,
    send_back,
)
from lines.api.base import (
    Answer,
    Asked,
    EventShape,
    PlantList,
    WriteView,
    clean_text,
    shown,
    the_one,
)
from lines.api.material.shapes import (
    FloorAnswer,
    FloorEventShape,
    LotAnswer,
    LotShape,
    MoveAnswer,
    MoveShape,
    PlaceAnswer,
    PlaceShape,
)
from lines.api.shipping.base import PlantWrite
from lines.models import FloorAct, Judgement, MaterialLot, PartMove, PlaceKind, StockPlace
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed, Refusal

MATERIAL = MaterialLot.objects.select_related("part", "consignment")
MOVES = PartMove.objects.select_related("lot", "part", "from_place", "to_place")


class PlantShape(EventShape):
    """`plant` when the caller has several."""

    plant = serializers.CharField(max_length=8, required=False, default="")


class PlaceWish(PlantShape):
    """A bin of the store, quarantine or scrap; `rank` is its turn on the picker's walk."""

    code = serializers.RegexField(r"^[A-Za-z0-9][A-Za-z0-9._/-]*$", max_length=24)
    name = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    kind = serializers.ChoiceField(choices=["store", "quarantine", "damaged", "scrap"])
    rank = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False, default=0)


class PurchaseShape(PlantShape):
    """Pieces of a part bought locally, under a purchase order or bill."""

    part_no = serializers.CharField(max_length=40)
    quantity = serializers.IntegerField(min_value=1, max_value=99_999_999)
    supplier = serializers.CharField(max_length=80)
    purchase = serializers.CharField(max_length=40)
    supplier_lot = serializers.CharField(
        max_length=40, required=False, default="", allow_blank=True
    )
    place = serializers.CharField(max_length=24, required=False, default="", allow_blank=True)
    expires_on = serializers.DateField(required=False, allow_null=True, default=None)
    unit_value = serializers.DecimalField(
        max_digits=14, decimal_places=4, min_value=0, required=False, allow_null=True, default=None
    )
    currency = serializers.RegexField(
        r"^[A-Z]{3}$", max_length=3, required=False, default="", allow_blank=True
    )


class FromShape(EventShape):
    lot = serializers.CharField(max_length=24)
    from_place = serializers.CharField(max_length=24)
    quantity = serializers.IntegerField(min_value=1, max_value=99_999_999)
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class MoveWish(FromShape):
    to_place = serializers.CharField(max_length=24)


class StockCountShape(EventShape):
    """What was counted of a lot in a place; the ledger is told the difference."""

    lot = serializers.CharField(max_length=24)
    place = serializers.CharField(max_length=24)
    counted = serializers.IntegerField(min_value=0, max_value=99_999_999)
    reason = serializers.CharField(max_length=200, allow_blank=True)


class JudgeShape(EventShape):
    """What the sample of a lot showed; `reopened` makes a judged lot wait again."""

    judgement = serializers.ChoiceField(choices=Judgement.choices)
    sample_size = serializers.IntegerField(
        min_value=0, max_value=1_000_000, required=False, default=0
    )
    defects = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False, default=0)
    plan = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class PlacesView(PlantWrite, PlantList):
    """Add a place; list them by `kind`."""

    act = "place.add"
    shape = PlaceWish
    answer_shape = PlaceAnswer
    queryset = StockPlace.objects.select_related("line")
    serializer_class = PlaceShape
    filters = {"kind": "kind"}

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        place = add_place(
            plant_id=self.plant_id,
            code=said["code"],
            kind=PlaceKind(said["kind"]),
            name=said["name"],
            rank=said["rank"],
        )
        return 201, accepted(place=shown(PlaceShape, place))


class LotsView(PlantList):
    """Material lots by `part_no`, `consignment` or `status`."""

    queryset = MATERIAL
    serializer_class = LotShape
    filters = {"part_no": "part__part_no", "consignment": "consignment__no", "status": "status"}


class JudgeView(WriteView):
    """Accept or reject a lot by its sample; only an accepted lot is issued."""

    act = "lot.judge"
    shape = JudgeShape
    answer_shape = LotAnswer

    def find(self, asked: Asked) -> int:
        self.lot = lot_of(asked.caller.plant_ids, asked.named["no"])
        return self.lot.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        if said["judgement"] != Judgement.REOPENED and not said["sample_size"]:
            raise Malformed("sample_size: how many were looked at?")
        if said["defects"] > said["sample_size"]:
            raise Malformed("defects: more than the sample")
        lot = judge_lot(
            event_id=asked.event_id,
            plant_id=self.lot.plant_id,
            lot_no=self.lot.no,
            judgement=Judgement(said["judgement"]),
            sample_size=said["sample_size"],
            defects=said["defects"],
            plan=said["plan"],
            note=said["note"],
            by=asked.by,
        )
        return 200, accepted(lot=shown(LotShape, MATERIAL.get(pk=lot.pk)))


class FloorLifeShape(EventShape):
    """A dry bag of the lot is opened, put away dry, or the lot is baked.

    `hours` as the label says, for moisture level 6.
    """

    kind = serializers.ChoiceField(choices=FloorAct.choices)
    hours = serializers.IntegerField(min_value=1, max_value=8760, required=False, allow_null=True)
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class FloorLifeView(WriteView):
    """Keep the floor life of moisture-sensitive parts (IPC/JEDEC J-STD-033)."""

    act = "lot.floor_life"
    shape = FloorLifeShape
    answer_shape = FloorAnswer

    def find(self, asked: Asked) -> int:
        self.lot = lot_of(asked.caller.plant_ids, asked.named["no"])
        return self.lot.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        event = note_floor_life(
            event_id=asked.event_id,
            plant_id=self.lot.plant_id,
            lot_no=self.lot.no,
            kind=said["kind"],
            hours=said.get("hours"),
            note=said["note"],
            by=asked.by,
        )
        return 201, accepted(floor_life=shown(FloorEventShape, event))


class PurchaseView(PlantWrite):
    """A local purchase comes into the store."""

    act = "stock.purchase"
    shape = PurchaseShape
    answer_shape = LotAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        fields = Purchase.__slots__
        lot = receive_purchase(
            event_id=asked.event_id,
            plant_id=self.plant_id,
            bought=Purchase(**{name: asked.said[name] for name in fields}),
            by=asked.by,
        )
        return 201, accepted(lot=shown(LotShape, MATERIAL.get(pk=lot.pk)))


class LotMove(WriteView):
    """Pieces of a lot that lie in a place."""

    shape: ClassVar[type[EventShape]] = FromShape
    answer_shape = MoveAnswer

    def find(self, asked: Asked) -> int:
        self.lot = lot_of(asked.caller.plant_ids, asked.said["lot"])
        return self.lot.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = {name: value for name, value in asked.said.items() if name not in ("lot", "plant")}
        move = self.move({**said, "plant_id": self.lot.plant_id, "lot_no": self.lot.no}, asked.by)
        told = shown(MoveShape, MOVES.get(pk=move.pk)) if move else None
        return 201, accepted(move=told)

    def move(self, pieces: dict[str, Any], by: int | None) -> PartMove | None:
        raise NotImplementedError


class MoveView(LotMove):
    """Pieces change their bin."""

    act = "stock.move"
    shape = MoveWish

    def move(self, pieces: dict[str, Any], by: int | None) -> PartMove | None:
        return move_stock(**pieces, by=by)


class ScrapView(LotMove):
    """Pieces in the store are thrown away, with a reason."""

    act = "stock.scrap"

    def move(self, pieces: dict[str, Any], by: int | None) -> PartMove | None:
        return scrap_stock(**pieces, by=by)


class SendBackView(LotMove):
    """Damaged or rejected pieces go back to their supplier, with a reason."""

    act = "stock.send_back"

    def move(self, pieces: dict[str, Any], by: int | None) -> PartMove | None:
        return send_back(**pieces, by=by)


class CountView(LotMove):
    """A stock count of a lot in a place; `move` is null when the books were right."""

    act = "stock.count"
    shape = StockCountShape

    def move(self, pieces: dict[str, Any], by: int | None) -> PartMove | None:
        return count_stock(**pieces, by=by)


def lot_of(plant_ids: frozenset[int], no: str) -> MaterialLot:
    """The material lot of this number in the caller's plants. Refuses `unknown_thing`."""
    rows = MATERIAL.filter(plant_id__in=plant_ids, no=clean_text(no))
    return the_one(rows, Refusal("unknown_thing", what="material lot", no=no[:24]))
