"""A refusal is an answer: a stable code, a sentence, and what to do next, in two languages."""

from dataclasses import dataclass

from mes.kernel.sentences import SENTENCES


class Refusal(Exception):
    """Raised by rules and actions. `code` is a key of SENTENCES; `facts` fill its braces.

    >>> Refusal("out_of_sequence", step="MMI1").answer()["code"]
    'out_of_sequence'
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    @property
    def status(self) -> int:
        """The HTTP status the public contract gives this code."""
        return SENTENCES[self.code].status

    @property
    def passing(self) -> bool:
        """A race was lost and nothing judged: not kept, so the same event id may try again."""
        return self.code == "conflict"

    def answer(self) -> dict[str, object]:
        """`{verdict, code, detail, detail_ur, next, next_ur}` with the facts filled in."""
        sentence = SENTENCES[self.code]
        facts = _Blank(self.facts)
        urdu = _Blank(
            {**self.facts, **{k[:-3]: v for k, v in self.facts.items() if k.endswith("_ur") and v}}
        )
        return {
            "verdict": sentence.verdict,
            "code": self.code,
            "detail": sentence.detail.format_map(facts),
            "detail_ur": sentence.detail_ur.format_map(urdu),
            "next": sentence.next.format_map(facts),
            "next_ur": sentence.next_ur.format_map(urdu),
        }


class Malformed(Refusal):
    """The request cannot be understood; `fault` says how. A device's bytes become a dead letter."""

    def __init__(self, fault: str) -> None:
        super().__init__("malformed", fault=fault)


class _Blank(dict[str, object]):
    """A fact that is not given reads as a dash, never as a crash while refusing."""

    def __missing__(self, key: str) -> str:
        return "–"


@dataclass(frozen=True, slots=True)
class Accepted:
    """What an accepted write answers, beside its own fields."""

    verdict: str = "ok"
    code: str = "ok"
    detail: str = ""
    detail_ur: str = ""
    next: str = ""
    next_ur: str = ""
