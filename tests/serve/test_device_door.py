"""A machine's call goes straight to its view; a person's goes through the whole house."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_device_with_an_unknown_token_is_refused_without_any_session_or_policy_header():
    answer = Client().post(
        "/api/v1/scans",
        "{}",
        content_type="application/json",
        headers={"Authorization": "Bearer mes_1_x"},
    )
    assert "Content-Security-Policy" not in answer.headers
    assert "Vary" not in answer.headers


def test_a_device_is_told_the_length_of_any_answer_so_that_none_comes_in_chunks():
    answer = Client().get("/api/v1/tacs", headers={"Authorization": "Bearer mes_1_x"})
    assert (answer.status_code, answer.headers["Content-Length"]) == (401, str(len(answer.content)))


def test_a_person_gets_the_policy_header():
    answer = Client().get("/api/v1/scans")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
