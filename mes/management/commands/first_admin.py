"""Make the first administrator from the command line."""

import os
from argparse import ArgumentParser
from getpass import getpass

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from mes.kernel.refusals import Refusal
from plants.actions.first_run import make_first_admin


class Command(BaseCommand):
    help = "Make the first administrator and plant; the password is asked for, or MES_PASSWORD."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True)
        parser.add_argument("--plant", required=True, help="code of the plant, such as LHR")
        parser.add_argument("--plant-name", default="")

    def handle(self, *args: object, **options: str) -> None:
        try:
            person = make_first_admin(
                username=options["username"],
                name=options["name"],
                password=os.environ.get("MES_PASSWORD") or getpass(),
                plant_code=options["plant"],
                plant_name=options["plant_name"] or options["plant"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Refusal as refusal:
            message = "Somebody is here already: administrators make further people."
            raise CommandError(message) from refusal
        self.stdout.write(f"{person.username} may sign in.")
