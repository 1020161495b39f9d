"""Reads one workbook from stdin in a process of its own, which may grow and run only so far.

Rows go to stdout as JSON lines `[line, [cells]]`; a fault is the last line, as an object.
"""

import json
import resource
import sys
from typing import TextIO

from lines.rules.sheets import BadSheet, read_sheet

MAX_MEMORY = 512 * 2**20
MAX_SECONDS = 40
MAX_TEXT = 64 * 2**20
"""Characters of all rows together: what the waiting process must hold."""


def main(content: bytes, out: TextIO) -> None:
    """Write the rows, or as many as there were before the fault."""
    written = 0
    try:
        for row in read_sheet("workbook.xlsx", content):
            text = json.dumps([row.line, row.cells])
            written += len(text)
            if written > MAX_TEXT:
                raise BadSheet("too_large", "The workbook holds too much text", row.line)
            out.write(text + "\n")
    except BadSheet as error:
        _tell(out, error.fault, error.text, error.line)
    except (MemoryError, RecursionError):
        _tell(out, "too_large", "The workbook needs too much memory", 0)


def _tell(out: TextIO, fault: str, text: str, line: int) -> None:
    out.write(json.dumps({"fault": fault, "text": text, "line": line}) + "\n")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    main(sys.stdin.buffer.read(), sys.stdout)
