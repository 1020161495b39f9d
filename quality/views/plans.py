"""The desk of test plans: versions, what differs between them, drafts, and their release."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lines.views.doors import person_of
from mes.kernel.refusals import Refusal
from plants.models import Operation, OperationKind, Plant, ProductModel
from quality.actions.plans import draft_plan, release_plan
from quality.models import TestPlan
from quality.queries.plan_desk import compared, other_version, plain_steps
from quality.queries.plans import plans_of
from quality.rules.plan_sheet import steps_of_text, steps_text
from quality.views.desk_forms import (
    desk_context,
    desk_plant,
    done_once,
    may,
    refused_words,
    text_in,
)

MOST_TEXT = 60_000


@never_cache
@require_GET
@login_required
def plans(request: HttpRequest, plant: str) -> HttpResponse:
    """Every version, newest first; those that wait for a release stand in the sentence."""
    here = desk_plant(request, plant)
    return render(request, "quality/plans.html", _list(request, here))


@require_POST
@login_required
def draft(request: HttpRequest, plant: str) -> HttpResponse:
    """A new version from the table on the page; a refusal stands above what was typed."""
    here = desk_plant(request, plant)
    typed = text_in(request, "steps", MOST_TEXT)

    def effect() -> dict[str, Any]:
        made = draft_plan(
            model=_named(ProductModel, text_in(request, "model"), "model"),
            operation=_named(Operation, text_in(request, "operation"), "operation"),
            steps=steps_of_text(typed),
            program=text_in(request, "program", 60),
            program_version=text_in(request, "program_version", 30),
            market=text_in(request, "market", 2),
            by=person_of(request).pk,
        )
        return {"model": made.model.code, "operation": made.operation.code, "version": made.version}

    answer = done_once(request, here, "test_plan.draft", {}, effect)
    if "done" not in answer:
        context = {**_list(request, here), **refused_words(answer), "typed": typed}
        context["said"] = request.POST
        return render(request, "quality/plans.html", context, status=409)
    return redirect(
        "quality:plan", here.code, answer["model"], answer["operation"], answer["version"]
    )


@never_cache
@require_GET
@login_required
def plan(
    request: HttpRequest, plant: str, model: str, operation: str, version: int
) -> HttpResponse:
    """One version beside the one in force, and the table that makes the next from it."""
    here = desk_plant(request, plant)
    found = _one(model, operation, version)
    return render(request, "quality/plan.html", _page(request, here, found))


@require_POST
@login_required
def release(
    request: HttpRequest, plant: str, model: str, operation: str, version: int
) -> HttpResponse:
    """Put a draft in force; by another person than who drafted it."""
    here = desk_plant(request, plant)
    found = _one(model, operation, version)

    def effect() -> dict[str, Any]:
        release_plan(plan_id=found.pk, by=person_of(request).pk, now=timezone.now())
        return {}

    answer = done_once(request, here, "test_plan.release", {"plan": found.pk}, effect)
    if "done" not in answer:
        context = {**_page(request, here, found), **refused_words(answer)}
        return render(request, "quality/plan.html", context, status=409)
    return redirect("quality:plan", here.code, model, operation, version)


def _list(request: HttpRequest, here: Plant) -> dict[str, Any]:
    rows = list(plans_of()[:200])
    return {
        **desk_context(request, here, "plans"),
        "rows": rows,
        "drafts": sum(row.state == "draft" for row in rows),
        "models": ProductModel.objects.order_by("code"),
        "operations": Operation.objects.filter(kind=OperationKind.TEST).order_by("code"),
        "may_draft": may(request, here, "test_plan.draft"),
        "typed": steps_text(()),
    }


def _page(request: HttpRequest, here: Plant, found: TestPlan) -> dict[str, Any]:
    other = other_version(found)
    return {
        **desk_context(request, here, "plans"),
        "row": found,
        "other": other,
        "lines": compared(found, other),
        "typed": steps_text(plain_steps(found)),
        "may_draft": may(request, here, "test_plan.draft"),
        "may_release": found.state == "draft"
        and may(request, here, "test_plan.release")
        and found.drafted_by_id != person_of(request).pk,
    }


def _one(model: str, operation: str, version: int) -> TestPlan:
    rows = plans_of(models=[model.replace("\x00", "")], operation=operation.replace("\x00", ""))
    found = rows.filter(version=version).first() if version < 2**15 else None
    if found is None:
        raise Http404
    return found


def _named(rows: Any, code: str, what: str) -> Any:  # noqa: ANN401  (either model)
    found = rows.objects.filter(code=code).first()
    if found is None:
        raise Refusal("unknown_thing", what=what, no=code[:24])
    return found
