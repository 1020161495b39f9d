"""What a printer says of itself: the answer to `~HS` (Zebra, *ZPL II Programming Guide*, ~HS)."""

from dataclasses import dataclass

STX, ETX = "\x02", "\x03"
STRINGS = 3
READY, PAPER, RIBBON, HEAD, PAUSED, AWAY = "ready", "paper", "ribbon", "head", "paused", "away"


@dataclass(frozen=True, slots=True)
class Host:
    """`state`: the first thing that keeps it from printing; `waiting`: labels in its buffer."""

    state: str
    waiting: int

    @property
    def idle(self) -> bool:
        return self.waiting == 0


def host_of(answer: str) -> Host | None:
    """The three strings of a host status; None while they are not complete or cannot be read.

    String 1: b paper out, c paused, e formats in the buffer. String 2: o head up, p ribbon out,
    u labels that remain in the batch.
    """
    strings = [part.partition(ETX)[0].split(",") for part in answer.split(STX)[1:]]
    if answer.count(ETX) < STRINGS or len(strings) < STRINGS:
        return None
    first, second = strings[0], strings[1]
    if len(first) < 12 or len(second) < 9:
        return None
    flags = {PAPER: first[1], HEAD: second[2], RIBBON: second[3], PAUSED: first[2]}
    state = next((name for name, flag in flags.items() if flag == "1"), READY)
    try:
        return Host(state, int(first[4]) + int(second[8]))
    except ValueError:
        return None


def wait_seconds(fails: int) -> int:
    """How long a printer that was away is left alone: 2, 4, 8 … 60 s.

    >>> [wait_seconds(n) for n in (1, 2, 5, 6, 99)]
    [2, 4, 32, 60, 60]
    """
    doubled: int = 2 ** min(fails, 6)
    return min(60, doubled)
