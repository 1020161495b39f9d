"""Which line of a pick list a scanned bin or lot label means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mes.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line of a pick list as the picker sees it; `left` pieces are neither picked nor short."""

    id: int
    n: int
    bom_line_id: int
    part_id: int
    part: str
    name: str
    name_ur: str
    lot_id: int
    lot: str
    supplier_lot: str
    consignment_id: int | None
    place_id: int
    place: str
    quantity: int
    picked: int
    short: int
    stands_for: str = ""

    @property
    def left(self) -> int:
        return self.quantity - self.picked - self.short

    @property
    def labels(self) -> frozenset[str]:
        """What may be scanned on the lot: our number, or the supplier's."""
        return frozenset({self.lot.upper(), self.supplier_lot.upper()} - {""})


def meant(
    scanned: str,
    lines: Sequence[OpenLine],
    *,
    done_by: Callable[[int], str],
    part_of: Callable[[str], int | None],
) -> OpenLine:
    """The first open line of this lot, or the only one in this bin.

    Refuses `wrong_pick` for what is on no open line, `wrong_lot_here` for another lot of a part
    that is still to pick or a bin that holds more than one line, and `pick_done` with who was
    faster.
    """
    code = scanned.strip().upper()
    open_lines = [line for line in lines if line.left > 0]
    of_lot = [line for line in open_lines if code in line.labels]
    in_bin = [line for line in open_lines if line.place.upper() == code]
    if of_lot or len(in_bin) == 1:
        return (of_lot or in_bin)[0]
    done = [line for line in lines if code in line.labels or line.place.upper() == code]
    if done and not in_bin:
        raise Refusal("pick_done", lot=done[-1].lot, place=done[-1].place, who=done_by(done[-1].id))
    part = part_of(code)
    near = in_bin or [line for line in open_lines if line.part_id == part]
    if near:
        raise Refusal("wrong_lot_here", scanned=scanned, place=near[0].place, lot=near[0].lot)
    wanted = open_lines[0] if open_lines else None
    raise Refusal(
        "wrong_pick",
        scanned=scanned,
        place=wanted.place if wanted else "–",
        lot=wanted.lot if wanted else "–",
    )
