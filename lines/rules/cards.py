"""Printed cards that set a field of a form, so that no hand leaves the scanner."""

import re

NOT_PRINTED = re.compile(r"[^0-9A-Z]+")


def card_of(field: str, value: str) -> str:
    """`SET-METHOD-REPLACE` for the field `method`, `FAIL-ANT-LOW` for a fault's code.

    Capitals, digits and hyphens only: they read the same under every keyboard layout.
    """
    if field == "fault":
        return f"FAIL-{value.upper()}"
    return f"SET-{field.upper()}-{NOT_PRINTED.sub('-', value.upper()).strip('-')}"
