"""Every word that a page or a form can say is in Urdu too, as the sources say them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

from mes.management.commands.compile_locale import entries

ROOT = Path(__file__).resolve().parent.parent
APPS = ("mes", "plants", "lines", "quality")
WORDS = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
PO = (ROOT / "locale" / "ur" / "LC_MESSAGES" / "django.po").read_text()


def key(text: str, context: str = "") -> str:
    return f"{context}\x04{text}" if context else text


def in_python(source: str) -> Iterator[str]:
    """The literals that are given to gettext, under whatever name it was imported."""
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        means = names.get(node.func.id, "")
        said = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        if means in WORDS and said:
            yield key(said[0])
        elif means in WITH_CONTEXT and len(said) > 1:
            yield key(said[1], said[0])


LITERAL = r"""(u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(gettext|ngettext|pgettext|npgettext|_)\({LITERAL}(?:,\s*{LITERAL})?")


def in_template(source: str) -> Iterator[str]:
    """Django's own reading of a template, as makemessages has it."""
    for name, first, second in CALL.findall(templatize(source)):
        if name in ("pgettext", "npgettext"):
            yield key(ast.literal_eval(second), ast.literal_eval(first))
        else:
            yield key(ast.literal_eval(first))


def spoken() -> dict[str, str]:
    """Each text of the product and one file that says it."""
    found = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                found |= dict.fromkeys(in_python(path.read_text()), str(path.relative_to(ROOT)))
    for path in sorted((ROOT / "templates").rglob("*.html")):
        found |= dict.fromkeys(in_template(path.read_text()), str(path.relative_to(ROOT)))
    return found


@pytest.fixture(scope="module")
def known() -> dict[str, list[str]]:
    """Key → what Urdu says, one or two forms."""
    return {
        key(entry["msgid"], entry.get("msgctxt", "")): [
            text for name, text in entry.items() if name.startswith("msgstr")
        ]
        for entry in entries(PO)
    }


def test_every_text_has_its_urdu(known):
    missing = {text: where for text, where in spoken().items() if not all(known.get(text, [""]))}
    assert missing == {}


def test_no_urdu_is_left_of_a_text_that_nothing_says(known):
    assert sorted(known.keys() - spoken().keys() - {""}) == []


def test_no_translation_is_a_guess_or_said_twice():
    assert "#, fuzzy" not in PO
    keys = [key(entry["msgid"], entry.get("msgctxt", "")) for entry in entries(PO)]
    assert sorted(text for text in set(keys) if keys.count(text) > 1) == []


def test_what_is_filled_in_is_filled_in_in_urdu_too(known):
    """A %(name)s or {name} that Urdu lacks is a sentence without its number."""
    holes = re.compile(r"%\(\w+\)\w|\{\w+\}")
    uneven = [
        text
        for text, forms in known.items()
        for form in forms
        if text and set(holes.findall(text.split("\x04")[-1])) != set(holes.findall(form))
    ]
    assert uneven == []
