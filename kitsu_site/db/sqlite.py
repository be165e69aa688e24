"""What SQLite must be taught on each new connection."""

from django.db.backends.signals import connection_created
from django.dispatch import receiver


@receiver(connection_created, dispatch_uid="kitsu_site.sqlite_functions")
def add_functions(connection, **kwargs):
    """UNICODE_LOWER: lower case beyond ASCII, for patterns that ignore case."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("UNICODE_LOWER", 1, lower, deterministic=True)


def lower(text):
    return text.lower() if isinstance(text, str) else text
