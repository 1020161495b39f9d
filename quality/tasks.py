"""What the quality app does by the clock. Every task may run twice, or at once, or not at all."""

from datetime import timedelta
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from quality.actions.board_labels import reissue_labels
from quality.actions.containment.catching import catch_all
from quality.actions.drop_folder import take_dropped
from quality.actions.fixture_uses import count_uses
from quality.actions.gates.stations import judge_stations
from quality.actions.gates.sums import fold_yields, rebuild_yields
from quality.actions.imei.counts import count_places, fold_counts
from quality.actions.range_queue import load_waiting
from quality.actions.raw_payloads import drop_raw_payloads
from quality.actions.registration.packs import make_next_waiting


@shared_task(name="quality.tasks.load_waiting_ranges")
def load_waiting_ranges() -> int:
    """Every ten seconds; how many were loaded. Two at once take different ranges."""
    return load_waiting()


# Acknowledged at once: a first run over a full year may take longer than the broker waits.
@shared_task(
    name="quality.tasks.drop_raw_payloads", acks_late=False, time_limit=3600, soft_time_limit=3500
)
def drop_raw_payloads_past_their_time() -> int:
    """Each night; how many were dropped. The records themselves stay."""
    return drop_raw_payloads(before=timezone.now() - timedelta(days=settings.RAW_PAYLOAD_DAYS))


@shared_task(name="quality.tasks.make_waiting_registrations")
def make_waiting_registrations() -> int:
    """Every ten seconds: packs too large for a request; how many were made, refused ones apart."""
    made = 0
    while (done := make_next_waiting()) is not None:
        made += done
    return made


@shared_task(name="quality.tasks.fold_imei_counts")
def fold_imei_counts() -> int:
    """Every five seconds; how many sums were touched. Two at once: one of them does nothing."""
    return fold_counts() or 0


@shared_task(name="quality.tasks.count_imei_places")
def count_imei_places() -> int:
    """Every ten minutes; of how many models the confirmed numbers were looked up."""
    return count_places()


@shared_task(name="quality.tasks.catch_suspects")
def catch_suspects() -> int:
    """Every twenty seconds; how many units came to match an open containment and were held."""
    return catch_all()


@shared_task(name="quality.tasks.take_dropped_records")
def take_dropped_records() -> int:
    """Every five seconds; how many files were taken. Two at once: the second hears replays."""
    return take_dropped(drop=Path(settings.DROP), now=timezone.now())


@shared_task(name="quality.tasks.fold_yields")
def fold_settled_yields() -> int:
    """Every five seconds; how many sums were touched. Two at once: one of them does nothing."""
    return fold_yields() or 0


@shared_task(name="quality.tasks.rebuild_yields")
def rebuild_recent_yields() -> None:
    """Each night: the last three days again, for shifts that were changed afterwards."""
    today = timezone.localdate()
    rebuild_yields(since=today - timedelta(days=3), until=today + timedelta(days=1))


@shared_task(name="quality.tasks.judge_stations")
def judge_settled_stations() -> int:
    """Every two seconds; how many stations were stopped by their own results."""
    return judge_stations() or 0


@shared_task(name="quality.tasks.count_fixture_uses")
def count_fixture_uses() -> int:
    """Every minute; how many slots grew. Two at once: one of them does nothing."""
    return count_uses(now=timezone.now()) or 0


@shared_task(name="quality.tasks.reissue_board_labels")
def reissue_board_labels() -> int:
    """Every fifteen seconds; how many device labels were queued for units with a new board."""
    return reissue_labels(now=timezone.now())
