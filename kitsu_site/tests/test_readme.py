"""The README says what is so. Its first steps are run in test_quickstart.py."""

import re

from django.conf import settings

README = (settings.BASE_DIR / "README.md").read_text()
ROW = re.compile(r"^\| ((?:`[A-Z0-9_]+`(?:, )?)+) \|", re.M)
READ = re.compile(r"""env\.\w+\(\s*"([A-Z0-9_]+)\"""")


def read_by_settings():
    return set(READ.findall((settings.BASE_DIR / "kitsu_site" / "settings.py").read_text()))


def in_the_table():
    return {name for names in ROW.findall(README) for name in re.findall(r"`([A-Z0-9_]+)`", names)}


def test_every_variable_that_settings_read_is_in_the_table():
    assert sorted(read_by_settings() - in_the_table()) == []


def test_the_table_has_no_variable_that_nobody_reads():
    assert sorted(in_the_table() - read_by_settings()) == []


def test_every_file_that_it_names_is_there():
    links = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert links == [path for path in links if (settings.BASE_DIR / path).exists()]
    assert (settings.BASE_DIR / ".ci" / "test").exists()
