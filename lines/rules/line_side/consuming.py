"""At which step of a route each line of a BOM is built in."""

from collections.abc import Iterable
from dataclasses import dataclass

from plants.rules.facts import RouteMap


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One line of a BOM. `parts`: its own part, then alternates; `position` where one is bound."""

    bom_line: int
    parts: tuple[int, ...]
    per_set: int
    position: str = ""
    operation: int | None = None
    bulk: bool = False


def built_in_at(ingredients: Iterable[Ingredient], route: RouteMap) -> dict[int, int]:
    """Route position by BOM line: its operation, else the step that binds it, else the first."""
    first = route.steps[0].position
    binds = {name: step.position for step in reversed(route.steps) for name in step.parts}
    at = {step.operation_id: step.position for step in reversed(route.steps)}
    found: dict[int, int] = {}
    for one in ingredients:
        bound = binds.get(one.position, first) if one.position else first
        found[one.bom_line] = at.get(one.operation, bound) if one.operation else bound
    return found
