"""What must be there before an order is released, each thing said in one sentence."""

from collections.abc import Iterator
from dataclasses import dataclass

from mes.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What is there. `sets` in the store for an order with a kit lot; None without one."""

    order: str
    line: str
    model: str
    sku: str
    kit_type: str
    quantity: int
    route: bool
    without_station: tuple[str, ...]
    without_plan: tuple[str, ...]
    bom: bool
    sets: int | None


@dataclass(frozen=True, slots=True)
class ReleaseCheck:
    """One thing looked at. `missing` None: it is there. `must`: nothing is released without it.

    `key` is route, stations, plans, bom or kits.
    """

    key: str
    must: bool
    missing: Refusal | None

    @property
    def ok(self) -> bool:
        return self.missing is None


class NotReady(Refusal):
    """The first thing that is missing refuses the release; the answer names them all."""

    def __init__(self, checks: list[ReleaseCheck]) -> None:
        missing = [each.missing for each in checks if each.missing is not None and each.must]
        super().__init__(missing[0].code, **missing[0].facts)
        self.checks = checks

    def answer(self) -> dict[str, object]:
        return {**super().answer(), "checks": [check_row(each) for each in self.checks]}


def check_row(check: ReleaseCheck) -> dict[str, object]:
    """`{key, ok, must, code, detail, detail_ur, next, next_ur}`; the words are empty when ok."""
    said = check.missing.answer() if check.missing else {}
    words = {
        name: said.get(name, "") for name in ("code", "detail", "detail_ur", "next", "next_ur")
    }
    return {"key": check.key, "ok": check.ok, "must": check.must, **words}


def release_checks(facts: ReleaseFacts) -> list[ReleaseCheck]:
    """Route, stations and test plans are a must; parts and sets may follow the release."""
    return list(_checks(facts))


def check_ready(facts: ReleaseFacts) -> list[ReleaseCheck]:
    """Every check. Refuses `no_route`, `station_missing` and `plan_missing`."""
    checks = release_checks(facts)
    if any(each.must and not each.ok for each in checks):
        raise NotReady(checks)
    return checks


def _checks(facts: ReleaseFacts) -> Iterator[ReleaseCheck]:
    def check(key: str, refusal: Refusal, *, there: bool, must: bool = False) -> ReleaseCheck:
        return ReleaseCheck(key, must, None if there else refusal)

    yield check(
        "route",
        Refusal("no_route", model=facts.model, kit=facts.kit_type),
        there=facts.route,
        must=True,
    )
    yield check(
        "stations",
        Refusal("station_missing", line=facts.line, steps=", ".join(facts.without_station)),
        there=not facts.without_station,
        must=True,
    )
    yield check(
        "plans",
        Refusal("plan_missing", model=facts.model, steps=", ".join(facts.without_plan)),
        there=not facts.without_plan,
        must=True,
    )
    yield check("bom", Refusal("bom_missing", sku=facts.sku), there=facts.bom)
    if facts.sets is not None:
        yield check(
            "kits",
            Refusal("kits_missing", order=facts.order, sets=facts.sets, quantity=facts.quantity),
            there=facts.sets >= facts.quantity,
        )
