"""What PostgreSQL's driver must be taught on each new connection."""

import uuid
from functools import lru_cache

from django.db.backends.signals import connection_created
from django.dispatch import receiver

# Lists of thousands of rows name the same production, types and statuses again and again, and
# making ids of their texts was most of what such a list cost.
as_uuid = lru_cache(maxsize=16384)(uuid.UUID)


@receiver(connection_created, dispatch_uid="kitsu_site.postgresql_types")
def add_types(connection, **kwargs):
    """Ids that are read often are made once."""
    if connection.vendor == "postgresql":
        from psycopg2 import extensions

        extensions.register_type(extensions.new_type((2950,), "UUID", read_uuid), connection.connection)


def read_uuid(text, cursor):
    return None if text is None else as_uuid(text)
