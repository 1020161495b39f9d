"""A process that only listens: many boards of one line, and when each frame came to each of them.

Prints `ready` when all are open, then, once its input is closed, what came as one JSON line:
`{"at": [...], "came": [[...], ...]}` in seconds of this machine's monotonic clock, by frame.
"""

import asyncio
import json
import sys
import time
from datetime import datetime

from websockets.asyncio.client import ClientConnection, connect


async def main(address: str, bearer: str, count: int) -> None:
    boards = [
        await connect(address, subprotocols=["mes.v1", bearer], ping_interval=None)  # type: ignore[list-item]
        for _ in range(count)
    ]
    heard: list[dict[str, tuple[float, float]]] = [{} for _ in boards]
    listeners = [
        asyncio.create_task(listen(board, frames))
        for board, frames in zip(boards, heard, strict=True)
    ]
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    for task in listeners:
        task.cancel()
    print(json.dumps(told(heard)), flush=True)


async def listen(board: ClientConnection, frames: dict[str, tuple[float, float]]) -> None:
    """Note each frame by its epoch and number: when the hub made it, and when it came."""
    ahead = time.time() - time.perf_counter()
    async for text in board:
        now = time.perf_counter()
        frame = json.loads(text)
        if frame["type"] == "line.changed":
            made = datetime.fromisoformat(frame["at"]).timestamp() - ahead
            frames[f"{frame['epoch']}/{frame['seq']}"] = (made, now)


def told(heard: list[dict[str, tuple[float, float]]]) -> dict[str, object]:
    """Frames that came to every board, in the order they were made."""
    common = set(heard[0]).intersection(*heard[1:])
    order = sorted(common, key=lambda name: heard[0][name][0])
    return {
        "at": [heard[0][name][0] for name in order],
        "came": [[frames[name][1] for name in order] for frames in heard],
        "missed": sum(len(set(heard[0]) - set(frames)) for frames in heard),
    }


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
