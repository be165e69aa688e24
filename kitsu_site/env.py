"""Typed readers of the environment; every error names the variable and what it should hold."""

import os
import re
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

DATABASES = {"sqlite", "postgres", "postgresql", "psql", "pgsql"}
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """The variable as it is; `default` where it is not set."""
    return os.environ.get(name, default)


def needed(name: str, wanted: bool) -> str:
    """A text that must be set where something else is, `wanted`."""
    value = text(name)
    if wanted and not value:
        raise ImproperlyConfigured(f"{name}: a value is needed.")
    return value


def flag(name: str, default: bool = False) -> bool:
    """A switch: 1, true, yes, on / 0, false, no, off, in any case."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in TRUE | FALSE:
        return value.lower() in TRUE
    raise ImproperlyConfigured(f"{name}: true or false expected, got {value!r}.")


def number(name: str, default: int, *, at_least: int = 0) -> int:
    """A whole number."""
    value = os.environ.get(name) or str(default)
    try:
        result = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}: a whole number expected, got {value!r}.") from None
    if result < at_least:
        raise ImproperlyConfigured(f"{name}: at least {at_least} expected, got {result}.")
    return result


def names(name: str, default: str = "", separator: str = ",") -> list[str]:
    """A list of texts, blanks trimmed."""
    return [item.strip() for item in text(name, default).split(separator) if item.strip()]


def pairs(name: str, allowed: tuple[str, ...]) -> dict[str, str]:
    """Values by one of `allowed`: `manager=cn=leads,dc=studio;user=cn=artists,dc=studio`."""
    found = {}
    for item in names(name, separator=";"):
        key, _, value = item.partition("=")
        if key.strip() not in allowed or not value.strip():
            raise ImproperlyConfigured(f"{name}: {'|'.join(allowed)}=value; ... expected, got {item!r}.")
        found[key.strip()] = value.strip()
    return found


def rate(name: str, default: str) -> str:
    """So many in a second, minute, hour or day, such as 300/minute; empty: as many as there are."""
    value = text(name, default).strip()
    if value and not re.fullmatch(r"[1-9]\d*/(second|minute|hour|day)", value):
        raise ImproperlyConfigured(f"{name}: a rate such as 300/minute expected, got {value!r}.")
    return value


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of `allowed`."""
    value = os.environ.get(name) or default
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}: one of {', '.join(allowed)} expected, got {value!r}.")
    return value


def folder(name: str, default: Path) -> Path:
    """A path, made absolute; nothing is created."""
    return Path(text(name) or default).expanduser().resolve()


def database(name: str, default: str) -> dict:
    """A database address, such as postgres://user:password@host:5432/name or sqlite:////path/file."""
    value = os.environ.get(name) or default
    scheme, separator, _ = value.partition("://")
    if scheme not in DATABASES or not separator:
        raise ImproperlyConfigured(f"{name}: a sqlite:// or postgres:// address expected.")
    try:
        return environ.Env.db_url_config(value)
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name}: {error}") from None
