"""docker-compose.yml says what `make run` does. There is no Docker here: the files are read."""

import itertools
import json
import re
from pathlib import Path

import pytest
import yaml

from mes.serve.engines import POSTGRES_SETTINGS, Engines
from mes.serve.processes import BEAT, SET_UP, WEB, WEBSOCKET, WORKER, Place

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {"migrate": SET_UP, "web": WEB, "websocket": WEBSOCKET, "worker": WORKER, "beat": BEAT}
INSIDE = Place(host="0.0.0.0", port=8000, ws=8001)


def test_the_services_are_the_plant_and_its_proxy():
    assert set(SERVICES) == {*OURS, "postgres", "valkey", "proxy"}


@pytest.mark.parametrize("name", OURS)
def test_a_service_runs_the_command_that_make_run_starts(name):
    assert SERVICES[name]["command"] == OURS[name].filled(INSIDE)


def test_postgres_runs_with_settings_that_the_embedded_one_has():
    program, *words = SERVICES["postgres"]["command"]
    assert program == "postgres"
    assert set(words[::2]) == {"-c"}
    chosen = dict(word.split("=", 1) for word in words[1::2])
    assert chosen.items() <= POSTGRES_SETTINGS.items()


def test_valkey_runs_with_options_that_the_embedded_one_has():
    program, *words = SERVICES["valkey"]["command"]
    assert program == "valkey-server"
    embedded = Engines(Path("/nowhere")).valkey_command()
    pairs = set(itertools.pairwise(embedded))
    assert set(zip(words[::2], words[1::2], strict=True)) <= pairs


@pytest.mark.parametrize("name", OURS)
def test_every_variable_of_a_service_is_read_in_settings(name):
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "mes/settings.py").read_text()))
    assert set(SERVICES[name]["environment"]) - read == set()


def test_no_port_is_published_twice_and_only_the_proxy_publishes_one():
    published = {name: service.get("ports", []) for name, service in SERVICES.items()}
    ports = [port.split(":")[0] for listed in published.values() for port in listed]
    assert sorted(ports) == sorted(set(ports))
    assert [name for name, listed in published.items() if listed] == ["proxy"]


def test_no_volume_is_mounted_by_two_services_and_none_is_unknown():
    mounted = [
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if not volume.startswith("./")
    ]
    # One is shared by every program of ours: the signing key and the issue journal.
    alone = [name for name in mounted if name != "keep"]
    assert sorted(alone) == sorted(set(alone)) == sorted(set(COMPOSE["volumes"]) - {"keep"})


def test_every_service_says_how_it_is():
    deaf = {
        name
        for name, service in SERVICES.items()
        if "healthcheck" not in service or service["healthcheck"].get("disable")
    }
    # web has the image's own check; migrate ends, and beat listens to nobody.
    assert deaf == {"web", "migrate", "beat"}


def test_the_image_is_not_root_and_starts_the_pages():
    lines = (ROOT / "mes/deploy/Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER karkhana"]
    commands = [line.removeprefix("CMD ") for line in lines if line.startswith("CMD ")]
    assert [json.loads(command) for command in commands] == [WEB.filled(INSIDE)]
    assert any(line.startswith("HEALTHCHECK") for line in lines)


def test_the_image_copies_only_what_exists():
    lines = (ROOT / "mes/deploy/Dockerfile").read_text().splitlines()
    copied = [line.split()[1:-1] for line in lines if line.startswith("COPY ")]
    sources = [word for words in copied for word in words if not word.startswith(("--", "/"))]
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_the_proxy_sends_pages_and_sockets_to_services_that_listen_there():
    caddy = (ROOT / "mes/deploy/Caddyfile").read_text()
    targets = set(re.findall(r"reverse_proxy (\S+)", caddy))
    assert targets == {f"web:{INSIDE.port}", f"websocket:{INSIDE.ws}"}
