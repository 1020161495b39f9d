"""What the report views share: whoever belongs to the plant may read, in any of the formats."""

from collections.abc import Iterable
from typing import Any

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView


class AnyFormat(BaseContentNegotiation):
    """`format` chooses the file in the view, not DRF's renderer; refusals are always JSON."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> Any:  # noqa: ANN401
        return next(iter(parsers), None)

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> Any:  # noqa: ANN401
        return JSONRenderer(), "application/json"


class ReportView(APIView):
    """A report of the caller's plant."""

    content_negotiation_class = AnyFormat
