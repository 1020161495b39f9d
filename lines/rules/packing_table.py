"""What is scanned at a packing table, in which order, and whose labels they are."""

from collections.abc import Mapping, Sequence

from mes.kernel.refusals import Malformed, Refusal

MOST_SCANS = 8


def scans_of(body: Mapping[str, object]) -> tuple[str, ...]:
    """`scans`: the codes in the order of the sockets. Raises Malformed."""
    value = body.get("scans")
    if not isinstance(value, list) or not 0 < len(value) <= MOST_SCANS:
        raise Malformed(f"scans is not a list of 1 to {MOST_SCANS} codes")
    codes = [code.strip() for code in value if isinstance(code, str) and len(code) <= 400]
    if len(codes) != len(value) or not all(codes):
        raise Malformed("a scan is not a text of up to 400 characters")
    return tuple(codes)


def label_said(known: Mapping[str, str], codes: Sequence[str]) -> dict[str, str]:
    """The codes read from box and label by the name they carry; a stranger's gets the name it has
    the form of, so that it differs from what is known.

    >>> label_said({"sn": "A1", "imei1": "490154203237518"}, ["A1", "490154203237518"])
    {'sn': 'A1', 'imei1': '490154203237518'}
    """
    names = {value: name for name, value in known.items()}
    said: dict[str, str] = {}
    for code in codes:
        name = names.get(code) or ("imei1" if len(code) == 15 and code.isdigit() else "sn")
        if code in names and name in said:
            continue  # a repeat never hides a stranger's code
        said[name] = code
    return said


def check_sockets(known: Mapping[str, str], codes: Sequence[str], *, imeis: int) -> None:
    """Refuse a phone packed without its box label, or without its IMEI label where it has IMEIs."""
    if len(codes) < (2 if imeis else 1):
        raise Malformed("the box and the IMEI label are scanned before the phone is packed")
    if not imeis:
        return
    own_but_no_imei = codes[1] in known.values() and codes[1] not in imei_values(known)
    if own_but_no_imei:
        raise Refusal("invalid_identifier", identifier=codes[1])


def imei_values(known: Mapping[str, str]) -> tuple[str, ...]:
    """The unit's IMEIs by slot."""
    return tuple(known[name] for name in sorted(known) if name.startswith("imei"))
