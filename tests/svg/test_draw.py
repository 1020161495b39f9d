"""Pictures are markup: what comes from outside is escaped, and no colour or style is inside."""

import re

from mes import svg
from mes.svg.draw import number, tag, text
from tests.svg.samples import GLIDE, HOURS, NODES


def test_a_label_from_outside_is_escaped():
    assert str(text("c", 1, 2, '<script>"&')) == (
        '<text class="c" x="1" y="2">&lt;script&gt;&quot;&amp;</text>'
    )


def test_an_attribute_from_outside_is_escaped():
    assert 'aria-label="&quot;&gt;"' in str(tag("svg", aria_label='">'))


def test_a_tenth_of_a_pixel_is_enough():
    assert [number(0), number(1.04), number(1.06), number(-0.5)] == ["0", "1", "1.1", "-0.5"]


def test_no_picture_carries_a_colour_or_a_style():
    pictures = [
        svg.hour_bars(HOURS, 352, 184, 16, values=True),
        svg.station_strip(NODES),
        svg.glide_path(GLIDE, "2026"),
        svg.progress(1742, 1908, 2880, "made", board=True),
        svg.month_bar(10, 20, 20, "now", opening=5),
        svg.limit_band_large(svg.Scale(1.0, 4.0), "limits"),
        svg.carton_places(12, 20),
        svg.gap_bar(-166, 166, bad=True),
        svg.icon("plant"),
        svg.shape("ng"),
    ]
    for picture in pictures:
        assert not re.search(r'style=|fill="#|stroke="#|rgb\(|url\(', str(picture))
        assert str(picture).startswith("<svg")
        assert str(picture).endswith("</svg>")


def test_a_line_without_hours_or_stations_is_still_a_picture():
    assert "<svg" in svg.hour_bars([], 352, 184, 16)
    assert "<svg" in svg.station_strip([])
    assert svg.share(5, 0, 100, 16).count("<rect") == 1
