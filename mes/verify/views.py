"""Whether the ledgers hold: the last night's checks, the chain's head, its anchors."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.views.doors import person_of, plant_for
from mes.kernel import anchors
from mes.kernel.chain import chain_lag
from mes.kernel.ledgers import CHAINED_TABLES
from mes.kernel.models import ChainBlock, CheckRun
from mes.kernel.sealed import sealed_tables
from mes.kernel.signing import fingerprint, public_key
from mes.verify.checks import MAX_LAG_SECONDS
from plants.models import Role
from plants.queries.people import face_of

READERS = frozenset({Role.MANAGER, Role.QA_LEAD, Role.ADMIN, Role.PLANNER})
RUNS = 7


@never_cache
@require_GET
@login_required
def ledgers(request: HttpRequest, plant: str) -> HttpResponse:
    """Read only; the check itself runs at night, or by `manage.py verify_ledger`."""
    here = plant_for(request, plant)
    me = face_of(person_of(request), plant_id=here.pk)
    if READERS.isdisjoint(me.roles):
        raise PermissionDenied
    runs = list(CheckRun.objects.order_by("-pk")[:RUNS])
    lag, key = chain_lag(), public_key()
    newest = anchors.newest_anchor()
    context = {
        "plant": here,
        "runs": runs,
        "last": runs[0] if runs else None,
        "blocks": ChainBlock.objects.filter(plant_id=here.pk).order_by("-seq")[:5],
        "lag": round(lag),
        "late": lag > MAX_LAG_SECONDS,
        "ledgers": len(CHAINED_TABLES) + len(sealed_tables()),
        "anchored": parse_datetime(newest) if newest else None,
        "folder": anchors.folder(),
        "key": key,
        "mark": fingerprint(key),
        "now": timezone.now(),
        "me": me,
        "plant_code": here.code,
        "tab": "ledgers",
    }
    return render(request, "verify/ledgers.html", context)
