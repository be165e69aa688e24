"""Settings: everything from the environment, with defaults that run on a laptop.

The README lists the variables. Nothing here touches the disk but to read the
secret key that `manage.py quickstart` wrote.
"""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.urls import reverse_lazy

from kitsu_site import env

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"
API_VERSION = "1.0.67"  # the version of the Kitsu API that is spoken, as clients compare it

KITSU_DATA = env.folder("KITSU_DATA", BASE_DIR / "data")
DEBUG = env.flag("DEBUG")

# The secret: SECRET_KEY, else the file that quickstart made, else one that ends with the process;
# servers refuse the last (kitsu_site.checks).
SECRET_KEY_FILE = KITSU_DATA / "secret_key"
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_SOURCE = "environment"
if not SECRET_KEY and SECRET_KEY_FILE.is_file():
    SECRET_KEY, SECRET_KEY_SOURCE = SECRET_KEY_FILE.read_text().strip(), str(SECRET_KEY_FILE)
if not SECRET_KEY:
    SECRET_KEY, SECRET_KEY_SOURCE = secrets.token_urlsafe(48), "generated"

DOMAIN_NAME = env.text("DOMAIN_NAME", "localhost:8080")
DOMAIN_PROTOCOL = env.choice("DOMAIN_PROTOCOL", "https", ("http", "https"))
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "*")
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS", f"{DOMAIN_PROTOCOL}://{DOMAIN_NAME}")
CORS_ALLOWED_ORIGINS = env.names("CORS_ALLOWED_ORIGINS")
CORS_ALLOW_CREDENTIALS = True

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",  # before import_export: its templates come first
    "django.contrib.admin.apps.SimpleAdminConfig",  # the site is kitsu_site.admin.site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "corsheaders",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "import_export",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "kitsu_site",
    "accounts",
    "production",
    "files",
    "imports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "kitsu_site.middleware.frame_ancestors",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "kitsu_site.urls"
WSGI_APPLICATION = "kitsu_site.wsgi.application"
WEB_THREADS = env.number("WEB_THREADS", 16, at_least=1)

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{KITSU_DATA / 'kitsu.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A server's SQLite: readers never wait for the writer (WAL), writers queue instead of failing.
    # Foreign keys are switched on by Django itself.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000; "
            "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = env.number("DATABASE_CONN_MAX_AGE", 600)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Times are naive and UTC, in the database and on the wire.
USE_TZ = False
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]

# People and sessions
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["accounts.backends.PersonBackend"]
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # an email is unique among people who are no bots
    "security.W005",  # whether subdomains are https only, and browsers preload that, is the studio's choice
    "security.W021",
    "security.W019",  # the pages may be framed by the studio's own
]
LOGIN_URL = "admin:login"
MIN_PASSWORD_LENGTH = env.number("MIN_PASSWORD_LENGTH", 8, at_least=1)
BCRYPT_LOG_ROUNDS = env.number("BCRYPT_LOG_ROUNDS", 12, at_least=4)
PROTECTED_ACCOUNTS = env.names("PROTECTED_ACCOUNTS", separator=";")
USER_LIMIT = env.number("USER_LIMIT", 100)
DEFAULT_TIMEZONE = env.text("DEFAULT_TIMEZONE", "Europe/Paris")
DEFAULT_LOCALE = env.text("DEFAULT_LOCALE", "en_US")
ENFORCE_2FA = env.flag("ENFORCE_2FA")
ENFORCE_2FA_ROLES = env.names("ENFORCE_2FA_ROLES")  # for these roles, where it is not for all
TWO_FACTOR_EXEMPT_USERS = env.names("2FA_EXEMPT_USERS")  # addresses or desktop logins
RATE_LIMITS = {
    "guesses_per_address": env.rate("RATE_LIMIT_GUESSES_PER_ADDRESS", "600/minute"),
    "guesses_per_account": env.rate("RATE_LIMIT_GUESSES_PER_ACCOUNT", "300/minute"),
    "mails_per_address": env.rate("RATE_LIMIT_MAILS_PER_ADDRESS", "600/hour"),
    "mails_per_account": env.rate("RATE_LIMIT_MAILS_PER_ACCOUNT", "30/hour"),
}
# Who knows the passwords: this server, or a directory (LDAP)
AUTH_STRATEGY = env.choice(
    "AUTH_STRATEGY",
    "auth_local_classic",
    ("auth_local_classic", "auth_local_no_password", "auth_remote_ldap"),
)
LDAP_SSL = env.flag("LDAP_SSL")
LDAP_START_TLS = env.flag("LDAP_START_TLS")
LDAP_CA_CERTIFICATE = env.text("LDAP_CA_CERTIFICATE")  # a file, where the system does not know it
LDAP_HOST = env.text("LDAP_HOST", "127.0.0.1")
LDAP_PORT = env.number("LDAP_PORT", 636 if LDAP_SSL else 389, at_least=1)
LDAP_BASE_DN = env.needed("LDAP_BASE_DN", AUTH_STRATEGY == "auth_remote_ldap")
LDAP_USER = env.text("LDAP_USER")  # reads the directory: a full DN, or a login
LDAP_PASSWORD = env.text("LDAP_PASSWORD")
LDAP_IS_AD = env.flag("LDAP_IS_AD") or env.flag("LDAP_IS_AD_SIMPLE")
LDAP_DOMAIN = env.text("LDAP_DOMAIN")
LDAP_GROUP = env.text("LDAP_GROUP")  # whose members count: a full DN, or a cn
LDAP_ROLE_GROUPS = env.pairs(
    "LDAP_ROLE_GROUPS", ("admin", "manager", "supervisor", "user", "client", "vendor")
)
LDAP_EXCLUDED_ACCOUNTS = env.names("LDAP_EXCLUDED_ACCOUNTS")
LDAP_FALLBACK = env.flag("LDAP_FALLBACK")  # people who are not of the directory sign in here
EMAIL_DOMAIN = env.text("EMAIL_DOMAIN")
SAML_ENABLED = env.flag("SAML_ENABLED")
SAML_IDP_NAME = env.text("SAML_IDP_NAME")  # as the client's button says it
SAML_METADATA_URL = env.needed("SAML_METADATA_URL", SAML_ENABLED)  # an address, or a file
SAML_ENTITY_ID = env.text("SAML_ENTITY_ID", f"{DOMAIN_PROTOCOL}://{DOMAIN_NAME}")
OIDC_ENABLED = env.flag("OIDC_ENABLED")
OIDC_IDP_NAME = env.text("OIDC_IDP_NAME")
OIDC_ISSUER = env.needed("OIDC_ISSUER", OIDC_ENABLED)
OIDC_CLIENT_ID = env.needed("OIDC_CLIENT_ID", OIDC_ENABLED)
OIDC_CLIENT_SECRET = env.text("OIDC_CLIENT_SECRET")
OIDC_SCOPES = env.text("OIDC_SCOPES", "openid email profile")
OIDC_REQUIRE_VERIFIED_EMAIL = env.flag("OIDC_REQUIRE_VERIFIED_EMAIL", True)
# Secure by default where the studio's address is https; the token cookies follow the contract instead.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.flag("COOKIES_SECURE", False)
SESSION_COOKIE_NAME = "admin_session"  # `session` is the clients' own
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 0)
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("TRUST_PROXY") else None
X_FRAME_OPTIONS = "SAMEORIGIN"

# The API
NB_RECORDS_PER_PAGE = env.number("NB_RECORDS_PER_PAGE", 100, at_least=1)
MAX_JSON_BODY = env.number("MAX_JSON_BODY", 8 * 1024 * 1024, at_least=1024)  # bytes
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_JSON_BODY
IMPORT_MAX_SIZE = env.number("IMPORT_MAX_SIZE", 32 * 1024 * 1024, at_least=1)  # bytes
ATTACHMENT_MAX_SIZE = env.number("ATTACHMENT_MAX_SIZE", 512 * 1024 * 1024, at_least=1)  # bytes
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["kitsu_site.api.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["kitsu_site.api.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "kitsu_site.api.schema.Schema",
    "EXCEPTION_HANDLER": "kitsu_site.api.errors.handle",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "kitsu_site.api.renderers.AlwaysJSON",
}
SIMPLE_JWT = {
    "ALGORITHM": "HS256",
    "USER_ID_CLAIM": "sub",
    "TOKEN_TYPE_CLAIM": "type",
    "JTI_CLAIM": "jti",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Kitsu API",
    "DESCRIPTION": "Production tracking for animation and VFX studios.",
    "VERSION": VERSION,
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",  # served from here: a studio's network may be closed
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "DISABLE_ERRORS_AND_WARNINGS": True,
    "SCHEMA_PATH_PREFIX": r"/(data|actions|auth|import|export|pictures|movies|shared)",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "PREPROCESSING_HOOKS": ["kitsu_site.api.schema.once"],
}

# Events: sinks deliver on commit what `kitsu_site.events.emit` wrote
EVENT_SINKS = env.names("EVENT_SINKS", "kitsu_site.stream.sink.StreamSink")
STREAM_TOKEN_CHECK_SECONDS = env.number("STREAM_TOKEN_CHECK_SECONDS", 30, at_least=1)
STREAM_EXTENSIONS = ["production.review_rooms.register"]  # what else is said on the stream

# Services that a studio adds when it grows
REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", REDIS_URL)
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL  # no broker: jobs run in the process that starts them
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 0}  # no request waits for a broker that is down

# Mail
MAIL_ENABLED = env.flag("MAIL_ENABLED", True)
EMAIL_HOST = env.text("MAIL_SERVER")
EMAIL_PORT = env.number("MAIL_PORT", 25)
EMAIL_HOST_USER = env.text("MAIL_USERNAME")
EMAIL_HOST_PASSWORD = env.text("MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("MAIL_USE_TLS")
EMAIL_USE_SSL = env.flag("MAIL_USE_SSL")
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.text("MAIL_DEFAULT_SENDER", f"no-reply@{DOMAIN_NAME.partition(':')[0]}")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"

# Chat services that people are told by
SLACK_API_URL = env.text("SLACK_API_URL", "https://slack.com/api").rstrip("/")
DISCORD_API_URL = env.text("DISCORD_API_URL", "https://discord.com/api/v10").rstrip("/")

# Stored files
STORAGE_BACKEND = env.choice("STORAGE_BACKEND", "local", ("local", "s3"))
PREVIEW_FOLDER = env.folder("PREVIEW_FOLDER", KITSU_DATA / "previews")
S3_BUCKET_PREFIX = env.text("S3_BUCKET_PREFIX")  # buckets: <prefix>pictures, <prefix>movies, <prefix>files
S3_OPTIONS = {
    "endpoint_url": env.text("S3_ENDPOINT") or None,
    "region_name": env.text("S3_REGION") or None,
    "access_key": env.text("S3_ACCESS_KEY") or None,
    "secret_key": env.text("S3_SECRET_KEY") or None,
    "file_overwrite": True,
}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PREVIEW_FOLDER},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if STORAGE_BACKEND == "s3":
    for bucket in ("pictures", "movies", "files"):
        STORAGES[bucket] = {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {**S3_OPTIONS, "bucket_name": f"{S3_BUCKET_PREFIX}{bucket}"},
        }
# Who sends stored files: this server, or the proxy before it, told by a header.
FILES_SENT_BY = env.choice("FILES_SENT_BY", "server", ("server", "x-accel-redirect", "x-sendfile"))
X_ACCEL_PREFIX = env.text("X_ACCEL_PREFIX", "/stored/")  # nginx: the internal location of PREVIEW_FOLDER
if FILES_SENT_BY != "server" and STORAGE_BACKEND == "s3":
    raise ImproperlyConfigured("FILES_SENT_BY: a proxy sends files of a folder only, not of S3.")

# Media
PICTURE_MAX_PIXELS = env.number("PICTURE_MAX_PIXELS", 100_000_000, at_least=1)
REMOVE_FILES = env.flag("REMOVE_FILES")  # a picture that is cleared is deleted, too
KEEP_MOVIE_SOURCES = env.flag("KEEP_MOVIE_SOURCES")  # the uploads, beside the prepared movies
# What works beside the requests in the server's own process (kitsu_site.asgi).
SERVER_WORKERS = ["files.worker.start"] if env.flag("MEDIA_WORKER", True) else []
STATIC_URL = "/static/"
# Static files are served from where the packages have them: nothing to collect, nothing to forget.
WHITENOISE_USE_FINDERS = True
CLIENT_CACHE_MAX_AGE = env.number("CLIENT_CACHE_MAX_AGE", 604800)  # seconds

# What clients are told (GET /config)
IS_SELF_HOSTED = env.flag("IS_SELF_HOSTED", True)
CRISP_TOKEN = env.text("CRISP_TOKEN")
SENTRY_KITSU = {
    "dsn": env.text("SENTRY_KITSU_DSN"),
    "sampleRate": float(env.number("SENTRY_KITSU_SAMPLE_PERCENT", 10)) / 100,
}

# The back office (kitsu_site.admin)
FORMAT_MODULE_PATH = "kitsu_site.formats"
IMPORT_EXPORT_ESCAPE_ILLEGAL_CHARS_ON_EXPORT = True  # what no workbook holds
UNFOLD = {
    "SITE_TITLE": "Kitsu back office",
    "SITE_HEADER": "Back office",
    "SITE_SUBHEADER": "Production tracking",
    "SITE_SYMBOL": "movie_filter",
    "SITE_URL": None,
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("kitsu_site/favicon.svg")}
    ],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "6px",
    "ACCOUNT": {
        "navigation": [
            {"title": "Change password", "link": reverse_lazy("admin:password_change")},
            {"title": "Second factors", "link": reverse_lazy("admin:own_second_factors")},
        ]
    },
    "DASHBOARD_CALLBACK": "production.admin.dashboard.context",
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "navigation": "kitsu_site.admin.sidebar.navigation",
    },
    "COLORS": {
        "primary": {
            "50": "#ecfeff",
            "100": "#cffafe",
            "200": "#a5f3fc",
            "300": "#67e8f9",
            "400": "#22d3ee",
            "500": "#06b6d4",
            "600": "#0891b2",
            "700": "#0e7490",
            "800": "#155e75",
            "900": "#164e63",
            "950": "#083344",
        },
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOGLEVEL", "INFO").upper()},
    "loggers": {
        "django": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "celery": {"level": "WARNING"},
    },
}
