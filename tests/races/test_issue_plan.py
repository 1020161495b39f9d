"""After half a range is gone the next set is found as fast as the first: by the free index."""

import psycopg
import pytest
from django.db import connection

from mes.serve.engines import OWNER
from quality.actions.imei.taking import NEXT_SET
from quality.models import Imei
from tests.plant import PlantAtWork, a_plant
from tests.quality.imeis import make_range
from tests.settings import ENGINES, TEST_DATABASE

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

SETS = 20_000


def half_gone(works: PlantAtWork) -> None:
    """Statistics as they are in life: taken after the load, when every row was free."""
    made = make_range(works.plant, works.model, sets=SETS)
    url = ENGINES.database_url(role=OWNER, database=TEST_DATABASE)
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("ANALYZE quality_imei")
    gone = Imei.objects.filter(n14__lt=made.span.lower + SETS)
    assert gone.update(state="voided", fence_id=1, void_reason="Gone") == SETS


def test_the_next_set_is_found_by_the_free_index_in_any_plan() -> None:
    works = a_plant()
    half_gone(works)
    generic = NEXT_SET.replace("%s", "$1", 1).replace("%s", "$2", 1)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (GENERIC_PLAN) {generic}")
        for_any = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute(
            f"EXPLAIN (ANALYZE, BUFFERS) {NEXT_SET} SKIP LOCKED", [works.plant.pk, works.model.pk]
        )
        for_this = "\n".join(row[0] for row in cursor.fetchall())
    for plan in (for_any, for_this):
        assert "Index Scan using quality_imei_free" in plan
        assert "Sort" not in plan
        assert "n14" not in plan
