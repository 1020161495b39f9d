"""A plant with parts, bins and lots: what the line-side tests pick, use up and send back."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from lines.actions.material.moves import Piece, write_moves
from lines.actions.material.places import line_side, main_place
from lines.models import MaterialLot, PartMoveKind, PlaceKind, StockLevel, StockPlace
from plants.models import Bom, BomAlternate, BomLine, Part
from tests.plant import PlantAtWork


@dataclass
class Stores:
    """`parts` by name: board, speaker (two a set), screw (bulk), camera (bound), other speaker."""

    works: PlantAtWork
    bom: Bom
    parts: dict[str, Part]
    bins: dict[str, StockPlace]

    def lot(
        self, part: str, pieces: int, *, place: str = "A-01", expires: date | None = None, **more
    ) -> MaterialLot:
        """A lot bought locally, all of it in one bin."""
        lot = MaterialLot.objects.create(
            plant=self.works.plant,
            no=f"M-{part[:3].upper()}-{uuid4().hex[:6].upper()}",
            part=self.parts[part],
            purchase="PO-1",
            expires_on=expires,
            **more,
        )
        if pieces:
            self.move(PartMoveKind.RECEIVED, lot, pieces, into=self.bins[place])
        return lot

    def move(
        self,
        kind: str,
        lot: MaterialLot,
        pieces: int,
        *,
        out: StockPlace | None = None,
        into: StockPlace | None = None,
        **more: object,
    ) -> None:
        write_moves(
            event_id=uuid4(),
            plant_id=self.works.plant.pk,
            by=None,
            pieces=[
                Piece(
                    kind=PartMoveKind(kind),
                    lot_id=lot.pk,
                    part_id=lot.part_id,
                    quantity=pieces,
                    from_place_id=out.pk if out else None,
                    to_place_id=into.pk if into else None,
                    **more,
                )
            ],
        )

    def issue(self, lot: MaterialLot, pieces: int, *, place: str = "A-01", order=None) -> None:
        """From its bin to the line, for an order or for nobody's."""
        self.move(
            PartMoveKind.ISSUED,
            lot,
            pieces,
            out=self.bins[place],
            into=self.side,
            order_id=order.pk if order else None,
        )

    @property
    def side(self) -> StockPlace:
        return line_side(line=self.works.line)

    @property
    def scrap(self) -> StockPlace:
        return main_place(plant_id=self.works.plant.pk, kind=PlaceKind.SCRAP)

    def at(self, place: StockPlace, lot: MaterialLot) -> int:
        row = StockLevel.objects.filter(place=place, lot=lot).first()
        return row.quantity if row else 0


def stores_of(works: PlantAtWork) -> Stores:
    """The order of the plant builds to a list of board, 2 speakers, 6 bulk screws and a camera."""
    tag = works.plant.code
    parts = {
        name: Part.objects.create(part_no=f"{tag}-{name.upper()}", name=name, serialised=bound)
        for name, bound in (
            ("board", False),
            ("speaker", False),
            ("screw", False),
            ("camera", True),
            ("buzzer", False),
        )
    }
    bom = Bom.objects.create(variant=works.variant, revision=Bom.objects.count() + 1)
    BomLine.objects.create(bom=bom, part=parts["board"], per_set=1)
    speaker = BomLine.objects.create(
        bom=bom, part=parts["speaker"], per_set=2, operation=works.operations["ASM-01"]
    )
    BomLine.objects.create(bom=bom, part=parts["screw"], per_set=6, bulk=True)
    BomLine.objects.create(bom=bom, part=parts["camera"], per_set=1, position="camera")
    BomAlternate.objects.create(line=speaker, part=parts["buzzer"], rank=1)
    bins = {
        code: StockPlace.objects.create(
            plant=works.plant, code=f"{code}{'' if tag == 'LHR' else '-' + tag}", kind="store",
            rank=rank,
        )
        for rank, code in enumerate(("A-01", "A-02", "B-01"), start=1)
    }  # fmt: skip
    works.order.bom = bom
    works.order.save(update_fields=["bom"])
    return Stores(works, bom, parts, bins)
