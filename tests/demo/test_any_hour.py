"""Whenever a demo is started, its lines have a running shift."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lines.models import Move
from mes.demo.history import make_past_shifts
from mes.demo.master import make_lines, make_plants, make_products
from mes.demo.seed import seed
from mes.demo.size import SMALL
from mes.kernel.models import Installation
from plants.actions.shifts import open_and_close
from plants.models import Shift

pytestmark = pytest.mark.django_db
PKT = ZoneInfo("Asia/Karachi")


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 22, 12, tzinfo=PKT),  # Sunday
        datetime(2026, 3, 21, 10, tzinfo=PKT),  # Eid
        datetime(2026, 11, 24, 3, tzinfo=PKT),  # night
        datetime(2026, 2, 27, 13, 15, tzinfo=PKT),  # Friday prayer in Ramadan
        datetime(2027, 1, 1, 0, 0, tzinfo=PKT),
        datetime(2029, 5, 5, 9, tzinfo=PKT),
    ],
)
def test_at_any_hour_every_line_has_a_running_shift(moment) -> None:
    Installation.objects.create(server_no=1, demo=True)
    plants = make_plants()
    make_products(now=moment)
    make_lines(plants)
    assert all(len(make_past_shifts(plant, moment)) == 3 for plant in plants.values())
    open_and_close(now=moment)
    running = Shift.objects.filter(state="open", span__contains=moment)
    assert running.count() == 4
    assert all(shift.target > 0 for shift in running)


def test_a_demo_begun_on_new_years_midnight_has_a_past(tmp_path: Path) -> None:
    size = replace(SMALL, phones=dict.fromkeys(SMALL.phones, 90), units_a_day=2)
    midnight = datetime(2027, 1, 1, 0, 0, tzinfo=PKT)
    assert seed(now=midnight, home=tmp_path, size=size)
    assert Move.objects.filter(output=True).count() >= 20
    assert not Move.objects.filter(at__gt=midnight).exists()
