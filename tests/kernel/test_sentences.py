"""The table of answers: nothing is refused without a sentence, in English and in Urdu."""

import ast
import string
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from mes.kernel.codes import page
from mes.kernel.refusals import Refusal
from mes.kernel.sentences import PARTS, SENTENCES

SAID_IN_LATIN = {"QA", "IMEI", "TAC", "GSMA", "PIN", "CSV", "XLSX", "SKD", "CKD"} | {
    "GS1",
    "PASS",  # as the command card has it
    "JPEG",
    "PDF",
    "PNG",
}
APPS = ("mes", "plants", "lines", "quality")


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def refused_codes(source: str) -> Iterator[str]:
    """String constants that a `Refusal(...)` may be made with."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal"):
            continue
        first = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "code")]
        for argument in first:
            options = (
                [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
            )
            for option in options:
                if isinstance(option, ast.Constant) and isinstance(option.value, str):
                    yield option.value


def sources() -> Iterator[Path]:
    for app in APPS:
        yield from sorted((settings.BASE_DIR / app).rglob("*.py"))


def test_every_code_that_is_refused_anywhere_has_its_sentence():
    raised = {
        (code, str(path.relative_to(settings.BASE_DIR)))
        for path in sources()
        for code in refused_codes(path.read_text(encoding="utf-8"))
    }
    assert [found for found in sorted(raised) if found[0] not in SENTENCES] == []


def test_the_search_for_codes_sees_every_way_of_naming_one():
    source = 'Refusal("a"); raise Refusal(code="b")\nRefusal("c" if x else "d", step="e")'
    assert list(refused_codes(source)) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("code", SENTENCES)
def test_a_code_says_what_is_so_and_what_to_do_in_both_languages(code):
    said = SENTENCES[code]
    assert all([said.detail, said.next, said.detail_ur, said.next_ur])
    assert said.detail.isascii() or "–" in said.detail
    assert _latin(said.detail_ur) | _latin(said.next_ur) <= SAID_IN_LATIN
    assert braces(said.detail) == braces(said.detail_ur)
    assert braces(said.next) == braces(said.next_ur)
    assert said.verdict in {"ok", "refused", "duplicate", "hold"}
    assert len(said.next.split()) <= 8


@pytest.mark.parametrize("code", SENTENCES)
def test_a_refusal_without_its_facts_still_reads(code):
    answer = Refusal(code).answer()
    assert answer["code"] == code
    assert "{" not in "".join(str(part) for part in answer.values())


def test_a_code_stands_in_one_part_of_the_table_only():
    counts = Counter(code for part in PARTS for code in part.SENTENCES)
    assert [code for code, times in counts.items() if times > 1] == []


def test_the_page_of_codes_is_up_to_date():
    written = Path(settings.BASE_DIR / "docs" / "codes.md").read_text(encoding="utf-8")
    assert written == page(), "run: manage.py write_codes"


def _latin(text: str) -> set[str]:
    literal = "".join(part for part, _, _, _ in string.Formatter().parse(text))
    words = {word.strip("،۔:;()") for word in literal.split()}
    return {word for word in words if any("a" <= letter <= "z" for letter in word.lower())}
