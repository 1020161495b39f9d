"""Every symbol on every layout, drawn from the printer's bits and from the SVG, is read back."""

import pytest

from lines.rules.labels.drawing import drawn, sample
from lines.rules.labels.gs1 import GS, parsed
from lines.rules.labels.spec import layout_of
from lines.rules.labels.starters import STARTERS
from lines.rules.labels.svg import svg
from lines.rules.labels.values import SAMPLE
from lines.rules.labels.zpl import zpl
from tests.lines.labels.making import BOX, CARTON
from tests.lines.labels.reading import raw, read, svg_picture, zpl_picture

LAYOUTS = {**STARTERS, "plain box": BOX, "plain carton": CARTON}
KINDS = {
    "code128": "]C0",
    "gs1_128": "]C1",
    "datamatrix": "]d1",
    "gs1_datamatrix": "]d2",
    "qr": "]Q1",
}


def expected(drawing) -> dict[str, str]:
    """What each symbol says, as its layout spells it."""
    return {item.text: KINDS[item.symbol.kind] for item in drawing.items if item.symbol is not None}


def said(found: dict[str, str]) -> dict[str, str]:
    """As written in the layout: a GS1 symbol with brackets round its identifiers."""
    return {
        "".join(f"({ai}){value}" for ai, value in parsed(text).items())
        if name in ("]C1", "]d2") and not text.startswith("(")
        else text: name
        for text, name in found.items()
    }


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_the_very_bits_a_printer_gets_are_read(name, dpi):
    drawing = sample(layout_of(name.split()[-1], LAYOUTS[name]))
    assert expected(drawing)
    assert said(read(zpl_picture(zpl(drawing, dpi=dpi)))) == expected(drawing)


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_svg_says_the_same(name):
    drawing = sample(layout_of(name.split()[-1], LAYOUTS[name]))
    assert said(read(svg_picture(svg(drawing)))) == expected(drawing)


def test_all_the_gs1_elements_of_a_phone_are_read_back():
    spec = {
        "width": 60,
        "height": 60,
        "fields": [
            {
                "kind": "gs1_datamatrix",
                "x": 5,
                "y": 5,
                "module": 0.5,
                "data": "(01){gtin}(10){lot}(21){carton_no}(37){quantity}",
            },
            {"kind": "gs1_128", "x": 5, "y": 40, "module": 0.25, "height": 9, "data": "(00){sscc}"},
        ],
    }
    carton = {**spec, "fields": spec["fields"][:1]}
    found = read(zpl_picture(zpl(sample(layout_of("carton", carton)), dpi=203)))
    assert [parsed(text) for text in found] == [
        {"01": SAMPLE["gtin"], "10": SAMPLE["lot"], "21": SAMPLE["carton_no"], "37": "2"}
    ]
    pallet = {**spec, "fields": spec["fields"][1:]}
    found = read(zpl_picture(zpl(sample(layout_of("pallet", pallet)), dpi=203)))
    assert [parsed(text) for text in found] == [{"00": SAMPLE["sscc"]}]


def test_a_variable_element_ends_with_fnc1():
    box = {
        "width": 60,
        "height": 30,
        "fields": [
            {
                "kind": "gs1_datamatrix",
                "x": 5,
                "y": 2,
                "module": 0.5,
                "data": "(01){gtin}(21){serial}(8040){imei1}(8041){imei2}",
            }
        ],
    }
    (data,) = raw(zpl_picture(zpl(sample(layout_of("box", box)), dpi=203)))
    gtin, serial = SAMPLE["gtin"], SAMPLE["serial"]
    said = f"01{gtin}21{serial}{GS}8040{SAMPLE['imei1']}{GS}8041{SAMPLE['imei2']}"
    assert data.decode() == said


def test_a_full_carton_of_twenty_fits_its_label():
    rows = [
        {"n": str(n), "serial": f"NX2B-6B22-{n:05}", "imei1": "490154203237518"}
        for n in range(1, 21)
    ]
    serials = "\n".join(row["serial"] for row in rows)
    values = {**SAMPLE, "quantity": "20", "serials": serials}
    drawing = drawn(layout_of("carton", STARTERS["carton"]), values, rows)
    assert serials in read(zpl_picture(zpl(drawing, dpi=203)))
    assert serials in read(svg_picture(svg(drawing)))


def test_urdu_is_drawn_joined_and_the_same_on_both():
    drawing = sample(layout_of("box", STARTERS["box"]))
    text = zpl(drawing, dpi=203).decode()
    assert "پ" not in text
    assert "data:image/png;base64," in svg(drawing)
