"""What a check of the chain found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`where` is `block <plant>/<seq>` or `<table> <key>`; `what` says what became of it."""

    where: str
    what: str
