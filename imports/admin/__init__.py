"""Imports in the back office."""

from . import import_error  # noqa: F401 - registers itself
