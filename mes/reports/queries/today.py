"""M1 and B2: plants at one moment, all their lines read together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from lines.queries.board import lines_now
from lines.rules.now import LineNow
from mes.reports.queries.waiting import orders_running, waiting_for_decision
from mes.reports.queries.year_share import year_share
from mes.reports.screens import PlantNow
from plants.models import Line, Plant
from plants.queries.sites import line_ids_of


def plants_now(*, plants: Sequence[Plant], moment: datetime) -> tuple[PlantNow, ...]:
    """The plants in the order given, without the year, holds and orders; six statements in all."""
    rows = Line.objects.filter(plant__in=plants, active=True).order_by("position", "code")
    plant_of = {line.code: line.plant_id for line in rows}
    now = lines_now(line_ids=[line.pk for line in rows], moment=moment) if plant_of else ()
    return tuple(
        _plant(plant, tuple(line for line in now if plant_of[line.code] == plant.pk), moment)
        for plant in plants
    )


def plant_today(*, plant: Plant, now: PlantNow) -> PlantNow:
    """The same with the year's share, what waits for a decision and the running orders."""
    share = year_share(plant)
    return replace(
        now,
        year_share=share.made if share else None,
        year_should=share.should if share else None,
        waiting=waiting_for_decision(plant_id=plant.pk, moment=now.as_of),
        leaving=orders_running(
            plant_id=plant.pk,
            line_ids=line_ids_of([plant.pk]),
            first=[line.order for line in now.lines],
        ),
    )


def _plant(plant: Plant, lines: tuple[LineNow, ...], moment: datetime) -> PlantNow:
    working = [line for line in lines if line.shift]
    first = min(working, key=lambda line: line.shift_end or moment, default=None)
    losses = [loss for line in lines for loss in line.losses]
    return PlantNow(
        code=plant.code,
        name=plant.name,
        shift=first.shift if first else "",
        shift_start=first.shift_start if first else None,
        shift_end=first.shift_end if first else None,
        lines=lines,
        pace=sum(_pace(line) for line in lines),
        as_of=moment.astimezone(ZoneInfo(plant.timezone)),
        losses=tuple(sorted(losses, key=lambda loss: -loss.units)),
    )


def _pace(line: LineNow) -> int:
    """Where the shift ends when it goes on as it went: made so far over the time worked."""
    if not line.target or not line.takt:
        return line.good
    total = line.takt * line.target / 60
    worked = total - line.working_minutes_left
    return round(line.good * total / worked) if worked >= 1 else line.target
