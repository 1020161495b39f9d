"""The whole demo, in one transaction: there or not there."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from lines.models import WorkOrder
from mes.demo.dock import make_dock
from mes.demo.history import make_history, make_past_shifts
from mes.demo.judging import make_codes, make_plans
from mes.demo.labels import make_labels, make_prints
from mes.demo.line_side import make_line_side
from mes.demo.master import make_lines, make_plants, make_products
from mes.demo.material import make_consignments, make_parts
from mes.demo.people import make_people, make_presences, make_tokens
from mes.demo.planning import make_planning
from mes.demo.quality_desk import make_quality_desk
from mes.demo.registering import make_packs
from mes.demo.running import make_running
from mes.demo.size import FULL, Size
from mes.demo.stock import make_numbers, make_orders
from mes.demo.years import make_years
from mes.kernel.models import Installation
from plants.actions.shifts import open_and_close
from plants.models import Person, Plant


class NotEmpty(Exception):
    """The database holds a plant that is not a demo: it is never touched."""


def seed(*, now: datetime, home: Path, size: Size = FULL) -> bool:
    """Fill an empty database with the demo plants of `size`; False when they are there already.

    Raises NotEmpty where somebody else's plant or people are.
    """
    if Installation.objects.filter(demo=True).exists() and Plant.objects.exists():
        return False
    if Plant.objects.exists() or Person.objects.exists():
        raise NotEmpty
    with transaction.atomic():
        Installation.objects.update_or_create(
            pk=1, defaults={"server_no": settings.SERVER_NO, "demo": True}
        )
        plants = make_plants()
        people = make_people(plants, home)
        models = make_products(now=now)
        lines = make_lines(plants)
        make_labels(plants, people)
        make_codes()
        make_plans(models, drafted_by=people["qa"], released_by=people["qa_lead"], now=now)
        make_years(plants, models, now)
        make_numbers(plants["LHR"], models, people["qa_lead"], size=size)
        worked = [day for plant in plants.values() for day in make_past_shifts(plant, now)]
        began = now - (now.date() - min(worked, default=now.date())) - timedelta(days=1)
        make_parts()
        orders = make_orders(lines, people=people, now=began, sets=size.sets)
        for plant in plants.values():
            make_consignments(plant, by=people["store"], now=now)
        open_and_close(now=now)
        make_history(orders, people=people, now=now, size=size)
        _fill_desks(plants, orders, people=people, now=now)
        make_tokens(plants, home)
    return True


def _fill_desks(
    plants: dict[str, Plant],
    orders: dict[str, WorkOrder],
    *,
    people: dict[str, Person],
    now: datetime,
) -> None:
    """What planner, store, packing, dock, quality and supervisors have before them."""
    make_planning(orders.values(), planner=people["planner"], now=now)
    make_line_side(orders["LHR-B"], people=people, now=now)
    make_prints(plants.values(), people)
    make_packs(plants["LHR"], by=people["planner"], now=now)
    make_dock(plants, orders, people=people, now=now)
    make_quality_desk(plants, orders, people=people, now=now)
    make_presences(people, now)
    make_running(plants, people, now=now)
