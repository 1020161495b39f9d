"""Badges read `B-<number>-<check>`; the check digit is ISO/IEC 7064 MOD 11,10."""


def check_digit(number: str) -> int:
    """The digit that catches any single wrong one and nearly every swap of neighbours.

    >>> check_digit("0794")
    5
    """
    product = 10
    for char in number:
        total = (product + int(char)) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10


def badge_code(number: int) -> str:
    """The badge of a person's number.

    >>> badge_code(1042)
    'B-1042-8'
    """
    return f"B-{number}-{check_digit(str(number))}"
