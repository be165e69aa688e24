"""Settings come from the environment: every error names the variable."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from kitsu_site import env


@pytest.fixture
def setting(monkeypatch):
    """Sets the variable SETTING."""
    return lambda value: monkeypatch.setenv("SETTING", value)


@pytest.mark.parametrize("text", ["1", "true", "Yes", "ON"])
def test_a_flag_is_switched_on(setting, text):
    setting(text)
    assert env.flag("SETTING") is True


@pytest.mark.parametrize("text", ["0", "false", "No", "OFF", ""])
def test_a_flag_is_switched_off(setting, text):
    setting(text)
    assert env.flag("SETTING", True) is False


def test_a_flag_that_is_neither_is_refused(setting):
    setting("perhaps")
    with pytest.raises(ImproperlyConfigured, match=r"^SETTING: true or false expected, got 'perhaps'"):
        env.flag("SETTING")


def test_a_number_is_read(setting):
    setting("12")
    assert env.number("SETTING", 3) == 12


def test_an_empty_number_is_the_default(setting):
    setting("")
    assert env.number("SETTING", 3) == 3


def test_a_number_that_is_none_is_refused(setting):
    setting("a dozen")
    with pytest.raises(ImproperlyConfigured, match=r"^SETTING: a whole number expected, got 'a dozen'"):
        env.number("SETTING", 3)


def test_a_number_that_is_too_small_is_refused(setting):
    setting("3")
    with pytest.raises(ImproperlyConfigured, match=r"^SETTING: at least 4 expected, got 3"):
        env.number("SETTING", 12, at_least=4)


def test_names_are_trimmed_and_empty_ones_left_out(setting):
    setting(" one, two ,,three ")
    assert env.names("SETTING") == ["one", "two", "three"]


def test_a_choice_is_one_of_those_allowed(setting):
    setting("ftp")
    with pytest.raises(ImproperlyConfigured, match=r"^SETTING: one of local, s3 expected, got 'ftp'"):
        env.choice("SETTING", "local", ("local", "s3"))


def test_a_folder_is_absolute_and_not_made(setting, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    setting("here")
    assert env.folder("SETTING", Path("/there")) == tmp_path / "here"
    assert not (tmp_path / "here").exists()


@pytest.mark.parametrize("address", ["mysql://user@host/name", "postgres", "", "sqlite"])
def test_a_database_is_sqlite_or_postgresql(setting, address):
    setting(address)
    with pytest.raises(ImproperlyConfigured, match=r"^SETTING: "):
        env.database("SETTING", "mysql://default/one")


def test_a_database_address_is_taken_apart(setting):
    setting("postgres://ann:secret@db.studio:5433/kitsu")
    config = env.database("SETTING", "sqlite:////tmp/other")
    assert config["ENGINE"] == "django.db.backends.postgresql"
    parts = ("USER", "PASSWORD", "HOST", "PORT", "NAME")
    assert [config[part] for part in parts] == ["ann", "secret", "db.studio", 5433, "kitsu"]


def test_pairs_are_values_by_an_allowed_name(setting):
    setting("user = cn=artists,dc=studio; admin=it")
    assert env.pairs("SETTING", ("admin", "user")) == {"user": "cn=artists,dc=studio", "admin": "it"}


@pytest.mark.parametrize("text", ["boss=cn=it", "admin=", "admin"])
def test_a_pair_of_another_name_or_without_a_value_is_refused(setting, text):
    setting(text)
    with pytest.raises(ImproperlyConfigured, match=r"^SETTING: admin\|user=value; ... expected"):
        env.pairs("SETTING", ("admin", "user"))


def test_what_another_setting_needs_must_be_set(setting):
    setting("")
    assert env.needed("SETTING", False) == ""
    with pytest.raises(ImproperlyConfigured, match=r"^SETTING: a value is needed"):
        env.needed("SETTING", True)
