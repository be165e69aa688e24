"""/data/edits/with-tasks."""

from .base import EntityList, of_tasks
from .columns import column, constant, ident, json, later


class EditList(EntityList):
    kind = "Edit"
    entity_columns = {
        "canceled": column("canceled"),
        "data": json("data", none="{}"),
        "description": column("description"),
        "entity_type_id": ident("entity_type_id"),
        "episode_id": ident("parent_id"),
        "episode_name": column("parent__name", none=""),
        "id": ident("id"),
        "name": column("name"),
        "parent_id": ident("parent_id"),
        "preview_file_id": ident("preview_file_id"),
        "project_id": ident("project_id"),
        "project_name": column("project__name"),
        "source_id": ident("source_id"),
        "nb_entities_out": column("nb_entities_out"),
        "tasks": later(),
        "type": constant("Edit"),
    }
    task_columns = of_tasks(
        "id duration due_date entity_id end_date estimation last_comment_date last_preview_file_id"
        " nb_assets_ready priority real_start_date retake_count start_date task_status_id task_type_id"
        " data is_subscribed assignees"
    )
