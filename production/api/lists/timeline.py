"""/data/{sequences,episodes,scenes}/with-tasks: one form for the three."""

from .base import EntityList, of_tasks
from .columns import column, ident, json, later


class TimelineList(EntityList):
    """`episode_id` is the parent, whatever its kind, or the text `None`."""

    entity_columns = {
        "id": ident("id"),
        "name": column("name"),
        "status": column("status"),
        "episode_id": ident("parent_id", none="None"),
        "description": column("description"),
        "frame_in": later(),
        "frame_out": later(),
        "fps": later(),
        "preview_file_id": ident("preview_file_id", none=""),
        "canceled": column("canceled"),
        "data": json("data", none="{}"),
        "tasks": later(),
    }
    task_columns = of_tasks(
        "id estimation entity_id end_date due_date done_date duration last_comment_date"
        " last_preview_file_id priority real_start_date retake_count start_date difficulty task_status_id"
        " task_type_id data is_subscribed assignees"
    )


class SequenceList(TimelineList):
    kind = "Sequence"


class EpisodeList(TimelineList):
    kind = "Episode"


class SceneList(TimelineList):
    kind = "Scene"
