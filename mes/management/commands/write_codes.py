"""Write docs/codes.md from the table of codes."""

from django.conf import settings
from django.core.management.base import BaseCommand

from mes.kernel.codes import page


class Command(BaseCommand):
    help = "Write docs/codes.md from the table of codes."

    def handle(self, *args: object, **options: object) -> None:
        path = settings.BASE_DIR / "docs" / "codes.md"
        path.write_text(page(), encoding="utf-8")
        self.stdout.write(f"{path}")
