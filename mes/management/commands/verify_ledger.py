"""Ask the database whether everything that was promised still holds."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from mes.verify.checks import run


class Command(BaseCommand):
    help = "Check invariants, guards, settings and the chain; exit code 1 names the first bad row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "checks", nargs="*", help="names or their beginnings, such as lines or chain.whole"
        )

    def handle(self, *args: object, **options: list[str]) -> None:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            reason = str(error).splitlines()[0]
            message = f"The database does not answer, so nothing was checked: {reason}"
            raise CommandError(message, returncode=2) from error
        broken, asked = [], 0
        for outcome in run(options["checks"] or None):
            asked += 1
            mark = "ok  " if outcome.bad is None else "FAIL"
            self.stdout.write(f"{mark}  {outcome.check.name:32} {outcome.check.says}")
            if outcome.bad is not None:
                self.stdout.write(f"      first: {outcome.bad}")
                broken.append(outcome)
        if not asked:
            message = f"There is no check named {' or '.join(options['checks'])}."
            raise CommandError(message, returncode=2)
        if broken:
            first = broken[0]
            message = f"{len(broken)} of {asked} checks failed: {first.check.name}: {first.bad}"
            raise CommandError(message, returncode=1)
        self.stdout.write(f"{asked} checks, all hold.")
