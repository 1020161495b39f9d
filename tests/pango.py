"""The system's Pango for printed pages; installed when this user may and it is missing."""

import os
import shutil
import subprocess

from mes.kernel.pdf import PACKAGES, available


def missing() -> bool:
    return not available()


def install() -> None:
    """By apt, as root, where there is one; says so when it cannot."""
    if not missing():
        return
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        print(
            f"There is no Pango and this user cannot install it: PDF TESTS WILL BE SKIPPED. "
            f"Install {PACKAGES}.",
            flush=True,
        )
        return
    print("Installing Pango …", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        [apt, "update", "-q"],
        [apt, "install", "-y", "-q", "--no-install-recommends", *PACKAGES.split()],
    ):
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=900)
        if done.returncode:
            print(done.stderr.strip()[-1000:], flush=True)
            print("Pango could not be installed: PDF TESTS WILL BE SKIPPED.", flush=True)
            return
