"""The hub of a socket process: one subscription, one encoding a frame, one check for all."""

import asyncio
import json
import logging
import secrets
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from weakref import WeakKeyDictionary

import redis
import redis.asyncio
from django.conf import settings
from django.db import DatabaseError, close_old_connections

from lines.queries.good import good_now
from lines.queries.topics import LinePlace, line_places
from mes.kernel.live import channel
from plants.queries.listeners import allowed

if TYPE_CHECKING:
    from lines.consumers.board import BoardSocket

logger = logging.getLogger(__name__)

EVERY = 0.1
PING_EVERY = 10.0
CHECK_EVERY = 5.0
RETRY_AFTER = 0.5
REVOKED = 4403

T = TypeVar("T")
# One thread, and so one connection, for everything the sockets ask the database.
_database = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sockets-db")


async def in_database(question: Callable[[], T]) -> T:
    """Ask from the thread that holds the sockets' connection, without stopping the loop."""

    def ask() -> T:
        close_old_connections()
        return question()

    return await asyncio.get_running_loop().run_in_executor(_database, ask)


def ending() -> bool:
    """Whether this task was told to end: a client library may have taken the order for its own."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


class Hub:
    """Lives while a socket is open. `epoch` is new whenever a hint may have been missed."""

    _hubs: ClassVar[WeakKeyDictionary[asyncio.AbstractEventLoop, "Hub"]] = WeakKeyDictionary()

    @classmethod
    def of_this_loop(cls) -> "Hub":
        return cls._hubs.setdefault(asyncio.get_running_loop(), cls())

    def __init__(self) -> None:
        self.sockets: set[BoardSocket] = set()
        self.places: dict[str, LinePlace] = {}
        self.seqs: dict[str, int] = {}
        self.epoch = ""
        self.dirty: set[str] = set()
        self.wake = asyncio.Event()
        self.tasks: list[asyncio.Task[None]] = []

    def join(self, socket: "BoardSocket") -> None:
        self.sockets.add(socket)
        if not self.tasks:
            jobs = (self._hear, self._tell, self._ping, self._check)
            self.tasks = [asyncio.create_task(self._for_ever(job)) for job in jobs]

    def leave(self, socket: "BoardSocket") -> None:
        self.sockets.discard(socket)
        if not self.sockets:
            for task in self.tasks:
                task.cancel()
            self.tasks = []

    async def _for_ever(self, job: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run a job again whatever happened to it: boards must never fall silent for good."""
        while True:
            try:
                await job()
            except (redis.RedisError, OSError, DatabaseError) as error:
                logger.info("the boards' hub starts its %s again: %s", job.__name__, error)
            except Exception:
                logger.exception("the boards' hub starts its %s again", job.__name__)
            if ending():
                return
            await asyncio.sleep(RETRY_AFTER)

    def _new_epoch(self) -> None:
        """Every watched line is told again: whoever sees the new epoch fetches its page anew."""
        self.epoch = f"{int(time.time()):x}-{secrets.token_hex(3)}"
        self.seqs = {}
        self.mark(self.places)

    def mark(self, codes: Any) -> None:  # noqa: ANN401  (any iterable of codes from the broker)
        self.dirty.update(codes)
        if self.dirty:
            self.wake.set()

    async def _hear(self) -> None:
        """One subscription; a dropped one means missed hints, and so a new epoch."""
        broker = redis.asyncio.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=2, health_check_interval=5
        )
        async with broker, broker.pubsub() as subscription:
            await subscription.subscribe(channel())
            while not ending():
                message = await subscription.get_message(timeout=5.0)
                if message is None:
                    continue
                if message["type"] == "subscribe":  # the client library may renew it by itself
                    self._new_epoch()
                elif message["type"] == "message":
                    self.mark(json.loads(message["data"])["lines"])

    async def _tell(self) -> None:
        """At most each 100 ms, every line marked since; a mark made meanwhile is told next time."""
        while True:
            await self.wake.wait()
            self.wake.clear()
            codes, self.dirty = self.dirty, set()
            try:
                await self._tell_of(codes)
            except DatabaseError:
                self.dirty |= codes
                raise
            await asyncio.sleep(EVERY)

    async def _tell_of(self, codes: set[str]) -> None:
        if unknown := codes - self.places.keys():
            self.places.update(await in_database(partial(line_places, sorted(unknown))))
        watched = self._watched(codes)
        if not watched:
            return
        ids = [place.id for place in watched]
        good = await in_database(partial(good_now, line_ids=ids))
        for place in watched:
            self._send(place, good[place.id])

    def _watched(self, codes: set[str]) -> list[LinePlace]:
        lines = {socket.line for socket in self.sockets}
        plants = {socket.plant for socket in self.sockets}
        places = (self.places[code] for code in codes if code in self.places)
        return [one for one in places if one.code in lines or one.plant_code in plants]

    def _send(self, place: LinePlace, good: int) -> None:
        """Encoded once for the line's boards and once for its plant's, which also say the line."""
        self.seqs[place.code] = self.seqs.get(place.code, 0) + 1
        frame = {
            "type": "line.changed",
            "epoch": self.epoch,
            "seq": self.seqs[place.code],
            "good": good,
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        }
        of_line = json.dumps(frame)
        of_plant = json.dumps({**frame, "line": place.code})
        for socket in list(self.sockets):
            if socket.line == place.code:
                socket.offer(of_line)
            elif socket.plant == place.plant_code:
                socket.offer(of_plant)

    async def _ping(self) -> None:
        """A board that hears nothing for 25 s calls itself stale."""
        while True:
            await asyncio.sleep(PING_EVERY)
            for socket in list(self.sockets):
                socket.offer('{"type": "ping"}')

    async def _check(self) -> None:
        """Close the sockets of whoever lost membership, session or token since."""
        while True:
            await asyncio.sleep(CHECK_EVERY)
            listeners = {socket.listener for socket in self.sockets}
            good = await in_database(partial(allowed, listeners))
            for socket in list(self.sockets):
                socket.heard = 0
                if socket.listener not in good:
                    socket.dismiss(REVOKED)
