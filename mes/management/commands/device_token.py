"""`device_token STATION`: a token for a rig, scanner or gateway, printed alone on the last line."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from plants.actions.devices import mint_token
from plants.models import Plant, Station


class Command(BaseCommand):
    help = "Make a device token for a station (or, with --plant, for all stations of a plant)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("station", nargs="?", help="Station code, for example LHR-B-MMI1.")
        parser.add_argument("--plant", help="Plant code: a token for every station of the plant.")
        parser.add_argument("--name", default="", help="What the device is called.")

    def handle(self, *args: object, **options: str | None) -> None:
        code, plant_code = options["station"], options["plant"]
        if bool(code) == bool(plant_code):
            message = "Name a station, or a plant with --plant, and not both."
            raise CommandError(message)
        stations = Station.objects.select_related("line__plant")
        station = (
            stations.filter(code=code).first()
            or stations.filter(external_ids__contains=[code or ""]).first()
        )
        plant = Plant.objects.filter(code=plant_code).first()
        if station is None and plant is None:
            message = f"There is no {'station' if code else 'plant'} {code or plant_code}."
            raise CommandError(message)
        name = options["name"] or f"{code or plant_code}"
        self.stdout.write(
            mint_token(name=name, station=station)
            if station
            else mint_token(name=name, plant=plant)
        )
