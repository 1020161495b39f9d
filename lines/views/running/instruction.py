"""A station's work instruction, and the file of any version behind its plant's wall."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.queries.station import operation_name
from lines.views.doors import opens, person_of
from lines.views.floor import frame, station_here
from lines.views.running.frames import may
from plants.models import Instruction, InstructionFile, InstructionState, ReadReceipt

# A file from a person is shown and does nothing: no script, no form, no frame around it.
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox"


@never_cache
@require_GET
@login_required
def station_instruction(request: HttpRequest, code: str) -> HttpResponse:
    """What is in force for the station's operation: of the running model, else of all models."""
    here = station_here(request, code)
    person = person_of(request)
    rows = (
        Instruction.objects.filter(
            plant_id=here.plant_id,
            operation_id=here.operation_id,
            state=InstructionState.RELEASED,
        )
        .select_related("model", "made_by", "released_by")
        .order_by("-required", "model__code", "no")
    )
    read = set(
        ReadReceipt.objects.filter(instruction__in=rows, person=person).values_list(
            "instruction_id", flat=True
        )
    )
    found = list(rows)
    asked = request.GET.get("no", "")
    unread = [row for row in found if row.pk not in read]
    shown = next((row for row in found if row.no == asked), None)
    shown = shown or next(iter(unread or found), None)
    context = {
        **frame(request, here, operation_name(here)),
        "station": here,
        "rows": [(row, row.pk in read) for row in found],
        "shown": shown,
        "was_read": shown is not None and shown.pk in read,
    }
    return render(request, "lines/running/instruction.html", context)


@require_GET
@login_required
def instruction_file(request: HttpRequest, no: str) -> HttpResponse:
    """The bytes of a version: drafts for whom may draft, the rest for everybody of the plant."""
    rows = Instruction.objects.filter(no=no.replace("\x00", "")[:24])
    row = next((one for one in rows if opens(request, one.plant_id)), None)
    draft = row is not None and row.state == InstructionState.DRAFT
    if row is None or (draft and not may(request, row.plant_id, "instruction.make")):
        raise Http404
    content = bytes(InstructionFile.objects.get(instruction=row).content)
    response = HttpResponse(content, content_type=row.kind)
    response["Content-Security-Policy"] = FILE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = f'inline; filename="{row.no}-v{row.version}"'
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
