"""May what stands at the station measure and hold a unit today?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from mes.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Tool:
    """An instrument or fixture that is due or worn, or will be tomorrow.

    `due_on` is the last day it may be used, None with `calibrated` when it never was. `worn` are
    the slots that were used as often as they may; an empty slot is that of records naming none.
    """

    code: str
    kind: str
    here: bool
    calibrated: bool
    due_on: date | None
    worn: frozenset[str] = frozenset()

    def is_due(self, day: date) -> bool:
        return self.calibrated and (self.due_on is None or self.due_on < day)


def tools_of(rows: Iterable[Any] | None) -> tuple[Tool, ...]:
    """The tools as the station's statement gives them."""
    return tuple(
        Tool(code, kind, bool(here), calibrated, date.fromisoformat(due) if due else None,
             frozenset(worn))
        for code, kind, here, calibrated, due, worn in rows or ()
    )  # fmt: skip


def check_tools(tools: Iterable[Tool], *, zone: str, fixture: str, slot: str, at: datetime) -> None:
    """Refuse `calibration_due` and `fixture_worn` for what stands here or was named."""
    day = None
    for tool in tools:
        named = tool.code == fixture
        if not named and (not tool.here or (fixture and tool.kind == "fixture")):
            continue
        day = day or at.astimezone(ZoneInfo(zone)).date()
        if tool.is_due(day):
            raise Refusal("calibration_due", here=tool.code, here_ur=tool.code)
        if slot in tool.worn:
            raise Refusal("fixture_worn", fixture=tool.code, slot=slot or "–")
