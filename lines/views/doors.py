"""Who gets in to a line's pages. What is not the reader's is not there: one 404 for both."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from plants.api.boards import BOARD_COOKIE, YEARS, board_plant
from plants.models import Line, Person, Plant
from plants.queries.people import may_see
from plants.queries.tokens import token_facts

Page = Callable[..., HttpResponse]


def person_of(request: HttpRequest) -> Person:
    """The signed-in person of a page behind `login_required`."""
    user = request.user
    if not isinstance(user, Person):
        raise Http404
    return user


def opens(request: HttpRequest, plant_id: int) -> bool:
    """Whether the signed-in person belongs to the plant, or the wall screen's token is its."""
    if request.user.is_authenticated and may_see(request.user.pk, plant_id):
        return True
    return board_plant(request.COOKIES) == plant_id


def line_for(request: HttpRequest, code: str) -> Line:
    """The line of this code, with its plant, if the reader may see it."""
    line = Line.objects.select_related("plant").filter(code=_text(code)).first()
    if line is None or not opens(request, line.plant_id):
        raise Http404
    return line


def plant_for(request: HttpRequest, code: str) -> Plant:
    """The plant of this code, if the reader may see it."""
    plant = Plant.objects.filter(code=_text(code)).first()
    if plant is None or not opens(request, plant.pk):
        raise Http404
    return plant


def _text(code: str) -> str:
    return code.replace("\x00", "")[:32]


def for_boards(page: Page) -> Page:
    """A page that a wall screen may show as well: by cookie, or once by `?token=`.

    The token moves from the address into an HttpOnly cookie, so that it stands in no history.
    """
    signed_in = login_required(page)

    @wraps(page)
    def view(request: HttpRequest, *args: str, **names: str) -> HttpResponse:
        if token := request.GET.get("token", ""):
            return _keep(request, token)
        if board_plant(request.COOKIES) is not None:
            return page(request, *args, **names)
        return signed_in(request, *args, **names)

    return view


def _keep(request: HttpRequest, token: str) -> HttpResponse:
    if token_facts(token) is None:
        raise Http404
    response = HttpResponseRedirect(request.path)
    response.set_cookie(
        BOARD_COOKIE,
        token,
        max_age=YEARS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
