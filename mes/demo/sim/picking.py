"""The picker's round: the bins of a list by scan, one line of it short, all else to the line."""

from random import Random
from typing import Any

from mes.demo.sim.asking import must, post
from mes.demo.sim.client import Client
from mes.demo.sim.stock import LotBook, MaterialBook


def pick_all(
    *,
    client: Client,
    order: str,
    book: MaterialBook,
    short: Random | None = None,
) -> int:
    """Make the list of what the order lacks and walk it to its end; the whole sets at the line.

    With `short`, whose chance it is, one piece of one line is not where the books say: another lot
    stands in.
    """
    told = must(post(client, "/api/v1/pick-lists", {"work_order": order}))
    no, sets = str(told["pick_list"]["no"]), 0
    if short is not None and (line := _line_with_more(told["lines"], book, short)) is not None:
        body = {"n": line["n"], "quantity": 1, "reason": "Not in the bin"}
        told = must(post(client, f"/api/v1/pick-lists/{no}/short", body))
        book.shorts += 1
    halved = short is not None
    while left := [line for line in told["lines"] if line["left"] > 0]:
        line = left[0]
        body = {"scan": line["lot"]}
        if halved and line["left"] > 1:
            body["quantity"] = line["left"] // 2
            halved = False
        told = must(post(client, f"/api/v1/pick-lists/{no}/pick", body))
        taken = next(row for row in told["lines"] if row["n"] == told["n"])
        if (lot := book.named(str(taken["lot"]))) is not None:
            lot.issued += told["quantity"]
        else:
            book.foreign[str(taken["part"])] += told["quantity"]
        sets = int(told["sets"])
    return sets


def _line_with_more(
    lines: list[dict[str, Any]], book: MaterialBook, dice: Random
) -> dict[str, Any] | None:
    """A line of a part of which the other lot has pieces that nobody wants yet."""
    fit = []
    for line in lines:
        lot = book.named(str(line["lot"] or ""))
        if lot is None or line["left"] < 2:
            continue
        others = [o for o in book.lots.values() if o.part == lot.part and o is not lot]
        wanted = {row["lot"]: row["quantity"] for row in lines}
        if any(other.good > wanted.get(other.no, 0) for other in others):
            fit.append(line)
    return dice.choice(fit) if fit else None


def spoil(*, client: Client, line: str, order: str, book: MaterialBook, dice: Random) -> list[str]:
    """At the line: some pieces are scrapped, some go back good and some damaged; new ones come.

    Gives what was refused; the order has all its sets again.
    """
    lots = sorted(_spoilable(book), key=lambda lot: lot.supplier_lot)
    if len(lots) < 3:
        return []
    scrapped, back, broken = dice.sample(lots, 3)
    path = f"/api/v1/lines/{line}/material"
    acts: list[tuple[LotBook, str, dict[str, Any]]] = [
        (scrapped, "scrap", {"reason": "Dropped at the line"}),
        (back, "return", {"reason": "Wrong revision"}),
        (broken, "return", {"damaged": True, "reason": "Bent connector"}),
    ]
    refused = []
    for lot, act, body in acts:
        pieces = min(lot.per_set, lot.issued)
        answer = post(client, f"{path}/{act}", {"lot": lot.no, "quantity": pieces, **body})
        if not answer.ok:
            refused.append(f"{order} {act} {lot.no}: {answer.code}")
        elif act == "scrap":
            lot.line_scrap += pieces
        else:
            lot.returned += pieces
    pick_all(client=client, order=order, book=book)
    return refused


def _spoilable(book: MaterialBook) -> list[LotBook]:
    """The second lots of parts that came as listed: their pieces are used last."""
    wrong = {lot.part for lot in book.lots.values() if lot.short or lot.damaged}
    return [
        lot
        for lot in book.lots.values()
        if lot.supplier_lot.endswith("-2")
        and lot.part not in wrong
        and lot.part not in book.foreign
        and lot.free >= 2 * lot.per_set
    ]
