"""Bring the database to this version: migrate as the owner, grant the running role, fold the
yields, and lock the issue of IMEIs when the database is older than the issue journal.
"""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from mes.kernel.sealed import attach_seals
from mes.kernel.signing import ensure_key
from mes.serve.roles import grant
from quality.actions.gates.sums import fold_yields
from quality.actions.imei.fences import fence_forgotten


class Command(BaseCommand):
    help = "Migrate the database and give the role that runs the plant its rights."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--unfenced", action="store_true", help="who calls opens the fence after a restore"
        )
        parser.add_argument("--static", action="store_true", help="also collect the static files")

    def handle(self, *args: object, **options: object) -> None:
        """Connects as DATABASE_OWNER_URL says, whatever role the other commands run as."""
        connection.close()
        connection.settings_dict.update(settings.OWNER_DATABASE)
        call_command("migrate", interactive=False, verbosity=0)
        attach_seals()
        if not grant(app_url=settings.DATABASE_URL):
            self.stderr.write(
                "One role both migrates and runs: only triggers guard the ledgers. "
                "Set DATABASE_OWNER_URL to another role to add the missing privileges."
            )
        ensure_key()
        # A migration may have emptied the sums: until then a page counts the whole ledger.
        fold_yields()
        if not options["unfenced"] and (fence := fence_forgotten()):
            self.stderr.write(
                f"Issuing of IMEIs is locked by fence {fence.no}: this database is older than the"
                " issue journal. Reconcile it on the IMEI desk and close it with two people."
            )
        if options["static"]:
            call_command("collectstatic", interactive=False, verbosity=0)
