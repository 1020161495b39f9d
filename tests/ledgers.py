"""Ledger rows made directly, for tests of what reads the ledgers."""

from datetime import UTC, datetime
from uuid import uuid4

from lines.models import Move
from quality.models import ImeiEvent, TestRecord
from tests.plant import PlantAtWork


def a_move(works: PlantAtWork, operation: str = "MMI1", **fields: object) -> Move:
    """A pass at the operation's first station, now, by unit 1 unless told otherwise."""
    return Move.objects.create(
        **{
            "event_id": uuid4(),
            "plant_id": works.plant.pk,
            "line_id": works.line.pk,
            "station_id": works.station(operation).pk,
            "unit_id": 1,
            "order_id": works.order.pk,
            "position": works.position(operation.partition("-2")[0]),
            "kind": "pass",
            "at": datetime.now(UTC),
            "body_hash": b"x" * 16,
            **fields,
        }
    )


def a_record(works: PlantAtWork, operation: str = "MMI1", **fields: object) -> TestRecord:
    return TestRecord.objects.create(
        **{
            "event_id": uuid4(),
            "plant_id": works.plant.pk,
            "station_id": works.station(operation).pk,
            "unit_id": 1,
            "outcome": "passed",
            "counted": True,
            "values": [1.25, float("nan")],
            "extras": {"b": 1, "a": "ایک"},
            "at": datetime.now(UTC),
            "body_hash": b"y" * 16,
            **fields,
        }
    )


def an_imei_event(works: PlantAtWork, **fields: object) -> ImeiEvent:
    return ImeiEvent.objects.create(
        **{
            "event_id": uuid4(),
            "plant_id": works.plant.pk,
            "kind": "reserved",
            "unit_id": 1,
            "imeis": ["356938035643809"],
            "at": datetime.now(UTC),
            "body_hash": b"z" * 16,
            **fields,
        }
    )
