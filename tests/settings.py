"""`mes.settings` on engines of the test run's own, in a short folder that dies with the run."""

import os
import tempfile
from pathlib import Path

from mes.serve.engines import APP, OWNER, Engines

# The first process of a run makes the folder; xdist's workers inherit its name.
ENGINES = Engines(Path(os.environ.get("MES_TEST_HOME") or tempfile.mkdtemp(prefix="mes-t-")))
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
TEST_DATABASE = f"mes_{WORKER}"

os.environ.update(
    MES_TEST_HOME=str(ENGINES.home),
    MES_HOME=str(ENGINES.home),
    DATABASE_URL=ENGINES.database_url(role=APP, database=TEST_DATABASE),
    DATABASE_OWNER_URL=ENGINES.database_url(role=OWNER, database=TEST_DATABASE),
    REDIS_URL=f"{ENGINES.redis_url}?db={int(WORKER[2:] or 0)}",
    IMEI_JOURNAL=str(ENGINES.home / f"journal-{WORKER}"),
    SECRET_KEY="for-tests-only-" + "x" * 40,
)

from mes.settings import *  # noqa: E402, F403

(ENGINES.home / "static").mkdir(parents=True, exist_ok=True)  # whitenoise warns when it is missing

# Pages under test link files by their plain names; browser tests serve the hashed ones.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A 6-digit PIN hashed at full strength takes 0.1 s, a hundred times a run.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  WhiteNoise warns of a missing one
