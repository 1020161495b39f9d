"""All settings, read top to bottom; values that differ between plants come from the environment."""

from pathlib import Path

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from mes import env

django_stubs_ext.monkeypatch()  # lets `QuerySet[Unit]` stand in annotations and bases at run time

BASE_DIR = Path(__file__).resolve().parent.parent
MES_HOME = env.home(BASE_DIR)
_engines = env.engines(MES_HOME)

# --- who and where -------------------------------------------------------------------------------

PORT = env.number("PORT", int(_engines.get("port", 8000)), low=1, high=65534)
WS_PORT = env.number("WS_PORT", int(_engines.get("ws_port", PORT + 1)), low=1, high=65535)
"""The port the browser opens its socket on; behind a proxy that joins them, the proxy's own."""
HOST = env.text("HOST", "127.0.0.1")

DEBUG = False
SECRET_KEY = env.secret(
    "SECRET_KEY", home=MES_HOME, default="only-for-checks-and-tests-not-a-plant"
)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or ["*"]
CSRF_TRUSTED_ORIGINS = env.words("TRUSTED_ORIGINS")
SERVER_NO = env.number("SERVER_NO", 1, low=1, high=1023)
"""Every identity sequence starts at SERVER_NO × 2^43, so that no two servers share a key."""
MES_DEMO = env.flag("MES_DEMO", default=False)
SIGNING_KEY = env.text("SIGNING_KEY", str(MES_HOME / "keys" / "signing.key"))
"""The file of the installation's secret key; `mes.kernel.signing` makes it."""
ANCHORS = env.text("ANCHORS", str(MES_HOME / "anchors"))
"""The folder of the chain's signed heads: best on another machine than the database."""
# Rigs that can only write files: one folder a station (docs/machines.md).
DROP = env.text("DROP", str(MES_HOME / "drop"))
JOURNAL = env.text("IMEI_JOURNAL", str(MES_HOME / "journal"))
"""The folder of the issue journal: best on another disk than the database's."""
RAW_PAYLOAD_DAYS = env.number("RAW_PAYLOAD_DAYS", 365, low=1, high=36_500)
"""How long what rigs sent is kept byte for byte; the records read from it are kept for ever."""

# Behind the TLS proxy of docker-compose. Never on a bare port: anyone could send the header.
HTTPS = env.flag("HTTPS", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = False  # the proxy redirects; the health checks inside speak plain HTTP
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- apps ----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "mes",
    "mes.kernel",
    "plants",
    "lines",
    "quality",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "channels",
]
AUTH_USER_MODEL = "plants.Person"
AUTHENTICATION_BACKENDS = ["plants.queries.backend.PeopleBackend"]
ROOT_URLCONF = "mes.urls"
WSGI_APPLICATION = "mes.wsgi.application"
ASGI_APPLICATION = "mes.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "mes.devices.DeviceDoor",
    "django.middleware.security.SecurityMiddleware",
    "mes.csp.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "plants.views.limits.TurnLimits",
    "plants.views.inspectors.InspectorDoor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mes.context.live",
            ],
        },
    },
]

# --- database ------------------------------------------------------------------------------------

DATABASE_URL = env.text(
    "DATABASE_URL", _engines.get("database", f"postgresql://mes_app@/mes?host={MES_HOME}/run")
)
DATABASE_OWNER_URL = env.text(
    "DATABASE_OWNER_URL",
    DATABASE_URL if env.text("DATABASE_URL") else _engines.get("database_owner", DATABASE_URL),
)
"""The role that migrates. With one address for both, only triggers guard the ledgers."""
_options = {
    # Django leaves psycopg's preparing off and fills in values on the client;
    # with both turned round a scan costs half.
    "prepare_threshold": 2,
    "server_side_binding": True,
}
OWNER_DATABASE = env.database(DATABASE_OWNER_URL, options=_options)
DATABASES = {
    "default": {
        **env.database(DATABASE_URL, options=_options),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    },
}

# --- broker, cache: hints only, may be wiped at any moment ---------------------------------------

REDIS_URL = env.text("REDIS_URL", _engines.get("redis", f"unix://{MES_HOME}/run/valkey.sock"))
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "mes",
    },
}

CELERY_BROKER_URL = env.broker(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A task that nobody acknowledged is given out again after this time, in seconds.
    "visibility_timeout": 900,
    # Without these a half-open connection is noticed only by the kernel, after hours.
    "socket_timeout": 5,
    "socket_connect_timeout": 5,
    "health_check_interval": 10,
    "global_keyprefix": "mes:",
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TIMEZONE = "Asia/Karachi"
CELERY_BEAT_SCHEDULE_FILENAME = str(MES_HOME / "beat-schedule")
CELERY_BEAT_SYNC_EVERY = 60

# --- people --------------------------------------------------------------------------------------

SESSION_ENGINE = "django.contrib.sessions.backends.db"  # a wiped Valkey signs nobody out
SESSION_COOKIE_AGE = 12 * 3600
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- words and time ------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ur", _("Urdu"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Karachi"
FIRST_DAY_OF_WEEK = 1

# --- files ---------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(MES_HOME / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "mes.statics.ModuleStorage"},
}
MEDIA_ROOT = MES_HOME / "media"
WHITENOISE_MANIFEST_STRICT = True

# --- the API -------------------------------------------------------------------------------------

DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 2**20  # a test record; smaller limits stand in the views
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "plants.api.authentication.TokenAuthentication",
        "plants.api.authentication.PersonAuthentication",
    ],
    "EXCEPTION_HANDLER": "plants.api.drf.answer_refusal",
    "DEFAULT_PAGINATION_CLASS": "plants.api.drf.PageByCursor",
    "PAGE_SIZE": 50,
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Karkhana MES",
    "DESCRIPTION": "One plant: routes, test records, IMEIs, output.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "mes.openapi.hooks.add_hot_paths",
    ],
}

# --- what is said --------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "mes": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
