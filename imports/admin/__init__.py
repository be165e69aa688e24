"""Imports in the back office."""

from . import import_error, sheets  # noqa: F401 - they register themselves
