"""What must hold before the server answers, and the hints that `manage.py check --deploy` gives."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as project_settings
from django.core.exceptions import ImproperlyConfigured

from kitsu_site import checks

STRONG = "a-long-enough-secret-0123456789-XYZ"


def ids(found):
    return [check.id for check in found]


def use_secret(settings, key, source="environment"):
    settings.SECRET_KEY, settings.SECRET_KEY_SOURCE = key, source


def test_a_strong_secret_is_accepted(settings):
    use_secret(settings, STRONG)
    assert checks.check_secret(None) == []


@pytest.mark.parametrize(
    "key", ["mysecretkey", "ChangeMe", "django-insecure-" + STRONG, "tooshort", "abab" * 20]
)
def test_a_weak_secret_is_an_error_with_a_hint(settings, key):
    use_secret(settings, key)
    (error,) = checks.check_secret(None)
    assert (error.id, error.hint) == ("kitsu.E001", "Set SECRET_KEY, or run `manage.py quickstart`.")


def test_a_secret_that_ends_with_the_process_is_refused(settings):
    use_secret(settings, STRONG, "generated")
    with pytest.raises(ImproperlyConfigured, match=r"^No secret key is set. Set SECRET_KEY to at least 32"):
        checks.require_secret()


@pytest.mark.parametrize("module", ["kitsu_site.wsgi", "kitsu_site.asgi"])
@pytest.mark.parametrize(
    ("key", "problem"),
    [("mysecretkey", "The secret key is a well-known one."), ("", "No secret key is set.")],
)
def test_servers_do_not_start_with_a_weak_secret(tmp_path, module, key, problem):
    result = subprocess.run(
        [sys.executable, "-c", f"import {module}"],
        env={**os.environ, "SECRET_KEY": key, "KITSU_DATA": str(tmp_path)},
        cwd=project_settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == (
        f"django.core.exceptions.ImproperlyConfigured: {problem} Set SECRET_KEY to at least 32 random "
        "characters, or let `manage.py quickstart` write one."
    )


def test_the_secret_that_quickstart_wrote_is_used(tmp_path):
    (tmp_path / "secret_key").write_text(STRONG + "\n")
    result = subprocess.run(
        [
            sys.executable,
            "manage.py",
            "shell",
            "-v0",
            "-c",
            "from django.conf import settings; print(settings.SECRET_KEY)",
        ],
        env={**os.environ, "SECRET_KEY": "", "KITSU_DATA": str(tmp_path)},
        cwd=project_settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert result.stdout == STRONG + "\n"


def test_a_missing_data_folder_is_a_warning(settings, tmp_path):
    settings.KITSU_DATA = tmp_path / "nowhere"
    (warning,) = checks.check_data_folder(None)
    assert (warning.id, "KITSU_DATA" in warning.hint) == ("kitsu.W002", True)


def test_a_data_folder_that_is_read_only_is_an_error(settings, tmp_path, monkeypatch):
    settings.KITSU_DATA = tmp_path
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write anywhere
    assert ids(checks.check_data_folder(None)) == ["kitsu.E002"]


def test_a_usable_data_folder_is_fine(settings, tmp_path):
    settings.KITSU_DATA = tmp_path
    assert checks.check_data_folder(None) == []


def test_the_bundled_ffmpeg_is_enough(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert checks.check_ffmpeg(None) == []


def test_no_ffmpeg_is_a_warning(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", "")
    monkeypatch.setattr("imageio_ffmpeg.get_ffmpeg_exe", refuse)
    assert ids(checks.check_ffmpeg(None)) == ["kitsu.W003"]


def refuse():
    raise RuntimeError("No ffmpeg exe could be found.")


def test_workers_beside_sqlite_are_a_warning(settings, monkeypatch):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:6379/0"
    monkeypatch.setattr(checks, "connections", {"default": type("Connection", (), {"vendor": "sqlite"})})
    assert ids(checks.check_database(None, databases=["default"])) == ["kitsu.W004"]


def test_sqlite_alone_is_fine(settings, monkeypatch):
    settings.CELERY_BROKER_URL = ""
    monkeypatch.setattr(checks, "connections", {"default": type("Connection", (), {"vendor": "sqlite"})})
    assert checks.check_database(None, databases=["default"]) == []


@pytest.mark.parametrize(("protocol", "found"), [("https", []), ("http", ["kitsu.E003"])])
def test_single_sign_on_by_saml_wants_https(settings, protocol, found):
    settings.SAML_ENABLED, settings.DOMAIN_PROTOCOL = True, protocol
    assert ids(checks.check_single_sign_on(None)) == found


@pytest.mark.parametrize(
    ("strategy", "tls", "found"),
    [
        ("auth_local_classic", False, []),
        ("auth_local_no_password", False, ["kitsu.E004"]),
        ("auth_remote_ldap", False, ["kitsu.W005"]),
        ("auth_remote_ldap", True, []),
    ],
)
def test_passwords_are_wanted_and_go_encrypted(settings, strategy, tls, found):
    settings.AUTH_STRATEGY, settings.LDAP_START_TLS = strategy, tls
    assert ids(checks.check_passwords(None)) == found
