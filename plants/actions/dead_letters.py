"""What a known device sent and nobody could parse."""

from mes.kernel.models import DeadLetter
from plants.rules.signers import without_pins


def keep_dead_letter(
    *,
    path: str,
    content_type: str,
    body: bytes,
    error: str,
    token_id: int | None,
    person_id: int | None,
) -> int:
    """Keep the bytes as they came, but for PINs, and return the number to quote to the sender."""
    letter = DeadLetter.objects.create(
        path=path[:200].replace("\x00", ""),
        content_type=content_type[:100],
        body=without_pins(body),
        error=error[:200].replace("\x00", ""),
        token_id=token_id,
        person_id=person_id,
    )
    return letter.pk
