"""The registration desk: packs made of packed goods by scan, their files, states and answers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lines.models import HandlingUnit, WorkOrder
from lines.views.doors import person_of, plant_for
from mes.kernel.ids import uuid7
from mes.kernel.receipts import once
from mes.kernel.refusals import Malformed, Refusal
from plants.api.callers import person_caller
from plants.models import Plant
from plants.queries.people import face_of
from quality.actions.registration.decide import change_state, import_answers
from quality.actions.registration.history import Who
from quality.actions.registration.packs import Wish, make_registration
from quality.models import Registration, RegistrationEvent, RegistrationState
from quality.queries.permissions import check_allowed
from quality.queries.registration.files import registration_file, registration_manifest
from quality.rules.registration.answers import read_answers
from quality.rules.registration.profiles import KIND_PROFILES
from quality.rules.registration.states import OPEN, ROADS

SHOWN = 50
ASKED = ("goods", "model", "kind", "user_id", "user_name")
MOST_BYTES = 10 * 2**20
Effect = Callable[[], tuple[int, dict[str, Any]]]


@never_cache
@require_GET
@login_required
def registrations(request: HttpRequest, plant: str) -> HttpResponse:
    """What waits and what was sent, newest first, and the field that takes cartons and pallets."""
    here = _plant(request, plant)
    return render(request, "quality/registrations.html", _list(request, here))


@require_POST
@login_required
def make(request: HttpRequest, plant: str) -> HttpResponse:
    """A pack of the goods scanned; a refusal stands on the page with its rows."""
    here = _plant(request, plant)
    said = {name: _text(request, name) for name in ASKED}

    def effect() -> tuple[int, dict[str, Any]]:
        made = make_registration(
            event_id=_event(request),
            plant_id=here.pk,
            wish=_wish(here, said),
            who=Who(person_of(request).pk),
        )
        return 201, {"no": made.no}

    answer = _once(request, "registration.make", {"plant": here.code, **said}, effect)
    if "no" not in answer:
        kept = {name: said[name] for name in ("goods", "user_id", "user_name")}
        context = {**_list(request, here), **_refused(answer), **kept}
        return render(request, "quality/registrations.html", context, status=409)
    return redirect("quality:registration", here.code, answer["no"])


@never_cache
@require_GET
@login_required
def registration(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    here = _plant(request, plant)
    return render(request, "quality/registration.html", _one(request, here, _named(here, no)))


@require_GET
@login_required
def file(request: HttpRequest, plant: str, no: str, profile: str) -> HttpResponse:
    """A file, or the manifest; what a rule refuses by now is said on the page."""
    here = _plant(request, plant)
    row = _named(here, no)
    try:
        if profile == "manifest":
            name = f"{'DEMO-' if row.demo else ''}{row.no}.json"
            content, kind = registration_manifest(row), "application/json"
        else:
            made = registration_file(row, profile=profile)
            name, content, kind = made.name, made.content, made.content_type
    except Refusal as refusal:
        context = {**_one(request, here, row), **_refused(refusal.answer())}
        return render(request, "quality/registration.html", context, status=refusal.status)
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@login_required
def decide(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    """A state as the regulator shows it, or with a file the answers for each IMEI."""
    here = _plant(request, plant)
    row, who = _named(here, no), Who(person_of(request).pk)
    try:
        answers = _answers(request)
    except Refusal as refusal:
        context = {**_one(request, here, row), **_refused(refusal.answer())}
        return render(request, "quality/registration.html", context, status=refusal.status)
    said = {name: _text(request, name)[:60] for name in ("state", "reference", "note")}

    def effect() -> tuple[int, dict[str, Any]]:
        if answers is not None:
            counts = import_answers(
                event_id=_event(request), registration_id=row.pk, answers=answers, who=who
            )
            return 201, {"no": row.no, **counts}
        if said["state"] not in RegistrationState.values:
            raise Malformed("state is none of the register's")
        change_state(
            event_id=_event(request),
            registration_id=row.pk,
            state=said["state"],
            reference=said["reference"],
            note=said["note"],
            who=who,
        )
        return 200, {"no": row.no}

    body = {"no": row.no, **said, "answers": [(one.body, one.verdict) for one in answers or ()]}
    answer = _once(request, "registration.decide", body, effect)
    if "no" not in answer:
        context = {**_one(request, here, row), **_refused(answer)}
        return render(request, "quality/registration.html", context, status=409)
    return redirect("quality:registration", here.code, row.no)


def _plant(request: HttpRequest, code: str) -> Plant:
    here = plant_for(request, code)
    try:
        check_allowed(person_caller(person_of(request).pk), here.pk, "registration.read")
    except Refusal:
        raise Http404 from None
    return here


def _named(here: Plant, no: str) -> Registration:
    rows = Registration.objects.select_related("model", "plant", "made_by")
    row = rows.filter(plant=here, no=no.replace("\x00", "")[:16]).first()
    if row is None:
        raise Http404
    return row


def _frame(request: HttpRequest, here: Plant) -> dict[str, Any]:
    return {
        "plant": here,
        "event_id": uuid7(),
        "me": face_of(person_of(request), plant_id=here.pk),
        "plant_code": here.code,
        "tab": "registrations",
    }


def _list(request: HttpRequest, here: Plant) -> dict[str, Any]:
    rows = Registration.objects.filter(plant=here).select_related("model")
    counted = rows.annotate(
        approved=Count("lines", filter=Q(lines__state="approved")),
        rejected=Count("lines", filter=Q(lines__state="rejected")),
    )
    last = rows.order_by("-pk").first()
    person = person_of(request)
    form = last.form if last else {}
    return {
        **_frame(request, here),
        "user_id": form.get("user_id", person.username),
        "user_name": form.get("user_name", person.name),
        "rows": counted.order_by("-pk")[:SHOWN],
        "waiting": rows.filter(state__in=OPEN).count(),
        "goods": "",
    }


def _one(request: HttpRequest, here: Plant, row: Registration) -> dict[str, Any]:
    counts = dict(row.lines.values_list("state").annotate(n=Count("pk")))
    return {
        **_frame(request, here),
        "row": row,
        "counts": counts,
        "rejected": row.lines.filter(state="rejected").order_by("n")[:SHOWN],
        "events": RegistrationEvent.objects.filter(registration_id=row.pk).order_by("-received_at"),
        "profiles": KIND_PROFILES[row.kind],
        "off": row.kind == "register" and bool(counts) and set(counts) == {"approved"},
        "states": [(key, RegistrationState(key).label) for key in sorted(ROADS[row.state])],
        "answerable": row.state in (*OPEN, "approved", "rejected"),
    }


def _wish(here: Plant, said: dict[str, str]) -> Wish:
    """Every word is a pallet, a carton or a work order of the plant."""
    keys: list[int] = []
    names: dict[str, Any] = {}
    order: WorkOrder | None = None
    for word in dict.fromkeys(said["goods"].split()):
        goods = HandlingUnit.objects.filter(
            plant=here, no=word, kind__in=["pallet", "carton"]
        ).first()
        if goods is not None:
            keys.append(goods.pk)
            names.setdefault(f"{goods.kind}s", []).append(word)
            continue
        found = WorkOrder.objects.filter(plant=here, no=word).first()
        if found is None or order is not None:
            raise Refusal("unknown_thing", what="pallet, carton or order", no=word[:32])
        order, names["work_order"] = found, word
    kind = "deregister" if said["kind"] == "deregister" else "register"
    return Wish(
        kind,
        keys,
        order.pk if order else None,
        said["model"][:24],
        user_id=said["user_id"][:100],
        user_name=said["user_name"][:100],
        names=names,
    )


def _answers(request: HttpRequest) -> Any:  # noqa: ANN401  list[Answered] or None
    """The answers of an uploaded file; None when there is none."""
    sent = request.FILES.get("file")
    if sent is None:
        return None
    if (sent.size or 0) > MOST_BYTES:
        raise Refusal("too_large", limit="10 MB")
    try:
        text = sent.read().decode("utf-8-sig").replace("\x00", "")
    except UnicodeDecodeError:
        raise Malformed("the file is no UTF-8 text") from None
    return read_answers(text)


def _once(request: HttpRequest, kind: str, body: dict[str, Any], effect: Effect) -> dict[str, Any]:
    """The answer of the act, a yes or a no."""
    try:
        receipt = once(
            kind=kind,
            event_id=_event(request),
            body=body,
            effect=effect,
            person_id=person_of(request).pk,
        )
    except Refusal as refusal:
        return refusal.answer()
    return receipt.answer


def _event(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("event_id", ""))
    except ValueError:
        message = "event_id is not a UUID"
        raise BadRequest(message) from None


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()[:20_000]


def _refused(answer: dict[str, Any]) -> dict[str, Any]:
    tail = "_ur" if get_language() == "ur" else ""
    told = {
        "code": answer["code"],
        "detail": answer[f"detail{tail}"],
        "next": answer[f"next{tail}"],
    }
    return {"refusal": told, "faults": answer.get("faults", [])[:SHOWN]}
