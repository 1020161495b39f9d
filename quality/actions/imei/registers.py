"""The range register: what this server has loaded, signed; and what others say they have."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.db import connection
from django.utils import timezone

from mes.kernel.constraints import refusing
from mes.kernel.refusals import Malformed, Refusal
from mes.kernel.signing import is_signed, public_key, sign
from quality.models import ImeiRange, RangeRegister
from quality.rules.imei import imei_of, parse_imei

FORM = "karkhana-range-register-1"
MOST_RANGES = 100_000

# Only the newest register of each server counts.
_ELSEWHERE = """
SELECT r.server_no, x.first FROM (
  SELECT DISTINCT ON (server_no) server_no, ranges FROM quality_rangeregister
  WHERE server_no <> %(own)s ORDER BY server_no, made_at DESC
) r CROSS JOIN LATERAL jsonb_to_recordset(r.ranges) AS x(first text, last text)
WHERE int8range(left(x.first, 14)::bigint, left(x.last, 14)::bigint, '[]')
  && int8range(%(first)s, %(last)s, '[]') LIMIT 1
"""


def write_register(*, now: datetime) -> dict[str, Any]:
    """This server's register: `body` is the text that `signature` (Ed25519, base64) is over."""
    ranges = ImeiRange.objects.select_related("plant", "tac").order_by("span")
    body = {
        "form": FORM,
        "server_no": settings.SERVER_NO,
        "made_at": now.isoformat(),
        "ranges": [
            {
                "plant": row.plant.code,
                "tac": row.tac.tac,
                "first": imei_of(row.span.lower),
                "last": imei_of(row.span.upper - 1),
            }
            for row in ranges.iterator()
        ],
    }
    text = orjson.dumps(body, option=orjson.OPT_INDENT_2).decode()
    return {"body": text, "signature": sign(text.encode()), "key": public_key()}


def read_register(*, told: object, by: int | None) -> RangeRegister:
    """Keep another server's register. Refuses `bad_signature`, `exists`, and what is no register.

    The first file of a server fixes its key: compare the fingerprint with the other plant by phone.
    """
    body, signature, key, text = _signed(told)
    server_no, made_at = _head(body)
    known = RangeRegister.objects.filter(server_no=server_no).order_by("made_at").first()
    if not is_signed(data=text.encode(), signature=signature, key=key) or (
        known is not None and known.key != key
    ):
        raise Refusal("bad_signature", server=server_no)
    if server_no == settings.SERVER_NO and key != public_key():
        raise Malformed(f"It says it is of server {server_no}, as this one is")
    with refusing({"quality_rangeregister_once": Refusal("exists", no=f"register {made_at}")}):
        return RangeRegister.objects.create(
            server_no=server_no,
            key=key,
            signature=signature,
            made_at=made_at,
            body=text,
            ranges=[_range(row) for row in body["ranges"]],
            read_by_id=by,
        )


def check_not_elsewhere(runs: Iterable[tuple[int, int]]) -> None:
    """Refuse `range_elsewhere` when another server's register has one of these numbers."""
    with connection.cursor() as cursor:
        for first, last in runs:
            cursor.execute(_ELSEWHERE, {"own": settings.SERVER_NO, "first": first, "last": last})
            if row := cursor.fetchone():
                raise Refusal("range_elsewhere", server=row[0], first=row[1])


def _signed(told: object) -> tuple[dict[str, Any], str, str, str]:
    parts = (
        [told.get(name) for name in ("body", "signature", "key")] if isinstance(told, dict) else []
    )
    if len(parts) != 3 or not all(isinstance(part, str) for part in parts):
        raise Malformed("A register has the texts body, signature and key")
    text, signature, key = (str(part) for part in parts)
    try:
        body = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Malformed("The register's body is not JSON") from None
    if not isinstance(body, dict) or body.get("form") != FORM:
        raise Malformed(f"The register's form is not {FORM}")
    ranges = body.get("ranges")
    if not isinstance(ranges, list) or len(ranges) > MOST_RANGES:
        raise Malformed(f"The register's ranges are not a list of at most {MOST_RANGES:,}")
    return body, signature[:120], key[:64], text


def _head(body: dict[str, Any]) -> tuple[int, datetime]:
    server_no = body.get("server_no")
    if isinstance(server_no, bool) or not isinstance(server_no, int) or not 1 <= server_no <= 1023:
        raise Malformed("server_no is not 1 to 1023")
    try:
        made_at = datetime.fromisoformat(str(body.get("made_at")))
    except ValueError:
        raise Malformed("made_at is not an ISO 8601 time") from None
    if timezone.is_naive(made_at):
        raise Malformed("made_at has no offset from UTC")
    return server_no, made_at


def _range(row: object) -> dict[str, str]:
    if not isinstance(row, dict):
        raise Malformed("A range of the register is not an object")
    plant, tac = str(row.get("plant", ""))[:8], str(row.get("tac", ""))[:8]
    first, last = parse_imei(str(row.get("first", ""))), parse_imei(str(row.get("last", "")))
    if first > last:
        raise Malformed(f"A range of the register ends before it begins: {first}")
    return {"plant": plant, "tac": tac, "first": first, "last": last}
