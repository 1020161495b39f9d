"""The line's pages and its wall screen: what they show, to whom, at what cost."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lines.queries.baseline import forget_baselines
from plants.api.boards import BOARD_COOKIE
from plants.models import DeviceToken
from plants.queries.tokens import forget_tokens
from tests.factories import make_token
from tests.ledger import a_shift, moved
from tests.plant import PlantAtWork, a_unit

pytestmark = pytest.mark.django_db
PAGES = ["/lines/{}/", "/lines/{}/now/", "/lines/{}/hours/", "/lines/{}/hours/now/",
         "/lines/{}/calls/answer/"]  # fmt: skip
BOARDS = ["/boards/{}/", "/boards/{}/now/"]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    forget_baselines()
    forget_tokens()


@pytest.fixture
def running(works: PlantAtWork) -> PlantAtWork:
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    a_shift(works.line, start=now - timedelta(hours=2))
    for number in range(36):
        moved(works, "CTN", now - timedelta(seconds=number), unit_id=number)
    a_unit(works, past="AGE")
    return works


@pytest.fixture
def chen(works: PlantAtWork, client_for: object) -> Client:
    return client_for(works.chen)  # type: ignore[operator]


@pytest.mark.parametrize("path", PAGES + BOARDS)
def test_a_member_sees_the_page(running: PlantAtWork, chen: Client, path: str) -> None:
    response = chen.get(path.format("LHR-B"))
    assert response.status_code == 200
    if "answer" not in path:
        assert re.search(r"data-live-good>36<", response.content.decode())
    assert response["Cache-Control"].startswith("max-age=0")


@pytest.mark.parametrize("path", PAGES + BOARDS)
def test_another_plants_line_is_answered_as_none(
    running: PlantAtWork, other_works: PlantAtWork, chen: Client, path: str
) -> None:
    theirs, nobodys = chen.get(path.format("HRP-B")), chen.get(path.format("XXX-B"))
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content == nobodys.content


@pytest.mark.parametrize("path", PAGES + BOARDS)
def test_a_stranger_is_sent_to_sign_in_whether_the_line_exists_or_not(
    running: PlantAtWork, client: Client, path: str
) -> None:
    for code in ("LHR-B", "XXX-B"):
        response = client.get(path.format(code))
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in/?next=")


def test_a_wall_screen_trades_its_token_for_a_cookie_and_needs_no_person(
    running: PlantAtWork, other_works: PlantAtWork, client: Client
) -> None:
    _, bearer = make_token(running.plant, running.station("CTN"))
    response = client.get(f"/boards/LHR-B/?token={bearer}")
    assert (response.status_code, response["Location"]) == (302, "/boards/LHR-B/")
    cookie = response.cookies[BOARD_COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    for path in BOARDS:
        assert client.get(path.format("LHR-B")).status_code == 200
        assert client.get(path.format("HRP-B")).status_code == 404
    assert client.get("/lines/LHR-B/").status_code == 302


def test_a_revoked_token_closes_the_wall_screen(running: PlantAtWork, client: Client) -> None:
    token, bearer = make_token(running.plant, running.station("CTN"))
    client.get(f"/boards/LHR-B/?token={bearer}")
    DeviceToken.objects.filter(pk=token.pk).update(revoked_at=timezone.now())
    forget_tokens()
    assert client.get("/boards/LHR-B/").status_code == 302


def test_a_false_token_is_told_nothing_and_gets_no_cookie(
    running: PlantAtWork, client: Client
) -> None:
    response = client.get("/boards/LHR-B/?token=mes_1_x")
    assert response.status_code == 404
    assert BOARD_COOKIE not in response.cookies


@pytest.mark.parametrize("day", ["2026-01-01", "2099-01-01", "yesterday", "%00"])
def test_the_hour_board_of_any_day_is_a_page(running: PlantAtWork, chen: Client, day: str) -> None:
    assert chen.get(f"/lines/LHR-B/hours/?day={day}").status_code == 200


def test_the_hour_board_shows_a_shift_that_is_over(works: PlantAtWork, chen: Client) -> None:
    start = timezone.now().replace(hour=3, minute=0, second=0, microsecond=0) - timedelta(days=3)
    shift = a_shift(works.line, start=start, target=510)
    moved(works, "CTN", start + timedelta(minutes=5))
    page = chen.get(f"/lines/LHR-B/hours/?day={shift.date}").content.decode()
    assert '<tr class="now"' not in page
    assert page.count('<th scope="row">') == 9
    assert "lunch 30 min" in page


def test_each_shift_of_a_day_has_its_own_hours(works: PlantAtWork, chen: Client) -> None:
    start = timezone.now().replace(hour=3, minute=0, second=0, microsecond=0) - timedelta(days=3)
    day = a_shift(works.line, start=start).date
    a_shift(works.line, start=start + timedelta(hours=9), code="B", breaks=[], date=day)
    moved(works, "CTN", start + timedelta(minutes=5))
    last = chen.get(f"/lines/LHR-B/hours/?day={day}").content.decode()
    assert "lunch 30 min" not in last
    assert f"?day={day}&amp;shift=A" in last
    first = chen.get(f"/lines/LHR-B/hours/?day={day}&shift=A").content.decode()
    assert "lunch 30 min" in first
    assert chen.get(f"/lines/LHR-B/hours/?day={day}&shift=%00").status_code == 200


@pytest.mark.parametrize(
    ("path", "statements"),
    [("/lines/LHR-B/", 12), ("/lines/LHR-B/now/", 9), ("/boards/LHR-B/now/", 9)],
)
def test_a_page_costs_the_same_whatever_the_line_made(
    running: PlantAtWork,
    chen: Client,
    path: str,
    statements: int,
    django_assert_num_queries: object,
) -> None:
    chen.get(path)
    with django_assert_num_queries(statements):  # type: ignore[operator]
        chen.get(path)
    for number in range(20):
        a_unit(running, past="AGE", serial=f"X{number}") if number < 4 else None
        moved(running, "MMI1", timezone.now(), unit_id=number)
    with django_assert_num_queries(statements):  # type: ignore[operator]
        chen.get(path)
