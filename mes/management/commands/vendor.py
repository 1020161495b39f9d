"""Copy the third-party browser files that npm installed to where the pages look for them."""

import json
import shutil
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Copy the files named in mes/frontend/files.json from node_modules into static/."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        """Each line maps a pattern below node_modules to a file, or to a folder ending in `/`.

        What the list named once and no more is taken away: all that lies there is precached.
        """
        frontend = settings.BASE_DIR / "mes" / "frontend"
        vendor = settings.BASE_DIR / "mes" / "static" / "mes" / "vendor"
        wanted: dict[str, str] = json.loads((frontend / "files.json").read_text(encoding="utf-8"))
        placed: set[Path] = set()
        for pattern, target in wanted.items():
            found = sorted((frontend / "node_modules").glob(pattern))
            if not found:
                message = f"{pattern} is not in mes/frontend/node_modules: run `make install`."
                raise CommandError(message)
            for source in found:
                place = vendor / target / source.name if target.endswith("/") else vendor / target
                _copy(source, place)
                placed.add(place)
        for old in vendor.rglob("*.*"):
            if old.is_file() and old not in placed:
                old.unlink()
        self.stdout.write(f"{len(placed)} browser files in {vendor.relative_to(settings.BASE_DIR)}")


def _copy(source: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, place)
