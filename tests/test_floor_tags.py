"""How numbers, serials and times are written, whatever the language around them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

NOON = datetime(2026, 11, 21, 9, 3, 22, tzinfo=UTC)


def shown(source: str, **context: object) -> str:
    return Template("{% load floor %}" + source).render(Context(context))


def test_a_number_and_its_label_are_one_isolated_pair():
    assert shown('{% qty 1236 "OK" %}') == (
        '<span class="qty" dir="ltr"><b class="num">1,236</b> <bdi>OK</bdi></span>'
    )


def test_the_last_five_of_a_serial_are_bold_and_read_left_to_right():
    assert shown('{% serial "NX2B-6K21-01893" %}') == (
        '<bdi class="serial" dir="ltr">NX2B-6K21-<b>01893</b></bdi>'
    )


@pytest.mark.parametrize(
    ("code", "bold"),
    [("KIT-2611-14", "14"), ("PB-2611-0098412", "98412"), ("X2-14.2.07", "07"), ("123", "123")],
)
def test_what_follows_the_last_dash_is_bold_when_shorter(code, bold):
    assert f"<b>{bold}</b>" in shown("{% serial code %}", code=code)


def test_an_imei_is_grouped_two_six_six_one():
    text = shown('{% imei "359012340047184" %}')
    assert text == '<bdi class="serial" dir="ltr">35-901234-00<b>4718-4</b></bdi>'


def test_what_is_no_imei_is_shown_as_a_serial():
    assert "35901234004718X" in shown('{% imei "35901234004718X" %}').replace("<b>", "").replace(
        "</b>", ""
    )


def test_a_serial_from_outside_is_escaped():
    assert "<script>" not in shown(
        "{% serial code %}{% tail code %}{% imei code %}", code="<script>"
    )


@pytest.mark.parametrize(
    ("gap", "text"), [(-166, "−166"), (23, "+23"), (0, "0"), (-1742, '−1<i class="sep">,</i>742')]
)
def test_a_gap_has_a_real_sign(gap, text):
    assert shown("{{ gap|signed }}", gap=gap) == f'<bdi dir="ltr">{text}</bdi>'


@pytest.mark.parametrize("filter_", ["thousands", "plain", "signed", "signed_points"])
def test_nothing_is_a_dash_and_not_a_zero(filter_):
    assert shown("{{ value|" + filter_ + " }}", value=None) == "–"


@pytest.mark.parametrize(
    ("seconds", "plain", "padded"), [(401, "6:41", "06:41"), (4261, "1:11:01", "1:11:01")]
)
def test_a_stop_ticks_from_the_servers_time(seconds, plain, padded):
    since = NOON - timedelta(seconds=seconds)
    assert f">{plain}<" in shown("{% elapsed since now %}", since=since, now=NOON)
    assert f">{padded}<" in shown('{% elapsed since now "pad" %}', since=since, now=NOON)


def test_a_clock_shows_the_plants_zone():
    assert shown("{% clock moment %}", moment=NOON) == '<bdi dir="ltr">14:03</bdi>'


def test_the_scripts_words_come_in_the_readers_language():
    with translation.override("ur"):
        assert (
            "\\u062a\\u06cc\\u0627\\u0631"
            in shown("{% words %}").encode("ascii", "backslashreplace").decode()
        )
    assert "Ready to scan" in shown("{% words %}")
