"""The two rows of links in the head of a desk page."""

from typing import Any

from django import template
from django.urls import reverse

from plants.queries.desks import AREAS, Desk, area_of, open_to

register = template.Library()


def _link(desk: Desk, plant_code: str) -> str:
    return reverse(desk.url, args=[plant_code] if desk.plant else [])


@register.inclusion_tag("partials/_areas.html", takes_context=True)
def areas(context: dict[str, Any]) -> dict[str, Any]:
    """The areas with a page for this person; each opens its first page."""
    me, plant, here = context["me"], context["plant_code"], area_of(context.get("tab", ""))
    first: dict[str, Desk] = {}
    for desk in open_to(me.roles):
        first.setdefault(desk.area, desk)
    rows = [
        {"label": AREAS[area], "href": _link(desk, plant), "here": area == here}
        for area, desk in first.items()
    ]
    return {"rows": rows, "admin": me.admin}


@register.inclusion_tag("partials/_pages.html", takes_context=True)
def pages(context: dict[str, Any]) -> dict[str, Any]:
    """The pages of the area the reader stands in; none when there is only one."""
    me, plant, tab = context["me"], context["plant_code"], context.get("tab", "")
    here = area_of(tab)
    rows = [
        {"label": desk.label, "href": _link(desk, plant), "here": desk.key == tab}
        for desk in open_to(me.roles)
        if desk.area == here
    ]
    return {"rows": rows if len(rows) > 1 else []}
