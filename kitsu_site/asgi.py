"""The ASGI application: the stream of events, and the WSGI application on a pool of threads.

Django's own ASGI handler reads a streamed answer whole before it sends the first
byte and opens a database connection for each request; the threads here keep theirs.
"""

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.utils.module_loading import import_string

from kitsu_site.wsgi import application as wsgi_application

from kitsu_site.stream.server import application as with_stream  # isort: skip - after Django's set-up

application = with_stream(WSGIMiddleware(wsgi_application, workers=settings.WEB_THREADS))

for path in settings.SERVER_WORKERS:
    import_string(path)()
