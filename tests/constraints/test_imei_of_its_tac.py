"""A number belongs to its range, the range's TAC and that TAC's model, whoever writes the row."""

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import NumericRange

from quality.models import Imei, ImeiRange
from quality.rules.imei import imei_of
from tests.factories import make_model
from tests.plant import PlantAtWork
from tests.quality.imeis import make_tac

REFUSED = "quality_imei_of_range"


@pytest.mark.parametrize(
    ("n14", "model", "refusal"),
    [
        (35693803000000, "NOVA-5G", None),
        (35693804000000, "NOVA-5G", REFUSED),
        (35693803000000, "OTHER-1", REFUSED),
    ],
)
def test_a_row_is_taken_only_with_its_own_tac_and_model(
    works: PlantAtWork, n14: int, model: str, refusal: str | None
) -> None:
    span = NumericRange(n14, n14 + 1, "[)")
    made = ImeiRange.objects.create(
        plant=works.plant, tac=make_tac(works.model), span=span, slot=1, sets=1
    )
    row = Imei(
        imei=imei_of(n14),
        n14=n14,
        range=made,
        plant=works.plant,
        model=make_model(model),
        set_no=n14,
        slot=1,
        pos=n14,
    )
    if refusal is None:
        row.save(force_insert=True)
        return
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        row.save(force_insert=True)
    assert refused.value.__cause__.diag.constraint_name == refusal
