"""The clock's work of the lines app, run as the worker runs it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lines import tasks
from lines.models import Tally
from tests.ledgers import a_move


@pytest.mark.django_db
def test_the_nightly_rebuild_puts_the_young_days_right(works):
    stray = {"plant_id": works.plant.pk, "line_id": works.line.pk, "station_id": 1, "order_id": 1}
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    Tally.objects.create(**stray, hour=hour, output=3)
    old = Tally.objects.create(**stray, hour=hour - timedelta(days=60), output=3)
    a_move(works)
    assert tasks.rebuild_tallies() == 1
    assert list(Tally.objects.all()) == [old]


@pytest.mark.django_db
def test_the_fold_may_run_without_anything_to_do(works):
    tasks.fold_tallies()
    tasks.fold_tallies()
    assert not Tally.objects.exists()
