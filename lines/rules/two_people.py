"""Acts that cannot be taken back are signed by two."""

from mes.kernel.refusals import Refusal


def check_two(*, by: int | None, second: int | None) -> None:
    """Refuse `second_needed` unless two people stand for an act, `same_person` for one twice.

    A device stands for nobody: `by` is None until a person signed at it.
    """
    if by is None or second is None:
        raise Refusal("second_needed")
    if by == second:
        raise Refusal("same_person")
