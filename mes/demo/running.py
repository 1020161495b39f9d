"""What the pages about crews, calls and power show in the demo: skills, a ladder, two cuts.

No station of the demo asks for a skill: its simulated floor has nobody with a badge.
"""

import io
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw

from lines.actions.running.escalations import set_level
from lines.actions.running.power import announce_outages
from lines.rules.escalation import Rung
from lines.rules.outages import Window
from mes.kernel.ids import uuid7
from plants.actions.crew.instructions import Draft, draft_instruction, release_instruction
from plants.actions.crew.skills import Lesson, make_skill, record_training
from plants.models import Operation, Person, Plant

SKILLS = (
    ("FQC", "Final inspection", "آخری معائنہ"),
    ("RF", "RF coupling test", "آر ایف کپلنگ ٹیسٹ"),
    ("IMEI", "IMEI writing", "آئی ایم ای آئی لکھنا"),
)
# Who, skill, level, and how many days from now the certificate still counts.
CERTIFICATES = (
    ("operator", "RF", 3, 200),
    ("operator", "IMEI", 2, 12),
    ("operator2", "RF", 1, 90),
    ("qa", "FQC", 4, 300),
    ("supervisor", "RF", 4, -3),
)
LADDER = ((1, 5, "supervisor"), (2, 15, "manager"))
TIMED = ("AGE", "RUNIN")


def make_running(
    plants: Mapping[str, Plant], people: Mapping[str, Person], *, now: datetime
) -> None:
    """Fill what a supervisor finds under Crew."""
    Operation.objects.filter(code__in=TIMED).update(timed=True)
    for plant in plants.values():
        for level, minutes, role in LADDER:
            rung = Rung(None, "", level, minutes, role, "acknowledged")
            set_level(plant_id=plant.pk, line=None, rung=rung)
        announce_outages(plant_id=plant.pk, windows=_cuts(plant, now), by=people["planner"].pk)
    lahore = plants["LHR"]
    skills = {
        code: make_skill(plant_id=lahore.pk, code=code, name=name, name_ur=name_ur)
        for code, name, name_ur in SKILLS
    }
    for username, code, level, days in CERTIFICATES:
        lesson = Lesson(
            level=level,
            result="passed",
            given_by="QA lead",
            given_on=(now - timedelta(days=60)).date(),
            expires_on=(now + timedelta(days=days)).date(),
        )
        record_training(
            event_id=uuid7(),
            person=people[username],
            skill=skills[code],
            lesson=lesson,
            by=people["qa_lead"].pk,
        )
    _make_instruction(lahore, people, now)


def _cuts(plant: Plant, now: datetime) -> list[Window]:
    """Tomorrow and the day after, two in the afternoon; the second on the generator."""
    zone = ZoneInfo(plant.timezone)
    first = datetime.combine(now.astimezone(zone).date(), time(14), zone) + timedelta(days=1)
    return [
        Window("", first, first + timedelta(hours=1), "dark", "LESCO"),
        Window("", first + timedelta(days=1), first + timedelta(days=1, hours=2), "generator", ""),
    ]


def _make_instruction(plant: Plant, people: Mapping[str, Person], now: datetime) -> None:
    operation = Operation.objects.filter(code="MMI1").first()
    if operation is None:
        return
    draft = Draft(
        operation=operation,
        model=None,
        title="MMI test: hold the phone so",
        title_ur="فون کو یوں پکڑیں",
        required=False,
        content=_drawn(),
    )
    made = draft_instruction(plant_id=plant.pk, draft=draft, by=people["qa"].pk)
    release_instruction(instruction_id=made.pk, by=people["qa_lead"].pk, now=now)


def _drawn() -> bytes:
    """A phone in a hand's frame, as a picture of a few kilobytes."""
    sheet = Image.new("RGB", (960, 600), "white")
    pen = ImageDraw.Draw(sheet)
    pen.rounded_rectangle((380, 60, 580, 460), radius=28, outline="black", width=8)
    pen.rectangle((400, 110, 560, 400), outline="black", width=3)
    for number, (x, y) in enumerate([(330, 150), (630, 150), (330, 380), (630, 380)], start=1):
        pen.ellipse((x - 34, y - 34, x + 34, y + 34), outline="black", width=5)
        pen.text((x, y), str(number), fill="black", anchor="mm", font_size=40)
    pen.text((480, 530), "1 2 3 4", fill="black", anchor="mm", font_size=44)
    made = io.BytesIO()
    sheet.save(made, "PNG", optimize=True)
    return made.getvalue()
