"""The one door to PDF: HTML printed by WeasyPrint, which needs Pango, a library of the system."""

import importlib
import io
from contextlib import redirect_stdout
from ctypes.util import find_library
from functools import cache
from types import ModuleType

from mes.kernel.refusals import Refusal

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0"
"""What `apt install` is told on Debian and Ubuntu; the image has them."""
MIME = "application/pdf"


def pdf_of(html: str, css: str = "") -> bytes:
    """The page as PDF, dressed by `css`. Nothing is fetched: pictures stand in it as `data:`.

    Raises `pdf_unavailable`, which names the missing package, where Pango is not installed.
    """
    try:
        weasyprint = _weasyprint()
    except OSError:  # the wheel is there, the library it loads is not
        raise Refusal("pdf_unavailable", package=f"Pango ({PACKAGES})") from None
    only_data = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
    document = weasyprint.HTML(string=html, url_fetcher=only_data)
    content: bytes = document.write_pdf(stylesheets=[weasyprint.CSS(string=css)] if css else None)
    return content


@cache
def available() -> bool:
    """Whether Pango is here, for the page that shows the button; asked of the system once."""
    return find_library("pango-1.0") is not None


def _weasyprint() -> ModuleType:
    """Loaded when the first page is printed: it is large, and may fail."""
    with redirect_stdout(io.StringIO()):  # it prints a page of advice where a library is missing
        return importlib.import_module("weasyprint")
