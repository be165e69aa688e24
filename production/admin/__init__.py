"""Productions and what is in them, in the back office."""

from . import (  # noqa: F401 - they register themselves
    asset_instance,
    budget,
    chat,
    comment,
    delivery,
    entity,
    entity_type,
    metadata_descriptor,
    news,
    notification,
    playlist,
    preview_background_file,
    project,
    schedule,
    search_filter,
    status_automation,
    task,
    task_status,
    task_type,
    time_spent,
)
