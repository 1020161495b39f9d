"""A real Chromium, driven by Playwright; fresh pages whose mistakes fail the test."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests import chromium
from tests.live import LivePlant


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Skipped where there is no Chromium; in CI that is a failure."""
    program = chromium.find()
    if program is None:
        message = "There is no Chromium: install the package `chromium`, or set CHROMIUM."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    # Playwright keeps an event loop in this thread, which Django takes for an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=list(chromium.ARGUMENTS))
        yield found
        found.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


PATIENCE = 20_000
"""Milliseconds: a machine that also runs other tests is slow; nobody waits longer than needed."""

SAY_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  console.error("Content Security Policy: " + violatedDirective + " " + blockedURI));
"""


@contextmanager
def a_page(browser: Browser, url: str, **context: object) -> Iterator[Page]:
    """A page of a fresh session whose address bar starts at the plant.

    Errors of scripts and CSP violations are gathered; one of them fails the test at its end.
    """
    fresh = browser.new_context(
        **{
            "base_url": url,
            "viewport": {"width": 1280, "height": 800},
            "locale": "en-GB",
            "timezone_id": "Asia/Karachi",
            "reduced_motion": "reduce",
            "service_workers": "block",  # or Playwright could not stand in the way of requests
            **context,
        }
    )
    fresh.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    mistakes: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            mistakes.append(message.text)

    fresh.add_init_script(SAY_VIOLATIONS)
    found = fresh.new_page()
    found.on("pageerror", lambda error: mistakes.append(str(error)))
    found.on("console", note)
    yield found
    fresh.close()
    assert mistakes == []


@pytest.fixture
def page(browser: Browser, live_plant: LivePlant) -> Iterator[Page]:
    with a_page(browser, live_plant.url) as found:
        yield found
