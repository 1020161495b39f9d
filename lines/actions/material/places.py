"""Where things lie: the places every plant has, made when they are first needed, and its bins."""

from lines.models import PlaceKind, StockPlace
from mes.kernel.constraints import refusing
from mes.kernel.refusals import Refusal
from plants.models import Line

_MAIN = {
    PlaceKind.STORE: "STORE",
    PlaceKind.QUARANTINE: "QUARANTINE",
    PlaceKind.DAMAGED: "DAMAGED",
    PlaceKind.SCRAP: "SCRAP",
}


def main_place(*, plant_id: int, kind: PlaceKind) -> StockPlace:
    """The plant's own place of a kind; where goods lie until a bin is said."""
    return _made(plant_id, _MAIN[kind], kind, None)


def is_main(code: str, kind: PlaceKind) -> bool:
    """Whether the code is what the plant's own place of that kind is called."""
    return _MAIN.get(kind) == code


def line_side(*, line: Line) -> StockPlace:
    """The side of a line, where what was issued to it lies."""
    return _made(line.plant_id, f"LS-{line.code}"[:24], PlaceKind.LINE_SIDE, line.pk)


def add_place(
    *, plant_id: int, code: str, kind: PlaceKind, name: str = "", rank: int = 0
) -> StockPlace:
    """A bin of the store, or another place beside the plant's own. Refuses `exists`."""
    place = StockPlace(plant_id=plant_id, code=code, kind=kind, name=name, rank=rank)
    with refusing({"lines_stockplace_code_once": Refusal("exists", no=code)}):
        place.save()
    return place


def _made(plant_id: int, code: str, kind: PlaceKind, line_id: int | None) -> StockPlace:
    found = StockPlace.objects.filter(plant_id=plant_id, code=code).first()
    if found is None:
        StockPlace.objects.bulk_create(
            [StockPlace(plant_id=plant_id, code=code, kind=kind, line_id=line_id)],
            ignore_conflicts=True,
        )
        found = StockPlace.objects.get(plant_id=plant_id, code=code)
    return found
