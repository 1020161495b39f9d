"""The beat's list names tasks that exist, and a tick that came too late is thrown away."""

import pytest

from mes.celery import TIMETABLE, app


@pytest.mark.parametrize("task", [task for _, task, _ in TIMETABLE])
def test_the_timetable_names_a_task_that_a_worker_knows(task: str):
    app.loader.import_default_modules()
    assert task in app.tasks


def test_ticks_do_not_pile_up_while_nobody_works():
    for name, _, when in TIMETABLE:
        if isinstance(when, float):
            assert app.conf.beat_schedule[name]["options"] == {"expires": when}
