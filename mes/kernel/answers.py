"""What an accepted write answers: the same six words as a refusal, and its own fields."""

from collections.abc import Mapping
from typing import Any

from mes.kernel.refusals import Refusal

Answer = dict[str, Any]


def accepted(
    code: str = "saved", facts: Mapping[str, object] | None = None, **own: object
) -> Answer:
    """`{verdict, code, detail, detail_ur, next, next_ur}` of an answer that is a yes, plus `own`.

    `facts` fill the braces of the sentence: `accepted("ok", {"step": "MMI1"}, unit="A1-…")`.
    """
    return {**Refusal(code, **(facts or {})).answer(), **own}
