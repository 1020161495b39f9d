"""The servers as they really run: pages, sockets' process, health, and the browser's view."""

import json
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from tests.live import LivePlant


@pytest.mark.browser
def test_a_running_plant_says_that_it_is_ready(live_plant: LivePlant):
    with urlopen(f"{live_plant.url}/readyz") as answer:
        assert json.load(answer) == {
            "database": "ok",
            "migrations": "ok",
            "broker": "ok",
            "ledger_guard": "privileges and triggers",
            "ledger_check": "never",
        }


@pytest.mark.browser
def test_a_browser_opens_the_sign_in_page_without_a_script_or_policy_error(page: Page):
    answer = page.goto("/admin/login/")
    assert answer is not None
    assert answer.status == 200
    assert page.locator("input[name=username]").is_visible()
