"""The demo's master data and a few numbers; kits, orders and units come over HTTP."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from mes.demo.judging import make_codes, make_plans
from mes.demo.master import make_lines, make_plants, make_products
from mes.demo.people import make_people
from mes.demo.size import SMALL
from mes.demo.stock import make_numbers
from mes.verify.checks import run
from tests.flows.floor import Floor


@pytest.fixture
def floor_of(
    db: None, client_for, device_client, tmp_path: Path
) -> Iterator[Callable[[str, str], Floor]]:
    """`floor_of("LHR-B", "NOVA-X2")`: that line of the demo, and the people around it.

    Whatever a flow did, every invariant of the plant holds after it.
    """
    now = timezone.now()
    plants = make_plants()
    people = make_people(plants, tmp_path)
    models = make_products(now=now)
    make_lines(plants)
    make_codes()
    make_plans(models, drafted_by=people["qa"], released_by=people["qa_lead"], now=now)
    make_numbers(plants["LHR"], models, people["qa_lead"], size=SMALL)

    def floor(line: str, model: str) -> Floor:
        return Floor(line, model, client_for, device_client)

    yield floor
    assert {outcome.check.name: outcome.bad for outcome in run() if outcome.bad} == {}
