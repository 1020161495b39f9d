"""The pallets of a yard, among all the boxes and cartons that were ever made."""

from django.db import connection

from lines.queries.shipping.pallets import PALLETS


def test_the_pallets_of_a_plant_are_found_without_walking_its_boxes(db) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = PALLETS.filter(plant_id=1, state="open").order_by("-made_at").explain()
    assert "Index Cond" in plan
    assert "lines_handlingunit_pallet" in plan
