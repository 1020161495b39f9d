"""The README leads to every page, and no link leads nowhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_link_leads_nowhere(page):
    targets = LINK.findall(page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_readme_leads_to_every_page():
    linked = set(LINK.findall((ROOT / "README.md").read_text()))
    assert {f"docs/{path.name}" for path in ROOT.glob("docs/*.md")} - linked == set()


def test_every_decision_has_a_number_of_its_own_and_says_it():
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    told = [int(path.read_text().split(".")[0].removeprefix("# ")) for path in decisions]
    assert [int(path.name[:4]) for path in decisions] == told == list(range(1, len(told) + 1))
