"""The back office at /admin/: its site, and the base of every model's page.

Each app registers its models in its `admin/NOUN.py`; `kitsu_site.urls` loads them.
"""

from .model_admin import StudioAdmin
from .site import site

__all__ = ["StudioAdmin", "site"]

from . import api_event  # noqa: F401 - registers itself
