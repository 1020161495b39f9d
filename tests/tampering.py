"""What a thief with the superuser's password could do; needs committed rows (transaction=True)."""

from collections.abc import Sequence

import psycopg

from mes.serve.engines import SUPERUSER
from tests.settings import ENGINES, TEST_DATABASE


def tamper(statement: str, values: Sequence[object] = (), *, guards_off: bool = True) -> int:
    """Run a statement past the triggers (`guards_off`); the number of rows it touched."""
    url = ENGINES.database_url(role=SUPERUSER, database=TEST_DATABASE)
    with psycopg.connect(url, autocommit=True) as connection:
        if guards_off:
            connection.execute("SET session_replication_role = replica")
        return connection.execute(statement, values).rowcount
