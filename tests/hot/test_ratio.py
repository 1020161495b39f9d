"""What the server lets through of the database's own pace: a rate is the machine, this is ours."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.speed


def test_single_scans_keep_their_share_of_pgbench_on_quick_and_on_slow_disks() -> None:
    command = [sys.executable, "-m", "bench", "--least", "--gate", "--only", "single,flushes"]
    env = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("ratio of the two") == 2
