"""Raw payloads end with their time; what was read from them does not."""

import zlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from quality.actions.raw_payloads import drop_raw_payloads
from quality.models import RawPayload
from quality.tasks import drop_raw_payloads_past_their_time

pytestmark = pytest.mark.django_db


def payload(age: timedelta) -> RawPayload:
    return RawPayload.objects.create(
        event_id=uuid4(), body=zlib.compress(b"{}"), received_at=timezone.now() - age
    )


def test_only_what_is_older_goes_and_a_second_run_finds_nothing(monkeypatch) -> None:
    monkeypatch.setattr("quality.actions.raw_payloads.AT_ONCE", 2)
    young = payload(timedelta(days=1))
    for days in range(10, 15):
        payload(timedelta(days=days))
    limit = timezone.now() - timedelta(days=9)

    assert drop_raw_payloads(before=limit) == 5
    assert drop_raw_payloads(before=limit) == 0
    assert list(RawPayload.objects.all()) == [young]


def test_the_plant_says_how_long(settings) -> None:
    settings.RAW_PAYLOAD_DAYS = 30
    payload(timedelta(days=31))
    kept = payload(timedelta(days=29))

    assert drop_raw_payloads_past_their_time() == 1
    assert list(RawPayload.objects.all()) == [kept]
