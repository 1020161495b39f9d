"""Serial Shipping Container Codes: 18 digits, the last a check digit (GS1 General Specs, 7.9)."""

from mes.kernel.refusals import Refusal

BODY = 17


def check_digit(digits: str) -> str:
    """The digit after `digits`, weights 3 and 1 in turn from the right.

    >>> check_digit("00345678900000001")
    '7'
    """
    total = sum(int(d) * (1 if n % 2 else 3) for n, d in enumerate(reversed(digits)))
    return str(-total % 10)


def sscc_of(*, prefix: str, extension: int, serial: int) -> str:
    """Extension digit, company prefix, serial reference, check digit. Refuses `sscc_exhausted`.

    >>> sscc_of(prefix="89640001", extension=3, serial=17)
    '389640001000000173'
    """
    room = BODY - 1 - len(prefix)
    reference = f"{serial:0{room}}"
    if len(reference) > room:
        raise Refusal("sscc_exhausted", prefix=prefix)
    body = f"{extension}{prefix}{reference}"
    return body + check_digit(body)


def scanned(code: str) -> str:
    """What a scanner read, an SSCC without its application identifier (00) or symbology mark.

    >>> scanned("]C100389640001000000173"), scanned("(00)389640001000000173"), scanned("P26-000001")
    ('389640001000000173', '389640001000000173', 'P26-000001')
    """
    value = code.strip()
    for mark in ("]C1", "]d2", "]Q3"):
        value = value.removeprefix(mark)
    bare = value.replace("(00)", "00", 1) if value.startswith("(00)") else value
    if len(bare) == 20 and bare.isascii() and bare.isdigit() and bare.startswith("00"):
        return bare[2:]
    return value
