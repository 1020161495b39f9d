"""Golden vectors of the standards, and what no IMEI is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mes.kernel.refusals import Refusal
from quality.rules import imei

GOOD = ["490154203237518", "356938030000021", "356938030000039"]


@pytest.mark.parametrize(
    ("body", "digit"), [("35693803000002", 1), ("35693803000003", 9), ("49015420323751", 8)]
)
def test_check_digits_are_those_of_the_standard(body: str, digit: int) -> None:
    assert imei.luhn(body) == digit


@pytest.mark.parametrize("good", GOOD)
def test_a_true_imei_passes_with_blanks_around_it(good: str) -> None:
    assert imei.parse_imei(f" {good}\t") == good


@pytest.mark.parametrize(
    "bad",
    [
        "356938030000022",
        "490154203237519",
        "49015420323751",
        "4901542032375180",
        "49-015420-323751-8",
        "۴۹۰۱۵۴۲۰۳۲۳۷۵۱۸",
        "٤٩٠١٥٤٢٠٣٢٣٧٥١٨",
        "49015420323751x",
        "",
        " ",
        "490154203237518" * 300,
    ],
)
def test_anything_else_is_refused_as_invalid(bad: str) -> None:
    with pytest.raises(Refusal) as refused:
        imei.parse_imei(bad)
    assert refused.value.code == "invalid_identifier"


@given(st.integers(0, imei.LAST_N14), st.integers(0, 14), st.integers(1, 9))
def test_one_wrong_digit_never_passes(n14: int, place: int, shift: int) -> None:
    good = imei.imei_of(n14)
    assert imei.is_imei(good)
    wrong = str((int(good[place]) + shift) % 10)
    assert not imei.is_imei(good[:place] + wrong + good[place + 1 :])


def test_labels_group_two_six_six_one() -> None:
    assert imei.grouped("490154203237518") == "49-015420-323751-8"


def test_a_test_tac_is_refused_and_an_unknown_reporting_body_is_not() -> None:
    with pytest.raises(Refusal) as refused:
        imei.check_tac("00101234")
    assert refused.value.code == "test_tac"
    assert imei.check_tac("99123456") == "99123456"


def test_a_run_reads_serials_identities_and_imeis_alike() -> None:
    by_serial = imei.parse_run("35693803", "000002", "000003")
    by_identity = imei.parse_run("35693803", "35693803000002", "35693803000003")
    by_imei = imei.parse_run("35693803", "356938030000021", "356938030000039")
    assert by_serial == by_identity == by_imei
    assert (by_serial.size, by_serial.end - by_serial.first) == (2, 2)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("000009", "000002", "malformed"),
        ("356938040000021", "356938040000021", "invalid_identifier"),
        ("35693804000002", "35693804000003", "malformed"),
        ("12345", "12346", "invalid_identifier"),
        ("۰۰۰۰۰۱", "000002", "invalid_identifier"),
    ],
)
def test_a_false_run_is_refused(first: str, last: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        imei.parse_run("35693803", first, last)
    assert refused.value.code == code


def test_sets_are_adjacent_or_parallel_and_never_broken() -> None:
    run = imei.parse_run("35693803", "000000", "000009")
    assert imei.adjacent_sets(run, 2).sets == 5
    with pytest.raises(Refusal):
        imei.adjacent_sets(run, 3)
    other = imei.parse_run("35693803", "500000", "500009")
    assert [part.slot for part in imei.parallel_sets([run, other], 2)] == [1, 2]
    with pytest.raises(Refusal):
        imei.parallel_sets([run], 2)
    with pytest.raises(Refusal):
        imei.parallel_sets([run, imei.parse_run("35693803", "700000", "700008")], 2)


def test_phone_label_and_ledger_agree_slot_by_slot() -> None:
    ledger = {1: "a", 2: "b"}
    assert imei.differing_slot(ledger, {1: "a", 2: "b"}, None) is None
    assert imei.differing_slot(ledger, {1: "a", 2: "b"}, {1: "a"}) == 2
    assert imei.differing_slot(ledger, {1: "b", 2: "a"}) == 1
    assert imei.differing_slot(ledger, {1: "a", 2: "b", 3: "c"}) == 3
