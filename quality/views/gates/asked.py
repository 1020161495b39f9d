"""What a page of the quality desk was asked for, and the frame around its answer."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from lines.queries.permissions import ALLOWED as LINE_ALLOWED
from lines.views.doors import person_of
from plants.models import Line, Plant
from plants.queries.memberships import roles_of
from plants.queries.people import face_of
from quality.queries.gates.now import production_day
from quality.queries.gates.yields import Span
from quality.queries.permissions import ALLOWED

SPANS = {"day": 1, "week": 7, "month": 30, "year": 365}
LONGEST = timedelta(days=3660)
NARROWER = ("line", "model", "operation", "station", "shift")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """Days `first` to `last`, both in it, and the words of the address: every link carries them.

    `fixed` names a span to today, empty for days of one's own choice.
    """

    span: Span
    first: date
    last: date
    words: dict[str, str]
    fixed: str

    def context(self, **more: str) -> dict[str, object]:
        """What every page of a span shows; `more` goes on with the words of the address."""
        asked = QueryDict(mutable=True)
        asked.update({**self.words, **more})
        return {
            "asked": asked,
            "narrowed": [self.words[name] for name in NARROWER if self.words.get(name)],
            "fixed": self.fixed,
            "spans": SPANS,
            "first": self.first,
            "last": self.last,
        }


def wish_of(request: HttpRequest, here: Plant) -> Wish:
    """The days and things asked for; today when nothing is, and what cannot be read is nothing.

    `first` and `last` are days of one's own choice; without them `span` names a length to today.
    """
    words = {name: text(request, name) for name in NARROWER}
    today = production_day(plant_id=here.pk, moment=timezone.now(), zone=here.timezone)
    first, last = _day(text(request, "first")), _day(text(request, "last"))
    fixed = ""
    if first or last:
        first, last = _ordered(first or last or today, last or today)
        words |= {"first": str(first), "last": str(last)}
    else:
        fixed = text(request, "span") if text(request, "span") in SPANS else "day"
        first, last = today - timedelta(days=SPANS[fixed] - 1), today
        words["span"] = fixed
    lines = Line.objects.filter(plant=here)
    if words["line"]:
        lines = lines.filter(code=words["line"])
    span = Span(
        plant_id=here.pk,
        line_ids=list(lines.values_list("pk", flat=True)),
        first=first,
        until=last + timedelta(days=1),
        model=words["model"],
        operation=words["operation"],
        station=words["station"],
        shift=words["shift"],
    )
    known = {name: word for name, word in words.items() if word}
    return Wish(span, first, last, known, fixed)


def write_cursor(at: datetime, name: object) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{name}".encode()).decode()


def read_cursor(request: HttpRequest) -> tuple[datetime, str] | None:
    """The moment and name of the last row a reader has; None for the first page."""
    try:
        words = base64.urlsafe_b64decode(request.GET.get("cursor", "").encode()).decode()
        at, _, name = words.partition("|")
        moment = datetime.fromisoformat(at)
    except (ValueError, binascii.Error):
        return None
    return None if moment.tzinfo is None or "\x00" in name else (moment, name)


def moment_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def text(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:100]


def may(request: HttpRequest, plant: Plant, act: str) -> bool:
    roles = roles_of(person_of(request).pk).get(plant.pk, frozenset())
    allowed = LINE_ALLOWED.get(act) or ALLOWED[act]
    return not roles.isdisjoint(allowed.roles)


def frame(
    request: HttpRequest, plant: Plant, tab: str, context: Mapping[str, object]
) -> dict[str, object]:
    return {
        **context,
        "plant": plant,
        "now": timezone.now(),
        "me": face_of(person_of(request), plant_id=plant.pk),
        "plant_code": plant.code,
        "tab": tab,
    }


def _ordered(one: date, other: date) -> tuple[date, date]:
    """The two days in order, ten years apart at most."""
    first, last = min(one, other), max(one, other)
    return max(first, last - LONGEST), last


def _day(word: str) -> date | None:
    try:
        found = date.fromisoformat(word)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None
