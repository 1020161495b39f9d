"""The code that makes a tablet a station's device: short enough to type, used once, soon over."""

import re
from collections.abc import Callable
from datetime import timedelta

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without 0 and O, 1, I and L: a code is read from one screen and typed on another."""
LENGTH = 8
LASTS = timedelta(minutes=15)
_AT_THE_END = re.compile(rf"(?:^|[=\s])([{ALPHABET}]{{4}})-?([{ALPHABET}]{{4}})\s*$")


def new_code(choose: Callable[[str], str]) -> str:
    """Eight characters, four and four; 31^8 of them, and twenty tries an hour."""
    letters = "".join(choose(ALPHABET) for _ in range(LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def code_in(text: str) -> str:
    """The code as typed, or in the scanned address of the page; empty when there is none.

    >>> code_in("abcd efgh"), code_in("HTTPS://MES.PLANT/ENROL/?CODE=ABCD-EFGH")
    ('ABCD-EFGH', 'ABCD-EFGH')
    """
    plain = text[:300].strip().upper()
    if "=" not in plain:
        plain = re.sub(r"[\s-]", "", plain)
    found = _AT_THE_END.search(plain)
    return f"{found[1]}-{found[2]}" if found else ""
