"""The same statements from pgbench: what the database alone could do in this very run."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

from bench.stock import Batch
from lines.actions.standing import SCANS, move_sql, read_sql
from mes.serve.engines import APP, postgres_program

CLIENTS = 16

_WRITTEN = (
    "'in_process'", ":r_done", "0", "0", "'{}'", "20", "false", "20", ":r_id", ":r_version",
    "false", ":station",
    "md5(:a::text)::uuid", "'pass'", "20", "1", ":line", ":station", "NULL", "NULL",
    "now()", "NULL", "now()", "false", "false", "false", "'\\x00112233445566778899aabbccddeeff'",
)  # fmt: skip
"""In the order of the move statement's parameters."""


def script(batch: Batch) -> str:
    """A scan's read and write as a pgbench script over the units of `batch`."""
    read = read_sql(SCANS)
    named = {
        "plant": ":plant",
        "station": ":station",
        "identifier": f"('{batch.prefix}' || lpad(:n::text, 7, '0'))",
        "event": "md5(:a::text)::uuid",
        "kind": "'scan'",
    }
    for name, expression in named.items():
        read = read.replace(f"%({name})s", expression)
    written = iter(_WRITTEN)
    write = re.sub("%s", lambda _: next(written), move_sql(""))
    return "\n".join(
        [
            f"\\set n random(1, {batch.count})",
            "\\set a random(1, 9000000000000000)",
            f"{read.strip()} \\gset r_",
            f"{write.strip()};",
            "",
        ]
    )


def transactions(
    batch: Batch, *, plant_id: int, line_id: int, station_id: int, seconds: float
) -> float:
    """Scans a second of pgbench: 16 connections, prepared statements, each its own commit."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.sql"
        path.write_text(script(batch), encoding="utf-8")
        variables = {"plant": plant_id, "line": line_id, "station": station_id}
        done = subprocess.run(
            [
                postgres_program("pgbench"),
                *("--no-vacuum", "--protocol", "prepared", "--file", str(path)),
                *("--client", str(CLIENTS), "--jobs", "2", "--time", str(max(1, round(seconds)))),
                *(word for key, value in variables.items() for word in ("-D", f"{key}={value}")),
                *("--host", os.environ["BENCH_SOCKETS"], "--username", APP),
                os.environ["BENCH_DATABASE"],
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if done.returncode or found is None:
        message = f"pgbench failed: {done.stderr[-2000:]}"
        raise RuntimeError(message)
    return float(found[1])
