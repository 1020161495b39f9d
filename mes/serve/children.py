"""Child processes that end with their parent, and an ordinary user for a server that shuns root."""

import ctypes
import os
import pwd
import signal
import stat
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO

# linux/prctl.h and linux/capability.h
PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


def ordinary_user() -> pwd.struct_passwd:
    """Whom PostgreSQL runs as when we are root: its own account when there is one, else nobody."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return pwd.getpwuid(65534)


def reachable_by_all(path: Path) -> bool:
    """Whether any user may walk down to the path (a clone below /root is not)."""
    folders = [path.resolve(), *path.resolve().parents]
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in folders if folder.is_dir())


def spawn(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    output: IO[bytes] | int | None = None,
    cwd: Path | None = None,
    end_signal: signal.Signals = signal.SIGTERM,
    ordinary: bool = False,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own; `end_signal` reaches it if we die without a word.

    With `ordinary` and root, it runs as `ordinary_user()`.
    """
    drop = ordinary and os.geteuid() == 0
    walk = drop and not (reachable_by_all(Path(command[0])) and reachable_by_all(cwd or Path("/")))
    return subprocess.Popen(
        list(command),
        env=dict(env) if env is not None else None,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        cwd=cwd,
        start_new_session=True,
        # Safe here: nothing of ours runs threads at the moment it forks.
        preexec_fn=partial(
            _before_exec,
            end_signal=end_signal,
            user=ordinary_user() if drop else None,
            walk=walk,
        ),
    )


def _before_exec(*, end_signal: signal.Signals, user: pwd.struct_passwd | None, walk: bool) -> None:
    """Between fork and exec: default signals (`make run &` passes SIGINT on ignored), then user."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    if user is not None:
        if walk:
            _libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
        if walk:
            _keep_walking()
    if sys.platform == "linux":
        _libc.prctl(PR_SET_PDEATHSIG, int(end_signal), 0, 0, 0)


def _keep_walking() -> None:
    """Keep the one right of root that opens folders closed to others, and nothing else.

    So the modes of the folders above the clone need not be touched.
    """
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    right = 1 << CAP_DAC_OVERRIDE
    data = (ctypes.c_uint32 * 6)(right, right, right, 0, 0, 0)
    if _libc.capset(header, data) == 0:
        _libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)
