"""Master data in the admin: every list and form opens, walls and frozen routes hold."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from plants.models import (
    CalendarDay,
    DeviceToken,
    Line,
    Membership,
    Person,
    PinGuard,
    Plant,
    Route,
    RouteStep,
)
from tests.factories import make_person, make_token

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:")
OURS = [model for model in admin.site._registry if model._meta.app_label in ("plants", "admin")]


@pytest.fixture
def root(works) -> Client:
    person = make_person("root", works.plant, "admin", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(person)
    return client


def address(model: type, what: str = "changelist", *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=args)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
def test_every_list_and_form_opens_without_anything_inline(works, root, model) -> None:
    make_token(works.plant, works.station("MMI1"))
    pages = [address(model)]
    if row := model.objects.first():
        pages.append(address(model, "change", row.pk))
    if root.get(address(model, "add")).status_code == 200:
        pages.append(address(model, "add"))
    for page in pages:
        answer = root.get(page)
        assert answer.status_code == 200, page
        text = answer.content.decode()
        assert not re.search(
            r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", text
        )


def test_the_admin_has_no_sign_in_of_its_own() -> None:
    answer = Client().get("/admin/login/?next=/admin/plants/line/")
    assert answer.url == "/sign-in/?next=%2Fadmin%2Fplants%2Fline%2F"
    assert Client().post("/admin/login/", {"username": "x", "password": "y"}).status_code == 405


def test_staff_of_one_plant_do_not_see_the_other(works, other_works) -> None:
    person = make_person("staff", works.plant, "admin", is_staff=True)
    for name in ("view_line", "change_line"):
        permission = "plants", name
        person.user_permissions.add(_permission(*permission))
    client = Client()
    client.force_login(person)
    page = client.get(address(Line)).content.decode()
    assert "LHR-B" in page
    assert "HRP-B" not in page
    foreign = Line.objects.get(code="HRP-B")
    assert client.get(address(Line, "change", foreign.pk)).status_code == 302


def _permission(app: str, name: str):
    return Permission.objects.get(content_type__app_label=app, codename=name)


def test_a_released_route_is_shown_and_not_changed(works, root) -> None:
    page = root.get(address(Route, "change", works.route.pk)).content.decode()
    assert 'name="_save"' not in page
    answer = root.post(address(Route), {"action": "retire", "_selected_action": [works.route.pk]})
    assert answer.status_code == 302
    works.route.refresh_from_db()
    assert works.route.state == "retired"
    assert RouteStep.objects.filter(route=works.route).exists()


def test_a_draft_that_cannot_be_walked_is_refused_with_its_reason(works, root) -> None:
    draft = Route.objects.create(model=works.model, kit_type="skd", version=7)
    answer = root.post(
        address(Route), {"action": "release", "_selected_action": [draft.pk]}, follow=True
    )
    assert b"it has no steps" in answer.content
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_day_declared_in_the_admin_is_kept(works, root) -> None:
    form = {
        "plant": works.plant.pk, "first": "2026-12-24", "last": "2026-12-25", "kind": "shutdown",
        "name": "Stocktaking",
    }  # fmt: skip
    assert root.post(address(CalendarDay, "add"), form).status_code == 302
    day = CalendarDay.objects.get()
    assert root.post(address(CalendarDay, "change", day.pk), {**form, "last": "2026-12-26"})
    assert CalendarDay.objects.get().last.day == 26
    root.post(address(CalendarDay, "delete", day.pk), {"post": "yes"})
    assert not CalendarDay.objects.exists()


def person_form(plant: Plant, **fields: object) -> dict[str, object]:
    return {
        "username": "gul", "name": "Gul", "language": "ur", "is_active": "on",
        "memberships-TOTAL_FORMS": 1, "memberships-INITIAL_FORMS": 0,
        "memberships-0-plant": plant.pk, "memberships-0-roles": ["operator", "qa"],
        **fields,
    }  # fmt: skip


def test_a_new_person_gets_a_badge_a_pin_and_a_plant(works, root) -> None:
    answer = root.post(address(Person, "add"), person_form(works.plant, new_pin="975310"))
    assert answer.status_code == 302
    gul = Person.objects.get(username="gul")
    assert gul.badge.startswith("B-1")
    assert check_password("975310", gul.pin)
    assert not gul.has_usable_password()
    assert Membership.objects.get(person=gul).roles == ["operator", "qa"]


def test_an_easy_pin_is_told_on_the_form(works, root) -> None:
    answer = root.post(address(Person, "add"), person_form(works.plant, new_pin="123456"))
    assert answer.status_code == 200
    assert b"This PIN is too easy." in answer.content
    assert not Person.objects.filter(username="gul").exists()


def test_a_locked_person_is_let_in_again(works, root) -> None:
    PinGuard.objects.create(
        person=works.ana, device="d", wrong=5, window_start="2026-01-01T00:00Z",
        locked_until="2099-01-01T00:00Z",
    )  # fmt: skip
    assert b"d</a>" in root.get(address(PinGuard)).content or PinGuard.objects.exists()
    root.post(address(Person), {"action": "unlock", "_selected_action": [works.ana.pk]})
    assert PinGuard.objects.get().locked_until is None


def test_a_revoked_token_stays_in_the_list_without_its_secret(works, root) -> None:
    token, _bearer = make_token(works.plant, works.station("MMI1"))
    root.post(address(DeviceToken), {"action": "revoke", "_selected_action": [token.pk]})
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert b"secret" not in root.get(address(DeviceToken, "change", token.pk)).content
