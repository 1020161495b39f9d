"""Numbers that a unit brings along: a board that arrives with them, or a set lent to its device."""

from collections.abc import Callable, Mapping
from functools import partial

from lines.rules.route import Standing, may_enter
from mes.kernel.receipts import Receipt
from mes.kernel.refusals import Refusal
from plants.queries.facts import route_map
from quality.actions.imei.taking import known_set, take_this
from quality.actions.imei_acts import Act
from quality.actions.imeis import issued, witnessed
from quality.rules.holding import Holding, may_issue
from quality.rules.imei import parse_imei
from quality.rules.named_set import KnownSet, may_adopt, may_use_lease

Rule = Callable[[KnownSet | None, Mapping[int, str], Holding], KnownSet]


def adopt_imeis(*, act: Act, numbers: Mapping[int, str], by_quality: bool) -> Receipt:
    """Reserve the set that the board carries already; it is read back and confirmed like any.

    Refuses `imei_not_registered` for numbers the plant never loaded, `imei_used`,
    `imei_not_a_set`, `wrong_model`; `imei_fenced` for quarantined ones unless somebody of quality
    adopts them.
    """
    return _named(act, numbers, partial(may_adopt, by_quality=by_quality))


def issue_leased(*, act: Act, numbers: Mapping[int, str]) -> Receipt:
    """Reserve the set that this device gave out while it was alone, from its lease.

    Refuses `imei_not_leased` for numbers that were not lent to it.
    """
    return _named(act, numbers, partial(may_use_lease, token_id=act.visit.sender.token_id))


def _named(act: Act, numbers: Mapping[int, str], rule: Rule) -> Receipt:
    def take(standing: Standing, holding: Holding) -> Receipt | None:
        may_issue(holding, act.visit.station)
        may_enter(standing, route_map(standing.route_id), act.visit.station)
        if holding.numbers:
            here = act.visit.station.operation_name
            raise Refusal("imei_state", state=holding.state, step=here)
        first = parse_imei(numbers.get(1, ""))
        known = rule(known_set(plant_id=standing.plant_id, imei=first), numbers, holding)
        taken = take_this(act, standing, holding, known)
        return None if taken is None else issued(act, standing, taken)

    return witnessed(act, take)
