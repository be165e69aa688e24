"""The kinds of rows that `/import/kitsu/<kind>` takes: what is special about each."""

from functools import cached_property

from files.models import BuildJob, PreviewFile
from imports.services import batches
from kitsu_site.db.parts import parts
from kitsu_site.exceptions import Invalid
from production.models import (
    AttachmentFile,
    Comment,
    Entity,
    EntityLink,
    EntityType,
    MetadataDescriptor,
    Milestone,
    News,
    Notification,
    Playlist,
    Project,
    ScheduleItem,
    Subscription,
    Task,
    TimeSpent,
)
from production.services import comment_rows, entity_types, playlists


class Kind:
    """Rows of one model, found again by `key`.

    `needed`: what each row must hold; `dropped`: what of it is not read, beside what is no column;
    `added`: relations whose ids are added, and must be known; `replaced`: relations whose ids take the place
    of the former, unknown ones passed over; `loose`: references that are dropped where they lead nowhere;
    `path`: the lookup of the production that goes with the events.
    """

    model = None
    key: tuple[str, ...] = ("id",)
    needed: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    path = "project_id"

    @cached_property
    def event(self) -> str:
        """The prefix of the events' names."""
        return self.model._meta.db_table.replace("_", "-")

    @cached_property
    def columns(self) -> frozenset[str]:
        """The columns that are read."""
        own = {field.column for field in self.model._meta.concrete_fields if field.column}
        return frozenset(own - set(self.dropped))

    def prepare(self, row: dict, stored) -> dict:
        """`row` by the names of the columns; `stored` is what it replaces, None where it is new."""
        return row

    def project_ids(self, rows: list) -> dict:
        """{id: production} of stored rows."""
        if self.path == "project_id":
            return {row.id: row.project_id for row in rows}
        return {
            pk: project_id
            for part in parts([row.id for row in rows])
            for pk, project_id in self.model._base_manager.filter(id__in=part).values_list("id", self.path)
        }

    def events(self, rows: list) -> dict:
        """{id: (prefix, payload)} of stored rows."""
        name = f"{self.event.replace('-', '_')}_id"
        return {row.id: (self.event, {name: row.id}) for row in rows}


def by_task(tasks: dict) -> dict:
    """{id: production} from {id: task}."""
    projects = {
        task.pk: task.project_id for task in batches.found(Task.objects.all(), "pk", set(tasks.values()))
    }
    return {pk: projects.get(task_id) for pk, task_id in tasks.items()}


class Projects(Kind):
    model = Project
    dropped = ("type", "project_status_name")
    added = (
        "team",
        "task_types",
        "task_statuses",
        "asset_types",
        "status_automations",
        "preview_background_files",
    )

    def project_ids(self, rows):
        return {row.id: row.id for row in rows}

    def events(self, rows):
        return {row.id: (self.event, {}) for row in rows}  # the production is in every payload


class Entities(Kind):
    """Rows as any list of entities answers them; the casting is theirs."""

    model = Entity
    replaced = ("entities_out",)
    loose = ("preview_file_id",)

    @cached_property
    def types(self) -> dict:
        """The ids of the types that rows may name, as texts like those of the rows."""
        return {name: str(entity_types.timeline(name).pk) for name in ("Shot", "Sequence", "Episode", "Edit")}

    def prepare(self, row, stored):
        row = dict(row)
        kind = row.get("type", "Shot")
        if not isinstance(kind, str):
            raise Invalid("type: text expected.", field="type")
        if kind in self.types:
            row["entity_type_id"] = self.types[kind]
        elif "asset_type_id" in row:
            if "asset_type_name" not in row:
                raise Invalid("asset_type_name: it is required.", field="asset_type_name")
            row["entity_type_id"] = row["asset_type_id"]
        if "sequence_id" in row:
            row["parent_id"] = row["sequence_id"]
        frames = {name: row[name] for name in ("frame_in", "frame_out", "fps") if name in row}
        if frames:
            data = row.get("data", stored.data if stored else {})
            if not isinstance(data, dict):
                raise Invalid("data: an object expected.", field="data")
            row["data"] = {**data, **frames}
        if row.get("preview_file_id") in ("", None):
            row.pop("preview_file_id", None)
        row.setdefault("entities_out", [])
        return row

    def events(self, rows):
        kinds = {kind.pk: kind.kind for kind in EntityType.objects.all()}
        found = {}
        for row in rows:
            kind = kinds[row.entity_type_id]
            # Recorded with a capital letter; listeners look for the usual name.
            found[row.id] = kind.lower(), {f"{kind}_id": row.id, f"{kind.lower()}_id": row.id}
        return found


class EntityLinks(Kind):
    model = EntityLink
    key = ("entity_in_id", "entity_out_id")
    needed = ("type",)
    dropped = ("type", "project_name")
    path = "entity_in__project_id"


class Tasks(Kind):
    model = Task
    needed = ("project_id",)
    replaced = ("assignees",)


class Comments(Kind):
    """Dates and status of their tasks come with the tasks."""

    model = Comment
    needed = ("object_id",)
    replaced = ("previews", "mentions", "department_mentions", "acknowledgements", "attachment_files")

    def prepare(self, row, stored):
        comment_rows.check_lists(row)
        return row

    def project_ids(self, rows):
        return by_task({row.id: row.object_id for row in rows})


class PreviewFiles(Kind):
    """Rows without their files, and marked so."""

    model = PreviewFile
    path = "task__project_id"

    def prepare(self, row, stored):
        data = row.get("data", stored.data if stored else None)
        if data is not None and not isinstance(data, dict):
            raise Invalid("data: an object expected.", field="data")
        data = {**(data or {}), "imported_only": True}
        return {**row, "data": data, "status": row.get("status") or PreviewFile.Status.READY}


class AttachmentFiles(Kind):
    model = AttachmentFile

    def project_ids(self, rows):
        found = batches.found(
            AttachmentFile.objects.select_related("comment"), "pk", [row.id for row in rows]
        )
        return by_task({row.id: row.comment.object_id for row in found if row.comment})


class TimeSpents(Kind):
    model, path = TimeSpent, "task__project_id"


class Subscriptions(Kind):
    model, path = Subscription, "task__project_id"


class Notifications(Kind):
    """`type` is the word for the rows, `notification_type` what they are about."""

    model, path = Notification, "task__project_id"

    def prepare(self, row, stored):
        row = {name: value for name, value in row.items() if name != "type"}
        if "notification_type" in row:
            row["type"] = row["notification_type"]
        return row


class NewsItems(Kind):
    model, path = News, "task__project_id"
    needed = ("id", "created_at", "change", "author_id", "comment_id", "preview_file_id", "task_id")

    def prepare(self, row, stored):
        return {**{name: row[name] for name in self.needed}, "updated_at": row["created_at"]}


class Playlists(Kind):
    model = Playlist

    def prepare(self, row, stored):
        playlists.check_shots(row.get("shots"))
        return row


class BuildJobs(Kind):
    model, path = BuildJob, "playlist__project_id"


class MetadataDescriptors(Kind):
    model, added = MetadataDescriptor, ("departments",)


class ScheduleItems(Kind):
    model = ScheduleItem


class Milestones(Kind):
    model = Milestone


KINDS: dict[str, type[Kind]] = {
    "projects": Projects,
    "entities": Entities,
    "entity-links": EntityLinks,
    "tasks": Tasks,
    "comments": Comments,
    "preview-files": PreviewFiles,
    "attachment-files": AttachmentFiles,
    "time-spents": TimeSpents,
    "subscriptions": Subscriptions,
    "notifications": Notifications,
    "news": NewsItems,
    "playlists": Playlists,
    "build-jobs": BuildJobs,
    "metadata-descriptors": MetadataDescriptors,
    "schedule-items": ScheduleItems,
    "milestones": Milestones,
}
