"""Printed pages: a PDF where Pango is, a named package where it is not."""

import io
import os
import subprocess
import sys

import pytest
from django.conf import settings
from pypdf import PdfReader

from mes.kernel import pdf
from mes.kernel.refusals import Refusal
from tests import pango

WITHOUT = """
import cffi, ctypes.util
ctypes.util.find_library = lambda name: None
real = cffi.FFI.dlopen
def dlopen(self, name, *more):
    if name and "pango" in str(name):
        raise OSError(f"cannot load library '{name}'")
    return real(self, name, *more)
cffi.FFI.dlopen = dlopen
import django
django.setup()
from mes.kernel.pdf import available, pdf_of
from mes.kernel.refusals import Refusal
print(available())
try:
    pdf_of("<p>x</p>")
except Refusal as refusal:
    print(refusal.status, refusal.answer()["detail"])
"""


@pytest.fixture
def printer() -> None:
    """Skipped where there is no Pango; in CI that is a failure."""
    if pango.missing():
        message = f"There is no Pango: install {pdf.PACKAGES}."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)


@pytest.mark.usefixtures("printer")
def test_a_page_is_printed() -> None:
    content = pdf.pdf_of("<h1>Claim CL26-00001</h1>")
    assert pdf.available()
    assert "CL26-00001" in PdfReader(io.BytesIO(content)).pages[0].extract_text()


@pytest.mark.usefixtures("printer")
@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x.png", "file:///etc/hostname"])
def test_a_printed_page_fetches_nothing(url: str, caplog: pytest.LogCaptureFixture) -> None:
    content = pdf.pdf_of(f'<p>Here</p><img src="{url}">')
    assert content.startswith(b"%PDF")
    assert "Failed to load image" in caplog.text


def test_without_pango_the_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OSError

    monkeypatch.setattr(pdf, "_weasyprint", broken)
    with pytest.raises(Refusal) as refused:
        pdf.pdf_of("<p>x</p>")
    assert (refused.value.code, refused.value.status) == ("pdf_unavailable", 503)


def test_a_server_without_pango_starts_and_says_which_package_is_missing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT],
        env={**os.environ, "DATABASE_URL": "postgresql://x@127.0.0.1/x",
             "REDIS_URL": "redis://127.0.0.1", "SECRET_KEY": "x" * 50},
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines() == [
        "False",
        "503 PDF needs Pango (libpango-1.0-0 libpangoft2-1.0-0) on the server.",
    ]
