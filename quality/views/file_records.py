"""Records from files at a desk: a station, several files, and what became of each."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lines.views.doors import person_of, plant_for
from mes.kernel.refusals import Malformed, Refusal
from plants.actions.dead_letters import keep_dead_letter
from plants.models import OperationKind, Plant, Station
from plants.queries.facts import StationFacts, station_facts
from plants.queries.memberships import roles_of
from quality.actions.file_records import check_file_size, record_file
from quality.views.desk_forms import desk_context, may, text_in
from quality.views.test_entry import MAY_SCRAP

MOST_FILES = 50


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """What became of a file: `kind` ok, ng, dup or hold; `counted` is None for one refused."""

    name: str
    kind: str
    detail: str
    next: str
    counted: bool | None = None
    unit: str = ""


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def file_records(request: HttpRequest, plant: str) -> HttpResponse:
    """The form, and after it the verdict of each file; a file sent again is heard once."""
    here = plant_for(request, plant)
    if not may(request, here, "test_record.upload"):
        raise Http404
    stations = list(
        Station.objects.filter(line__plant=here, operation__kind=OperationKind.TEST, active=True)
        .order_by("code")
        .values_list("code", flat=True)
    )
    chosen = text_in(request, "station", 60)
    verdicts: list[FileVerdict] = []
    files = request.FILES.getlist("files")
    if request.method == "POST":
        verdicts = _taken(request, here, chosen if chosen in stations else "", files)
    context = {
        **desk_context(request, here, "file_records"),
        "stations": stations,
        "chosen": chosen,
        "verdicts": verdicts,
        "good": sum(1 for one in verdicts if one.kind == "ok"),
        "most": MOST_FILES,
    }
    return render(request, "quality/file_records.html", context)


def _taken(
    request: HttpRequest, here: Plant, code: str, files: "list[UploadedFile[bytes]]"
) -> list[FileVerdict]:
    station = station_facts(code) if code else None
    if station is None:
        return [_refused("", Refusal("unknown_station", station=text_in(request, "station", 60)))]
    if not 0 < len(files) <= MOST_FILES:
        return [_refused("", Malformed(f"Send 1 to {MOST_FILES} files at a time"))]
    roles = roles_of(person_of(request).pk).get(here.pk, frozenset())
    scraps = not roles.isdisjoint(MAY_SCRAP)
    return [_one(request, station, file, may_scrap=scraps) for file in files]


def _one(
    request: HttpRequest, station: StationFacts, file: "UploadedFile[bytes]", *, may_scrap: bool
) -> FileVerdict:
    name, by = (file.name or "")[:80], person_of(request).pk
    raw = b""
    try:
        check_file_size(file.size or 0)
        raw = file.read()
        receipt = record_file(
            name=name, raw=raw, station=station, now=timezone.now(), by=by, may_scrap=may_scrap
        )
    except Malformed as fault:
        keep_dead_letter(
            path=request.path, content_type=file.content_type or "", body=raw,
            error=f"{name}: {fault.answer()['detail']}", token_id=None, person_id=by,
        )  # fmt: skip
        return _refused(name, fault)
    except Refusal as refusal:
        return _refused(name, refusal)
    answer = receipt.answer
    kinds = {"ok": "ok", "duplicate": "dup", "hold": "hold"}
    kind = "dup" if answer.get("replay") else kinds.get(str(answer["verdict"]), "ng")
    routing = answer.get("routing") or {}
    unit = str(answer.get("unit") or "")
    return FileVerdict(name, kind, *_words(answer), bool(routing.get("allowed")), unit)


def _refused(name: str, refusal: Refusal) -> FileVerdict:
    return FileVerdict(name, "ng", *_words(refusal.answer()))


def _words(answer: dict[str, object]) -> tuple[str, str]:
    tail = "_ur" if get_language() == "ur" else ""
    return str(answer[f"detail{tail}"]), str(answer[f"next{tail}"])
