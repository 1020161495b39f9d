"""Fences over HTTP, and numbers voided that no phone ever had: each by two people."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from rest_framework import serializers

from lines.api.base import (
    Answer,
    AnswerShape,
    Asked,
    EventShape,
    PlantList,
    WriteView,
    clean_text,
    the_one,
)
from mes.kernel.answers import accepted
from mes.kernel.receipts import was_answered
from mes.kernel.refusals import Refusal
from plants.actions.people import confirm_second
from plants.api.callers import Caller
from plants.models import Plant
from quality.actions.imei.fences import close_fence, open_fence, reconcile_fence
from quality.actions.imei.unused import return_run, void_lease
from quality.api.permissions import ALLOWED, check_allowed, plant_where
from quality.models import Fence, FenceKind, ImeiLease
from quality.rules.imei import parse_run


class FenceShape(serializers.ModelSerializer[Fence]):
    """A fence: what it quarantined, and who closed it with whom."""

    opened_by = serializers.CharField(source="opened_by.name", default="")
    closed_by = serializers.CharField(source="closed_by.name", default="")
    second = serializers.CharField(source="second.name", default="")

    class Meta:
        model = Fence
        fields: tuple[str, ...] = (
            "no", "kind", "locks", "reason", "opened_at", "opened_by", "reconciled_at",
            "journalled", "quarantined", "closed_at", "closed_by", "second",
        )  # fmt: skip
        read_only_fields = fields


class FenceAnswer(AnswerShape):
    fence = FenceShape(required=False)


class FenceWishShape(EventShape):
    reason = serializers.CharField(max_length=200)


class ReconcileShape(EventShape):
    """`margin`: further sets of each model to quarantine, when the journal may have gaps."""

    margin = serializers.IntegerField(min_value=0, max_value=500_000, required=False, default=0)


class SecondPersonShape(EventShape):
    second = serializers.DictField(child=serializers.CharField(max_length=60), required=False)


class _FenceWrite(WriteView):
    answer_shape = FenceAnswer

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        """A fence is the whole installation's: whoever may in any plant."""
        self.plant_id = plant_where(asked.caller, self.act)
        return self.plant_id


class FencesView(_FenceWrite, PlantList):
    """Lock issuing by hand, say after a failover; list fences. A restore opens one by itself."""

    act = "fence.open"
    shape = FenceWishShape
    queryset = Fence.objects.select_related("opened_by", "closed_by", "second").filter(locks=True)
    serializer_class = FenceShape
    plant_path = ""

    def write(self, asked: Asked) -> tuple[int, Answer]:
        fence = open_fence(kind=FenceKind.FAILOVER, reason=asked.said["reason"], by=asked.by)
        return 201, accepted(fence=told(fence))


class ReconcileView(_FenceWrite):
    """Quarantine what the issue journal knows and the database does not."""

    act = "fence.reconcile"
    shape = ReconcileShape

    def write(self, asked: Asked) -> tuple[int, Answer]:
        by, margin = person_of(asked), asked.said["margin"]
        fence = reconcile_fence(no=clean_text(asked.named["no"]), by=by, margin=margin)
        return 200, accepted("fence_reconciled", fence=told(fence))


class CloseView(_FenceWrite):
    """Let issuing go on: two people, after the reconciliation."""

    act = "fence.close"
    shape = SecondPersonShape

    def find(self, asked: Asked) -> int:
        found = super().find(asked)
        self.second = second_of(asked, self.act, found)
        return found

    def write(self, asked: Asked) -> tuple[int, Answer]:
        no = clean_text(asked.named["no"])
        fence = close_fence(no=no, by=person_of(asked), second=self.second)
        return 200, accepted(fence=told(fence))


class ReturnShape(SecondPersonShape):
    """A run of numbers that goes back to its owner, `first` to `last` as in a range."""

    plant = serializers.CharField(max_length=8)
    tac = serializers.CharField(max_length=20)
    first = serializers.CharField(max_length=20)
    last = serializers.CharField(max_length=20)
    reason = serializers.CharField(max_length=200)


class VoidedAnswer(AnswerShape):
    voided = serializers.IntegerField(required=False)


class ReturnsView(WriteView):
    """Void the unused numbers of a run for ever: two people."""

    act = "imei.return"
    shape = ReturnShape
    answer_shape = VoidedAnswer

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        code = asked.said["plant"]
        plants = Plant.objects.filter(pk__in=asked.caller.plant_ids, code=code)
        self.plant = the_one(plants, Refusal("unknown_thing", what="plant", no=code))
        check_allowed(asked.caller, self.plant.pk, self.act)
        self.second = second_of(asked, self.act, self.plant.pk)
        return self.plant.pk

    def write(self, asked: Asked) -> tuple[int, Answer]:
        run = parse_run(*(asked.said[name] for name in ("tac", "first", "last")))
        count = return_run(
            event_id=asked.event_id, plant_id=self.plant.pk, run=run,
            reason=asked.said["reason"], by=person_of(asked), second=self.second,
        )  # fmt: skip
        return 201, accepted("imei_voided", voided=count)


class LeaseVoidShape(SecondPersonShape):
    reason = serializers.CharField(max_length=200)


class LeaseVoidView(WriteView):
    """Void what a lost device still had of its lease: two people."""

    act = "imei_lease.void"
    shape = LeaseVoidShape
    answer_shape = VoidedAnswer

    def allow(self, caller: Caller, plant_id: int) -> None:
        check_allowed(caller, plant_id, self.act)

    def find(self, asked: Asked) -> int:
        key = clean_text(asked.named["lease"])
        leases = ImeiLease.objects.filter(
            plant_id__in=asked.caller.plant_ids, event_id=uuid_in(key)
        )
        self.lease = the_one(leases, Refusal("unknown_thing", what="lease", no=key))
        check_allowed(asked.caller, self.lease.plant_id, self.act)
        self.second = second_of(asked, self.act, self.lease.plant_id)
        return self.lease.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        count = void_lease(
            event_id=asked.event_id, lease=self.lease, reason=asked.said["reason"],
            by=person_of(asked), second=self.second,
        )  # fmt: skip
        return 201, accepted("imei_voided", voided=count)


def uuid_in(text: str) -> UUID:
    """The UUID of an address; one that nothing has for any other text."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def told(fence: Fence) -> dict[str, Any]:
    return dict(FenceShape(fence).data)


def person_of(asked: Asked) -> int:
    """Whoever asks, as a person. Refuses `not_allowed` for a device."""
    if asked.by is None:
        raise Refusal("not_allowed", who="the manager")
    return asked.by


def second_of(asked: Asked, act: str, plant_id: int) -> int:
    """The second person's key; 0 for a repeat, whose answer is kept already."""
    if was_answered(kind=act, event_id=asked.event_id):
        return 0
    second = confirm_second(
        second=asked.body.get("second"),
        first_person_id=asked.by,
        plant_id=plant_id,
        roles=ALLOWED[act].roles,
        now=timezone.now(),
    )
    return second.pk
