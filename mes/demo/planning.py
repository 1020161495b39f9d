"""What a planner's desk shows in the demo: customers, changeover times, the next orders."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from lines.actions.orders import OrderWish, create_order, release_order
from lines.models import WorkOrder
from plants.models import AsnFormat, ChangeoverTime, Customer, Person, ProductVariant

MINUTES, OTHER_MODEL_MINUTES = 15, 45
CUSTOMERS = (
    ("KHI-DIST", "Karachi Mobile Distribution", "PK", 2, AsnFormat.NONE),
    ("LHE-DIST", "Lahore Telecom Traders", "PK", 2, AsnFormat.CSV),
    ("GULF", "Gulf Mobile Trading FZE", "AE", 0, AsnFormat.XLSX),
)


def make_planning(orders: Iterable[WorkOrder], *, planner: Person, now: datetime) -> None:
    """Buyers of each plant, the minutes of each line, and two orders behind the running one."""
    running = sorted(orders, key=lambda order: order.line.code)
    for plant_id in sorted({order.plant_id for order in running}):
        Customer.objects.bulk_create(
            Customer(
                plant_id=plant_id,
                code=code,
                name=name,
                country=country,
                over_build_percent=percent,
                asn=asn,
            )
            for code, name, country, percent, asn in CUSTOMERS
        )
    for order in running:
        ChangeoverTime.objects.create(line=order.line, minutes=OTHER_MODEL_MINUTES)
        _next_orders(order, planner, now)


def _next_orders(running: WorkOrder, planner: Person, now: datetime) -> None:
    """A released order in another colour where there is one, and a draft for export."""
    line, variant = running.line, running.variant
    ChangeoverTime.objects.create(
        line=line, from_model=variant.model, to_model=variant.model, minutes=MINUTES
    )
    colours = ProductVariant.objects.filter(
        model=variant.model, kit_type=variant.kit_type, active=True
    )
    other = colours.exclude(pk=variant.pk).order_by("sku").first() or variant
    due = (now + timedelta(days=10)).date()
    wish = OrderWish(
        sku=other.sku,
        quantity=1_500,
        customer="LHE-DIST",
        priority=3,
        due=due,
        no=f"{line.code}-NEXT",
    )
    order = create_order(line=line, wish=wish, by=planner.pk)
    release_order(plant_id=line.plant_id, no=order.no, by=planner.pk, now=now)
    export = OrderWish(
        sku=variant.sku, quantity=1_500, customer="GULF", due=due, no=f"{line.code}-EXPORT"
    )
    create_order(line=line, wish=export, by=planner.pk)
