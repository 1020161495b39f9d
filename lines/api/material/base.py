"""What the store's views share: which consignment, claim or plant is meant."""

from lines.api.base import Asked, WriteView, clean_text, the_one
from lines.models import Claim, Consignment
from lines.queries.permissions import ALLOWED, check_allowed
from mes.kernel.refusals import Refusal
from plants.api.callers import Caller
from plants.models import Plant

CLAIMS = Claim.objects.select_related("consignment", "plant")


class ConsignmentWrite(WriteView):
    """A write about the consignment of the address."""

    consignment: Consignment

    def find(self, asked: Asked) -> int:
        self.consignment = consignment_named(asked.caller.plant_ids, asked.named["no"])
        return self.consignment.plant_id


class ClaimWrite(WriteView):
    """A write about the claim of the address."""

    claim: Claim

    def find(self, asked: Asked) -> int:
        self.claim = claim_named(asked.caller.plant_ids, asked.named["no"])
        return self.claim.plant_id


class MasterWrite(WriteView):
    """A write about what all plants share: whoever may do it in one of them."""

    def find(self, asked: Asked) -> int:
        return plant_where(asked.caller, self.act)


def consignment_named(plant_ids: frozenset[int], no: str) -> Consignment:
    """The consignment of this number in the caller's plants. Refuses `unknown_thing`."""
    rows = Consignment.objects.filter(plant_id__in=plant_ids, no=clean_text(no))
    return the_one(rows, Refusal("unknown_thing", what="consignment", no=no[:32]))


def claim_named(plant_ids: frozenset[int], no: str) -> Claim:
    """The claim of this number in the caller's plants. Refuses `unknown_thing`."""
    rows = CLAIMS.filter(plant_id__in=plant_ids, no=clean_text(no))
    return the_one(rows, Refusal("unknown_thing", what="claim", no=no[:24]))


def one_plant(plant_ids: frozenset[int]) -> int:
    """The caller's plant; the first by code when there are several and none was named."""
    return Plant.objects.filter(pk__in=plant_ids).order_by("code").values_list("pk", flat=True)[0]


def plant_where(caller: Caller, act: str) -> int:
    """A plant in which the caller may do an act on what all plants share."""
    for plant_id in sorted(caller.plant_ids):
        try:
            check_allowed(caller, plant_id, act)
        except Refusal:
            continue
        return plant_id
    raise Refusal("not_allowed", who=ALLOWED[act].who)
