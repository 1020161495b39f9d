"""What is scanned at a packing table, in which order, and whose labels they are."""

from collections.abc import Mapping, Sequence

from lines.rules.three_ways import Evidence, differs, grouped
from mes.kernel.refusals import Malformed, Refusal

MOST_SCANS = 16
MOST_ACCESSORIES = 40


def scans_of(body: Mapping[str, object]) -> tuple[str, ...]:
    """`scans`: the codes in the order of the sockets. Raises Malformed."""
    value = body.get("scans")
    if not isinstance(value, list) or not 0 < len(value) <= MOST_SCANS:
        raise Malformed(f"scans is not a list of 1 to {MOST_SCANS} codes")
    codes = [code.strip() for code in value if isinstance(code, str) and len(code) <= 400]
    if len(codes) != len(value) or not all(codes):
        raise Malformed("a scan is not a text of up to 400 characters")
    return tuple(codes)


def accessories_of(body: Mapping[str, object]) -> tuple[str, ...]:
    """`accessories`: codes scanned or confirmed beside the sockets. Raises Malformed."""
    value = body.get("accessories", [])
    if not isinstance(value, list) or len(value) > MOST_ACCESSORIES:
        raise Malformed(f"accessories is not a list of up to {MOST_ACCESSORIES} codes")
    if not all(isinstance(code, str) and len(code) <= 60 for code in value):
        raise Malformed("an accessory is not a text of up to 60 characters")
    return tuple(str(code).strip() for code in value)


def evidence_of(
    codes: Sequence[str], known: Mapping[str, str], *, imeis: int, every_slot: bool
) -> Evidence:
    """Phone, gift box and IMEI label, in the order of the sockets.

    Refuses a phone packed without its box label, or without its IMEI label where it has IMEIs.
    """
    sockets = grouped(codes, known, imeis=imeis, every_slot=every_slot)
    if len(sockets) < (3 if imeis else 2):
        raise Malformed("the box and the IMEI label are scanned before the phone is packed")
    label = sockets[1]
    for more in sockets[3:] if imeis else sockets[2:]:
        if differs(Evidence(label=more), known)[0]:
            label = more  # a repeat never hides a stranger's code
    evidence = Evidence(label, sockets[2] if imeis else {}, sockets[0])
    if imeis and not differs(evidence, known)[0]:
        check_imei_label(sockets[2], codes[2])
    return evidence


def check_imei_label(said: Mapping[str, str], code: str) -> None:
    """Refuse `invalid_identifier` for an IMEI label on which no IMEI was read."""
    if not any(name.startswith("imei") for name in said):
        raise Refusal("invalid_identifier", identifier=code)


def imei_values(known: Mapping[str, str]) -> tuple[str, ...]:
    """The unit's IMEIs by slot."""
    return tuple(known[name] for name in sorted(known) if name.startswith("imei"))
