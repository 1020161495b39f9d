"""A taken port, a folder that cannot be written, a second start: one clear sentence each."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from mes.serve.home import CannotStart, choose_ports, held, keep_secret_key, write_note


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_that_was_asked_for_and_is_taken_is_named(taken: int):
    with pytest.raises(CannotStart, match=f"^Port {taken} is taken: choose another"):
        choose_ports(host="127.0.0.1", port=taken, ws=0)


def test_when_8000_is_taken_the_next_free_pair_is_used_and_said(monkeypatch):
    monkeypatch.setattr("mes.serve.home.is_free", lambda host, port: port not in {8000, 8003})
    assert choose_ports(host="127.0.0.1", port=0, ws=0) == (
        8004,
        8005,
        "Port 8000 is taken: using 8004 and 8005.",
    )


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(CannotStart, match=r"^HOST=192\.0\.2\.1 is not an address of this machine"):
        choose_ports(host="192.0.2.1", port=8000, ws=0)


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with (
        pytest.raises(CannotStart, match=r"^Cannot write to .*: set MES_HOME to a folder you own"),
        held(tmp_path / "file" / "home"),
    ):
        pass


def test_a_second_plant_in_the_same_folder_is_refused_and_told_where_the_first_is(tmp_path: Path):
    with held(tmp_path):
        write_note(tmp_path, {"port": "8100"})
        with (
            pytest.raises(CannotStart, match=r"already runs from .* at http://127.0.0.1:8100"),
            held(tmp_path),
        ):
            pass
    with held(tmp_path):
        assert not (tmp_path / "engines.json").exists()


def test_the_key_is_private_and_stays_the_same(tmp_path: Path):
    keep_secret_key(tmp_path)
    first = (tmp_path / "secret_key").read_text()
    keep_secret_key(tmp_path)
    assert (tmp_path / "secret_key").read_text() == first
    assert os.stat(tmp_path / "secret_key").st_mode & 0o777 == 0o600
