"""Units that come back, over HTTP."""

from lines.actions.shipping.returns import Ruling, decide_return, take_back
from lines.api.base import Answer, Asked, PlantList, WriteView, clean_text, shown, the_one
from lines.api.permissions import ALLOWED, check_allowed
from lines.api.seconds import seconded
from lines.api.shipping.base import PlantWrite, at_dock
from lines.api.shipping.shapes import DecideShape, ReturnAnswer, TakeShape, UnitReturnShape
from lines.models import UnitReturn
from mes.kernel.answers import accepted
from mes.kernel.refusals import Refusal

RETURNS = UnitReturn.objects.select_related("plant", "unit", "shipped__shipment", "carton")


class ReturnsView(PlantWrite, PlantList):
    """Take a shipped unit back; list what came back, by `decision`, `cause` or `shipment`."""

    act = "return.take"
    shape = TakeShape
    answer_shape = ReturnAnswer
    queryset = RETURNS
    serializer_class = UnitReturnShape
    filters = {
        "decision": "decision",
        "cause": "cause",
        "shipment": "shipped__shipment__no",
        "unit": "unit__serial",
    }

    def write(self, asked: Asked) -> tuple[int, Answer]:
        made = take_back(
            plant_id=self.plant_id,
            identifier=asked.said["identifier"],
            cause=asked.said["cause"],
            note=asked.said["note"],
            event=at_dock(asked),
        )
        return 201, _told(made)


class DecideView(WriteView):
    """Say what becomes of a returned unit: back to the line, back in stock, or scrap by two."""

    act = "return.decide"
    shape = DecideShape
    answer_shape = ReturnAnswer

    def find(self, asked: Asked) -> int:
        no = clean_text(asked.named["no"])
        rows = RETURNS.filter(plant_id__in=asked.caller.plant_ids, no=no)
        self.found = the_one(rows, Refusal("unknown_thing", what="return", no=no[:24]))
        plant_id = self.found.plant_id
        check_allowed(asked.caller, plant_id, self.act)
        roles = ALLOWED[self.act].roles
        self.second_id = seconded(asked, act=self.act, plant_id=plant_id, roles=roles)
        return plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        ruling = Ruling(
            said["decision"], said["reason"], said["step"], said["carton"], self.second_id
        )
        decided = decide_return(
            plant_id=self.found.plant_id, no=self.found.no, ruling=ruling, event=at_dock(asked)
        )
        return 200, _told(decided)


def _told(found: UnitReturn) -> Answer:
    return accepted(returned=shown(UnitReturnShape, RETURNS.get(pk=found.pk)))
