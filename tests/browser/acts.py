"""What hands do at a tablet: scan, type, acknowledge; and what eyes wait for."""

import time
from functools import cache
from urllib.parse import urlsplit

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, expect

from plants.models import Person
from plants.rules.badges import badge_code
from tests.factories import PIN


@cache
def strong_pin() -> str:
    """The running servers do not know the tests' quick hasher."""
    hasher = Argon2PasswordHasher()
    return hasher.encode(PIN, hasher.salt())


def badge(person: Person, number: int) -> str:
    """A printed badge for the person, as a scanner reads it, and a PIN that the servers prove."""
    code = badge_code(number)
    Person.objects.filter(pk=person.pk).update(badge=code, pin=strong_pin())
    return code


def scan(page: Page, code: str) -> None:
    """As a wedge scanner types: the keys of the code, then Enter; a hand waits for the page."""
    page.wait_for_load_state("load")
    keys(page, code)
    page.keyboard.press("Enter")


def keys(page: Page, text: str) -> None:
    """Trusted keys stamped five milliseconds apart, however slowly this machine hands them over."""
    devtools = page.context.new_cdp_session(page)
    began = time.time()
    for number, key in enumerate(text):
        stamp = {"key": key, "timestamp": began + number * 0.005}
        devtools.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": key, **stamp})
        devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **stamp})
    devtools.detach()


def sign_in(page: Page, code: str, *, station: str = "", pin: str = PIN, to: str = "") -> None:
    """Badge by scan, PIN by key; the page after it is the station's, or `to`."""
    page.goto(f"/sign-in/?station={station}&next={to}")
    scan(page, code)
    expect(page.locator("[data-pin-name]")).to_have_text(code)
    keys(page, pin)
    if to:  # by its path: the address of the sign-in page ends with the same words
        page.wait_for_url(lambda url: urlsplit(url).path == to.partition("?")[0])


def signed_in(page: Page, person: Person, url: str) -> None:
    """A session of the person at a desk, without the way through the sign-in page."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "plants.queries.backend.PeopleBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    cookies = {"sessionid": session.session_key, "django_language": person.language}
    page.context.add_cookies(
        [{"name": name, "value": str(value), "url": url} for name, value in cookies.items()]
    )


def verdict(page: Page, kind: str, *words: str) -> None:
    """Wait for the panel of this kind that says these words."""
    panel = page.locator("section.verdict")
    expect(panel).to_have_attribute("data-v", kind)
    for word in words:
        expect(panel).to_contain_text(word)


def acknowledge(page: Page) -> None:
    scan(page, "ACK")
    expect(page.locator("section.verdict")).to_have_count(0)


def at(page: Page, code: str) -> None:
    """Walk to another station of the plant; from the sign-in page once that has let go."""
    page.wait_for_url(lambda url: urlsplit(url).path != "/sign-in/")
    page.goto(f"/station/{code}/")
    expect(page.locator("scan-field")).to_be_attached()


def measure(page: Page, serial: str, value: str) -> None:
    """Scan the unit at a test station and type the one number its plan asks for."""
    scan(page, serial)
    page.wait_for_url("**/test/?unit=*")
    expect(page.locator("[data-seq].active")).to_be_visible()
    for key in value:
        page.locator(f'[data-entry-keys] [data-key="{key}"]').click()
