"""What scanners, keyboards and input methods do to a scan field: nothing of it costs a code."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.acts import signed_in
from tests.browser.hands import burst, press, strokes
from tests.live import LivePlant
from tests.plant import PlantAtWork, a_plant

pytestmark = pytest.mark.browser
UNKNOWN = {
    "verdict": "refused", "code": "unknown_unit", "detail": "No unit.", "detail_ur": "",
    "next": "", "next_ur": "",
}  # fmt: skip
HEAR = """
window.heard = [];
document.addEventListener("scan", ({ detail }) => window.heard.push(detail.code));
"""


class Field:
    """A station's page that says what it heard and what it sent."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sent: list[str] = []

    @property
    def heard(self) -> list[str]:
        """Since the last question."""
        return list(self.page.evaluate("window.heard.splice(0)"))

    def answer(self, route: Route) -> None:
        self.sent.append(route.request.post_data_json["identifier"])
        route.fulfill(status=404, json=UNKNOWN)


@pytest.fixture
def works(live_plant: LivePlant) -> PlantAtWork:
    return a_plant()


@pytest.fixture
def field(works: PlantAtWork, page: Page, live_plant: LivePlant) -> Field:
    signed_in(page, works.ana, live_plant.url)
    found = Field(page)
    page.route("**/station/*/scan/", found.answer)
    page.goto(f"/station/{works.station('AGE').code}/")
    expect(page.locator(".pill")).to_have_text("Live")
    page.evaluate(HEAR)
    return found


def test_of_two_hundred_codes_at_twenty_milliseconds_a_key_none_is_lost(field: Field) -> None:
    codes = [f"T-{n:07}" for n in range(200)]
    burst(field.page, codes)
    assert field.heard == codes
    for _ in range(600):
        if len(field.sent) == len(codes):
            break
        field.page.wait_for_timeout(50)
    assert field.sent == codes


def test_slow_keys_other_layouts_and_input_methods_make_the_same_code(field: Field) -> None:
    page = field.page

    # A soft keyboard pops up in the middle of a code: one code still, not two.
    keys = strokes("SPLIT-00042")
    keys[6]["after"] = 2500
    press(page, keys)
    assert field.heard == ["SPLIT-00042"]

    # The tablet is set to Urdu: letters and digits are read by the place of their keys.
    press(page, strokes("URDU-12890", urdu=True))
    assert field.heard == ["URDU-12890"]

    # A handheld injects the whole text by the input method; the end comes as a key, or with it.
    page.keyboard.insert_text("IME-000017")
    page.keyboard.press("Enter")
    assert field.heard == ["IME-000017"]
    page.evaluate(
        """text => {
          const input = document.activeElement;
          input.value = text;
          input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
        }""",
        "IME-000018\t",
    )
    assert field.heard == ["IME-000018"]

    # A finger left the focus on a button: the code is a code and the button stays untouched.
    call = page.locator('.frame-foot [data-opens="call-sheet"]')
    call.focus()
    press(page, strokes("BUTTON-0001"))
    assert field.heard == ["BUTTON-0001"]
    expect(page.locator("#call-sheet")).not_to_have_attribute("open", "")

    # The page fetches a part of itself anew between two keys of a code.
    keys = strokes("SWAP-000099")
    press(page, keys[:5])
    page.evaluate(
        """() => new Promise((done) => {
          document.addEventListener("live:swapped", done, { once: true });
          document.dispatchEvent(new Event("live:refetch"));
        })"""
    )
    press(page, keys[5:])
    assert field.heard == ["SWAP-000099"]
