"""The two plants as they stand: halls, lines, stations, products, routes, shifts and calendar."""

from datetime import date, datetime, time

from mes.demo.files import Row, days, rows, words
from plants.actions.routes import draft_route, release_route
from plants.models import (
    Area,
    CalendarDay,
    Line,
    OfflinePolicy,
    Operation,
    OperationKind,
    PatternBreak,
    Plant,
    ProductModel,
    ProductVariant,
    ShiftPattern,
    Station,
)
from plants.rules.routes import StepWish

PLANTS = (
    ("LHR", "Lahore", "Kot Lakhpat, Lahore", 9000),
    ("HRP", "Haripur", "Haripur, Khyber Pakhtunkhwa", 1700),
)
TWO_STATIONS = frozenset({"MMI1", "AUD", "CAM", "CPL", "CURR"})
NEVER_OFFLINE = frozenset(
    {OperationKind.IMEI_WRITE, OperationKind.IMEI_CHECK, OperationKind.BOX, OperationKind.CARTON}
)


def make_plants() -> dict[str, Plant]:
    """Plants with two halls each, their shifts and their calendar; by code."""
    plants = {}
    for code, name, city, rating in PLANTS:
        plant = Plant.objects.create(code=code, name=name, city=city, day_rating=rating)
        Area.objects.bulk_create(
            Area(plant=plant, code=f"HALL-{n}", name=f"Hall {n}") for n in (1, 2)
        )
        plants[code] = plant
    _make_shifts(plants)
    CalendarDay.objects.bulk_create(
        CalendarDay(
            plant=plant,
            first=date.fromisoformat(row["from"]),
            last=date.fromisoformat(row["to"]),
            kind=row["kind"],
            name=row["name"],
            tentative=row["tentative"] == "yes",
        )
        for plant in plants.values()
        for row in rows("calendar")
    )
    return plants


def _make_shifts(plants: dict[str, Plant]) -> None:
    patterns: dict[tuple[str, str], ShiftPattern] = {}
    for row in rows("shifts"):
        patterns[row["plant"], row["code"]] = ShiftPattern.objects.create(
            plant=plants[row["plant"]],
            code=row["code"],
            name=row["name"],
            starts=time.fromisoformat(row["starts"]),
            ends=time.fromisoformat(row["ends"]),
            weekdays=days(row["weekdays"]),
            ramadan=row["ramadan"] == "yes",
        )
    PatternBreak.objects.bulk_create(
        PatternBreak(
            pattern=patterns[row["plant"], row["shift"]],
            name=row["name"],
            starts=time.fromisoformat(row["starts"]),
            minutes=int(row["minutes"]),
            weekdays=days(row["weekdays"]),
            except_weekdays=days(row["except_weekdays"]),
        )
        for row in rows("breaks")
    )


def make_products(*, now: datetime) -> dict[str, ProductModel]:
    """Operations, models, variants and the released routes; models by code."""
    Operation.objects.bulk_create(Operation(**row) for row in rows("operations"))
    models = {row["code"]: _model(row) for row in rows("models")}
    ProductVariant.objects.bulk_create(
        ProductVariant(**{**row, "model": models[row["model"]]}) for row in rows("variants")
    )
    steps: dict[str, list[Row]] = {}
    for row in rows("routes"):
        steps.setdefault(row["route"], []).append(row)
    for name, found in steps.items():
        kit_type = name.rpartition("_")[2]
        route = draft_route(
            model=models[found[0]["model"]], kit_type=kit_type, steps=_route_steps(found)
        )
        release_route(route_id=route.pk, now=now)
    return models


def _model(row: Row) -> ProductModel:
    return ProductModel.objects.create(
        code=row["code"],
        name=row["name"],
        brand=row["brand"],
        category=row["category"],
        technologies=words(row["technologies"]),
        imei_count=int(row["imei_count"]),
        carton_size=int(row["carton_size"]),
        serial_prefix=row["serial_prefix"],
    )


def _route_steps(found: list[Row]) -> list[StepWish]:
    """Positions 10, 20, …; `*` asks for every gate granted so far; the last step is the output."""
    granted: list[str] = []
    steps = []
    for number, row in enumerate(found, start=1):
        gates = tuple(granted) if row["gates"] == "*" else tuple(words(row["gates"]))
        steps.append(
            StepWish(
                position=number * 10,
                operation=row["operation"],
                gates=gates,
                grants=row["grants"],
                parts=tuple(words(row["parts"])),
                is_output=number == len(found),
                cycle_seconds=float(row["cycle_seconds"]),
            )
        )
        granted += [row["grants"]] if row["grants"] else []
    return steps


def make_lines(plants: dict[str, Plant]) -> dict[str, Line]:
    """Lines with a station for each operation of their route, two where one is too slow."""
    operations = {row.code: row for row in Operation.objects.all()}
    lines = {}
    for number, row in enumerate(rows("lines"), start=1):
        plant = plants[row["plant"]]
        line = Line.objects.create(
            plant=plant,
            area=Area.objects.get(plant=plant, code=row["area"]),
            code=row["code"],
            name=row["name"],
            uph=int(row["uph"]),
            position=number,
        )
        lines[line.code] = line
        steps = [step for step in rows("routes") if step["route"] == row["route"]]
        Station.objects.bulk_create(
            _station(line, operations[step["operation"]], place, suffix)
            for place, step in enumerate(steps, start=1)
            for suffix in (["", "-2"] if step["operation"] in TWO_STATIONS else [""])
        )
    return lines


def _station(line: Line, operation: Operation, place: int, suffix: str) -> Station:
    code = f"{line.code}-{operation.code}{suffix}"
    is_test = operation.kind == OperationKind.TEST
    return Station(
        line=line,
        operation=operation,
        code=code,
        name=operation.name,
        position=place * 10 + (1 if suffix else 0),
        external_ids=[f"rig-{code.lower()}"] if is_test else [],
        offline_policy=(
            OfflinePolicy.BLOCK if operation.kind in NEVER_OFFLINE else OfflinePolicy.BUFFER
        ),
    )
