"""Labels as a scanner sees them: the ZPL's own bits and the SVG's own paths, drawn and decoded."""

import re

import zxingcpp
from PIL import Image, ImageDraw

_FIELD = re.compile(r"\^FO(\d+),(\d+)(.*?)\^FS", re.S)
_GRAPHIC = re.compile(r"\^GFA,(\d+),(\d+),(\d+),([0-9A-F:,]*)")
_PATH = re.compile(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+z")
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
PIXELS_MM = 24


def zpl_picture(zpl: bytes) -> Image.Image:
    """What a printer would burn: every ^GFA at its ^FO; text is the printer's own affair."""
    text = zpl.decode()
    width, height = (int(re.search(rf"\^{name}(\d+)", text)[1]) for name in ("PW", "LL"))
    image = Image.new("L", (width, height), 255)
    for x, y, rest in _FIELD.findall(text):
        found = _GRAPHIC.match(rest)
        if found is None:
            continue
        total, again, wide = (int(found[n]) for n in (1, 2, 3))
        rows = hex_rows(found[4], wide)
        assert total == again == len(rows) * wide
        for down, row in enumerate(rows):
            for across, bit in enumerate(f"{int(row, 16):0{wide * 8}b}"):
                if bit == "1":
                    image.putpixel((int(x) + across, int(y) + down), 0)
    return image


def hex_rows(data: str, wide: int) -> list[str]:
    """ZPL's compression: `:` repeats the row above, `,` fills a row with zeros."""
    rows: list[str] = []
    held = ""
    for letter in data:
        if letter == ":":
            rows.append(rows[-1])
        elif letter == ",":
            rows.append(held.ljust(wide * 2, "0"))
            held = ""
        else:
            held += letter
            if len(held) == wide * 2:
                rows.append(held)
                held = ""
    assert held == ""
    return rows


def svg_picture(svg: str) -> Image.Image:
    """The dark modules of an SVG at 24 pixels a mm."""
    found = _SIZE.search(svg)
    size = tuple(round(float(side) * PIXELS_MM) for side in found.groups())
    image = Image.new("L", size, 255)
    pen = ImageDraw.Draw(image)
    for groups in _PATH.findall(svg):
        x, y, wide, high = (float(one) * PIXELS_MM for one in groups)
        box = (round(x), round(y), round(x + wide) - 1, round(y + high) - 1)
        pen.rectangle(box, fill=0)
    return image


def read(image: Image.Image) -> dict[str, str]:
    """Every symbol on the picture: what it says, with its symbology identifier (ISO/IEC 15424)."""
    return {one.text: one.symbology_identifier for one in _found(image)}


def raw(image: Image.Image) -> list[bytes]:
    """What each symbol says byte for byte, with GS where FNC1 parts two elements."""
    return [bytes(one.bytes) for one in _found(image)]


def _found(image: Image.Image) -> list[zxingcpp.Barcode]:
    white = Image.new("L", (image.width + 80, image.height + 80), 255)
    white.paste(image, (40, 40))
    return zxingcpp.read_barcodes(white)
