"""Check a signed export, without database or network."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mes.kernel.signed_files import check_signed
from mes.kernel.signing import fingerprint, key_path, public_key


class Command(BaseCommand):
    help = (
        "Check an export of the inspector: was it signed by this installation, or by the owner of"
        " --key, and not changed since? Exit code 1 when not. Needs no database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--key", default="", help="the public key in base64, or a file that holds it"
        )

    def handle(self, *args: object, **options: object) -> None:
        path, key = Path(str(options["file"])), _key(str(options["key"]))
        try:
            content = path.read_bytes()
        except OSError as error:
            message = f"{path} cannot be read: {error.strerror}"
            raise CommandError(message, returncode=2) from None
        checked = check_signed(content, key=key)
        if checked.fault:
            if checked.claimed_key and checked.claimed_key != key:
                self.stderr.write(f"It claims the key {_mark(checked.claimed_key)}.")
            message = f"{path.name} does not hold: {checked.fault}"
            raise CommandError(message, returncode=1)
        for name, said in checked.manifest["files"].items():
            self.stdout.write(f"ok    {name:24} {said['sha256']}")
        about = {key: value for key, value in checked.manifest.items() if key != "files"}
        for name, value in about.items():
            self.stdout.write(f"      {name}: {value}")
        self.stdout.write(f"Signed with the key {fingerprint(key)} and not changed since.")


def _key(given: str) -> str:
    """The key named, as text or file, else this installation's own."""
    if given:
        file = Path(given)
        return file.read_text(encoding="ascii").strip() if file.is_file() else given
    if not key_path().exists():
        message = "This machine has no key of its own: give the plant's with --key."
        raise CommandError(message, returncode=2)
    return public_key()


def _mark(key: str) -> str:
    try:
        return fingerprint(key)
    except ValueError:
        return "nobody can read"
