"""The reference at `/api/docs/`, made on the server: no script of somebody else, no CDN."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator

from mes.openapi import auth
from mes.openapi.fields import Schema

METHODS = ("get", "post", "put", "patch", "delete")
DEEPEST = 3

__all__ = ["auth", "docs"]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of a body or answer; `depth` is how far it stands inside another."""

    name: str
    kind: str
    said: str
    needed: bool
    depth: int


@dataclass(frozen=True, slots=True)
class Call:
    """One operation as the page shows it."""

    method: str
    path: str
    anchor: str
    summary: str
    parameters: tuple[FieldRow, ...]
    body: tuple[FieldRow, ...]
    answer: tuple[FieldRow, ...]
    statuses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The calls under one first word of the path."""

    name: str
    calls: tuple[Call, ...]


def docs(request: HttpRequest) -> HttpResponse:
    """Every call of the API with its fields, in the order of the paths."""
    return render(request, "mes/api_docs.html", {"groups": groups()})


@cache
def groups() -> tuple[Group, ...]:
    """The schema never changes while a process lives."""
    make: Callable[[], Any] = SchemaGenerator
    schema: Schema = make().get_schema(request=None, public=True)
    found: dict[str, list[Call]] = {}
    for path, methods in schema["paths"].items():
        name = path.removeprefix("/api/v1/").split("/")[0]
        for method in METHODS:
            if method in methods:
                found.setdefault(name, []).append(_call(schema, path, method, methods[method]))
    return tuple(Group(name, tuple(calls)) for name, calls in sorted(found.items()))


def _call(schema: Schema, path: str, method: str, operation: Schema) -> Call:
    responses = operation.get("responses", {})
    good = next((status for status in ("201", "200") if status in responses), "")
    body = operation.get("requestBody", {})
    summary = operation.get("summary") or operation.get("description", "")
    return Call(
        method=method.upper(),
        path=path,
        anchor=operation["operationId"],
        summary=_plain(summary.split("\n\n")[0]),
        parameters=tuple(_parameter(each) for each in operation.get("parameters", ())),
        body=tuple(_fields(schema, _content(body))),
        answer=tuple(_fields(schema, _content(responses.get(good, {})))),
        statuses=tuple((status, said.get("description", "")) for status, said in responses.items()),
    )


def _content(holder: Schema) -> Schema:
    """The JSON schema of a body or answer, else of whatever type comes first."""
    content = holder.get("content", {})
    chosen: Schema = content.get("application/json") or next(iter(content.values()), {})
    found: Schema = chosen.get("schema", {})
    return found


def _parameter(each: Schema) -> FieldRow:
    kind = _kind(each.get("schema", {}))
    said = each.get("description", "")
    return FieldRow(each["name"], f"{each['in']}, {kind}", said, bool(each.get("required")), 0)


def _fields(schema: Schema, node: Schema, depth: int = 0) -> Iterator[FieldRow]:
    whole = _resolved(schema, node)
    needed = set(whole.get("required", ()))
    for name, child in whole.get("properties", {}).items():
        inner = _resolved(schema, child)
        said = _plain(inner.get("description", ""))
        yield FieldRow(name, _kind(inner), said, name in needed, depth)
        if depth < DEEPEST:
            yield from _fields(schema, inner.get("items", inner), depth + 1)
    if not whole.get("properties") and depth < DEEPEST and "items" in whole:
        yield from _fields(schema, whole["items"], depth)


def _resolved(schema: Schema, node: Schema) -> Schema:
    """The node with its references followed and its `allOf` parts joined."""
    found: dict[str, Any] = dict(node)
    if "$ref" in found:
        name = found["$ref"].rpartition("/")[2]
        found = dict(schema["components"]["schemas"].get(name, {}))
    if "allOf" in found:
        parts = [_resolved(schema, part) for part in found.pop("allOf")]
        if not any("properties" in part for part in parts):
            return {**parts[0], **found}  # one choice list with a remark beside it
        found["properties"] = {
            name: value for part in parts for name, value in part.get("properties", {}).items()
        }
        found["required"] = [name for part in parts for name in part.get("required", ())]
    return found


def _plain(said: str) -> str:
    """Descriptions are Markdown for tools; a page needs no marks around its words."""
    return said.replace("`", "")


def _kind(node: Schema) -> str:
    if "enum" in node:
        return " | ".join(str(value) for value in node["enum"] if value not in (None, ""))
    if "oneOf" in node:
        return " or ".join(_kind(each) for each in node["oneOf"])
    kind = node.get("format") or node.get("type", "object")
    return f"list of {node['items'].get('type', 'objects')}" if kind == "array" else kind
