"""GS1 element strings: application identifiers (AI) in brackets, and what a scanner makes of them.

Source: GS1 General Specifications §3 (AIs, lengths, FNC1) and §7.9 (check digits).
"""

import re
from dataclasses import dataclass

from lines.rules.labels.faults import BadLayout, Fault

GS = "\x1d"
"""What a scanner sends for FNC1 between two elements (ASCII group separator)."""
_ELEMENT = re.compile(r"\((\d{2,4})\)([^()]*)")
_SET_82 = frozenset(
    "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
)


@dataclass(frozen=True, slots=True)
class Ai:
    """`fixed`: its length is known to every scanner, so that no FNC1 follows it."""

    title: str
    least: int
    most: int
    numeric: bool
    fixed: bool = False
    check: str = ""  # mod10 or luhn over the whole value
    needs: tuple[str, ...] = ()


AIS: dict[str, Ai] = {
    "00": Ai("SSCC", 18, 18, numeric=True, fixed=True, check="mod10"),
    "01": Ai("GTIN", 14, 14, numeric=True, fixed=True, check="mod10"),
    "02": Ai("CONTENT", 14, 14, numeric=True, fixed=True, check="mod10"),
    "10": Ai("BATCH/LOT", 1, 20, numeric=False),
    "11": Ai("PROD DATE", 6, 6, numeric=True, fixed=True),
    "21": Ai("SERIAL", 1, 20, numeric=False),
    "37": Ai("COUNT", 1, 8, numeric=True),
    "240": Ai("ADDITIONAL ID", 1, 30, numeric=False),
    "8040": Ai("IMEI", 15, 15, numeric=True, check="luhn", needs=("01", "21")),
    "8041": Ai("IMEI2", 15, 15, numeric=True, check="luhn", needs=("01", "21", "8040")),
    "8042": Ai("ESIM", 32, 32, numeric=True),
}


def mod10(digits: str) -> str:
    """The GS1 check digit that follows these digits.

    >>> mod10("629104150021")
    '3'
    """
    total = sum(int(d) * (3 if n % 2 == 0 else 1) for n, d in enumerate(reversed(digits)))
    return str(-total % 10)


def luhn_ok(digits: str) -> bool:
    """
    >>> luhn_ok("490154203237518")
    True
    """
    doubled = (int(d) * (1 + n % 2) for n, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def elements_of(text: str) -> list[tuple[str, str]]:
    """`(01)0950…(21)A1` as pairs. Raises BadLayout for what is no list of elements."""
    found = _ELEMENT.findall(text)
    if not found or "".join(f"({ai}){value}" for ai, value in found) != text:
        raise BadLayout([Fault("gs1", text[:40])])
    return [(str(ai), str(value)) for ai, value in found]


def check_elements(elements: list[tuple[str, str]]) -> None:
    """Raises BadLayout for an unknown AI, a wrong value, or one whose mate is missing."""
    names = {ai for ai, _ in elements}
    for ai, value in elements:
        rule = AIS.get(ai)
        if rule is None:
            raise BadLayout([Fault("gs1_ai", f"({ai})")])
        if not _value_ok(rule, value):
            raise BadLayout([Fault("gs1_value", f"({ai}){value}")])
        if missing := set(rule.needs) - names:
            raise BadLayout([Fault("gs1_needs", f"({ai}) → ({min(missing)})")])


def _value_ok(rule: Ai, value: str) -> bool:
    if not rule.least <= len(value) <= rule.most or not set(value) <= _SET_82:
        return False
    if rule.numeric and not (value.isascii() and value.isdigit()):
        return False
    if rule.check == "mod10":
        return mod10(value[:-1]) == value[-1]
    return rule.check != "luhn" or luhn_ok(value)


def spelled(elements: list[tuple[str, str]]) -> list[str]:
    """The data between FNC1s: fixed elements run on, a variable one ends its piece.

    >>> spelled([("01", "09506000134352"), ("21", "A1"), ("37", "20")])
    ['010950600013435221A1', '3720']
    """
    pieces = [""]
    for ai, value in elements:
        pieces[-1] += ai + value
        if not AIS[ai].fixed:
            pieces.append("")
    return pieces if pieces[-1] else pieces[:-1]


def parsed(scan: str) -> dict[str, str]:
    """What a scanner read, by AI; empty when it is no GS1 element string.

    Takes `]C1`, `]d2` and `]Q3` before it, a GS for FNC1, or the brackets of the printed line.

    >>> parsed("]d2010950600013435221A1\\x1d8040490154203237518")
    {'01': '09506000134352', '21': 'A1', '8040': '490154203237518'}
    """
    text = scan.removeprefix("]C1").removeprefix("]d2").removeprefix("]Q3").strip(GS)
    if text.startswith("("):
        found = _ELEMENT.findall(text)
        return {str(ai): str(value) for ai, value in found if ai in AIS}
    said: dict[str, str] = {}
    while text:
        ai = next((text[:n] for n in (2, 3, 4) if text[:n] in AIS), "")
        if not ai:
            return {}
        value, text = _taken(AIS[ai], text[len(ai) :])
        if not _value_ok(AIS[ai], value):
            return {}
        said[ai] = value
    return said


def _taken(rule: Ai, text: str) -> tuple[str, str]:
    if rule.fixed:
        return text[: rule.most], text[rule.most :].removeprefix(GS)
    value, _, rest = text.partition(GS)
    return value, rest
