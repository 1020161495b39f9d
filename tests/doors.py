"""Every address the server knows, with names put in where it asks for one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern

_PARAMETER = re.compile(r"<(?:(?P<kind>[^>:]+):)?(?P<name>[^>]+)>")
UUID = "0190aaaa-0000-7000-8000-000000000001"


@dataclass(frozen=True)
class Door:
    """`route` as it is written, such as `api/v1/units/<str:identifier>`."""

    route: str
    name: str | None

    @property
    def parameters(self) -> list[str]:
        return [found["name"] for found in _PARAMETER.finditer(self.route)]

    def address(self, values: Mapping[str, str] | None = None) -> str:
        """The path with `values` by parameter; what is not given gets a plausible stranger."""
        given = dict(values or {})

        def value(found: re.Match[str]) -> str:
            stranger = {"int": "1", "uuid": UUID}.get(found["kind"] or "", "NO-SUCH")
            return given.get(found["name"], stranger)

        return "/" + _PARAMETER.sub(value, self.route)


def doors(*, under: str = "") -> list[Door]:
    """All of them, admin's and Django's own included, whose route begins with `under`."""
    return [door for door in _walk(get_resolver(), "") if door.route.startswith(under)]


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Door]:
    for pattern in resolver.url_patterns:
        route = prefix + _text(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Door(route, pattern.name)
        else:
            yield from _walk(pattern, route)


def _text(pattern: RoutePattern | RegexPattern) -> str:
    if isinstance(pattern, RoutePattern):
        return str(pattern)
    text = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", str(pattern.regex.pattern))
    return text.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")
