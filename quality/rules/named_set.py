"""May a unit have the very numbers that somebody names?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mes.kernel.refusals import Refusal
from quality.rules.holding import Holding
from quality.rules.imei import is_imei


@dataclass(frozen=True, slots=True)
class KnownSet:
    """A set of the register as it stands: its numbers by slot and what became of them."""

    set_no: int
    model_id: int
    model: str
    state: str
    fenced: bool
    leased_to: int | None
    numbers: dict[int, str] = field(default_factory=dict)


def may_adopt(
    known: KnownSet | None, numbers: Mapping[int, str], holding: Holding, *, by_quality: bool
) -> KnownSet:
    """The set, when all of it is registered, unused and of the unit's model."""
    found = _whole(known, numbers, holding)
    if found.state != "free":
        raise Refusal("imei_used", imei=numbers[1])
    if found.fenced and not by_quality:
        raise Refusal("imei_fenced", imei=numbers[1])
    return found


def may_use_lease(
    known: KnownSet | None,
    numbers: Mapping[int, str],
    holding: Holding,
    *,
    token_id: int | None,
) -> KnownSet:
    """The set, when it is lent to this very device. An expired lease still names its phones."""
    found = _whole(known, numbers, holding)
    if found.state != "leased" or found.leased_to is None or found.leased_to != token_id:
        raise Refusal("imei_not_leased", imei=numbers[1])
    return found


def _whole(known: KnownSet | None, numbers: Mapping[int, str], holding: Holding) -> KnownSet:
    for imei in numbers.values():
        if not is_imei(imei):
            raise Refusal("invalid_identifier", identifier=imei[:40])
    if known is None:
        raise Refusal("imei_not_registered", imei=numbers.get(1, "–"))
    if known.model_id != holding.model_id:
        raise Refusal("wrong_model", found=known.model, wanted=holding.model)
    if dict(known.numbers) != dict(numbers):
        raise Refusal("imei_not_a_set", count=holding.imei_count)
    return known
