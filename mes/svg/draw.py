"""The pen: elements with escaped attributes, and no colour (colour belongs to the stylesheet)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

Value = str | int | float


def number(value: float) -> str:
    """One decimal is a tenth of a CSS pixel; whole numbers lose their ``.0``."""
    text = f"{value:.1f}"
    return text.removesuffix(".0")


def _attribute(name: str, value: Value) -> str:
    name = "class" if name == "cls" else name.replace("_", "-")
    shown = number(value) if isinstance(value, float) else value
    return f' {name}="{conditional_escape(str(shown))}"'


def tag(name: str, content: str = "", /, **attributes: Value) -> SafeString:
    """An element; ``content`` is escaped unless it is already safe."""
    inside = conditional_escape(content)
    shown = "".join(_attribute(key, value) for key, value in attributes.items())
    return SafeString(f"<{name}{shown}>{inside}</{name}>" if inside else f"<{name}{shown}/>")


def join(parts: Iterable[SafeString]) -> SafeString:
    """Safe parts joined stay safe; an unsafe one would be a bug, so it is escaped."""
    return SafeString("".join(conditional_escape(part) for part in parts))


def picture(
    width: int, height: int, parts: Iterable[SafeString], *, label: str = "", cls: str = ""
) -> SafeString:
    """An SVG of a fixed size. With a label it is an image for a screen reader, else decoration."""
    attributes: dict[str, Value] = {"cls": cls} if cls else {}
    attributes |= {"width": width, "height": height, "viewBox": f"0 0 {width} {height}"}
    if label:
        attributes |= {"role": "img", "aria_label": label}
    else:
        attributes["aria_hidden"] = "true"
    return tag("svg", join(parts) or SafeString(" "), **attributes)


def rect(cls: str, x: float, y: float, width: float, height: float, **more: Value) -> SafeString:
    """A rectangle; widths below zero are drawn as nothing."""
    size: dict[str, Value] = {"width": max(0.0, float(width)), "height": max(0.0, float(height))}
    return tag("rect", cls=cls, x=float(x), y=float(y), **size, **more)


def path(cls: str, d: str) -> SafeString:
    """A path by its drawing commands."""
    return tag("path", cls=cls, d=d)


def text(cls: str, x: float, y: float, words: str, **more: Value) -> SafeString:
    """A label at a point; the class decides its anchor."""
    return tag("text", words, cls=cls, x=float(x), y=float(y), **more)
