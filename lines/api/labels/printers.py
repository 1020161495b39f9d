"""Printers over HTTP, and which one a line's labels go to."""

from typing import Any

from rest_framework import serializers

from lines.actions.labels.printers import save_printer, save_setting
from lines.api.base import Answer, AnswerShape, Asked, EventShape, PlantList, WriteView, shown
from lines.api.labels.finding import line_named, plant_named, printer_named
from lines.models import LabelKind, LabelSetting, Printer, PrinterKind
from mes.kernel.answers import accepted

PRINTERS = Printer.objects.select_related("plant", "keeper")
SETTINGS = LabelSetting.objects.select_related("line", "printer")
DPI = (203, 300, 600)


class PrinterShape(serializers.ModelSerializer[Printer]):
    """A printer and how it is; `retry_at`: until then it is left alone."""

    plant = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    keeper = serializers.StringRelatedField[Any]()

    class Meta:
        model = Printer
        fields = (
            "plant", "code", "name", "place", "kind", "host", "port", "dpi", "asks_status",
            "keeper", "active", "state", "state_at", "retry_at",
        )  # fmt: skip
        read_only_fields = fields


class PrinterAnswer(AnswerShape):
    printer = PrinterShape()


class PrinterWish(EventShape):
    """`asks_status`: whether it answers ~HS."""

    plant = serializers.CharField(max_length=8)
    code = serializers.RegexField(r"^[A-Z0-9][A-Z0-9-]{0,23}\Z")
    name = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    place = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    kind = serializers.ChoiceField(choices=PrinterKind.choices, default=PrinterKind.ZPL)
    host = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    port = serializers.IntegerField(min_value=1, max_value=65535, default=9100)
    dpi = serializers.ChoiceField(choices=DPI, default=203)
    asks_status = serializers.BooleanField(default=True)
    active = serializers.BooleanField(default=True)


class PrintersView(WriteView, PlantList):
    """Add or change a printer; list them with their state."""

    act = "printer.save"
    shape = PrinterWish
    answer_shape = PrinterAnswer
    queryset = PRINTERS.order_by("-pk")
    serializer_class = PrinterShape
    filters = {"state": "state"}

    def find(self, asked: Asked) -> int:
        self.plant = plant_named(asked)
        return self.plant.pk

    def write(self, asked: Asked) -> tuple[int, Answer]:
        names = ("name", "place", "kind", "host", "port", "dpi", "asks_status", "active")
        printer = save_printer(
            plant_id=self.plant.pk,
            code=asked.said["code"],
            fields={name: asked.said[name] for name in names},
        )
        return 200, accepted(printer=shown(PrinterShape, PRINTERS.get(pk=printer.pk)))


class LabelSettingShape(serializers.ModelSerializer[LabelSetting]):
    """Where a line's labels of a kind go."""

    line = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    printer = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = LabelSetting
        fields = ("line", "kind", "printer", "automatic")
        read_only_fields = fields


class LabelSettingAnswer(AnswerShape):
    setting = LabelSettingShape()


class LabelSettingWish(EventShape):
    """`automatic`: printed at the event by itself, else only when a person asks."""

    line = serializers.CharField(max_length=16)
    kind = serializers.ChoiceField(choices=LabelKind.choices)
    printer = serializers.CharField(max_length=24)
    automatic = serializers.BooleanField(default=True)


class SettingsView(WriteView, PlantList):
    """Say where a line's labels of a kind are printed; list it."""

    act = "label_setting.save"
    shape = LabelSettingWish
    answer_shape = LabelSettingAnswer
    plant_path = "line__plant_id"
    queryset = SETTINGS.order_by("-pk")
    serializer_class = LabelSettingShape
    filters = {"line": "line__code", "kind": "kind"}

    def find(self, asked: Asked) -> int:
        self.line = line_named(asked)
        return self.line.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        printer = printer_named(asked, self.line.plant_id, asked.said["printer"])
        setting = save_setting(
            line_id=self.line.pk,
            kind=asked.said["kind"],
            printer=printer,
            automatic=asked.said["automatic"],
        )
        return 200, accepted(setting=shown(LabelSettingShape, SETTINGS.get(pk=setting.pk)))
