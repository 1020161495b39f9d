"""A wall screen through restarts: it comes back by itself, and old figures look old."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from mes.kernel.live import publish_line
from mes.serve.processes import WEB, WEBSOCKET
from tests.browser.acts import signed_in
from tests.conftest import engines
from tests.ledger import a_shift
from tests.ledgers import a_move
from tests.live import LivePlant
from tests.plant import PlantAtWork, a_plant

pytestmark = pytest.mark.browser


@pytest.fixture
def works(live_plant: LivePlant) -> PlantAtWork:
    works = a_plant()
    a_shift(works.line, start=timezone.now() - timedelta(hours=2))
    return works


@pytest.fixture
def wall(works: PlantAtWork, live_plant: LivePlant, page: Page) -> Page:
    signed_in(page, works.chen, live_plant.url)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto("/boards/LHR-B/")
    page.evaluate("window.sameAsBefore = true")
    return page


def makes_one(works: PlantAtWork) -> None:
    now = timezone.now()
    a_move(works, "CTN", output=True, at=now, received_at=now)
    publish_line(line_code=works.line.code)


def shows(wall: Page, good: int, *, within: float = 5) -> None:
    expect(wall.locator("[data-live-good]")).to_have_text(str(good), timeout=within * 1000)
    assert wall.evaluate("window.sameAsBefore")


@pytest.mark.parametrize("restart", ["websocket", "broker"])
def test_a_board_goes_on_after_a_restart_without_being_loaded_again(
    works: PlantAtWork, live_plant: LivePlant, wall: Page, restart: str
):
    acts: dict[str, Callable[[], None]] = {
        "websocket": lambda: live_plant.restart("websocket"),
        "broker": engines.restart_valkey,
    }
    shows(wall, 0)
    makes_one(works)
    shows(wall, 1)
    acts[restart]()
    makes_one(works)
    shows(wall, 2, within=15)
    makes_one(works)
    shows(wall, 3, within=15)


def test_figures_that_nobody_renews_become_outlines_and_come_back(
    works: PlantAtWork, live_plant: LivePlant, wall: Page
):
    shows(wall, 0)
    live_plant.kill("websocket")
    live_plant.kill("web")
    body = wall.locator("body")
    expect(body).to_have_attribute("data-stale", "old", timeout=40_000)
    expect(wall.locator(".stale-note").first).to_contain_text("NO DATA SINCE")
    live_plant.start(WEB)
    live_plant.start(WEBSOCKET)
    makes_one(works)
    shows(wall, 1, within=20)
    expect(body).not_to_have_attribute("data-stale", "old")
