"""A wall shows ten lines; more take turns, and one that stands never leaves the wall."""

from datetime import UTC, datetime, timedelta

from lines.rules.now import LineNow
from mes.reports.screens import PlantNow

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def a_line(number: int, state: str = "running") -> LineNow:
    return LineNow(
        code=f"L{number:02}", name="", model="", kit="", order="", shift="", shift_start=None,
        shift_end=None, state=state, since=None, why="", good=0, should=0, target=0, ng=0, uph=0,
        first_pass=None, first_pass_change=None, takt=None, takt_now=None, hours=(), stations=(),
        losses=(), calls=(), as_of=NOON,
    )  # fmt: skip


def shown(*lines: LineNow, after: int = 0) -> tuple[str, int, int]:
    plant = PlantNow(
        "LHR", "Lahore", "A", None, None, lines, pace=0, as_of=NOON + timedelta(seconds=after)
    )
    rows = plant.on_board
    return " ".join(line.code for line in rows.lines), rows.page, rows.pages


def test_ten_lines_stand_in_their_order_for_good():
    lines = [a_line(number) for number in range(1, 11)]
    lines[6] = a_line(7, "stopped")
    all_of_them = "L01 L02 L03 L04 L05 L06 L07 L08 L09 L10"
    assert shown(*lines) == shown(*lines, after=20) == (all_of_them, 1, 1)


def test_more_take_turns_of_twenty_seconds():
    lines = [a_line(number) for number in range(1, 13)]
    first = ("L01 L02 L03 L04 L05 L06 L07 L08 L09 L10", 1, 2)
    turns = [shown(*lines, after=seconds) for seconds in (0, 19, 20, 39, 40)]
    assert turns == [first, first, ("L11 L12", 2, 2), ("L11 L12", 2, 2), first]


def test_a_line_that_stands_is_on_every_page():
    lines = [a_line(number, "stopped" if number == 12 else "running") for number in range(1, 13)]
    assert shown(*lines) == ("L12 L01 L02 L03 L04 L05 L06 L07 L08 L09", 1, 2)
    assert shown(*lines, after=20) == ("L12 L10 L11", 2, 2)


def test_when_nearly_all_stand_they_take_turns_too():
    lines = [a_line(number, "stopped") for number in range(1, 12)]
    assert [shown(*lines, after=seconds)[0] for seconds in (0, 20)] == [
        "L01 L02 L03 L04 L05 L06 L07 L08 L09 L10",
        "L11",
    ]
