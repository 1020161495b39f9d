"""`GET /api/v1/defect-codes`: what can be wrong, for the tiles of a test screen."""

from rest_framework import serializers

from lines.api.base import PlantList
from quality.models import DefectCode


class DefectCodeShape(serializers.ModelSerializer[DefectCode]):
    """A fault; `operations` empty: it is seen anywhere."""

    operations = serializers.SlugRelatedField[DefectCode](
        slug_field="code", many=True, read_only=True
    )
    returns_to = serializers.CharField(source="returns_to.code", read_only=True, default="")

    class Meta:
        model = DefectCode
        fields: tuple[str, ...] = (
            "code", "name", "name_ur", "grade", "icon", "operations", "returns_to",
        )  # fmt: skip
        read_only_fields = fields


class DefectCodesView(PlantList):
    """Defect codes in use; those of one `operation`."""

    queryset = (
        DefectCode.objects.filter(active=True)
        .select_related("returns_to")
        .prefetch_related("operations")
    )
    serializer_class = DefectCodeShape
    plant_path = ""
    filters = {"operation": "operations__code", "grade": "grade"}
