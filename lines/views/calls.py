"""The sheets of a line's pages: calling help, answering a call, and the reason of an hour."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.validators import ProhibitNullCharactersValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lines.actions.stops import (
    Alarm,
    acknowledge_stop,
    end_stop,
    explain_hour,
    give_reason,
    raise_stop,
)
from lines.models import StopGroup
from lines.queries.board import line_now
from lines.queries.permissions import check_allowed
from lines.queries.stop_reasons import reason_in, reasons_by_group
from lines.views.doors import line_for, person_of
from mes.kernel.answers import accepted
from mes.kernel.receipts import Receipt, once
from mes.kernel.refusals import Malformed, Refusal
from plants.api.callers import person_caller
from plants.models import Line, Station
from plants.queries.people import face_of


class CallForm(forms.Form):
    event_id = forms.UUIDField()
    group = forms.ChoiceField(choices=StopGroup.choices)
    station = forms.CharField(max_length=32, required=False)
    note = forms.CharField(max_length=200, required=False)
    reason = forms.CharField(max_length=24, required=False)
    halts = forms.TypedChoiceField(choices=[("0", "0"), ("1", "1")], coerce=lambda v: v == "1")


class AnswerForm(forms.Form):
    call = forms.CharField(max_length=24)
    step = forms.ChoiceField(choices=[("come", "come"), ("end", "end"), ("why", "why")])
    reason = forms.CharField(max_length=24, required=False)


class ReasonForm(forms.Form):
    event_id = forms.UUIDField()
    hour = forms.CharField(max_length=40)
    reason = forms.CharField(max_length=24)
    units = forms.IntegerField(min_value=0, max_value=100_000, required=False)
    note = forms.CharField(
        max_length=200, required=False, validators=[ProhibitNullCharactersValidator()]
    )

    def clean_hour(self) -> datetime:
        try:
            hour = datetime.fromisoformat(self.cleaned_data["hour"])
        except ValueError:
            raise forms.ValidationError("not a time") from None
        if hour.tzinfo is None:
            raise forms.ValidationError("no time zone")
        return hour


@require_POST
@login_required
def call(request: HttpRequest, code: str) -> HttpResponse:
    """Call help, or say that the line stands; back to the page it came from."""
    line = line_for(request, code)
    try:
        said = _said(CallForm(request.POST))
        _may(request, line, "stop.raise")
        station = _station(line, said["station"])
        receipt = _called(said, line=line, station=station, by=person_of(request).pk)
    except Refusal as refusal:
        return _refused(request, line, refusal.answer(), refusal.status)
    if receipt.status >= 300:
        return _refused(request, line, receipt.answer, receipt.status)
    return _back(request, line)


def _called(said: dict[str, Any], *, line: Line, station: Station | None, by: int) -> Receipt:
    """The call, once for the id that its form was printed with."""
    alarm = Alarm(
        event_id=said["event_id"],
        line_id=line.pk,
        station_id=station.pk if station else None,
        group=said["group"],
        halts=said["halts"],
        note=said["note"],
        reason=reason_in(said["group"], said["reason"]),
    )

    def effect() -> tuple[int, dict[str, Any]]:
        stop, _ = raise_stop(alarm=alarm, started_at=timezone.now(), by=by)
        return 201, accepted(no=stop.no)

    body = {key: value for key, value in said.items() if key != "event_id"}
    return once(
        kind="stop.raise",
        event_id=alarm.event_id,
        body={**body, "line": line.code},
        effect=effect,
        person_id=by,
    )


@never_cache
@login_required
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """GET: the open calls. POST: somebody comes, it is mended, or why it stood."""
    line = line_for(request, code)
    if request.method != "POST":
        context = {
            "line": line_now(line_id=line.pk, moment=timezone.now()),
            "answer_url": reverse("lines:answer", args=[line.code]),
            "reasons": reasons_by_group(),
        }
        return render(request, "lines/_answer.html", context)
    try:
        said = _said(AnswerForm(request.POST))
        which = {"plant_id": line.plant_id, "no": said["call"]}
        who = {**which, "by": person_of(request).pk}
        if said["step"] == "come":
            _may(request, line, "stop.acknowledge")
            acknowledge_stop(**who)
        elif said["step"] == "why":
            _may(request, line, "stop.reason")
            give_reason(**which, reason=said["reason"])
        else:
            _may(request, line, "stop.end")
            end_stop(**who)
    except Refusal as refusal:
        return _refused(request, line, refusal.answer(), refusal.status)
    return _back(request, line)


@require_POST
@login_required
def hour_reason(request: HttpRequest, code: str) -> HttpResponse:
    """Why an hour missed its plan."""
    line = line_for(request, code)
    try:
        said = _said(ReasonForm(request.POST))
        _may(request, line, "hour.reason")
        receipt = _explained(said, line=line, by=person_of(request).pk)
    except Refusal as refusal:
        return _refused(request, line, refusal.answer(), refusal.status)
    if receipt.status >= 300:
        return _refused(request, line, receipt.answer, receipt.status)
    return _back(request, line)


def _explained(said: dict[str, Any], *, line: Line, by: int) -> Receipt:
    """The hour's reason, once: a form sent again adds no second loss of units."""
    event_id = said.pop("event_id")
    body = {**said, "hour": said["hour"].isoformat(), "line": line.pk}
    said["hour"] -= timedelta(minutes=said["hour"].minute)

    def effect() -> tuple[int, dict[str, Any]]:
        explain_hour(line=line, by=by, **said)
        return 201, accepted()

    return once(kind="hour.reason", event_id=event_id, body=body, effect=effect, person_id=by)


def _said(form: forms.Form) -> dict[str, Any]:
    """The checked fields. Raises Malformed with the first fault."""
    if form.is_valid():
        return form.cleaned_data
    name, faults = next(iter(form.errors.items()))
    raise Malformed(f"{name}: {str(faults[0]).rstrip('.')}")


def _may(request: HttpRequest, line: Line, act: str) -> None:
    check_allowed(person_caller(person_of(request).pk), line.plant_id, act)


def _station(line: Line, code: str) -> Station | None:
    if not code:
        return None
    station = Station.objects.filter(line=line, code=code).first()
    if station is None:
        raise Refusal("unknown_station", station=code)
    return station


def _back(request: HttpRequest, line: Line) -> HttpResponse:
    """To the page the form stood on, when it is one of this line's or a station's."""
    came = request.headers.get("Referer", "").partition(request.get_host())[2].partition("?")[0]
    ours = came.startswith((f"/lines/{line.code}/", f"/station/{line.code}-"))
    return redirect(came if ours else reverse("lines:line_now", args=[line.code]))


def _refused(request: HttpRequest, line: Line, said: dict[str, Any], status: int) -> HttpResponse:
    """The refusal as a page with a way back."""
    tail = "_ur" if get_language() == "ur" else ""
    context = {
        "refusal": {
            "code": said["code"],
            "detail": said[f"detail{tail}"],
            "next": said[f"next{tail}"],
        },
        "line": line,
        "back": reverse("lines:line_now", args=[line.code]),
        "me": face_of(person_of(request), plant_id=line.plant_id),
    }
    return render(request, "lines/refused.html", context, status=status)
