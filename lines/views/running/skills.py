"""Skills, certificates and training of a plant; work instructions and their versions."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.views.running.frames import desk_frame, may
from plants.models import (
    Instruction,
    Level,
    Operation,
    ProductModel,
    Skill,
    SkillNeed,
    SkillOverride,
    Training,
    TrainingResult,
)
from plants.queries.crew.people import certificates, matrix_of

MOST = 100


@never_cache
@require_GET
@login_required
def skills(request: HttpRequest, plant: str) -> HttpResponse:
    """The matrix, what runs out, what is asked where, and the last trainings."""
    here, frame = desk_frame(request, plant, "skills")
    found = certificates(plant_id=here.pk, day=timezone.localdate())
    needs = SkillNeed.objects.filter(plant=here, active=True)
    overrides = SkillOverride.objects.filter(plant=here)
    context = {
        **frame,
        "matrix": matrix_of(plant_id=here.pk, found=found),
        "running_out": [one for one in found if one.state != "valid"],
        "needs": needs.select_related("operation", "model", "skill").order_by(
            "operation__code", "skill__code"
        ),
        "trainings": Training.objects.filter(plant=here)
        .select_related("person", "skill", "made_by")
        .order_by("-made_at")[:20],
        "overrides": overrides.select_related("person", "station", "given_by").order_by("-made_at")[
            :10
        ],
        "skills": Skill.objects.filter(plant=here, active=True).order_by("code"),
        "operations": Operation.objects.order_by("code"),
        "models": ProductModel.objects.order_by("code"),
        "levels": Level.choices,
        "results": TrainingResult.choices,
        "today": timezone.localdate(),
        "may_teach": may(request, here.pk, "training.record"),
    }
    return render(request, "lines/running/skills.html", context)


@never_cache
@require_GET
@login_required
def instructions(request: HttpRequest, plant: str) -> HttpResponse:
    """Every version, the newest first, with who has read it."""
    here, frame = desk_frame(request, plant, "instructions")
    rows = Instruction.objects.filter(plant=here).select_related(
        "operation", "model", "made_by", "released_by"
    )
    context = {
        **frame,
        "rows": rows.prefetch_related("receipts").order_by("-made_at", "-pk")[:MOST],
        "operations": Operation.objects.order_by("code"),
        "models": ProductModel.objects.order_by("code"),
        "may_make": may(request, here.pk, "instruction.make"),
        "may_release": may(request, here.pk, "instruction.release"),
    }
    return render(request, "lines/running/instructions.html", context)
