"""Tells the boards that a line changed: a hint after commit, coalesced, and lost without harm.

One thread a process publishes the marked lines each 25 ms; a scan only adds a code to a set. The
hub of the sockets then tells a line at most each 100 ms.
"""

import json
import logging
import os
import threading
import time
from functools import partial

import redis
from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)

EVERY = 0.025
PAUSE_WITHOUT_BROKER = 1.0


def channel() -> str:
    """Where hints are published: plants that share one broker do not hear each other."""
    return f"mes:live:{settings.DATABASES['default']['NAME']}"


def publish_line(*, line_code: str) -> None:
    """Mark the line as changed once the running transaction is committed; at once without one."""
    transaction.on_commit(partial(publisher.mark, line_code), robust=True)


class Publisher:
    """Keeps what is marked until the broker has taken it; the thread starts at the first mark."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew: a forked child has no thread and must not share its parent's socket."""
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._marked: set[str] = set()
        self._thread: threading.Thread | None = None
        self._broker: redis.Redis | None = None

    def mark(self, line_code: str) -> None:
        """Never waits for the broker and never raises."""
        with self._lock:
            self._marked.add(line_code)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="live", daemon=True)
                self._thread.start()
        self._wake.set()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            with self._lock:
                lines, self._marked = self._marked, set()
            if lines and not self._publish(sorted(lines)):
                with self._lock:
                    self._marked |= lines
                self._wake.set()
                time.sleep(PAUSE_WITHOUT_BROKER)
            time.sleep(EVERY)

    def _publish(self, lines: list[str]) -> bool:
        try:
            if self._broker is None:
                self._broker = redis.Redis.from_url(
                    settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2
                )
            self._broker.publish(channel(), json.dumps({"lines": lines}))
        except (redis.RedisError, OSError) as error:
            logger.debug("the boards were not told of %s: %s", lines, error)
            self._broker = None
            return False
        return True


publisher = Publisher()
os.register_at_fork(after_in_child=publisher.forget)
