"""The installation's own signature (Ed25519, RFC 8032): made once, kept private, public to read.

`MES_HOME/keys/signing.key` holds the 32 secret bytes in base64, mode 0600; `SIGNING_KEY` may name
another file. Whoever has the public key can tell that a file is ours and was not changed.
"""

import base64
import binascii
import hashlib
import os
import stat
from contextlib import suppress
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

SECRET_BYTES = 32


class KeyUnsafe(Exception):
    """The key cannot be trusted; the message is one sentence for the administrator."""


def key_path() -> Path:
    """Where the secret key lies."""
    return Path(settings.SIGNING_KEY)


def ensure_key() -> Path:
    """Make the key when there is none yet; safe when two processes do so at once."""
    path = key_path()
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(_text(Ed25519PrivateKey.generate().private_bytes_raw()))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # a rival was first: its key is the one
            path.hardlink_to(beside)
        beside.unlink()
    return path


def sign(data: bytes) -> str:
    """The signature over `data`, 64 bytes as base64."""
    return _text(_key(str(ensure_key())).sign(data))


def public_key() -> str:
    """The 32 bytes of the public key as base64, for pages and for the files we sign."""
    return _text(_key(str(ensure_key())).public_key().public_bytes_raw())


def fingerprint(key: str) -> str:
    """A public key as people compare it: 16 hex digits of its SHA-256, in fours."""
    digest = hashlib.sha256(base64.b64decode(key)).hexdigest()[:16]
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))


def is_signed(*, data: bytes, signature: str, key: str) -> bool:
    """Whether the owner of the public `key` signed exactly `data`; False for any nonsense."""
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(base64.b64decode(signature, validate=True), data)
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


@cache
def _key(path: str) -> Ed25519PrivateKey:
    file = Path(path)
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        message = f"{path} may be read by others: chmod 600 it, or make a new key."
        raise KeyUnsafe(message)
    try:
        secret = base64.b64decode(file.read_text(encoding="ascii"), validate=True)
        return Ed25519PrivateKey.from_private_bytes(secret)
    except (ValueError, binascii.Error):
        message = f"{path} holds no Ed25519 key of {SECRET_BYTES} bytes in base64."
        raise KeyUnsafe(message) from None


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
