"""Fill an empty database with the demo plants."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lines.actions.tallies import fold_tallies
from mes.demo.people import PEOPLE_FILE
from mes.demo.seed import NotEmpty, seed
from mes.demo.size import SIZE_NAME, UnknownSize, asked_size


class Command(BaseCommand):
    help = "Fill an empty database with the demo plants; a second time it changes nothing."

    def handle(self, *args: object, **options: object) -> None:
        try:
            made = seed(now=timezone.now(), home=settings.MES_HOME, size=asked_size())
        except NotEmpty as error:
            message = "This database belongs to a plant: the demo is only for an empty one."
            raise CommandError(message) from error
        except UnknownSize as error:
            message = f"{SIZE_NAME}={error} is no size of a demo: use full or small."
            raise CommandError(message) from None
        if not made:
            self.stdout.write("The demo is there already.")
            return
        fold_tallies()
        self.stdout.write(f"The demo is ready; who signs in stands in {PEOPLE_FILE}.")
