"""What each picture says: red is only for what needs action, the future is its plan line alone."""

import pytest

from mes import svg
from mes.svg.glide import _Axes
from tests.svg.samples import GLIDE, HOURS, NODES


def test_only_a_missed_hour_is_hatched():
    picture = str(svg.hour_bars(HOURS, 352, 184, 16, values=True))
    assert picture.count("c-hatch") == 1
    assert picture.count("c-bar") == 1


def test_the_running_hour_is_outlined_and_its_units_are_ink():
    picture = str(svg.hour_bars(HOURS, 352, 184))
    assert (picture.count("c-ghost"), picture.count("c-ink")) == (1, 1)


def test_an_hour_to_come_is_its_plan_line_alone():
    later = str(svg.hour_bars(HOURS[3:], 352, 184, 16, values=True))
    assert "c-planf" in later
    assert "<rect" not in later
    assert ">0<" not in later


def test_the_pile_before_the_stopped_station_is_the_only_red_one():
    picture = str(svg.station_strip(NODES))
    assert picture.count("c-hatch") == 1
    assert '<text class="wip-ng c-mid" x="410.7" y="166">83</text>' in picture
    assert "node-i" in picture


def test_many_stations_stagger_their_names():
    crowd = [type(NODES[0])(f"ST{n}", n) for n in range(20)]
    picture = str(svg.station_strip(crowd))
    assert 'y="18"' in picture
    assert 'y="42"' in picture


@pytest.mark.parametrize(
    ("low", "high", "ends"),
    [
        (6.0, 18.0, (0.0, 24.0)),
        (1.0, 4.0, (0.0, 6.0)),
        (None, 400.0, (0.0, 500.0)),
        (20.0, None, (10.0, 40.0)),
        (-72.0, -60.0, (-78.0, -54.0)),
        (5.0, 5.0, (2.5, 7.5)),
    ],
)
def test_a_band_shows_half_its_span_beyond_each_limit(low, high, ends):
    assert svg.Scale(low, high).ends == ends


@pytest.mark.parametrize(
    ("comparison", "marks", "zone"),
    [
        ("GELE", [("min", 1.0), ("max", 4.0)], (33.3, 133.3)),
        ("GTLT", [(">", 1.0), ("<", 4.0)], (33.3, 133.3)),
        ("EQ", [("=", 1.0)], (100.0, 100.0)),
        ("NE", [("≠", 1.0)], (0.0, 200.0)),
        ("LOG", [], (0.0, 200.0)),
    ],
)
def test_a_band_says_how_its_limits_are_meant(comparison, marks, zone):
    high = None if comparison in ("EQ", "NE") else 4.0
    scale = svg.Scale(1.0, high, comparison)

    assert scale.marks == marks
    assert scale.zone(200) == pytest.approx(zone, abs=0.1)


def test_a_value_far_outside_stays_in_the_picture():
    assert svg.Scale(1.0, 4.0).x(10_000, 200) == 200
    assert svg.Scale(1.0, 4.0).x(-10_000, 200) == 0


def test_the_next_place_of_a_carton_is_the_only_blue_one():
    picture = str(svg.carton_places(12, 20))
    counts = [picture.count(kind) for kind in ('"c-ink"', '"slot-next"', '"slot"')]
    assert counts == [12, 1, 7]


def test_a_full_carton_has_no_next_place():
    assert "slot" not in str(svg.carton_places(20, 20))


def test_units_made_before_go_live_are_hatched_grey_and_never_red():
    picture = str(svg.month_bar(100, 120, 120, "closed", opening=100))
    assert "c-hatch-open" in picture
    assert 'c-hatch"' not in picture


def test_a_gap_longer_than_the_picture_ends_at_its_edge():
    assert 'width="160"' in str(svg.gap_bar(-999, 1, bad=False))


def test_the_year_keeps_its_goal_inside_the_picture():
    axes = _Axes(GLIDE)
    assert axes.y(GLIDE.goal) > 20
    assert axes.x(365) == 840


def test_the_gap_of_the_year_is_drawn_only_when_behind():
    ahead = type(GLIDE)(**{**GLIDE.__dict__, "should": 2_000_000})
    assert "c-gap" in str(svg.glide_path(GLIDE, ""))
    assert "c-gap" not in str(svg.glide_path(ahead, ""))
