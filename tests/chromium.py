"""The system's Chromium for browser tests; installed when this user may and it is missing."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Nothing outside this machine is asked for anything.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def find() -> str | None:
    """CHROMIUM, else the first one on the PATH."""
    if given := os.environ.get("CHROMIUM"):
        return given
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """By apt, as root, where there is one; says so when it cannot."""
    if find():
        return
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        print(
            "There is no Chromium and this user cannot install one: BROWSER TESTS WILL BE SKIPPED. "
            "Install the package `chromium`, or set CHROMIUM to one.",
            flush=True,
        )
        return
    print("Installing Chromium …", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        [apt, "update", "-q"],
        [apt, "install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
    ):
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=900)
        if done.returncode:
            print(done.stderr.strip()[-1000:], flush=True)
            print("Chromium could not be installed: BROWSER TESTS WILL BE SKIPPED.", flush=True)
            return


if __name__ == "__main__":
    install()
