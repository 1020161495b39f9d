"""What came with a test record and is kept beside it: files and the payload as it was sent."""

import zlib
from collections.abc import Collection, Iterable
from uuid import UUID

from quality.models import Attachment, RawPayload, TestRecord
from quality.rules.history import KeptFile


def record_in(plant_ids: Collection[int], event_id: str) -> TestRecord | None:
    """The record of this id in one of the plants; None also for what is no id at all."""
    try:
        key = UUID(event_id)
    except ValueError:
        return None
    return TestRecord.objects.filter(pk=key, plant_id__in=plant_ids).first()


def files_with(event_ids: Iterable[UUID]) -> dict[UUID, tuple[KeptFile, ...]]:
    """The files of each record by name, without their bytes."""
    rows = Attachment.objects.filter(event_id__in=list(event_ids)).order_by("name")
    found: dict[UUID, tuple[KeptFile, ...]] = {}
    for event_id, name, mime, size, digest in rows.values_list(
        "event_id", "name", "mime", "size", "sha256"
    ):
        kept = KeptFile(name, mime, size, bytes(digest).hex())
        found[event_id] = (*found.get(event_id, ()), kept)
    return found


def raw_kept(event_ids: Iterable[UUID]) -> frozenset[UUID]:
    """The records whose payload is still there: it goes after the plant's retention time."""
    rows = RawPayload.objects.filter(pk__in=list(event_ids))
    return frozenset(rows.values_list("pk", flat=True))


def file_bytes(record: TestRecord, name: str) -> bytes | None:
    """The file as the rig or the tablet had it; None when the record has none of this name."""
    rows = Attachment.objects.filter(event_id=record.pk, name=name)
    return _unpacked(rows.values_list("body", flat=True).first())


def raw_bytes(record: TestRecord) -> bytes | None:
    """The payload byte for byte; None when it was not kept or is past its time."""
    rows = RawPayload.objects.filter(pk=record.pk)
    return _unpacked(rows.values_list("body", flat=True).first())


def _unpacked(body: bytes | memoryview | None) -> bytes | None:
    return None if body is None else zlib.decompress(bytes(body))
