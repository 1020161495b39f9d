"""A plan's steps as a table that a person edits: CSV, one step a line, in and out."""

import csv
import io
import math
from collections.abc import Iterable

from mes.kernel.refusals import Malformed
from quality.rules.plans import MOST_STEPS, PlanStepFacts

COLUMNS = (
    "name", "label", "label_ur", "kind", "unit", "comparison", "low", "high", "expected",
    "pattern", "dimensions", "defect",
)  # fmt: skip
LONGEST = {"name": 60, "label": 80, "label_ur": 80, "unit": 12, "pattern": 120, "defect": 24}
KINDS = frozenset({"numeric", "boolean", "text", "array", "file"})
COMPARISONS = frozenset({"GELE", "GELT", "GTLE", "GTLT", "EQ", "NE", "LOG"})


def steps_text(steps: Iterable[PlanStepFacts]) -> str:
    """The table of the steps; several expected texts or dimensions have `|` between them."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for step in steps:
        rows.writerow(_cell(getattr(step, name)) for name in COLUMNS)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    return "|".join(value) if isinstance(value, tuple) else str(value)


def steps_of_text(text: str) -> list[PlanStepFacts]:
    """The steps in a table with the header of `steps_text`. Raises Malformed with the line."""
    try:
        rows = csv.DictReader(io.StringIO(text.strip()), strict=True)
        if not rows.fieldnames or not {"name", "kind"} <= set(rows.fieldnames) <= set(COLUMNS):
            raise Malformed(f"The first line names the columns: {', '.join(COLUMNS)}")
        found = [
            _step(n, {key: (value or "").strip() for key, value in row.items() if key in COLUMNS})
            for n, row in zip(range(1, MOST_STEPS + 2), rows, strict=False)
        ]
    except csv.Error:
        raise Malformed("The steps are not a table of comma-separated values") from None
    return found


def _step(n: int, row: dict[str, str]) -> PlanStepFacts:
    for name, longest in LONGEST.items():
        if len(row.get(name, "")) > longest:
            raise Malformed(f"Line {n}: {name} is longer than {longest}")
    kind = row["kind"].lower()
    comparison = row.get("comparison", "").upper() or "GELE"
    if kind not in KINDS or comparison not in COMPARISONS:
        raise Malformed(f"Line {n}: kind or comparison is not a known one")
    return PlanStepFacts(
        seq=n,
        name=row["name"],
        label=row.get("label") or row["name"],
        label_ur=row.get("label_ur", ""),
        kind=kind,
        unit=row.get("unit", ""),
        comparison=comparison,
        low=_limit(n, row.get("low", "")),
        high=_limit(n, row.get("high", "")),
        expected=_parts(row.get("expected", ""), 80),
        pattern=row.get("pattern", ""),
        dimensions=_parts(row.get("dimensions", ""), 24),
        defect=row.get("defect", ""),
    )


def _parts(text: str, longest: int) -> tuple[str, ...]:
    return tuple(part.strip()[:longest] for part in text.split("|") if part.strip())[:20]


def _limit(n: int, text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Malformed(f"Line {n}: {text[:20]} is not a number")
    return value
