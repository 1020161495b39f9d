"""The books of an order's labels: scanned one by one, the rest settled at once."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.models import LabelFate, LabelKind, WorkOrder
from lines.queries.labels import label_books
from lines.queries.order_labels import labels_with, open_labels
from lines.views.running.frames import desk_frame, may

SHOWN = 100


@never_cache
@require_GET
@login_required
def order_labels(request: HttpRequest, plant: str, no: str) -> HttpResponse:
    """Printed, applied, void, returned, open; `?label=` what was scanned, `?kind=` of one kind.

    `?fate=` and `?reason=` stand ready for the label that is scanned next.
    """
    here, frame = desk_frame(request, plant, "orders")
    orders = WorkOrder.objects.select_related("line", "variant__model")
    order = orders.filter(plant=here, no=no.replace("\x00", "")[:24]).first()
    if order is None:
        raise Http404
    asked = {
        name: request.GET.get(name, "").replace("\x00", "").strip()[:longest]
        for name, longest in (("label", 60), ("kind", 6), ("fate", 8), ("reason", 200))
    }
    kind = asked["kind"] if asked["kind"] in LabelKind.values else ""
    fate = asked["fate"] if asked["fate"] in LabelFate.values else LabelFate.RETURNED.value
    books = label_books(order.pk)
    code = asked["label"]
    found = labels_with(order_id=order.pk, plant_id=here.pk, code=code) if code else []
    still = [label for label in found if not hasattr(label, "end")]
    context = {
        **frame,
        "order": order,
        "books": books,
        "open": sum(book.open for book in books),
        "rows": open_labels(order_id=order.pk, kind=kind, most=SHOWN),
        "kind": kind,
        "kinds": LabelKind.choices,
        "fates": LabelFate.choices,
        "fate": fate,
        "reason": asked["reason"],
        "code": code,
        "found": found,
        "one": still[0] if still else None,
        "others": still[1:],
        "goes": f"?{urlencode({'fate': fate, 'reason': asked['reason'], 'kind': kind})}",
        "may_say": may(request, here.pk, "label.fate"),
        "may_settle": may(request, here.pk, "labels.settle"),
    }
    return render(request, "lines/labels/order_labels.html", context)
