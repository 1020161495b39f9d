"""A scanner faster than any hand: keys put into the page at once, stamped as a device does."""

from collections.abc import Sequence

from playwright.sync_api import Page

KEYS = """
([strokes, from]) => {
  let at = performance.now() + from;
  for (const { key, code = "", after } of strokes) {
    at += after;
    const event = new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true });
    Object.defineProperty(event, "timeStamp", { value: at });
    const taken = !document.activeElement.dispatchEvent(event);
    if (!taken && key === "Enter") document.activeElement.click(); // as a browser would
  }
}
"""
URDU = dict(zip("0123456789", "۰۱۲۳۴۵۶۷۸۹", strict=True))
Stroke = dict[str, str | int]


def strokes(code: str, *, every: int = 20, urdu: bool = False) -> list[Stroke]:
    """The keys of a code and Enter, so many milliseconds apart; `urdu`: by that layout."""
    keys: list[Stroke] = []
    for character in code:
        place = f"Key{character}" if character.isalpha() else f"Digit{character}"
        key = (URDU.get(character) or "ط") if urdu and character != "-" else character
        keys.append({"key": key, "code": "Minus" if character == "-" else place, "after": every})
    return [*keys, {"key": "Enter", "code": "Enter", "after": every}]


def press(page: Page, keys: Sequence[Stroke]) -> None:
    """All of them in one task of the page: nothing on it gets a breath between two keys."""
    page.evaluate(KEYS, [list(keys), 0])


def burst(page: Page, codes: Sequence[str]) -> None:
    press(page, [stroke for code in codes for stroke in strokes(code)])
