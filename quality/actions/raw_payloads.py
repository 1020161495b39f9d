"""What rigs sent is evidence for a time; the records read from it are the history."""

from datetime import datetime

from django.db import connection

AT_ONCE = 5000

_DROP_SQL = """
DELETE FROM quality_rawpayload WHERE event_id IN (
  SELECT event_id FROM quality_rawpayload WHERE received_at < %s LIMIT %s)
"""


def drop_raw_payloads(*, before: datetime) -> int:
    """Drop the payloads received before a moment, some thousands a transaction; how many."""
    dropped: int = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_DROP_SQL, [before, AT_ONCE])
            gone: int = cursor.rowcount
        dropped += gone
        if gone < AT_ONCE:
            return dropped
