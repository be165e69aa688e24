"""/data/shots/with-tasks."""

from .base import EntityList, of_tasks
from .columns import column, constant, ident, json, later


class ShotList(EntityList):
    """Shots of sequences."""

    kind = "Shot"
    entity_fields_key = "shot_fields"
    entity_columns = {
        "canceled": column("canceled"),
        "data": json("data", none="{}"),
        "description": column("description"),
        "entity_type_id": ident("entity_type_id"),
        "episode_id": ident("parent__parent_id"),
        "episode_name": column("parent__parent__name", none=""),
        "fps": later(),
        "frame_in": later(),
        "frame_out": later(),
        "id": ident("id"),
        "name": column("name"),
        "nb_frames": column("nb_frames"),
        "parent_id": ident("parent_id"),
        "preview_file_id": ident("preview_file_id"),
        "project_id": ident("project_id"),
        "project_name": column("project__name"),
        "sequence_id": ident("parent_id"),
        "sequence_name": column("parent__name"),
        "source_id": ident("source_id"),
        "nb_entities_out": column("nb_entities_out"),
        "is_casting_standby": column("is_casting_standby"),
        "type": constant("Shot"),
        "tasks": later(),
    }
    task_columns = of_tasks(
        "id duration due_date end_date done_date entity_id estimation is_subscribed last_comment_date"
        " last_preview_file_id nb_assets_ready priority real_start_date retake_count start_date difficulty"
        " nb_drawings task_status_id task_type_id assignees data"
    )
