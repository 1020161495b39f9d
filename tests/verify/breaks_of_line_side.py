"""One way to break each promise about picks, lines and what units use up."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from lines.models import (
    Backflush,
    OrderPlace,
    PickEvent,
    PickLine,
    PickList,
    StockLevel,
)
from plants.models import BomLine
from tests.lines.line_side.material import Stores, stores_of
from tests.plant import PlantAtWork, a_unit


def _list(stores: Stores, **fields: object) -> PickLine:
    works = stores.works
    made = PickList.objects.create(
        plant=works.plant, no="P-1", order=works.order, bom=stores.bom, sets=1, **fields
    )
    lot = stores.lot("board", 5)
    return PickLine.objects.create(
        pick_list=made,
        n=1,
        bom_line=BomLine.objects.filter(bom=stores.bom, part=lot.part).get(),
        part=lot.part,
        lot=lot,
        place=stores.bins["A-01"],
        quantity=2,
    )


def _level(works: PlantAtWork, phone: object) -> None:
    stores = stores_of(works)
    lot = stores.lot("board", 5)
    StockLevel.objects.filter(lot=lot).update(quantity=4)


def _done_yet_open(works: PlantAtWork, phone: object) -> None:
    _list(stores_of(works), state="done", closed_at=datetime.now(UTC))


def _picked_yet_there(works: PlantAtWork, phone: object) -> None:
    line = _list(stores_of(works))
    PickEvent.objects.create(event_id=uuid4(), line=line, kind="picked", quantity=1)


def _counted_yet_not_passed(works: PlantAtWork, phone: object) -> None:
    stores_of(works)
    unit = a_unit(works, past=None)
    Backflush.objects.create(
        event_id=uuid4(),
        plant=works.plant,
        line=works.line,
        order=works.order,
        position=works.position("ASM-IN"),
        kind="built",
        units=[unit.pk],
    )


def _built_for_nobody(works: PlantAtWork, phone: object) -> None:
    stores = stores_of(works)
    lot = stores.lot("board", 5)
    stores.issue(lot, 5)
    line = BomLine.objects.get(bom=stores.bom, part=lot.part)
    # One is the phone's own.
    stores.move("built", lot, 2, out=stores.side, order_id=works.order.pk, bom_line_id=line.pk)


def _issued_elsewhere(works: PlantAtWork, phone: object) -> None:
    stores = stores_of(works)
    lot = stores.lot("board", 5)
    stores.move("issued", lot, 1, out=stores.bins["A-01"], into=stores.bins["A-02"])


def _kitted_without_parts(works: PlantAtWork, phone: object) -> None:
    stores_of(works)
    OrderPlace.objects.filter(order=works.order, unit=None).update(kitted=True)


BREAKS: dict[str, Callable[[PlantAtWork, object], object]] = {
    "lines.stock_is_the_ledger": _level,
    "lines.picks_add_up": _done_yet_open,
    "lines.picked_is_issued": _picked_yet_there,
    "lines.backflush_is_the_moves": _counted_yet_not_passed,
    "lines.units_hold_their_parts": _built_for_nobody,
    "lines.line_balances": _issued_elsewhere,
    "lines.kitted_as_parts": _kitted_without_parts,
}
