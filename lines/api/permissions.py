"""The table of who may write what, where the API looks for it."""

from lines.queries.permissions import (
    ALLOWED,
    FLOOR,
    JUDGES,
    KEEPERS,
    LEADERS,
    PLANNERS,
    READERS,
    Allowed,
    check_allowed,
    judge,
)

__all__ = [
    "ALLOWED", "FLOOR", "JUDGES", "KEEPERS", "LEADERS", "PLANNERS", "READERS",
    "Allowed", "check_allowed", "judge",
]  # fmt: skip
