"""`python -m tests`: every check, cheapest first, then the tests; pytest has the last word.

First what shares its engines with a second worker; then the pace, with nothing beside it; then,
each on engines of its own, one after another: races and what waits for settled rows, and beside
them what drives a browser or kills a plant of its own.

Paths behind it choose tests: `make test ONLY=tests/serve`.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests import chromium, pango

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SPEED = "speed"
ALONE = "race or settled"
BESIDE = "(browser or crash) and not (race or settled)"
TOGETHER = "not (race or crash or settled or speed or browser)"
NO_TESTS = 5
"""pytest's exit code when it found nothing to run."""


@dataclass(frozen=True)
class Check:
    name: str
    command: tuple[str, ...]


def templates() -> tuple[str, ...]:
    found = sorted(ROOT.glob("templates/**/*.html"))
    return tuple(str(path.relative_to(ROOT)) for path in found)


def checks() -> tuple[Check, ...]:
    return (
        Check("format", ("ruff", "format", "--check", "--output-format", "concise", ".")),
        Check("lint", ("ruff", "check", "--output-format", "concise", ".")),
        Check("templates", ("djade", "--check", "--target-version", "5.2", *templates())),
        Check("imports", ("lint-imports",)),
        Check("migrations", ("python", "manage.py", "makemigrations", "--check", "--dry-run")),
        Check("django", ("python", "manage.py", "check", "--fail-level", "WARNING")),
        Check("types", ("mypy",)),
    )


def run_check(check: Check) -> bool:
    """Silent when it holds; its whole output when it does not."""
    began = time.monotonic()
    # No check may touch the plant that perhaps runs beside us.
    env = {
        **os.environ,
        "MES_HOME": str(ROOT / ".mes-checks"),
        "PATH": f"{BIN}:{os.environ['PATH']}",
    }
    done = subprocess.run(
        [str(BIN / check.command[0]), *check.command[1:]],
        cwd=ROOT,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    took = f"{time.monotonic() - began:.1f} s"
    if done.returncode:
        print(f"✗ {check.name} ({took})\n{done.stdout.rstrip()}\n", flush=True)
        return False
    print(f"✓ {check.name} ({took})", flush=True)
    return True


def pytest(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pytest", "-q", *arguments]


def verdict(code: int) -> int:
    return 0 if code == NO_TESTS else code


def run_marked(which: str, chosen: list[str], workers: str = "0") -> int:
    done = subprocess.run(pytest("-n", workers, "-m", which, *chosen), cwd=ROOT)
    return verdict(done.returncode)


def run_alone(chosen: list[str]) -> int:
    """Two lanes with no database in common; what the second one says follows the first."""
    with tempfile.TemporaryFile() as said:
        beside = subprocess.Popen(
            pytest("-n", "0", "-m", BESIDE, *chosen), cwd=ROOT, stdout=said, stderr=said
        )
        try:
            alone = subprocess.run(pytest("-n", "0", "-m", ALONE, *chosen), cwd=ROOT).returncode
            other = beside.wait()
        finally:
            beside.terminate()
        said.seek(0)
        print(said.read().decode(errors="replace"), flush=True)
    return verdict(alone) or verdict(other)


def main() -> int:
    began = time.monotonic()
    held = [run_check(check) for check in checks()]
    if not all(held):
        print(f"{held.count(False)} of {len(held)} checks failed; no test was run.", flush=True)
        return 1
    chromium.install()
    pango.install()
    chosen = sys.argv[1:]
    together = run_marked(TOGETHER, chosen, workers="2")
    print(f"The parallel part ended after {time.monotonic() - began:.0f} s.", flush=True)
    speed = run_marked(SPEED, chosen)  # nothing beside it, or its ratio is the neighbour's
    alone = run_alone(chosen)
    print(f"All of it ended after {time.monotonic() - began:.0f} s.", flush=True)
    return together or speed or alone


if __name__ == "__main__":
    sys.exit(main())
