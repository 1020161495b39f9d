"""Who may let go of what was held."""

from mes.kernel.refusals import Refusal


def check_may_release(
    *, no: str, open_: bool, reason: str, placed_by: int | None, by: int | None
) -> None:
    """Refuse without a reason, twice, or by the person who placed it; a device never frees."""
    if not open_:
        raise Refusal("wrong_state", what=f"Hold {no}", state="released")
    if by is None:
        raise Refusal("sign_in_needed")
    if not reason.strip():
        raise Refusal("reason_needed")
    if placed_by == by:
        raise Refusal("same_person")


def check_two_release(*, placed_by: int | None, by: int | None, second: int | None) -> None:
    """Two people let go: who placed it and who releases it, or two where no person placed it.

    Refuses `second_needed` and `same_person`.
    """
    if placed_by is None and second is None:
        raise Refusal("second_needed")
    if second is not None and second in (by, placed_by):
        raise Refusal("same_person")
