"""`manage.py restore FILE`: an old state back, with issuing of IMEIs locked behind a fence."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from mes.kernel.transactions import catch_up
from mes.serve.at_rest import again_with_engines, is_asleep
from mes.serve.dumps import DumpFailed, Manifest, dump, restore
from mes.serve.engines import EngineFailed
from mes.serve.home import CannotStart
from quality.actions.imei.fences import open_fence
from quality.models import Fence, FenceKind

TURN_SECONDS = 10.0


class Command(BaseCommand):
    help = "Replace the database by a backup; the plant must not run. Locks the issue of IMEIs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument(
            "--keep-nothing", action="store_true", help="do not save the present state first"
        )

    def handle(self, *args: object, **options: object) -> None:
        source = Path(str(options["file"])).absolute()
        keep = not options["keep_nothing"]
        try:
            _check_known(Manifest.of(source))
            if is_asleep(settings.MES_HOME):
                words = ["restore", str(source), *([] if keep else ["--keep-nothing"])]
                code = again_with_engines(settings.MES_HOME, words)
                if code:
                    message = "The backup was not restored."
                    raise CommandError(message, returncode=code)
                return
            self._replace(source, keep=keep)
        except (DumpFailed, EngineFailed, CannotStart, OSError) as trouble:
            raise CommandError(str(trouble)) from None

    def _replace(self, source: Path, *, keep: bool) -> None:
        url = settings.DATABASE_OWNER_URL
        connection.close()
        if keep and _has_tables():
            name = f"before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.dump"
            saved = settings.MES_HOME / "backups" / name
            connection.close()
            dump(url=url, target=saved, server_no=settings.SERVER_NO)
            self.stdout.write(f"The state until now is kept in {saved}.")
        connection.close()
        manifest = restore(url=url, source=source, server_no=settings.SERVER_NO)
        call_command("set_up", unfenced=True)
        self._catch_up()
        fence = _fence(manifest)
        self.stdout.write(
            f"Restored the state of {manifest.made_at}. Issuing of IMEIs is locked: reconcile"
            f" fence {fence.no} with the issue journal and close it with two people."
        )

    def _catch_up(self) -> None:
        """Above the transaction numbers of the rows, or watermarks would wait for years."""
        while lacking := catch_up(seconds=TURN_SECONDS):
            self.stdout.write(f"Passing the old cluster's transaction numbers: {lacking:,} left.")


def _check_known(manifest: Manifest) -> None:
    """A backup of a newer version has tables that this one knows nothing of."""
    known = MigrationLoader(None).disk_migrations
    for app, name in manifest.migrations.items():
        if app in {config.label for config in apps.get_app_configs()} and (app, name) not in known:
            message = f"The backup is of a newer version: it has {app} {name}."
            raise DumpFailed(message)


def _has_tables() -> bool:
    return "kernel_installation" in connection.introspection.table_names()


def _fence(manifest: Manifest) -> Fence:
    """A new one, or the one that was open when the backup was made, to be reconciled again."""
    found = Fence.objects.filter(locks=True, closed_at__isnull=True).first()
    if found is None:
        reason = f"Restored from the backup of {manifest.made_at}"
        return open_fence(kind=FenceKind.RESTORE, reason=reason, by=None)
    found.reconciled_at = None
    found.save(update_fields=["reconciled_at"])
    return found
