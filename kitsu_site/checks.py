"""What must hold before the server answers its first request, with the setting to change."""

import os
import shutil

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

WEAK_SECRETS = {"mysecretkey", "secret", "changeme", "change-me", "password", "secretkey", "kitsu", "zou"}
MIN_SECRET_LENGTH = 32


def secret_problem() -> str | None:
    """Why the secret key in use must not sign tokens, or None."""
    if settings.SECRET_KEY_SOURCE == "generated":
        return "No secret key is set."
    key = settings.SECRET_KEY
    if key.lower() in WEAK_SECRETS or key.startswith("django-insecure-"):
        return "The secret key is a well-known one."
    if len(key) < MIN_SECRET_LENGTH or len(set(key)) < 5:
        return f"The secret key is too easy to guess: {MIN_SECRET_LENGTH} random characters are wanted."
    return None


def require_secret() -> None:
    """Refuse to serve with a weak secret key; raises ImproperlyConfigured."""
    if problem := secret_problem():
        raise ImproperlyConfigured(
            f"{problem} Set SECRET_KEY to at least {MIN_SECRET_LENGTH} random characters, "
            "or let `manage.py quickstart` write one."
        )


@checks.register(checks.Tags.admin)
def check_back_office(app_configs, **kwargs):
    """Django's check of it passes over pages that are not loaded yet: they come with the routes."""
    from kitsu_site import urls

    return urls.site.check(app_configs)


@checks.register(checks.Tags.security, deploy=True)
def check_secret(app_configs, **kwargs):
    if problem := secret_problem():
        return [checks.Error(problem, hint="Set SECRET_KEY, or run `manage.py quickstart`.", id="kitsu.E001")]
    return []


@checks.register(deploy=True)
def check_data_folder(app_configs, **kwargs):
    folder = settings.KITSU_DATA
    if not folder.is_dir():
        return [
            checks.Warning(
                f"The data folder {folder} does not exist.",
                hint="Set KITSU_DATA, or run `manage.py quickstart`, which makes it.",
                id="kitsu.W002",
            )
        ]
    if not os.access(folder, os.W_OK):
        return [
            checks.Error(
                f"The data folder {folder} cannot be written to.",
                hint="Give the server's user the right to write there, or set KITSU_DATA.",
                id="kitsu.E002",
            )
        ]
    return []


@checks.register(deploy=True)
def check_ffmpeg(app_configs, **kwargs):
    if shutil.which("ffmpeg"):
        return []
    try:
        import imageio_ffmpeg

        imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        return [
            checks.Warning(
                f"No ffmpeg: movies cannot be prepared ({error}).",
                hint="Install ffmpeg on the PATH.",
                id="kitsu.W003",
            )
        ]
    return []


@checks.register(deploy=True)
def check_single_sign_on(app_configs, **kwargs):
    """An answer by SAML comes from another site: browsers send our cookie along over https alone."""
    if settings.SAML_ENABLED and settings.DOMAIN_PROTOCOL != "https":
        return [
            checks.Error(
                "Single sign-on by SAML needs https.",
                hint="Set DOMAIN_PROTOCOL to https, and have the web client served so.",
                id="kitsu.E003",
            )
        ]
    return []


@checks.register(deploy=True)
def check_passwords(app_configs, **kwargs):
    """Passwords are asked for, and go to the directory encrypted."""
    if settings.AUTH_STRATEGY == "auth_local_no_password":
        return [
            checks.Error(
                "Everybody signs in with any password.",
                hint="Set AUTH_STRATEGY to auth_local_classic.",
                id="kitsu.E004",
            )
        ]
    if settings.AUTH_STRATEGY == "auth_remote_ldap" and not (settings.LDAP_SSL or settings.LDAP_START_TLS):
        return [
            checks.Warning(
                "Passwords go to the directory unencrypted.",
                hint="Set LDAP_SSL or LDAP_START_TLS.",
                id="kitsu.W005",
            )
        ]
    return []


@checks.register(checks.Tags.database)
def check_database(app_configs, databases, **kwargs):
    """SQLite is for one machine; say so where several workers are configured."""
    problems = []
    for alias in databases or []:
        if connections[alias].vendor == "sqlite" and settings.CELERY_BROKER_URL:
            problems.append(
                checks.Warning(
                    "Celery workers and SQLite: workers on other machines cannot share the file.",
                    hint="Set DATABASE_URL to a PostgreSQL address.",
                    id="kitsu.W004",
                )
            )
    return problems
