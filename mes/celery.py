"""Celery: hints and housekeeping. Every task may run twice or be lost without harm."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mes.settings")

app = Celery("mes")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["mes.reports"])  # a package of questions, not an app

# The plant's timetable, in one list: name, task, when. Times are the plant's (Asia/Karachi).
TIMETABLE = [
    ("open and close shifts", "plants.tasks.open_and_close_shifts", 30.0),
    ("fold tallies", "lines.tasks.fold_tallies", 1.0),
    ("chain ledgers", "mes.kernel.tasks.chain_ledgers", 1.0),
    ("load IMEI ranges", "quality.tasks.load_waiting_ranges", 10.0),
    ("catch suspect units", "quality.tasks.catch_suspects", 20.0),
    ("take dropped records", "quality.tasks.take_dropped_records", 5.0),
    ("count fixture uses", "quality.tasks.count_fixture_uses", 60.0),
    ("reissue board labels", "quality.tasks.reissue_board_labels", 15.0),
    ("make registration packs", "quality.tasks.make_waiting_registrations", 10.0),
    ("queue settled labels", "lines.tasks.queue_settled_labels", 2.0),
    ("print labels", "lines.tasks.print_labels", 2.0),
    ("escalate calls", "lines.tasks.escalate_calls", 15.0),
    ("fold IMEI counts", "quality.tasks.fold_imei_counts", 5.0),
    ("count IMEI places", "quality.tasks.count_imei_places", 600.0),
    ("fold yields", "quality.tasks.fold_yields", 5.0),
    ("judge stations", "quality.tasks.judge_stations", 2.0),
    ("fold back-flush", "lines.tasks.fold_backflush", 300.0),
    ("complete orders", "lines.tasks.complete_orders", 60.0),
    ("share day plans", "lines.tasks.share_day_plans", 300.0),
    ("watch first articles", "lines.tasks.watch_first_articles", 60.0),
    ("write shift reports", "mes.reports.tasks.write_shift_reports", 30.0),
    ("revise shift reports", "mes.reports.tasks.revise_shift_reports", 600.0),
    ("rebuild tallies", "lines.tasks.rebuild_tallies", crontab(hour=4, minute=10)),
    ("rebuild yields", "quality.tasks.rebuild_yields", crontab(hour=4, minute=25)),
    ("drop raw payloads", "quality.tasks.drop_raw_payloads", crontab(hour=3, minute=20)),
    ("write anchors", "mes.tasks.write_anchors", 300.0),
    ("verify ledgers", "mes.tasks.verify_ledger", crontab(hour=4, minute=40)),
]

app.conf.beat_schedule = {
    name: {
        "task": task,
        "schedule": when,
        # A tick nobody fetched is worthless once the next one is due.
        "options": {"expires": when if isinstance(when, float) else 3600},
    }
    for name, task, when in TIMETABLE
}
