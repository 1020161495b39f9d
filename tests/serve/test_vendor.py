"""The browser files: what the list names is copied, what it names no more goes."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    settings.BASE_DIR = tmp_path
    package = tmp_path / "mes" / "frontend" / "node_modules" / "a-font" / "files"
    package.mkdir(parents=True)
    (package / "latin.woff2").write_text("font")
    return tmp_path


def listed(home: Path, **wanted: str) -> None:
    (home / "mes" / "frontend" / "files.json").write_text(json.dumps(wanted))


def test_files_that_left_the_list_are_taken_away(home: Path) -> None:
    vendor = home / "mes" / "static" / "mes" / "vendor"
    vendor.mkdir(parents=True)
    (vendor / "old.min.js").write_text("gone")
    (vendor / "installed").write_text("digest")
    listed(home, **{"a-font/files/*.woff2": "fonts/"})
    call_command("vendor", verbosity=0)
    found = sorted(str(path.relative_to(vendor)) for path in vendor.rglob("*") if path.is_file())
    assert found == ["fonts/latin.woff2", "installed"]


def test_a_file_that_was_not_installed_is_named(home: Path) -> None:
    listed(home, **{"a-chart/chart.js": "chart.js"})
    with pytest.raises(CommandError, match=r"a-chart/chart\.js is not in"):
        call_command("vendor", verbosity=0)
