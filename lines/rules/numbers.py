"""How numbers and serials are written."""

from datetime import date

_MONTHS = "123456789ABC"
SERIAL_LENGTH = 30
_SERIAL_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./")


def numbered(series: str, number: int, digits: int = 5) -> str:
    """
    >>> numbered("H26", 17)
    'H26-00017'
    """
    return f"{series}-{number:0{digits}}"


def serial_day(prefix: str, day: date) -> str:
    """What a day's serials of a model begin with: last digit of the year, month 1-9ABC, day.

    >>> serial_day("A1", date(2026, 11, 22))
    'A1-6B22'
    """
    return f"{prefix}-{day.year % 10}{_MONTHS[day.month - 1]}{day.day:02}"


def is_serial(text: str) -> bool:
    """4 to 30 ASCII letters, digits and `-_./`, beginning with a letter or digit."""
    return 4 <= len(text) <= SERIAL_LENGTH and text[0].isalnum() and set(text) <= _SERIAL_CHARACTERS
