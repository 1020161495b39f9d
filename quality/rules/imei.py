"""The IMEI by its standard: 3GPP TS 23.003 clause 6 and annex B, GSMA TS.06. No list, no guess."""

from collections.abc import Mapping
from dataclasses import dataclass

from mes.kernel.refusals import Refusal

DIGITS = frozenset("0123456789")
LAST_N14 = 99_999_999_999_999
SNR_SPAN = 1_000_000
"""How many serial numbers one TAC can hold (TS.06 clause 8)."""


def luhn(body: str) -> int:
    """The check digit over 14 digits (ISO/IEC 7812 annex B): the right-most is doubled first.

    >>> luhn("49015420323751")
    8
    """
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return -total % 10


def imei_of(n14: int) -> str:
    """The 15 digits of an identity; leading zeros are significant."""
    body = f"{n14:014d}"
    return f"{body}{luhn(body)}"


def is_imei(text: str) -> bool:
    """15 ASCII digits with a true check digit; Urdu digits, dashes and 14 or 16 digits are none."""
    return len(text) == 15 and DIGITS.issuperset(text) and luhn(text[:14]) == int(text[14])


def parse_imei(text: str) -> str:
    """The 15 digits as scanned, blanks around them dropped. Refuses `invalid_identifier`."""
    digits = text.strip()
    if not is_imei(digits):
        raise Refusal("invalid_identifier", identifier=text[:40])
    return digits


def grouped(imei: str) -> str:
    """As printed on labels: AA-BBBBBB-CCCCCC-D (TS.06, presentation of the IMEI).

    >>> grouped("490154203237518")
    '49-015420-323751-8'
    """
    return f"{imei[:2]}-{imei[2:8]}-{imei[8:14]}-{imei[14:]}"


def check_tac(tac: str) -> str:
    """Eight ASCII digits, not a test code (`00`, never in a unit for sale). Any reporting body."""
    if len(tac) != 8 or not DIGITS.issuperset(tac):
        raise Refusal("invalid_identifier", identifier=tac[:40])
    if tac.startswith("00"):
        raise Refusal("test_tac", tac=tac)
    return tac


@dataclass(frozen=True, slots=True)
class Run:
    """A run of 14-digit numbers of one TAC, `first` to `last`, both in it, as people say it."""

    tac: str
    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1

    @property
    def of_its_tac(self) -> bool:
        lowest = int(self.tac) * SNR_SPAN
        return lowest <= self.first <= self.last < lowest + SNR_SPAN

    @property
    def end(self) -> int:
        """One past `last`: spans are half open in the database."""
        return self.last + 1


def parse_run(tac: str, first: str, last: str) -> Run:
    """A run from two serial numbers (6 digits), identities (14) or IMEIs (15, checked).

    Refuses a wrong digit, another TAC's number and a run that ends before it begins.
    """
    check_tac(tac)
    run = Run(tac, _n14(tac, first), _n14(tac, last))
    if run.first > run.last:
        raise Refusal("malformed", fault=f"The range ends at {last} before it begins at {first}")
    return run


def _n14(tac: str, text: str) -> int:
    if not text or not DIGITS.issuperset(text) or len(text) not in (6, 14, 15):
        raise Refusal("invalid_identifier", identifier=text[:40])
    if len(text) == 6:
        return int(tac + text)
    body = parse_imei(text)[:14] if len(text) == 15 else text
    if not body.startswith(tac):
        raise Refusal("malformed", fault=f"{text} is not a number of TAC {tac}")
    return int(body)


@dataclass(frozen=True, slots=True)
class Loading:
    """One range as it is loaded: `sets` phones; `slot` 0 when each takes adjacent numbers of it."""

    run: Run
    slot: int
    sets: int


def adjacent_sets(run: Run, imei_count: int) -> Loading:
    """Phones take `imei_count` adjacent numbers each; a remainder at the end is refused."""
    if run.size % imei_count:
        fault = f"{run.size} numbers do not divide into sets of {imei_count}"
        raise Refusal("malformed", fault=fault)
    return Loading(run, 0, run.size // imei_count)


def parallel_sets(runs: list[Run], imei_count: int) -> list[Loading]:
    """Phones take the n-th number of each run: one run for every slot, all of one length."""
    if len(runs) != imei_count:
        raise Refusal("malformed", fault=f"{len(runs)} ranges for {imei_count} IMEIs a phone")
    if len({run.size for run in runs}) != 1:
        raise Refusal("malformed", fault="The ranges of one load are not of one length")
    return [Loading(run, slot, run.size) for slot, run in enumerate(runs, start=1)]


def differing_slot(ledger: Mapping[int, str], *spoken: Mapping[int, str] | None) -> int | None:
    """The first slot at which a source does not say what the ledger says; None when all agree.

    A source that is None was not asked for; one that lacks or adds a slot differs.
    """
    for source in spoken:
        if source is None:
            continue
        for slot in sorted({*ledger, *source}):
            if ledger.get(slot) != source.get(slot):
                return slot
    return None
