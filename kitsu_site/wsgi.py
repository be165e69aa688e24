"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kitsu_site.settings")
application = get_wsgi_application()

from kitsu_site.checks import require_secret  # noqa: E402 - settings come first

require_secret()

import kitsu_site.urls  # noqa: E402, F401 - the routes and the back office, before the first caller waits
