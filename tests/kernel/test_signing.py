"""The installation's key: private, made once, and good for nothing but what it signed."""

import pytest

from mes.kernel import signing


@pytest.fixture
def at_home(tmp_path, settings):
    settings.SIGNING_KEY = str(tmp_path / "keys" / "signing.key")
    return tmp_path / "keys" / "signing.key"


def test_the_key_is_made_once_and_nobody_else_may_read_it(at_home):
    first = signing.public_key()
    assert at_home.stat().st_mode & 0o777 == 0o600
    assert (signing.ensure_key(), signing.public_key()) == (at_home, first)
    assert [path.name for path in at_home.parent.iterdir()] == ["signing.key"]


def test_a_signature_is_of_these_bytes_and_this_key(at_home):
    signature, key = signing.sign(b"ranges"), signing.public_key()
    assert signing.is_signed(data=b"ranges", signature=signature, key=key)
    assert not signing.is_signed(data=b"Ranges", signature=signature, key=key)
    assert not signing.is_signed(data=b"ranges", signature=signature[:-4] + "AAA=", key=key)
    assert not signing.is_signed(data=b"ranges", signature="no base64", key=key)
    assert not signing.is_signed(data=b"ranges", signature=signature, key="AAAA")
    assert len(signing.fingerprint(key).replace(" ", "")) == 16


def test_a_key_that_others_may_read_is_not_used(at_home):
    signing.ensure_key()
    at_home.chmod(0o640)
    with pytest.raises(signing.KeyUnsafe, match="may be read by others"):
        signing.sign(b"x")
