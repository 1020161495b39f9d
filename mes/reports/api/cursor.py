"""Where the next page of units begins, as an opaque word."""

import base64
import binascii
from datetime import datetime
from uuid import UUID

from rest_framework.request import Request

from mes.reports.api.asked import malformed
from mes.reports.queries.units import BEGINNING, MadeUnit, Place


def write_cursor(row: MadeUnit | Place) -> str:
    return base64.urlsafe_b64encode(f"{row.at.isoformat()}|{row.event_id}".encode()).decode()


def read_cursor(request: Request) -> Place:
    """The place the cursor names; the beginning without one. Refuses `malformed`."""
    text = str(request.query_params.get("cursor", ""))
    if not text:
        return BEGINNING
    try:
        at, _, event_id = base64.urlsafe_b64decode(text.encode()).decode().partition("|")
        moment = datetime.fromisoformat(at)
        place = Place(moment, UUID(event_id))
    except (ValueError, binascii.Error):
        raise malformed("cursor is not one that a page before gave") from None
    if moment.tzinfo is None:
        raise malformed("cursor is not one that a page before gave")
    return place


def page_size(request: Request) -> int:
    """`page_size`, 1 to 200, 50 when left out. Refuses `malformed`."""
    text = str(request.query_params.get("page_size", "50"))
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:4]) <= 200:
        raise malformed("page_size must be a number from 1 to 200")
    return int(text[:4])
