"""Material books: what came, where it is, what it became; per part, lot or consignment."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

KEYS = {
    "part": ("p.part_no", "min(p.name)", "min(p.name_ur)"),
    "lot": ("m.no", "min(p.part_no)", "min(p.part_no)"),
    "consignment": ("COALESCE(c.no, m.purchase)", "''", "''"),
}
MOST = 500

_BOOKS = """
WITH lots AS (
  SELECT m.id, {key} AS key, {name} AS name, {name_ur} AS name_ur FROM lines_materiallot m
  JOIN plants_part p ON p.id = m.part_id
  LEFT JOIN lines_consignment c ON c.id = m.consignment_id
  WHERE m.plant_id = ANY(%(plants)s)
    AND (%(part)s = '' OR p.part_no = %(part)s) AND (%(lot)s = '' OR m.no = %(lot)s)
    AND (%(consignment)s = '' OR c.no = %(consignment)s) AND {key} > %(after)s
  GROUP BY m.id, {key}
), sums AS (
  SELECT l.key, {kinds} FROM lots l LEFT JOIN lines_lotsum s ON s.lot_id = l.id GROUP BY l.key
), there AS (
  SELECT l.key,
    COALESCE(sum(k.quantity) FILTER (WHERE t.kind IN ('store', 'quarantine')), 0) AS in_store,
    COALESCE(sum(k.quantity) FILTER (WHERE t.kind = 'damaged'), 0) AS in_damaged,
    COALESCE(sum(k.quantity) FILTER (WHERE t.kind = 'line_side'), 0) AS at_line
  FROM lots l JOIN lines_stocklevel k ON k.lot_id = l.id
  JOIN lines_stockplace t ON t.id = k.place_id GROUP BY l.key
), names AS (SELECT key, min(name) AS name, min(name_ur) AS name_ur FROM lots GROUP BY key)
SELECT sums.*, COALESCE(t.in_store, 0), COALESCE(t.in_damaged, 0), COALESCE(t.at_line, 0),
  n.name, n.name_ur
FROM sums JOIN names n USING (key) LEFT JOIN there t USING (key)
ORDER BY key LIMIT %(most)s
"""
_KINDS = (
    "received", "unreceived", "damaged", "undamaged", "issued", "returned", "scrapped",
    "sent_back", "found", "lost", "built", "unbuilt", "removed", "unit_scrap", "line_scrap",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Book:
    """One row of the books, in pieces. `key` is a part number, lot or consignment.

    store_gap = received + returned + counted - issued - in_store - scrapped - sent_back,
    line_gap = issued - built_in - line_scrap - returned - at_line; both are nothing.
    `built_in` is net of what came out again; `in_units` of it is in units that live.
    """

    key: str
    name: str
    name_ur: str
    received: int
    damaged: int
    counted: int
    issued: int
    returned: int
    scrapped: int
    sent_back: int
    in_store: int
    in_damaged: int
    built_in: int
    removed: int
    unit_scrap: int
    line_scrap: int
    at_line: int

    @property
    def in_units(self) -> int:
        return self.built_in - self.unit_scrap

    @property
    def store_gap(self) -> int:
        came = self.received + self.damaged + self.returned + self.counted
        gone = self.issued + self.scrapped + self.sent_back
        return came - gone - self.in_store - self.in_damaged

    @property
    def line_gap(self) -> int:
        return self.issued - self.built_in - self.line_scrap - self.returned - self.at_line


def material_books(
    *,
    plant_ids: Iterable[int],
    by: str,
    part: str = "",
    lot: str = "",
    consignment: str = "",
    after: str = "",
    most: int = MOST,
) -> list[Book]:
    """The plants' books by `part`, `lot` or `consignment`, in order of the key, after a key."""
    key, name, name_ur = KEYS[by]
    plain = {"name": name, "name_ur": name_ur, "key": key}
    kinds = ", ".join(
        f"COALESCE(sum(s.quantity) FILTER (WHERE s.kind = '{kind}'), 0)::bigint AS {kind}"
        for kind in _KINDS
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _BOOKS.format(kinds=kinds, **plain),
            {
                "plants": list(plant_ids),
                "part": part,
                "lot": lot,
                "consignment": consignment,
                "after": after,
                "most": most,
            },
        )
        return [_book(row) for row in cursor.fetchall()]


def _book(row: tuple[object, ...]) -> Book:
    sums = {kind: int(str(row[n])) for n, kind in enumerate(_KINDS, start=1)}
    in_store, in_damaged, at_line = (int(str(value)) for value in row[-5:-2])
    return Book(
        key=str(row[0]),
        name=str(row[-2]),
        name_ur=str(row[-1]) or str(row[-2]),
        received=sums["received"] - sums["unreceived"],
        damaged=sums["damaged"] - sums["undamaged"],
        counted=sums["found"] - sums["lost"],
        issued=sums["issued"],
        returned=sums["returned"],
        scrapped=sums["scrapped"],
        sent_back=sums["sent_back"],
        in_store=in_store,
        in_damaged=in_damaged,
        built_in=sums["built"] - sums["unbuilt"] - sums["removed"],
        removed=sums["removed"],
        unit_scrap=sums["unit_scrap"],
        line_scrap=sums["line_scrap"],
        at_line=at_line,
    )
