"""The simulator's planner loads the next numbers of a TAC before they run out."""

from typing import Any

from django.test import Client as Browser

from mes.demo.sim.client import Answer
from mes.demo.sim.numbers import PHONES_MORE, top_up
from quality.models import ImeiRange
from tests.factories import make_token
from tests.plant import PlantAtWork
from tests.quality.imeis import make_range


class InProcess:
    """The simulator's door without the network."""

    def __init__(self, works: PlantAtWork) -> None:
        _, bearer = make_token(works.plant, plant_wide=True)
        self.browser = Browser(headers={"Authorization": f"Bearer {bearer}"})

    def get(self, path: str, query: dict[str, str] | None = None) -> Answer:
        response = self.browser.get(path, query or {})
        return Answer(response.status_code, response.json())

    def every(self, path: str, query: dict[str, str] | None = None) -> list[dict[str, Any]]:
        return list(self.get(path, query).body["results"])

    def post(self, path: str, body: dict[str, Any]) -> Answer:
        response = self.browser.post(path, body, content_type="application/json")
        assert response.status_code == 201, response.json()
        return Answer(response.status_code, response.json())


def test_numbers_are_loaded_once_they_would_not_last_and_not_before(works: PlantAtWork) -> None:
    make_range(works.plant, works.model, sets=10)
    model = {"code": works.model.code, "imei_count": 2}
    top_up(client=InProcess(works), model=model, units=5)
    assert ImeiRange.objects.count() == 1
    top_up(client=InProcess(works), model=model, units=6)
    newest = ImeiRange.objects.order_by("span").last()
    assert (newest.span.lower, newest.sets) == (35693803_000020, PHONES_MORE)
