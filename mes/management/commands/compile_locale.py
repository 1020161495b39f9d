"""Compile the translations with Python alone: a stock server has no gettext tools."""

import ast
import struct
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

MAGIC = 0x950412DE
Entry = dict[str, str]


def entries(text: str) -> Iterator[Entry]:
    """The entries of a .po file, as `{"msgid": …, "msgstr": …}`; fuzzy ones are left out."""
    for block in text.split("\n\n"):
        if any(line.startswith("#,") and "fuzzy" in line for line in block.splitlines()):
            continue
        entry: Entry = {}
        word = ""
        for line in block.splitlines():
            if line.startswith("#") or not line.strip():
                continue
            if not line.startswith('"'):
                word, _, line = line.partition(" ")
            entry[word] = entry.get(word, "") + str(ast.literal_eval(line))
        if "msgid" in entry:
            yield entry


def pair(entry: Entry) -> tuple[bytes, bytes]:
    """Key and value as GNU gettext stores them: context and plural parted by control characters."""
    key = entry["msgid"]
    if "msgctxt" in entry:
        key = f"{entry['msgctxt']}\x04{key}"
    if "msgid_plural" in entry:
        key = f"{key}\0{entry['msgid_plural']}"
        forms = [entry[name] for name in sorted(entry) if name.startswith("msgstr[")]
        return key.encode(), "\0".join(forms).encode() if all(forms) else b""
    return key.encode(), entry.get("msgstr", "").encode()


def compiled(text: str) -> bytes:
    """The .mo file of a .po file's text; a missing translation is left to the English."""
    pairs = sorted((key, value) for key, value in map(pair, entries(text)) if value)
    count, head = len(pairs), 28
    start = head + 16 * count
    data, spots = b"", []
    for side in (0, 1):
        for both in pairs:
            spots.append((len(both[side]), start + len(data)))
            data += both[side] + b"\0"
    tables = b"".join(struct.pack("<II", *spot) for spot in spots)
    header = struct.pack("<7I", MAGIC, 0, count, head, head + 8 * count, 0, start)
    return header + tables + data


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/*.po beside themselves."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        """Each .mo ends newer than its .po, which is how set-up knows that it is done."""
        written = 0
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                try:
                    made = compiled(source.read_text(encoding="utf-8"))
                except (SyntaxError, ValueError) as fault:
                    raise CommandError(f"{source} cannot be read: {fault}") from fault
                target = source.with_suffix(".mo")
                if not target.exists() or target.read_bytes() != made:
                    target.write_bytes(made)
                    written += 1
                target.touch()
        self.stdout.write(f"{written} translation files compiled")
