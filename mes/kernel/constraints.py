"""The database has the last word: a broken constraint read as the refusal it stands for."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, IntegrityError, transaction

from mes.kernel.refusals import Refusal


def broken(error: IntegrityError) -> str:
    """The name of the constraint that was broken, empty when the database did not say."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def is_undone(error: DatabaseError) -> bool:
    """Whether the server itself said so: on a broken connection a commit may have been done."""
    state = str(getattr(error.__cause__, "sqlstate", None) or "")
    return bool(state) and not state.startswith(("08", "57P"))


@contextmanager
def refusing(answers: dict[str, Refusal]) -> Iterator[None]:
    """Writes in a savepoint; raises the refusal that stands beside the constraint they break."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refusal = answers.get(broken(error))
        if refusal is None:
            raise
        raise refusal from error
