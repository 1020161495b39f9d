"""The dock: a packing list not quite true, counted in by scan, claimed from the supplier."""

import csv
import io
from dataclasses import dataclass, field
from random import Random

from mes.demo.sim.asking import must, post
from mes.demo.sim.client import Client
from mes.demo.sim.stock import PARTS, LotBook, MaterialBook
from mes.kernel.ids import uuid7

COLUMNS = (
    "container",
    "case",
    "box",
    "sku",
    "part_no",
    "description",
    "supplier_lot",
    "per_set",
    "quantity",
)
FIRST_ROW = 2
CASE = 500
"""Sets whose pieces of one part lie in one case, at most."""


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the list; `row` as it stands in the file."""

    row: int
    code: str
    part: str
    name: str
    supplier_lot: str
    per_set: int
    pieces: int


@dataclass(slots=True)
class Found:
    """What lies in a case besides what is listed, in pieces."""

    short: int = 0
    damaged: int = 0
    surplus: int = 0


@dataclass(slots=True)
class Dock:
    """Receives one consignment of `sets` sets and `spare` more for `sku`."""

    client: Client
    sku: str
    tag: str
    sets: int
    dice: Random
    found: dict[str, Found] = field(default_factory=dict)

    @property
    def spare(self) -> int:
        """Sets beyond those the order wants: what a plant orders against loss."""
        return max(4, self.sets // 20)

    def receive(self, *, consignment: str, kit_lot: str, plant: str) -> MaterialBook:
        """Every case by its label, then the end of receiving, then the claim."""
        cases = list_cases(sku=self.sku, tag=self.tag, sets=self.sets + self.spare)
        self._hide(cases)
        book = MaterialBook(consignment, kit_lot, spare=self.spare)
        for case in cases:
            self._count(book, case, plant)
        for row in self.client.every("/api/v1/material-lots", {"consignment": consignment}):
            book.lots[str(row["supplier_lot"])].no = str(row["no"])
        closed = must(post(self.client, f"/api/v1/consignments/{consignment}/close", {}))
        if closed["claim"] is not None:
            self._claim(book, str(closed["claim"]["no"]))
        return book

    def _hide(self, cases: list[Case]) -> None:
        """Three parts of the six come wrong: too few, broken, too many."""
        wrong = self.dice.sample([code for code, _, _ in PARTS], 3)
        for part, kind in zip(wrong, ("short", "damaged", "surplus"), strict=True):
            case = self.dice.choice([case for case in cases if case.part.endswith(f"-{part}")])
            self.found[case.code] = found = Found()
            setattr(found, kind, self.dice.randint(1, max(1, self.spare // 2)))

    def _count(self, book: MaterialBook, case: Case, plant: str) -> None:
        asked = {"plant": plant, "label": case.code, "consignment": book.consignment}
        label = must(self.client.get("/api/v1/receiving/label", asked))
        scope = {name: label["found"][0][name] for name in ("container", "case", "box")}
        found = self.found.get(case.code, Found())
        good = case.pieces - found.short - found.damaged + found.surplus
        differs = [{"row": case.row, "good": good, "damaged": found.damaged}]
        body = {**scope, "differences": differs if case.code in self.found else []}
        must(post(self.client, f"/api/v1/consignments/{book.consignment}/receipts", body))
        book.receipts += 1
        fresh = LotBook(case.supplier_lot, case.part, case.per_set)
        lot = book.lots.setdefault(case.supplier_lot, fresh)
        lot.listed += case.pieces
        lot.good += good
        lot.damaged += found.damaged
        lot.short += found.short
        lot.surplus += found.surplus

    def _claim(self, book: MaterialBook, no: str) -> None:
        must(post(self.client, f"/api/v1/claims/{no}/send", {}))
        credit = {"settlement": f"Credit note CR-{self.tag}"}
        must(post(self.client, f"/api/v1/claims/{no}/settle", credit))
        book.claim = no


def list_cases(*, sku: str, tag: str, sets: int) -> list[Case]:
    """The list: each part in two supplier lots of about half each, in cases of at most CASE."""
    cases: list[Case] = []
    for part, name, per_set in PARTS:
        half = (sets + 1) // 2
        spans = [(1, min(CASE, half - at)) for at in range(0, half, CASE)]
        spans += [(2, min(CASE, sets - half - at)) for at in range(0, sets - half, CASE)]
        for number, (lot, count) in enumerate(spans, start=1):
            cases.append(
                Case(
                    row=FIRST_ROW + len(cases),
                    code=f"{tag}-{part}-{number}",
                    part=f"{sku[:24]}-{part}",
                    name=name,
                    supplier_lot=f"{tag}-{part}-{lot}",
                    per_set=per_set,
                    pieces=count * per_set,
                )
            )
    return cases


def send_list(*, client: Client, consignment: str, sku: str, cases: list[Case]) -> str:
    """The list as CSV, committed; gives the number of its kit lot."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for case in cases:
        what = (sku, case.part, case.name, case.supplier_lot, case.per_set, case.pieces)
        rows.writerow(["CNT-1", case.code, "1", *what])
    path = f"/api/v1/consignments/{consignment}/packing-list?commit=1"
    content = text.getvalue().encode()
    listed = must(client.put_file(path, f"{consignment}.csv", content, str(uuid7())))
    return str(listed["lots"][0]["no"])
