"""Label layouts over HTTP: listed, drafted, released."""

import json
from typing import Any

from rest_framework import serializers

from lines.actions.labels.layouts import Narrow, draft_layout, release_layout
from lines.api.base import Answer, AnswerShape, Asked, EventShape, PlantList, WriteView, shown
from lines.api.labels.finding import layout_named, model_named, plant_named
from lines.models import LabelKind, LabelLayout
from mes.kernel.answers import accepted
from mes.kernel.refusals import Malformed

LAYOUTS = LabelLayout.objects.select_related("plant", "model")


class LabelLayoutShape(serializers.ModelSerializer[LabelLayout]):
    """A version of a layout; `spec` as it was saved."""

    plant = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    model = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = LabelLayout
        fields = (
            "plant", "kind", "code", "version", "state", "customer", "market", "model", "spec",
            "made_at", "released_at",
        )  # fmt: skip
        read_only_fields = fields


class LabelLayoutAnswer(AnswerShape):
    layout = LabelLayoutShape()


class LayoutDraftShape(EventShape):
    """`code` names a layout; its next version begins as a draft.

    `spec` is an object, or its JSON as text: a form has no objects.
    """

    plant = serializers.CharField(max_length=8)
    code = serializers.RegexField(r"^[A-Z0-9][A-Z0-9-]{0,23}\Z")
    kind = serializers.ChoiceField(choices=LabelKind.choices)
    customer = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    market = serializers.RegexField(r"^([A-Za-z]{2})?\Z", required=False, default="")
    model = serializers.CharField(max_length=24, required=False, default="", allow_blank=True)
    spec = serializers.JSONField()


class LayoutsView(WriteView, PlantList):
    """Draft a label layout; list them."""

    act = "label_layout.draft"
    shape = LayoutDraftShape
    answer_shape = LabelLayoutAnswer
    queryset = LAYOUTS.order_by("-pk")
    serializer_class = LabelLayoutShape
    filters = {"kind": "kind", "state": "state"}

    def find(self, asked: Asked) -> int:
        self.plant = plant_named(asked)
        return self.plant.pk

    def write(self, asked: Asked) -> tuple[int, Answer]:
        said = asked.said
        model = model_named(said["model"]) if said["model"] else None
        layout = draft_layout(
            plant_id=self.plant.pk,
            code=said["code"],
            kind=said["kind"],
            spec=_spec(said["spec"]),
            narrow=Narrow(said["customer"], said["market"], model.pk if model else None),
            by=asked.by,
        )
        return 201, accepted(layout=shown(LabelLayoutShape, LAYOUTS.get(pk=layout.pk)))


def _spec(said: object) -> dict[str, Any]:
    try:
        spec = json.loads(said) if isinstance(said, str) else said
    except ValueError as error:
        raise Malformed(f"spec: no JSON: {error}") from error
    if not isinstance(spec, dict):
        raise Malformed("spec: no object")
    return spec


class LayoutVersionShape(EventShape):
    version = serializers.IntegerField(min_value=1, max_value=32767)


class ReleaseLayoutView(WriteView):
    """Release a draft: its labels are printed like this from now on."""

    act = "label_layout.release"
    shape = LayoutVersionShape
    answer_shape = LabelLayoutAnswer

    def find(self, asked: Asked) -> int:
        self.layout = layout_named(asked)
        return self.layout.plant_id

    def write(self, asked: Asked) -> tuple[int, Answer]:
        layout = release_layout(
            plant_id=self.layout.plant_id,
            code=self.layout.code,
            version=self.layout.version,
            by=asked.by,
        )
        return 200, accepted(layout=shown(LabelLayoutShape, LAYOUTS.get(pk=layout.pk)))
