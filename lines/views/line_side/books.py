"""Material books at the desk: every row balances to nothing, or says by how much it does not."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lines.queries.line_side.books import KEYS, material_books
from lines.views.running.frames import desk_frame

PAGE = 50


@never_cache
@require_GET
@login_required
def books(request: HttpRequest, plant: str) -> HttpResponse:
    """`?by=` part, lot or consignment; `?find=` one of them, or one of the level above."""
    here, frame = desk_frame(request, plant, "books")
    by = request.GET.get("by", "part")
    by = by if by in KEYS else "part"
    find, part, after = (
        request.GET.get(name, "").replace("\x00", "").strip()[:40]
        for name in ("find", "part", "after")
    )
    asked = {by: find, "part": part} if by != "part" else {"part": find or part}
    rows = material_books(plant_ids=[here.pk], by=by, after=after, most=PAGE, **asked)
    context = {
        **frame,
        "by": by,
        "find": find or part,
        "rows": rows,
        "gaps": [row for row in rows if row.store_gap or row.line_gap],
        "after": rows[-1].key if len(rows) == PAGE else "",
    }
    return render(request, "lines/line_side/books.html", context)
