"""Starts PostgreSQL, Valkey and the web server in a folder that dies with it, then measures."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from bench.place import BenchPlace

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the work; coarse figures")
    parser.add_argument("--least", action="store_true", help="as little as a gate needs")
    parser.add_argument("--only", default="", help="comma-separated: paced,single,batch,…")
    parser.add_argument(
        "--gate", action="store_true", help="fail when a budget that holds on any machine is missed"
    )
    parser.add_argument("--flush-ms", type=float, default=0, help="add this to each WAL flush")
    parser.add_argument(
        "--units", type=int, default=0, help="phones in the past of the pages; 3000000 is ten years"
    )
    arguments = parser.parse_args()
    chosen = arguments.only.split(",") if arguments.only else ["pages"]
    with BenchPlace(flush_ms=arguments.flush_ms, static="pages" in chosen) as place:
        command = [sys.executable, "-m", "bench.run", "--only", arguments.only]
        command += ["--units", str(arguments.units)] if arguments.units else []
        command += ["--quick"] if arguments.quick else []
        command += ["--least"] if arguments.least else []
        command += ["--gate"] if arguments.gate else []
        env = {**os.environ, **place.environment}
        return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
