"""The boards' sockets: one hub a process hears the broker, each socket has a queue of frames."""

from lines.consumers.board import BoardSocket

__all__ = ["BoardSocket"]
