"""Bills of material: a released revision never changes, an order keeps its own."""

import pytest
from django.db import IntegrityError, transaction

from lines.actions.orders import OrderWish, create_order
from mes.kernel.refusals import Malformed, Refusal
from plants.actions.parts import PartWish, draft_bom, release_bom, save_part
from plants.models import Bom, BomAlternate, BomLine
from plants.rules.boms import BomWish
from tests.plant import PlantAtWork


@pytest.fixture
def sku(works: PlantAtWork) -> str:
    for no in ("PCBA", "SPK", "SPK-2"):
        save_part(part_no=no, wish=PartWish(name=no))
    return str(works.variant.sku)


def drafted(sku: str) -> Bom:
    return draft_bom(sku=sku, lines=[BomWish("PCBA"), BomWish("SPK", 2, "", ("SPK-2",))])


@pytest.mark.django_db
def test_an_order_keeps_the_revision_it_was_made_with(works: PlantAtWork, sku: str) -> None:
    first = release_bom(sku=sku, revision=drafted(sku).revision)
    before = create_order(line=works.line, wish=OrderWish(sku=sku, quantity=5), by=None)
    second = release_bom(sku=sku, revision=drafted(sku).revision)
    after = create_order(line=works.line, wish=OrderWish(sku=sku, quantity=5), by=None)
    assert (before.bom, after.bom) == (first, second)
    first.refresh_from_db()
    assert (first.state, second.state) == ("retired", "released")


@pytest.mark.django_db
def test_nothing_of_a_released_bill_changes(works: PlantAtWork, sku: str) -> None:
    bom = release_bom(sku=sku, revision=drafted(sku).revision)
    line = bom.lines.get(part__part_no="SPK")
    changes = {
        "plants_bom_frozen": lambda: Bom.objects.filter(pk=bom.pk).update(note="Other"),
        "plants_bomline_frozen": lambda: BomLine.objects.filter(pk=line.pk).update(per_set=3),
        "plants_bomalternate_frozen": lambda: BomAlternate.objects.filter(line=line).delete(),
    }
    for name, change in changes.items():
        with pytest.raises(IntegrityError) as found, transaction.atomic():
            change()
        assert found.value.__cause__.diag.constraint_name == name


@pytest.mark.django_db
def test_a_bill_is_released_once_and_names_parts_that_exist(works: PlantAtWork, sku: str) -> None:
    bom = release_bom(sku=sku, revision=drafted(sku).revision)
    with pytest.raises(Refusal, match="wrong_state"):
        release_bom(sku=sku, revision=bom.revision)
    with pytest.raises(Refusal, match="unknown_thing"):
        draft_bom(sku=sku, lines=[BomWish("NO-PART")])
    with pytest.raises(Malformed):
        draft_bom(sku=sku, lines=[BomWish("PCBA"), BomWish("PCBA")])
