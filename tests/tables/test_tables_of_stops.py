"""Equipment and the rules that stop a station come from a file; a calibration does not."""

from collections.abc import Callable

from django.test import Client

from plants.models import Person, PhysicalAsset, Role
from quality.models import GateRule
from tests.factories import make_person
from tests.plant import PlantAtWork
from tests.tables.test_tables import uploaded


def test_a_file_brings_equipment_and_the_rules_that_stop_a_station(
    works: PlantAtWork, client_for: Callable[[Person], Client]
) -> None:
    by = make_person("root", works.plant, Role.ADMIN)
    root = client_for(by)
    content = b"code,station,name,kind,interval_days,max_uses\nJIG-7,LHR-B-MMI1,Jig,fixture,,5000\n"
    assert uploaded(root, "equipment", content, commit=True).status_code == 201
    jig = PhysicalAsset.objects.get()
    assert (jig.station, jig.interval_days, jig.max_uses) == (works.station("MMI1"), None, 5000)
    content = b"operation,fails_in_row,yield_floor\nMMI1,3,92.5\n"
    assert uploaded(root, "gate-rules", content, commit=True).status_code == 201
    rule = GateRule.objects.get()
    assert (rule.fails_in_row, str(rule.yield_floor), rule.set_by) == (
        3,
        "92.5",
        by,
    )
    dated = b"code,due_on\nJIG-7,2030-01-31\n"
    assert uploaded(root, "equipment", dated, commit=False).json()["faults"][0]["fault"] == (
        "unknown_column"
    )
