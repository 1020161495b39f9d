"""The review board over HTTP: two people decide, and what they decided is carried out."""

from django.utils import timezone
from rest_framework import serializers

from lines.api.base import Answer, Asked, EventShape
from mes.kernel.live import publish_line
from mes.kernel.receipts import was_answered
from plants.actions.people import confirm_second
from plants.api.callers import Caller
from quality.actions.gates import nonconformances as acts
from quality.actions.gates.carrying_out import carry_out
from quality.api.nonconformances import NcrWrite, act_of, told
from quality.api.permissions import ALLOWED
from quality.models import Disposition


class CarryView(NcrWrite):
    """Do what the board decided: scrap the unit or the lot's pieces, send them back, or let go."""

    act = "ncr.carry"
    shape = EventShape

    def write(self, asked: Asked) -> tuple[int, Answer]:
        row = carry_out(pk=self.row.pk, act=act_of(asked))
        facts = {"no": row.no, "disposition": str(Disposition(row.disposition).label)}
        return 200, told("ncr_carried", facts, row)

    def written(self, asked: Asked) -> None:
        if self.row.unit is not None:
            publish_line(line_code=self.row.unit.line.code)


class DecisionShape(EventShape):
    disposition = serializers.ChoiceField(choices=Disposition.choices)
    second = serializers.DictField(child=serializers.CharField(max_length=60), required=False)


class DecideView(NcrWrite):
    """The board's disposition, by two people of quality or the manager."""

    act = "ncr.decide"
    shape = DecisionShape

    def write(self, asked: Asked) -> tuple[int, Answer]:
        row = acts.decide(
            pk=self.row.pk,
            act=act_of(asked),
            disposition=Disposition(asked.said["disposition"]),
            second_id=self.second_id,
        )
        facts = {"no": row.no, "disposition": str(Disposition(row.disposition).label)}
        return 200, told("ncr_decided", facts, row)

    def allow(self, caller: Caller, plant_id: int) -> None:
        super().allow(caller, plant_id)
        self.second_id = 0
        if was_answered(kind=self.act, event_id=self.said_event):
            return
        self.second_id = confirm_second(
            second=self.said_second,
            first_person_id=caller.person_id,
            plant_id=plant_id,
            roles=ALLOWED[self.act].roles,
            now=timezone.now(),
        ).pk

    def find(self, asked: Asked) -> int:
        self.said_event, self.said_second = asked.event_id, asked.body.get("second")
        return super().find(asked)
