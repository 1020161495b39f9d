"""The regulator's inspectors see their own two pages and nothing else of the plant."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse

from mes.kernel.refusals import Refusal
from plants.queries.backend import inspects_only

OPEN = frozenset(
    {
        "quality:inspector", "quality:inspector_export", "inspector-devices", "inspector-export",
        "plants:home", "plants:sign_in", "plants:sign_out", "plants:switch", "plants:language",
        "set_language", "service-worker", "offline", "healthz", "readyz", "favicon",
    }
)  # fmt: skip
"""Names of the addresses an inspector may open. What is not named here is shut."""


class InspectorDoor:
    """Answers 403 to a person who only inspects, at every address that is not theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, names: object
    ) -> HttpResponse | None:
        found = request.resolver_match
        if found is None or found.view_name in OPEN or not inspects_only(request.user):
            return None
        if request.path.startswith("/api/") or "json" in (request.content_type or ""):
            refusal = Refusal("not_allowed", who="the administrator")
            return JsonResponse(refusal.answer(), status=refusal.status)
        raise PermissionDenied
