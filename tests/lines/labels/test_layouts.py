"""What a layout may say is checked when it is saved; what ZPL would obey is spelled in hex."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lines.rules.labels.drawing import drawn, sample
from lines.rules.labels.faults import BadLayout
from lines.rules.labels.gs1 import check_elements, elements_of, mod10, parsed
from lines.rules.labels.spec import layout_of
from lines.rules.labels.svg import svg
from lines.rules.labels.values import SAMPLE
from lines.rules.labels.zpl import escaped, zpl


def one(**field: object) -> dict:
    return {"width": 50, "height": 30, "fields": [field]}


TEXT = {"kind": "text", "x": 1, "y": 1, "size": 3, "text": "{serial}"}
CODE = {"kind": "code128", "x": 4, "y": 4, "module": 0.25, "height": 6, "data": "{serial}"}
BAD = {
    "placeholder": [
        {**TEXT, "text": "{secret}"},
        {**TEXT, "text": "{serial"},
        {**TEXT, "text": "{{x}}"},
    ],
    "outside": [{**TEXT, "x": 51}, {**TEXT, "y": 29}, {**CODE, "height": 40}],
    "small": [{**CODE, "module": 0.2}],
    "number": [
        {**TEXT, "size": "3"},
        {**TEXT, "x": -1},
        {**TEXT, "y": True},
        {**CODE, "height": None},
    ],
    "kind": [{**TEXT, "kind": "script"}, "text", {**TEXT, "kind": "rows", "pitch": 3}],
    "shape": [{**TEXT, "text": ""}, {**TEXT, "align": "end"}, {**CODE, "data": 5}],
}


@pytest.mark.parametrize(("code", "field"), [(c, f) for c, fields in BAD.items() for f in fields])
def test_a_bad_field_is_named_by_its_place_and_fault(code, field):
    spec = {"width": 50, "height": 30, "fields": [TEXT, field]}
    with pytest.raises(BadLayout) as bad:
        layout_of("device", spec)
    assert [(fault.code, fault.field) for fault in bad.value.faults] == [(code, 2)]


@pytest.mark.parametrize(
    "spec", [None, [], {"width": 50}, {"width": 5, "height": 30, "fields": [TEXT]}]
)
def test_what_is_no_layout_is_said_to_be_none(spec):
    with pytest.raises(BadLayout):
        layout_of("device", spec)


def test_symbols_lie_on_the_label_and_not_on_each_other():
    for field in ({**CODE, "x": 30}, {**CODE, "x": 1}):
        with pytest.raises(BadLayout, match="lie on the label"):
            sample(layout_of("device", one(**field)))
    both = {"width": 80, "height": 30, "fields": [CODE, {**CODE, "y": 8}]}
    with pytest.raises(BadLayout, match="on each other"):
        sample(layout_of("device", both))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("(00)106141411234567898", "gs1_value"),
        ("(01)09506000134353", "gs1_value"),
        ("(01)0950600013435", "gs1_value"),
        ("(99)1", "gs1_ai"),
        ("(21)" + "A" * 21, "gs1_value"),
        ("(21)AÄ", "gs1_value"),
        ("(37)123456789", "gs1_value"),
        ("(8040)490154203237518", "gs1_needs"),
        ("(01)09506000134352(21)A(8041)490154203237526", "gs1_needs"),
        ("(01)09506000134352(21)A(8040)490154203237517", "gs1_value"),
        ("no elements", "gs1"),
        ("(01)09506000134352 and more)", "gs1"),
    ],
)
def test_gs1_elements_have_their_length_and_check_digit(data, code):
    with pytest.raises(BadLayout) as bad:
        check_elements(elements_of(data))
    assert bad.value.faults[0].code == code


def test_a_scan_is_read_with_or_without_its_brackets():
    said = {"01": "09506000134352", "21": "A-1", "8040": "490154203237518"}
    assert parsed("]d2010950600013435221A-1\x1d8040490154203237518") == said
    assert parsed("(01)09506000134352(21)A-1(8040)490154203237518") == said
    for other in ("NOVA5G-6B22-00001", "490154203237518", "", "01", "0109506000134353"):
        assert parsed(other) == {}
    assert mod10("10614141123456789") == "7"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_no_text_on_a_label_is_ever_a_command(text):
    drawing = drawn(layout_of("device", one(**TEXT)), {**SAMPLE, "serial": text})
    data = escaped(text)
    assert not {"^", "~"} & set(data)
    sent = zpl(drawing, dpi=203).decode()
    assert sent.count("^XA") == sent.count("^XZ") == 1
    svg(drawing)
    assert "<script" not in svg(drawing)


def test_a_linear_symbol_takes_no_more_than_a_scanner_reads():
    with pytest.raises(BadLayout, match="too long"):
        drawn(layout_of("device", one(**CODE)), {**SAMPLE, "serial": "A" * 49})
    with pytest.raises(BadLayout, match="cannot hold"):
        drawn(layout_of("device", one(**CODE)), {**SAMPLE, "serial": "سیاہ"})
    with pytest.raises(BadLayout, match=r"missing: \{serial\}"):
        drawn(layout_of("device", one(**CODE)), {**SAMPLE, "serial": ""})
