"""IMEIs for tests: a TAC of the model and a loaded range."""

from uuid import uuid4

from plants.models import Plant, ProductModel
from quality.actions.ranges import load_range, load_tac
from quality.models import ImeiRange, Tac
from quality.rules.imei import Run


def make_tac(model: ProductModel, tac: str = "35693803") -> Tac:
    return Tac.objects.filter(tac=tac).first() or load_tac(
        tac=tac, model_id=model.pk, owner="Karkhana Brands"
    )


def make_range(
    plant: Plant, model: ProductModel, *, sets: int = 10, first: int = 0, tac: str = "35693803"
) -> ImeiRange:
    """`sets` sets of adjacent numbers from serial number `first` on."""
    make_tac(model, tac)
    start = int(tac) * 1_000_000 + first
    run = Run(tac, start, start + sets * model.imei_count - 1)
    (made,) = load_range(event_id=uuid4(), plant_id=plant.pk, model_id=model.pk, runs=[run])
    return made
