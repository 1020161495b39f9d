"""What a sentence is: braces are facts the refusal brings.

`detail` says what is so, `next` what to do, in eight words.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """`verdict` is one of ok, refused, duplicate, hold."""

    status: int
    verdict: str
    detail: str
    next: str
    detail_ur: str
    next_ur: str


def no(detail: str, step: str, detail_ur: str, step_ur: str, status: int = 409) -> Sentence:
    return Sentence(status, "refused", detail, step, detail_ur, step_ur)


def duplicate(detail: str, step: str, detail_ur: str, step_ur: str) -> Sentence:
    return Sentence(409, "duplicate", detail, step, detail_ur, step_ur)


def hold(detail: str, step: str, detail_ur: str, step_ur: str) -> Sentence:
    return Sentence(409, "hold", detail, step, detail_ur, step_ur)
