"""Demo people, named after their roles, and the tokens of the simulator; secrets are random."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password

from mes.demo.files import rows, words
from plants.actions.devices import mint_token
from plants.models import Membership, Person, Plant, Presence, Station
from plants.rules.badges import badge_code
from plants.rules.pins import is_easy

PEOPLE_FILE, TOKENS_FILE = "demo.json", "simulator.token"
FIRST_BADGE = 1001


@dataclass(frozen=True, slots=True)
class Known:
    """What a demo person signs in with, as it is printed."""

    role: str
    username: str
    password: str
    badge: str
    pin: str
    plants: list[str]


def make_people(plants: dict[str, Plant], home: Path) -> dict[str, Person]:
    """Everybody of the demo by user name; what they sign in with is written to MES_HOME.

    Desk people have a password beside their PIN: MES_DEMO_PASSWORD, else a random one each.
    """
    people, known = {}, []
    for number, row in enumerate(rows("people")):
        desk = row["desk"] == "yes"
        password = os.environ.get("MES_DEMO_PASSWORD") or secrets.token_urlsafe(9)
        who = Known(
            role=row["roles"],
            username=row["username"],
            password=password if desk else "",
            badge=badge_code(FIRST_BADGE + number),
            pin=_pin(),
            plants=words(row["plants"]),
        )
        is_admin = row["roles"] == "admin"
        person = Person.objects.create(
            username=who.username,
            name=row["name"],
            name_ur=row["name_ur"],
            badge=who.badge,
            pin=make_password(who.pin),
            password=make_password(who.password or None),
            language=row["language"],
            is_staff=is_admin,
            is_superuser=is_admin,
        )
        Membership.objects.bulk_create(
            Membership(person=person, plant=plants[code], roles=words(row["roles"]))
            for code in who.plants
        )
        people[who.username] = person
        known.append(who)
    write_secret(home / PEOPLE_FILE, {"people": [asdict(who) for who in known]})
    return people


def make_presences(people: dict[str, Person], now: datetime) -> None:
    """Who stood where yesterday: the tablets of these stations know their names."""
    Presence.objects.bulk_create(
        Presence(
            person=people[row["username"]],
            station=Station.objects.get(code=row["station"]),
            device="demo",
            started_at=now - timedelta(hours=20),
            seen_at=now - timedelta(hours=13),
            ended_at=now - timedelta(hours=13),
        )
        for row in rows("people")
        if row["station"]
    )


def make_tokens(plants: dict[str, Plant], home: Path) -> None:
    """One token a plant for the simulator, in MES_HOME by plant code."""
    tokens = {code: mint_token(name="Simulator", plant=plant) for code, plant in plants.items()}
    write_secret(home / TOKENS_FILE, tokens)


def write_secret(path: Path, content: object) -> None:
    """Write JSON that only the owner may read; whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1, ensure_ascii=False)
        file.write("\n")
    beside.replace(path)


def _pin() -> str:
    while is_easy(pin := f"{secrets.randbelow(1_000_000):06}"):
        pass
    return pin
