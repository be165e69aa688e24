"""Tasks with the names around them, as lists of work show them (notes on tasks, section 6)."""

from collections import defaultdict

from django.db.models import OuterRef, Subquery

from kitsu_site.db.parts import parts
from production.api import entity_names
from production.api.wires import TASK
from production.models import Comment, EntityLink, Task
from production.models.comment import by_clients_of

AROUND = {
    "project_name": "project__name",
    "project_has_avatar": "project__has_avatar",
    "entity_name": "entity__name",
    "entity_description": "entity__description",
    "entity_data": "entity__data",
    "entity_preview_file_id": "entity__preview_file_id",
    "entity_source_id": "entity__source_id",
    "entity_type_name": "entity__entity_type__name",
    "entity_canceled": "entity__canceled",
    "sequence_name": "entity__parent__name",
    "episode_id": "entity__parent__parent_id",
    "episode_name": "entity__parent__parent__name",
    "task_type_for_entity": "task_type__for_entity",
}
PARENT = {"_parent_id": "entity__parent_id", "_source_name": "entity__source__name"}
OPEN = {
    "type_name": "task_type__name",
    "status_name": "task_status__name",
    "type_color": "task_type__color",
    "status_color": "task_status__color",
    "status_short_name": "task_status__short_name",
}
OWN = {
    "task_type_name": "task_type__name",
    "task_status_name": "task_status__name",
    "task_type_color": "task_type__color",
    "task_status_color": "task_status__color",
    "task_status_short_name": "task_status__short_name",
}
REPEATED = ("estimation", "duration", "start_date", "due_date")


def open_items(tasks) -> list[dict]:
    """Items of the list of open tasks: two queries."""
    return [finished(row) for row in TASK.rows(tasks, links=True, extra={**AROUND, **PARENT, **OPEN})]


def own_items(tasks) -> list[dict]:
    """Items of a person's lists, with the last comment that is no client's: a constant number of queries."""
    rows = TASK.rows(tasks, links=True, extra={**AROUND, **PARENT, **OWN})
    ids = [row["id"] for row in rows]
    last, episodes = last_comments(ids), casting_episodes({row["entity_id"] for row in rows})
    for row in rows:
        finished(row)
        row |= {f"task_{name}": row[name] for name in REPEATED}
        row["last_comment"] = last.get(row["id"], {})
        if cast := episodes.get(row["entity_id"]):
            row["episode_ids"] = [pk for pk, _ in cast]
            row["episode_names"] = [name for _, name in cast]
    return rows


def finished(row: dict) -> dict:
    """A row with the sequence and episode that its kind of entity has; missing ids are empty texts."""
    parent_id, source_name = row.pop("_parent_id"), row.pop("_source_name")
    kind = row["entity_type_name"]
    if kind == entity_names.SEQUENCE:
        row |= {"episode_id": parent_id, "episode_name": row["sequence_name"]}
    elif kind not in entity_names.TIMED:
        row |= {"sequence_name": None, "episode_id": row["entity_source_id"], "episode_name": source_name}
    for name in ("entity_preview_file_id", "entity_source_id", "episode_id"):
        row[name] = row[name] or ""
    return row


def last_comments(task_ids: list) -> dict:
    """{task: text, date and author of its last comment that is no client's}."""
    comments = Comment.objects.filter(object_id=OuterRef("pk"))
    staff = comments.exclude(by_clients_of(None)).order_by("-created_at", "-pk")
    found = {}
    for part in parts(task_ids):
        tasks = Task.objects.filter(pk__in=part)
        last = tasks.annotate(last=Subquery(staff.values("pk")[:1])).exclude(last=None).values("last")
        columns = ("object_id", "text", "created_at", "person_id")
        for task_id, text, date, person_id in Comment.objects.filter(pk__in=last).values_list(*columns):
            found[task_id] = {"text": text, "date": date, "person_id": person_id}
    return found


def casting_episodes(entity_ids: set) -> dict:
    """{asset: the episodes that cast it, as ids and names, by name}."""
    links = EntityLink.objects.filter(entity_out__in=entity_ids, entity_in__entity_type__name="Episode")
    found = defaultdict(list)
    columns = ("entity_out_id", "entity_in_id", "entity_in__name")
    for asset_id, episode_id, name in links.order_by("entity_in__name").values_list(*columns):
        found[asset_id].append((episode_id, name))
    return found
