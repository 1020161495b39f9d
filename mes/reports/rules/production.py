"""Monthly production as PTA and EDB count it: by brand and technology, at home and abroad.

Pakistan's regulator counts phones by calendar year and month, split into smartphones and 2G; the
state's fiscal year runs from July to June.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

SMARTPHONE, FEATURE, OTHER = "smartphone", "2g", "other"
TECHNOLOGIES = (SMARTPHONE, FEATURE, OTHER)
YEARS = ("calendar", "fiscal")


def technology_of(category: str) -> str:
    """Smartphones; 2G and feature phones; devices without a cellular radio, which PTA omits."""
    return {"smartphone": SMARTPHONE, "feature_phone": FEATURE}.get(category, OTHER)


@dataclass(frozen=True, slots=True)
class Made:
    """Good units of a month: `domestic` and `export` counted here by the variant's market.

    `opening` was made before this server counted; its market is not known.
    """

    month: date
    brand: str
    technology: str
    domestic: int = 0
    export: int = 0
    opening: int = 0

    @property
    def total(self) -> int:
        return self.domestic + self.export + self.opening


@dataclass(frozen=True, slots=True)
class ProductionRow:
    """A month, or the sum of a year, beside the same of the year before."""

    key: str
    brand: str
    technology: str
    domestic: int
    export: int
    opening: int
    before: int

    @property
    def total(self) -> int:
        return self.domestic + self.export + self.opening

    @property
    def change(self) -> float | None:
        """Per cent over the year before; None where nothing was made then: that is no growth."""
        return round((self.total / self.before - 1) * 100, 1) if self.before else None


def months_of(year: int, kind: str) -> tuple[date, ...]:
    """The twelve months of a calendar year, or of the fiscal year that ends in June of `year`."""
    if kind == "calendar":
        return tuple(date(year, month, 1) for month in range(1, 13))
    months = [date(year - 1, month, 1) for month in range(7, 13)]
    return (*months, *(date(year, month, 1) for month in range(1, 7)))


def year_holding(day: date, kind: str) -> int:
    """The year of that kind in which the day lies; a fiscal year is named after its June."""
    return day.year + (kind == "fiscal" and day.month >= 7)


def table_of(made: Iterable[Made], months: Sequence[date]) -> list[ProductionRow]:
    """A row a month, brand and technology that has units in either year, months first."""
    told = {(one.month, one.brand, one.technology): one for one in made}
    names = sorted({(brand, TECHNOLOGIES.index(tech)) for _, brand, tech in told})
    rows = []
    for month in months:
        for brand, place in names:
            technology = TECHNOLOGIES[place]
            now = told.get((month, brand, technology))
            before = told.get((month.replace(year=month.year - 1), brand, technology))
            if now is None and before is None:
                continue
            rows.append(_row(f"{month:%Y-%m}", brand, technology, now, before))
    return rows


def sums_of(rows: Sequence[ProductionRow], by: str) -> list[ProductionRow]:
    """The rows added up by `key` (month), `brand` or `technology`; '' adds them all."""
    sums: dict[str, list[int]] = {}
    for row in rows:
        name = str(getattr(row, by)) if by else ""
        found = sums.setdefault(name, [0, 0, 0, 0])
        for place, units in enumerate((row.domestic, row.export, row.opening, row.before)):
            found[place] += units
    return [ProductionRow(name, "", "", *found) for name, found in sums.items()]


def _row(
    key: str, brand: str, technology: str, now: Made | None, before: Made | None
) -> ProductionRow:
    return ProductionRow(
        key,
        brand,
        technology,
        now.domestic if now else 0,
        now.export if now else 0,
        now.opening if now else 0,
        before.total if before else 0,
    )
