"""The demo's master data, with few numbers and kits: orders and kits come over HTTP."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from mes.demo.seed import seed
from tests.flows.floor import Floor


@pytest.fixture
def floor_of(
    db: None, client_for, device_client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str], Floor]:
    """`floor_of("LHR-B", "NOVA-X2")`: that line of the demo, and the people around it."""
    monkeypatch.setattr("mes.demo.stock.PHONES", {"NOVA-X2": 50, "NOVA-A5": 50, "TARA-10": 50})
    monkeypatch.setattr("mes.demo.stock.SETS", 1000)
    seed(now=timezone.now(), home=tmp_path)

    def floor(line: str, model: str) -> Floor:
        return Floor(line, model, client_for, device_client)

    return floor
