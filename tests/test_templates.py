"""Rules every page keeps: no inline script or style, one primary, buttons that say what they are,
words that can be translated, directions that turn round."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = sorted((ROOT / "mes" / "static" / "mes").glob("app.css")) + sorted(
    (ROOT / "mes" / "static" / "mes" / "css").glob("*.css")
)
MODULES = sorted((ROOT / "mes" / "static" / "mes" / "js").rglob("*.js"))

EXTENDS = re.compile(r'{%-?\s*extends\s+"([^"]+)"')
INCLUDES = re.compile(r'{%-?\s*include\s+"([^"]+)".*?%}')
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.S)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.S)
OWN_WORDS = frozenset(
    {"karkhana", "mes", "ok", "ng", "imei", "english", "اردو", "pass", "fail", "min"}
    | {"xlsx", "pdf", "msl", "csv", "sha", "demo", "mm", "dpi", "sscc", "sku", "gtin"}
    # symbols of ISO 2859-1 and of control charts, written alike in every language
    | {"iso", "aql", "ac", "re", "cpk", "ppk", "mr"}
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def source(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def whole(path: Path, seen: frozenset[str] = frozenset()) -> str:
    """A template with what it includes, as a reader would find it in one piece."""

    def inside(found: re.Match[str]) -> str:
        one = found[1]
        return "" if one in seen else whole(ROOT / "templates" / one, seen | {one})

    return INCLUDES.sub(inside, source(path))


def most_at_once(text: str) -> int:
    """How many primaries a page shows at most: of an `if` only one branch is drawn."""
    depths = [[0, 0]]  # the most of the branches before, and what this one has
    for token in re.findall(r"{%-?\s*(?:if|elif|else|endif)\b.*?%}|\sdata-primary\b", text, re.S):
        word = token.strip("{%- \n").split()[0]
        if word == "data-primary":
            depths[-1][1] += 1
        elif word == "if":
            depths.append([0, 0])
        elif word == "endif":
            depths[-2][1] += max(depths.pop())
        elif len(depths) > 1:  # the `else` of a branch; an `empty` has its own word
            depths[-1] = [max(depths[-1]), 0]
    return max(depths[0])


def test_only_one_branch_of_a_condition_is_counted():
    either = "{% if a %}<a data-primary>{% elif b %}<b data-primary>{% else %}{% endif %}"
    assert most_at_once(either) == 1
    assert most_at_once(either + "<a data-primary>") == 2
    assert most_at_once("{% if a %}<a data-primary><a data-primary>{% endif %}") == 2


def pages(frame: str) -> list[Path]:
    """The pages that stand in a frame: floor.html, manager.html or board.html."""
    return [path for path in TEMPLATES if EXTENDS.findall(source(path))[:1] == [frame]]


each_template = pytest.mark.parametrize("path", TEMPLATES, ids=name)


@each_template
def test_nothing_is_styled_or_scripted_inside_a_template(path):
    text = source(path)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<style\b|javascript:", text)
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script


@each_template
def test_every_button_says_what_it_does_to_a_form(path):
    for button in re.findall(r"<button\b[^>]*>", source(path)):
        assert re.search(r'type="(button|submit)"', button), button


@each_template
def test_every_form_that_posts_is_guarded(path):
    for form in re.findall(r'<form\b[^>]*method="post".*?</form>', source(path), re.S):
        assert "{% csrf_token %}" in form


@each_template
def test_words_are_translated(path):
    bare = re.sub(r"{%\s*blocktranslate.*?endblocktranslate\s*%}", "", source(path), flags=re.S)
    bare = re.sub(
        r"{% block (body_class|frame_class|person_data|ws_path) %}.*?{% endblock %}", "", bare
    )
    bare = TAG.sub(" ", bare)
    bare = re.sub(r"<[^>]*>", " ", bare)
    words = re.findall(r"[A-Za-z\u0600-\u06ff]{2,}", re.sub(r"&\w+;", " ", bare))
    assert [word for word in words if word.lower() not in OWN_WORDS] == []


@each_template
def test_a_page_says_what_it_needs(path):
    if EXTENDS.search(path.read_text(encoding="utf-8")) and path.parent.name != "admin":
        assert "context:" in path.read_text(encoding="utf-8").split("%}", 1)[0]


@pytest.mark.parametrize("path", pages("floor.html") + pages("manager.html"), ids=name)
def test_a_page_has_exactly_one_primary(path):
    assert most_at_once(whole(path)) == 1


@pytest.mark.parametrize("path", pages("board.html"), ids=name)
def test_a_wall_screen_has_nothing_to_press(path):
    text = whole(path)
    assert "data-primary" not in text
    assert not re.search(r"<(button|a|form|input|select)\b", text)


@pytest.mark.parametrize("path", SHEETS, ids=name)
def test_a_stylesheet_knows_no_left_or_right(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
    side = r"(left|right|top|bottom)"
    assert not re.search(rf"[\s{{;]((margin|padding|border|inset)-{side}\b|{side}\s*:)", text)
    assert "text-transform" not in text


@pytest.mark.parametrize("path", [p for p in SHEETS if p.name != "tokens.css"], ids=name)
def test_colours_stand_in_the_tokens_only(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b(?![^{]*url)|rgba?\(|hsla?\(", text) == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_short_and_builds_no_markup_from_text(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text)
    for target in re.findall(r'(?:from|import)\s+"([^"]+)"', text):
        assert target.startswith("."), target
        assert (path.parent / target).resolve().exists(), target
