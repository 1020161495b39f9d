"""Labels over HTTP: printed, printed again, cancelled, and what became of them."""

from typing import Any

from rest_framework import serializers

from lines.actions.labels.fates import end_label, settle_order
from lines.actions.labels.jobs import cancel_job, reprint_label, say_printed
from lines.actions.labels.queue import queue_label
from lines.api.base import Answer, AnswerShape, Asked, EventShape, PlantList, WriteView, shown
from lines.api.labels.finding import handling_of, label_named, order_named, unit_of
from lines.models import HandlingKind, LabelFate, LabelKind, LabelPrint
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed
from plants.api.drf import PageByCursor

LABELS = LabelPrint.objects.select_related("job__printer", "layout", "order", "end", "person")


class NewestFirst(PageByCursor):
    ordering = "-received_at"


class LabelPrintShape(serializers.ModelSerializer[LabelPrint]):
    """A label with its job; `fate`: what became of it, null while it is open."""

    layout = serializers.StringRelatedField[Any]()
    work_order = serializers.CharField(source="order.no", read_only=True, default=None)
    person = serializers.StringRelatedField[Any]()
    printer = serializers.CharField(source="job.printer.code", read_only=True, default=None)
    state = serializers.CharField(source="job.state", read_only=True)
    state_reason = serializers.CharField(source="job.reason", read_only=True)
    sent_at = serializers.DateTimeField(source="job.sent_at", read_only=True)
    fate = serializers.CharField(source="end.fate", read_only=True, default=None)

    class Meta:
        model = LabelPrint
        fields = (
            "no", "kind", "subject", "copy", "layout", "work_order", "person", "reason",
            "received_at", "printer", "state", "state_reason", "sent_at", "fate",
        )  # fmt: skip
        read_only_fields = fields


class LabelPrintAnswer(AnswerShape):
    label = LabelPrintShape()  # type: ignore[assignment]  # a field of that name


class LabelPrintWish(EventShape):
    """The `identifier` of a unit for a board, device or box label, else a `handling_unit`."""

    kind = serializers.ChoiceField(choices=LabelKind.choices)
    identifier = serializers.CharField(max_length=40, required=False)
    handling_unit = serializers.CharField(max_length=32, required=False)
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class LabelsView(WriteView, PlantList):
    """Print a label now; list labels, `?state=unsure` those that ask for a person."""

    act = "label.print"
    shape = LabelPrintWish
    answer_shape = LabelPrintAnswer
    queryset = LABELS
    pagination_class = NewestFirst
    serializer_class = LabelPrintShape
    filters = {
        "state": "job__state",
        "kind": "kind",
        "work_order": "order__no",
        "printer": "job__printer__code",
    }

    def find(self, asked: Asked) -> int:
        said = asked.said
        self.unit_id = self.handling_id = None
        if "identifier" in said:
            found = unit_of(asked)
            self.unit_id = found.unit_id
            return found.plant_id
        if "handling_unit" not in said:
            raise Malformed("identifier or handling_unit: a label is a thing's")
        handling = handling_of(asked)
        self.handling_id = handling.pk
        if handling.kind == HandlingKind.BOX and (unit := handling.units.first()):
            self.unit_id = unit.pk
        return handling.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        of_handling = asked.said["kind"] in (LabelKind.CARTON, LabelKind.PALLET)
        if (self.handling_id if of_handling else self.unit_id) is None:
            raise Malformed("kind: this thing has no such label")
        label = queue_label(
            kind=asked.said["kind"],
            event_id=asked.event_id,
            unit_id=None if of_handling else self.unit_id,
            handling_id=self.handling_id if of_handling else None,
            by=asked.by,
            reason=asked.said["reason"],
            asked=True,
        )
        assert label is not None  # noqa: S101  # what is asked for is made or refused
        return 201, accepted(label=shown(LabelPrintShape, LABELS.get(pk=label.pk)))


class LabelReasonShape(EventShape):
    reason = serializers.CharField(max_length=200, allow_blank=True)


class LabelAct(WriteView):
    """What is done to one label."""

    answer_shape = LabelPrintAnswer

    def find(self, asked: Asked) -> int:
        self.label = label_named(asked)
        return self.label.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        label = self.change(asked, self.label.plant_id, self.label.no)
        return 200, accepted(label=shown(LabelPrintShape, LABELS.get(pk=label.pk)))

    def change(self, asked: Asked, plant_id: int, no: str) -> LabelPrint:
        raise NotImplementedError


class ReprintView(LabelAct):
    """Print a label again: R1, R2 …, each with its reason."""

    act = "label.reprint"
    shape = LabelReasonShape

    def change(self, asked: Asked, plant_id: int, no: str) -> LabelPrint:
        assert asked.by is not None  # noqa: S101  # the table lets people only
        return reprint_label(
            plant_id=plant_id,
            no=no,
            event_id=asked.event_id,
            reason=asked.said["reason"],
            by=asked.by,
        )


class CancelView(LabelAct):
    """Take a label out of the queue."""

    act = "label.cancel"
    shape = LabelReasonShape

    def change(self, asked: Asked, plant_id: int, no: str) -> LabelPrint:
        assert asked.by is not None  # noqa: S101  # the table lets people only
        cancel_job(plant_id=plant_id, no=no, reason=asked.said["reason"], by=asked.by)
        return self.label


class PrintedView(LabelAct):
    """Say that a label came out: one that was unsure, or that the browser printed."""

    act = "label.printed"

    def change(self, asked: Asked, plant_id: int, no: str) -> LabelPrint:
        assert asked.by is not None  # noqa: S101  # the table lets people only
        say_printed(plant_id=plant_id, no=no, by=asked.by)
        return self.label


class LabelFateShape(EventShape):
    fate = serializers.ChoiceField(choices=LabelFate.choices)
    reason = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


class FateView(LabelAct):
    """Say what became of a printed label: applied, void or returned unused."""

    act = "label.fate"
    shape = LabelFateShape

    def change(self, asked: Asked, plant_id: int, no: str) -> LabelPrint:
        end_label(
            plant_id=plant_id,
            no=no,
            event_id=asked.event_id,
            fate=asked.said["fate"],
            reason=asked.said["reason"],
            by=asked.by,
        )
        return self.label


class SettleLabelsShape(EventShape):
    """All labels of the order, or of one `kind`, that are printed and not accounted for."""

    fate = serializers.ChoiceField(choices=[LabelFate.VOID.value, LabelFate.RETURNED.value])
    kind = serializers.ChoiceField(choices=LabelKind.choices, required=False, default="")
    reason = serializers.CharField(max_length=200, allow_blank=True)


class SettledLabelsAnswer(AnswerShape):
    labels = serializers.IntegerField()


class SettleView(WriteView):
    """Account for the labels that an order leaves over."""

    act = "labels.settle"
    shape = SettleLabelsShape
    answer_shape = SettledLabelsAnswer

    def find(self, asked: Asked) -> int:
        self.order = order_named(asked)
        return self.order.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        count = settle_order(
            order_id=self.order.pk,
            event_id=asked.event_id,
            fate=said["fate"],
            reason=said["reason"],
            by=asked.by,
            kind=said["kind"],
        )
        return 200, accepted(labels=count)
