"""The shared plant of the tests is itself a valid one."""

from tests.plant import PlantAtWork, a_unit


def test_the_plant_of_the_tests_is_whole(works: PlantAtWork, other_works: PlantAtWork) -> None:
    assert works.order.places.count() == 5
    assert works.route == other_works.route
    assert works.ana.pk != other_works.ana.pk
    unit = a_unit(works, past="MMI1")
    assert unit.gates == ["mmi1"]
    assert unit.place.n == 1
