"""Settings. Everything that differs between installations comes from the environment or the platform's folder."""

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from gongkai.web.config.database import database
from gongkai.web.config.home import home, secret
from gongkai.web.config.mail import mail
from gongkai.web.config.proxies import proxies

HOME = home()
WEB = Path(__file__).resolve().parents[1]

SECRET_KEY = secret("django")
DEBUG = os.environ.get("GONGKAI_DEBUG") == "1"
ALLOWED_HOSTS = [*filter(None, os.environ.get("GONGKAI_HOSTS", "").split(",")), "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"https://{h}" for h in ALLOWED_HOSTS[:-3]]

INSTALLED_APPS = [
    "gongkai.web.organs",
    "gongkai.web.review",
    "gongkai.web.applications",
    "gongkai.web.catalogue",
    "gongkai.web.registers",
    "gongkai.web.remedies",
    "gongkai.web.reports",
    "gongkai.web.portal",
    "gongkai.web.desk",
    "gongkai.web.api",
    "gongkai.web.system",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules.apps.AutodiscoverRulesConfig",
]

PROXIES = proxies(os.environ.get("GONGKAI_PROXIES", ""))
MIDDLEWARE = [
    "gongkai.web.config.proxies.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "gongkai.web.api.middleware.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gongkai.web.organs.middleware.SeenMiddleware",
    "gongkai.web.organs.middleware.PostMiddleware",
    "gongkai.web.system.middleware.FaultsMiddleware",
    "gongkai.web.system.middleware.FirstThingsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gongkai.web.config.urls"
WSGI_APPLICATION = "gongkai.web.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "gongkai.web.organs.context.viewer",
            ],
            "builtins": ["django.templatetags.static", "gongkai.web.organs.templatetags.gongkai"],
        },
    }
]

DATABASES = {"default": database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organs.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:queue"
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "gongkai.web.organs.signin.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": False}  # failures are counted by django-axes
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "gongkai.web.organs.signin.FactorAdapter"
MFA_TOTP_ISSUER = "公开 Gongkai"
MFA_FORMS = {
    "activate_totp": "gongkai.web.system.factors.SetUpForm",
    "authenticate": "gongkai.web.system.factors.SignInForm",
    "reauthenticate": "gongkai.web.system.factors.AgainForm",
}
USERSESSIONS_TRACK_ACTIVITY = True

AXES_FAILURE_LIMIT = "gongkai.web.organs.dated.lock_failures"
AXES_COOLOFF_TIME = "gongkai.web.organs.dated.lock_time"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True

# The idle time is a dated setting, renewed by use, once a minute (organs.middleware.SeenMiddleware).
SESSION_ENGINE = "gongkai.web.organs.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "gongkai.web.portal.views.applying.refused"
# How many applications one address may send in an hour, one applicant in a day, before being asked to wait.
PORTAL_MOST_AN_HOUR, PORTAL_MOST_A_DAY = 20, 20
# How often in an hour one address may add files to a draft.
PORTAL_MOST_UPLOADS = 60
# How often in a minute an address may ask the interface, a token may, an address may show a wrong token; how many
# applications a token may register in an hour.
API_MOST_A_MINUTE, API_TOKEN_MOST_A_MINUTE, API_WRONG_MOST_A_MINUTE, API_REGISTER_MOST_AN_HOUR = 300, 120, 20, 500
SECURE = os.environ.get("GONGKAI_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [WEB / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DRAFTS_ROOT = HOME / "drafts"  # what is enclosed to applications that were not sent yet, and goes with them
MEDIA_ROOT = HOME / "files"  # never served by address: every file goes through the gate
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Without a mail server mail is kept in the desk's list only, and nothing is printed where the platform runs.
EMAIL_BACKEND = os.environ.get("GONGKAI_EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")
globals().update(mail(os.environ.get("GONGKAI_MAIL", "")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("GONGKAI_MAIL_FROM", "gongkai@localhost")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
