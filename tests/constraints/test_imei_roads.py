"""Every pair of IMEI states is tried in the database: the legal roads, and none beside them."""

from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction

from quality.models import Imei, ImeiState
from tests.factories import make_token
from tests.plant import PlantAtWork, a_unit
from tests.quality.imeis import make_range

ROADS = {
    ("free", "reserved"),
    ("free", "leased"),
    ("leased", "reserved"),
    ("reserved", "written"),
    ("reserved", "voided"),
    ("written", "confirmed"),
    ("written", "voided"),
    ("confirmed", "voided"),
}
ONLY_FENCED = {("free", "voided"), ("leased", "voided")}
WAY_TO = {
    "free": (),
    "leased": ("leased",),
    "reserved": ("reserved",),
    "written": ("reserved", "written"),
    "confirmed": ("reserved", "written", "confirmed"),
    "voided": ("reserved", "voided"),
}
PAIRS = [(a, b) for a, b in product(ImeiState.values, repeat=2) if a != b]


class Mover:
    """Moves one IMEI as the application role, past every rule in Python."""

    def __init__(self, works: PlantAtWork) -> None:
        make_range(works.plant, works.model, sets=1)
        self.row = Imei.objects.order_by("n14").first()
        self.unit, self.token = a_unit(works), make_token(works.plant, plant_wide=True)[0]

    def set(self, state: str, *, fence: int | None = None) -> None:
        fields: dict[str, object] = {"state": state}
        if state == "reserved":
            fields["unit"] = self.unit
        if state == "leased":
            fields["leased_to"] = self.token
        if state == "voided":
            fields["void_reason"] = "Broken"
        if fence is not None:
            fields["fence_id"] = fence
        Imei.objects.filter(pk=self.row.pk).update(**fields)

    def refusal(self, state: str, *, fence: int | None = None) -> str | None:
        try:
            with transaction.atomic():
                self.set(state, fence=fence)
        except IntegrityError as error:
            return error.__cause__.diag.constraint_name
        return None


@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_a_number_goes_legal_roads_only(works: PlantAtWork, start: str, end: str) -> None:
    mover = Mover(works)
    for state in WAY_TO[start]:
        mover.set(state)
    refused = mover.refusal(end)
    mover.row.refresh_from_db()
    if (start, end) in ROADS:
        assert (refused, mover.row.state) == (None, end)
    else:
        # A unit on a free row is caught by its CHECK, which the trigger's no comes before.
        assert (refused, mover.row.state) == ("quality_imei_road", start)


@pytest.mark.parametrize(("start", "end"), sorted(ONLY_FENCED))
def test_a_number_nobody_had_is_voided_only_behind_a_fence(
    works: PlantAtWork, start: str, end: str
) -> None:
    mover = Mover(works)
    for state in WAY_TO[start]:
        mover.set(state)
    assert mover.refusal(end, fence=7) is None


def test_a_fence_is_never_lifted_and_a_reason_never_rewritten(works: PlantAtWork) -> None:
    mover = Mover(works)
    Imei.objects.filter(pk=mover.row.pk).update(fence_id=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        Imei.objects.filter(pk=mover.row.pk).update(fence_id=None)
    mover.set("voided")
    with pytest.raises(IntegrityError), transaction.atomic():
        Imei.objects.filter(pk=mover.row.pk).update(void_reason="Another")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("imei", "good"),
    [
        ("490154203237518", True),
        ("490154203237519", False),
        ("356938030000021", True),
        ("356938030000022", False),
        ("35693803000002", False),
        ("3569380300000210", False),
        ("35-693803-00000-21", False),
        ("۳۵۶۹۳۸۰۳۰۰۰۰۰۲۱", False),
        ("", False),
    ],
)
def test_the_frozen_function_knows_the_golden_vectors(imei: str, good: bool) -> None:  # noqa: FBT001
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.imei_sound(%s)", [imei])
        assert cursor.fetchone() == (good,)


@pytest.mark.django_db
def test_the_functions_name_everything_with_its_schema() -> None:
    """pg_restore runs with an empty search path; an unqualified call would load no row."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute(
            "SELECT public.imei_sound('490154203237518'), public.imei_spelled(35693803000003)"
        )
        assert cursor.fetchone() == (True, "356938030000039")
