"""`manage.py backup [FILE]`: the whole database in one file, with a manifest beside it."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mes.serve.at_rest import again_with_engines, is_asleep
from mes.serve.dumps import DumpFailed, dump
from mes.serve.engines import EngineFailed
from mes.serve.home import CannotStart


class Command(BaseCommand):
    help = "Write the database to a file; the plant may run meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="default: MES_HOME/backups/<time>.dump")

    def handle(self, *args: object, **options: str | None) -> None:
        target = Path(options["file"] or _default()).absolute()
        try:
            if is_asleep(settings.MES_HOME):
                code = again_with_engines(settings.MES_HOME, ["backup", str(target)])
                if code:
                    message = "No backup was made."
                    raise CommandError(message, returncode=code)
                return
            made = dump(
                url=settings.DATABASE_OWNER_URL, target=target, server_no=settings.SERVER_NO
            )
        except (DumpFailed, EngineFailed, CannotStart, OSError) as trouble:
            raise CommandError(str(trouble)) from None
        size = target.stat().st_size / 2**20
        self.stdout.write(f"{target} ({size:.1f} MB, {made.rows['quality_imei']:,} IMEIs)")


def _default() -> Path:
    return settings.MES_HOME / "backups" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.dump"
