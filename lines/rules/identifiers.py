"""What a scanner may read: printable ASCII, and a right check digit where it looks like an IMEI."""

from mes.kernel.refusals import Refusal

LONGEST = 40
_ASCII = frozenset(chr(code) for code in range(0x21, 0x7F))
_DIGITS = frozenset("0123456789")
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def check_identifier(text: str) -> str:
    """The identifier without surrounding blanks. Refuses `invalid_identifier`.

    Digits of other scripts are refused, not translated: a label never carries them, so what was
    read is a keyboard in the wrong language. Fifteen digits are an IMEI (3GPP TS 23.003, annex B).

    >>> check_identifier(" LHR-60123-00017 ")
    'LHR-60123-00017'
    """
    value = text.strip()
    if not 0 < len(value) <= LONGEST or not _ASCII.issuperset(value):
        shown = value[:LONGEST] or "an empty scan"
        raise Refusal("invalid_identifier", identifier=shown)
    if len(value) == 15 and _DIGITS.issuperset(value) and not luhn_holds(value):
        raise Refusal("invalid_identifier", identifier=value)
    return value


def check_given_name(text: str) -> str:
    """A serial or board serial for a unit to answer to. Refuses what `check_identifier` refuses.

    An IMEI too: bound as another name, it could never be issued to the phone it is free for.
    """
    value = check_identifier(text)
    if len(value) == 15 and _DIGITS.issuperset(value):
        raise Refusal("invalid_identifier", identifier=value)
    return value


def luhn_holds(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of those before it (ISO/IEC 7812-1)."""
    total = 0
    for index, digit in enumerate(reversed(digits)):
        total += _DOUBLED[int(digit)] if index % 2 else int(digit)
    return total % 10 == 0
