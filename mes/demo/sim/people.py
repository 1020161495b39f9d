"""A person of the demo at a desk: signs in as the page does, then asks as the page would."""

import http.client
import json
import time
from dataclasses import dataclass
from pathlib import Path

from mes.demo.people import PEOPLE_FILE
from mes.demo.sim.client import PATIENCE_SECONDS, Client, ServerAway

LEAD = "manager"
"""Leads the floor, sends trucks off and settles labels, in every plant of the demo."""
QUALITY = "qa_lead"
"""Agrees to scrap, opens and ends containments, in every plant of the demo."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Two people at their desks; `second` is how the one of quality signs beside the other."""

    lead: Client
    quality: Client
    second: dict[str, str]


def signed_in(*, host: str, port: int, home: Path) -> Crew | None:
    """Both senders; None where the demo's people are not known or have other passwords."""
    try:
        told = json.loads((home / PEOPLE_FILE).read_text(encoding="utf-8"))["people"]
        people = {who["username"]: who for who in told}
        lead, quality = people[LEAD], people[QUALITY]
        second = {"badge": quality["badge"], "pin": quality["pin"]}
    except (OSError, ValueError, LookupError, TypeError):
        return None
    leading = _sender(host, port, lead)
    judging = _sender(host, port, quality)
    return Crew(leading, judging, second) if leading and judging else None


def _sender(host: str, port: int, who: dict[str, str]) -> Client | None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return _once(host, port, who)
        except (OSError, http.client.HTTPException) as error:
            if time.monotonic() > deadline:
                message = f"nobody could sign in: {error}"
                raise ServerAway(message) from None
            time.sleep(1)


def _once(host: str, port: int, who: dict[str, str]) -> Client | None:
    line = http.client.HTTPConnection(host, port, timeout=30)
    try:
        line.request("GET", "/sign-in/", headers={"Accept": "text/html"})
        token = _cookies(line.getresponse()).get("csrftoken", "")
        body = json.dumps({"username": who["username"], "password": who["password"]})
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Cookie": f"csrftoken={token}",
            "X-CSRFToken": token,
        }
        line.request("POST", "/sign-in/", body=body, headers=headers)
        given = _cookies(line.getresponse())
    finally:
        line.close()
    if "sessionid" not in given:
        return None
    token = given.get("csrftoken", token)
    cookie = "; ".join(f"{name}={value}" for name, value in given.items())
    return Client(host, port, {"Cookie": cookie, "X-CSRFToken": token})


def _cookies(answer: http.client.HTTPResponse) -> dict[str, str]:
    """The cookies an answer sets; its body is read to the end."""
    answer.read()
    pairs = [value.split(";", 1)[0] for value in answer.headers.get_all("Set-Cookie") or []]
    return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}
