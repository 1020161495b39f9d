"""The one door to PDF: HTML printed by WeasyPrint, which needs Pango, a library of the system."""

import importlib
from types import ModuleType
from typing import Any, NoReturn

from mes.kernel.refusals import Refusal

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0"
"""What `apt install` is told on Debian and Ubuntu; the image has them."""
MIME = "application/pdf"


def pdf_of(html: str) -> bytes:
    """The page as PDF. Nothing is fetched: pictures stand in it as `data:`.

    Raises `pdf_unavailable`, which names the missing package, where Pango is not installed.
    """
    try:
        weasyprint = _weasyprint()
    except OSError:  # the wheel is there, the library it loads is not
        raise Refusal("pdf_unavailable", package=f"Pango ({PACKAGES})") from None
    document = weasyprint.HTML(string=html, url_fetcher=_data_only(weasyprint))
    content: bytes = document.write_pdf()
    return content


def available() -> bool:
    """Whether PDF can be made here; for the page that shows the button, and for /readyz."""
    try:
        _weasyprint()
    except OSError:
        return False
    return True


def _weasyprint() -> ModuleType:
    """Loaded when the first page is printed: it is large, and may fail."""
    return importlib.import_module("weasyprint")


def _data_only(weasyprint: ModuleType) -> Any:  # noqa: ANN401  (a function of a library)
    def fetch(url: str, *args: object, **more: object) -> Any:  # noqa: ANN401
        if url.startswith("data:"):
            return weasyprint.default_url_fetcher(url, *args, **more)
        return _refuse(url)

    return fetch


def _refuse(url: str) -> NoReturn:
    message = f"a printed page fetches nothing: {url[:60]}"
    raise ValueError(message)
