"""A zip that proves itself: files, a manifest with their digests, the signature over the manifest.

`manifest.json` names each file with its SHA-256; `manifest.sig` is the Ed25519 signature over the
manifest's bytes, base64; `public_key.txt` is whose it claims to be. Who checks it trusts a key they
had before, never the one inside.
"""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from mes.kernel.signing import is_signed, public_key, sign

MANIFEST, SIGNATURE, KEY = "manifest.json", "manifest.sig", "public_key.txt"
MOST_BYTES = 512 * 2**20
_NEVER = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a signed zip holds. `fault` is empty when every byte is as it was signed."""

    manifest: dict[str, Any]
    claimed_key: str
    fault: str = ""


def signed_zip(files: Mapping[str, bytes], about: Mapping[str, Any]) -> bytes:
    """The same files and words give the same bytes: no clock is written into the zip."""
    told = {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
    }
    manifest = orjson.dumps(
        {**about, "files": told}, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
    )
    stream = io.BytesIO()
    parts = {
        **files,
        MANIFEST: manifest,
        SIGNATURE: sign(manifest).encode() + b"\n",
        KEY: public_key().encode() + b"\n",
    }
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _NEVER), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def check_signed(content: bytes, *, key: str) -> Checked:
    """Check a zip against the public `key`; nothing of it is run or written anywhere."""
    try:
        parts = _parts(content)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        return Checked({}, "", f"not a signed file: {error}")
    if missing := {MANIFEST, SIGNATURE} - set(parts):
        return Checked({}, "", f"{', '.join(sorted(missing))} is missing")
    claimed = parts.get(KEY, b"").decode("ascii", "replace").strip()
    signature = parts[SIGNATURE].decode("ascii", "replace").strip()
    if not is_signed(data=parts[MANIFEST], signature=signature, key=key):
        return Checked({}, claimed, "the manifest was not signed with this key, or was changed")
    manifest = orjson.loads(parts[MANIFEST])
    return Checked(manifest, claimed, _files_fault(manifest["files"], parts))


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if len(names) != len(set(names)):
            message = "two files have one name"
            raise ValueError(message)
        if sum(item.file_size for item in archive.infolist()) > MOST_BYTES:
            message = "it holds more than 512 MB"
            raise ValueError(message)
        return {name: archive.read(name) for name in names}


def _files_fault(told: Mapping[str, Any], parts: Mapping[str, bytes]) -> str:
    for name, said in told.items():
        if name not in parts:
            return f"{name} is missing"
        if hashlib.sha256(parts[name]).hexdigest() != said["sha256"]:
            return f"{name} was changed"
    if extra := set(parts) - set(told) - {MANIFEST, SIGNATURE, KEY}:
        return f"{', '.join(sorted(extra))} was added"
    return ""
