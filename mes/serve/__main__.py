"""`python -m mes.serve`: run the plant until SIGINT or SIGTERM."""

import sys
import time
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from mes import env
from mes.serve import home
from mes.serve.engines import EngineFailed
from mes.serve.home import CannotStart
from mes.serve.parent import Make
from mes.serve.plant import ROOT, Interrupted, Plant
from mes.serve.processes import Place
from mes.serve.supervisor import Supervisor


def say(sentence: str) -> None:
    with suppress(OSError):  # the terminal is gone; the plant goes on
        print(sentence, flush=True)


def main() -> int:
    supervisor = Supervisor(say=say, should_end=Make().has_stopped)
    supervisor.listen()
    try:
        folder = env.home(ROOT)
        with home.held(folder):
            return run(supervisor, folder)
    except (CannotStart, EngineFailed, ImproperlyConfigured) as trouble:
        say(str(trouble))
        return 1


def run(supervisor: Supervisor, folder: Path) -> int:
    began = time.monotonic()
    host = env.text("HOST", "127.0.0.1")
    port, ws, note = home.choose_ports(
        host=host,
        port=env.number("PORT", 0, low=0, high=65534),
        ws=env.number("WS_PORT", 0, low=0, high=65535),
    )
    if note:
        say(note)
    home.keep_secret_key(folder)
    try:
        Plant(supervisor=supervisor, home=folder, place=Place(host, port, ws)).start()
        say(f"  Ready after {time.monotonic() - began:.0f} s.")
        supervisor.watch()
    except Interrupted:
        pass
    except (CannotStart, EngineFailed) as trouble:
        say(str(trouble))
        return 1
    finally:
        if supervisor.parts:
            say("Ending …")
            supervisor.end_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
