"""The store's desk: consignments and one of them, stock by place and lot, sets to build."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.models import Claim, Consignment, DamagePhoto, MaterialLot
from lines.queries.material.claims import claim_rows, claims_on_desk, totals
from lines.queries.material.consignments import boxes_of, lines_of, progress_of, receipts_of
from lines.queries.material.sets import buildable_sets, variants_in_stock
from lines.queries.material.stock import expiring, stock_rows
from lines.views.running.frames import desk_frame, may
from mes.kernel.pdf import available
from plants.models import KitType

PAGE = 20
MOST = 200
TARGET = 5000


@never_cache
@require_GET
@login_required
def consignments(request: HttpRequest, plant: str) -> HttpResponse:
    """The newest first, with how far each is."""
    here, frame = desk_frame(request, plant, "consignments")
    page = _whole(request.GET.get("page", "1"), 1, 10_000)
    rows = Consignment.objects.filter(plant=here).select_related("claim").order_by("-pk")
    found = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    shown = found[:PAGE]
    progress = progress_of(consignment_ids=[row.pk for row in shown])
    context = {
        **frame,
        "rows": [(row, progress[row.pk]) for row in shown],
        "older": page + 1 if len(found) > PAGE else 0,
        "newer": page - 1,
        "kit_types": KitType.choices,
        "may_make": may(request, here.pk, "consignment.create"),
    }
    return render(request, "lines/material/consignments.html", context)


@never_cache
@require_GET
@login_required
def consignment(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    """Papers, progress, boxes, differences, photos and the claim."""
    here, frame = desk_frame(request, plant, "consignments")
    row = Consignment.objects.filter(plant=here, no=no.replace("\x00", "")[:32]).first()
    if row is None:
        raise Http404
    claim = Claim.objects.filter(consignment=row).first()
    photos = DamagePhoto.objects.filter(receipt__consignment=row, receipt__taken_back=None)
    claimed = claim_rows(claim) if claim else []
    context = {
        **frame,
        "row": row,
        "progress": progress_of(consignment_ids=[row.pk])[row.pk],
        "boxes": boxes_of(consignment_id=row.pk, most=MOST),
        "differences": lines_of(consignment_id=row.pk, different=True, most=MOST),
        "receipts": receipts_of(consignment_id=row.pk),
        "photos": photos.defer("image").select_related("line").order_by("pk")[:24],
        "claim": claim,
        "claimed": claimed,
        "totals": totals(claimed),
        "pdf": available(),
        "primary": _primary(request, row, claim),
        "may_close": may(request, here.pk, "consignment.close"),
        "may_list": may(request, here.pk, "consignment.list"),
    }
    return render(request, "lines/material/consignment.html", context)


@never_cache
@require_GET
@login_required
def claims(request: HttpRequest, plant: str) -> HttpResponse:
    """Every claim on a supplier; `?settled=1` those that are done too, `?find=` one of them."""
    here, frame = desk_frame(request, plant, "claims")
    find = request.GET.get("find", "").replace("\x00", "").strip()[:80]
    settled = request.GET.get("settled") == "1"
    rows = claims_on_desk(plant_id=here.pk, find=find, settled=settled)
    context = {
        **frame,
        "rows": rows,
        "find": find,
        "settled": settled,
        "to_send": sum(row.state == "made" for row in rows),
        "to_settle": sum(row.state == "sent" for row in rows),
        "pdf": available(),
    }
    return render(request, "lines/material/claims.html", context)


@never_cache
@require_GET
@login_required
def stock(request: HttpRequest, plant: str) -> HttpResponse:
    """What lies where; `?find=` a part, place or consignment; a lot's own number opens the lot."""
    here, frame = desk_frame(request, plant, "stock")
    find = request.GET.get("find", "").replace("\x00", "").strip()[:40]
    if find and MaterialLot.objects.filter(plant=here, no=find).exists():
        return redirect("lines:stock_lot", here.code, find)
    start = _whole(request.GET.get("start", "0"), 0, 1_000_000)
    rows = stock_rows(plant_id=here.pk, find=find, start=start, most=MOST + 1)
    context = {
        **frame,
        "rows": rows[:MOST],
        "next": start + MOST if len(rows) > MOST else 0,
        "find": find,
        "soon": expiring(plant_id=here.pk, most=12),
        "may_buy": may(request, here.pk, "stock.purchase"),
    }
    return render(request, "lines/material/stock.html", context)


@never_cache
@require_GET
@login_required
def sets(request: HttpRequest, plant: str) -> HttpResponse:
    """Each model and colour alone, from the whole store, against a target."""
    here, frame = desk_frame(request, plant, "sets")
    target = _whole(request.GET.get("target", str(TARGET)), 1, 1_000_000)
    rows = buildable_sets(
        plant_id=here.pk, target=target, variants=variants_in_stock(plant_id=here.pk)
    )
    rows.sort(key=lambda row: (-row.sets, row.sku))
    return render(request, "lines/material/sets.html", {**frame, "rows": rows, "target": target})


def _primary(request: HttpRequest, row: Consignment, claim: Claim | None) -> dict[str, object]:
    """The one thing to do next with a consignment: the form it sends or the sheet it opens."""
    if row.listed_at is None:
        label, opens, form, act = _("Load the packing list"), "list-sheet", "", "consignment.list"
    elif row.closed_at is None:
        label, opens, form, act = _("Receive by scan"), "", "receive-form", "consignment.count"
    elif claim is not None and claim.sent_at is None:
        label, opens, form, act = _("The claim was sent"), "", "send-form", "claim.send"
    elif claim is not None and claim.settled_at is None:
        label, opens, form, act = _("Settle the claim"), "settle-sheet", "", "claim.settle"
    else:
        return {"label": _("What is left of it"), "opens": "", "form": "left-form", "may": True}
    return {"label": label, "opens": opens, "form": form, "may": may(request, row.plant_id, act)}


def _whole(text: str, least: int, most: int) -> int:
    """A number of an address, kept within its bounds; what is none is the least."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        return least
    return min(max(int(text), least), most)
