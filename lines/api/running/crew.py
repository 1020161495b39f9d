"""Crews over HTTP: put to a station by badge, let work by a supervisor, a shift begun."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from lines.actions.running.shifts import begin_shift
from lines.api.base import Answer, AnswerShape, Asked, EventShape
from lines.api.running.base import AgreedShape, LineWrite, StationWrite, person_named
from lines.queries.permissions import LEADERS
from lines.queries.running.crew import gaps_of
from lines.rules.crew import check_reason
from mes.kernel.answers import accepted
from mes.kernel.receipts import was_answered
from mes.kernel.refusals import Refusal
from plants.actions.crew.places import LONGEST_TURN, assign, let_work, take_away
from plants.actions.people import confirm_second
from plants.models import Person
from plants.queries.facts import station_facts
from plants.queries.people import name_of
from plants.queries.shifts import shift_at


class CrewWish(EventShape):
    """`badge`: the person's badge or user name."""

    station = serializers.CharField(max_length=60)
    badge = serializers.CharField(max_length=60)


class OverrideWish(CrewWish):
    """`second`: the supervisor who answers for it, by badge and PIN."""

    reason = serializers.CharField(max_length=200, allow_blank=True)
    second = AgreedShape(required=False)


class StartWish(EventShape):
    """`checks`: what was looked at (esd, jigs, first_article, clean, …)."""

    checks = serializers.ListField(child=serializers.CharField(max_length=24), required=False)
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class CrewAnswer(AnswerShape):
    """`gaps`: certificates that the person lacks there, in words; empty when all is well."""

    person = serializers.CharField()
    station = serializers.CharField()
    gaps = serializers.ListField(child=serializers.CharField())
    new = serializers.BooleanField(required=False)


class AssignView(StationWrite):
    """Put a person to a station until the shift's end; refused without what it asks for."""

    act = "crew.assign"
    shape = CrewWish
    answer_shape = CrewAnswer

    def write(self, asked: Asked) -> tuple[int, Answer]:
        person, now = person_named(self.station.line.plant_id, asked.said["badge"]), timezone.now()
        facts = station_facts(self.station.code)
        gaps = gaps_of(facts, person_id=person.pk, now=now) if facts else []
        if gaps:
            raise Refusal(
                "not_qualified",
                person=person.name,
                person_ur=person.name_ur or person.name,
                here=self.station.code,
                skill=", ".join(gaps),
            )
        shift = shift_at(self.station.line_id, now)
        _, new = assign(
            person=person,
            station=self.station,
            now=now,
            until=shift.end if shift else None,
            by=asked.by,
        )
        told: dict[str, Any] = {
            "person": name_of(person),
            "station": self.station.code,
            "gaps": gaps,
            "new": new,
        }
        return (201 if new else 200), accepted(**told)


class LeaveView(StationWrite):
    """Take a person from a station."""

    act = "crew.leave"
    shape = CrewWish

    def write(self, asked: Asked) -> tuple[int, Answer]:
        person = person_named(self.station.line.plant_id, asked.said["badge"])
        take_away(person=person, station=self.station, now=timezone.now())
        return 200, accepted()


class OverrideView(StationWrite):
    """A supervisor lets a person work at a station until the shift's end, by badge and PIN."""

    act = "crew.override"
    shape = OverrideWish
    answer_shape = CrewAnswer

    def find(self, asked: Asked) -> int:
        plant_id = super().find(asked)
        self.allow(asked.caller, plant_id)
        self.second: Person | None = None
        check_reason(asked.said["reason"])
        # Proved before the act's own transaction: wrong tries must stay counted.
        if not was_answered(kind=self.act, event_id=asked.event_id):
            self.second = confirm_second(
                second=asked.said.get("second"),
                first_person_id=None,
                plant_id=plant_id,
                roles=LEADERS,
                now=timezone.now(),
                device=f"override-{asked.caller.person_id}",
            )
        return plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        if self.second is None:
            raise Refusal("second_needed")
        person, now = person_named(self.station.line.plant_id, asked.said["badge"]), timezone.now()
        facts = station_facts(self.station.code)
        gaps = gaps_of(facts, person_id=person.pk, now=now) if facts else []
        if not gaps:
            raise Refusal("nothing_due", what=person.name)
        shift = shift_at(self.station.line_id, now)
        let_work(
            event_id=asked.event_id,
            person=person,
            station=self.station,
            missing=", ".join(gaps),
            reason=asked.said["reason"],
            until=shift.end if shift else now + LONGEST_TURN,
            by=self.second,
        )
        told: dict[str, Any] = {
            "person": name_of(person),
            "station": self.station.code,
            "gaps": gaps,
        }
        return 201, accepted(**told)


class BeginView(LineWrite):
    """Begin the running shift on a line: what was checked, and the crew as it stands."""

    act = "shift.begin"
    shape = StartWish

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said: dict[str, Any] = asked.said
        if asked.by is None:
            raise Refusal("not_allowed", who="the supervisor")
        begin_shift(
            event_id=asked.event_id,
            line=self.line,
            checks=said.get("checks") or [],
            note=said["note"],
            by=asked.by,
            now=timezone.now(),
        )
        return 201, accepted()
