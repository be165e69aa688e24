"""What is copied between servers, in an order in which rows only refer to earlier ones."""

from functools import cached_property
from itertools import chain

import orjson

from accounts import models as accounts
from accounts.api.wires import PERSON_SECRETS
from files import models as files
from imports.services import batches
from imports.services.kitsu.kinds import Kind
from imports.services.sync.remote import Absent
from kitsu_site.api.renderers import dumps
from kitsu_site.api.wire import Wire
from kitsu_site.db.parts import parts
from kitsu_site.events import plain
from production import models as production
from production.api.wires import NOTIFICATION
from production.models.entity_type import TIMELINE

LOCAL_ONLY = ("totp_enabled", "email_otp_enabled", "fido_enabled", "preferred_two_factor_authentication")


class Mirror(Kind):
    """The rows of a collection of the API, copied as they are.

    `path`: of the collection; `project`: the lookup of the production, None for what is the studio's own;
    `natural`: the columns by which a row of the same meaning is found under another id; `uncompared`: names
    in which servers may differ.
    """

    collection = ""
    project: str | None = "project_id"
    natural: tuple[str, ...] = ()
    uncompared: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    params: dict = {}

    def __init__(self, kind: str = ""):
        self.kind = kind  # of entities: they come kind by kind

    @property
    def name(self) -> str:
        return self.kind or self.collection

    @cached_property
    def wire(self) -> Wire:
        return Wire(self.model, links=self.replaced, secret=self.secret)

    def rows(self):
        """The rows of ours that it is about."""
        return self.model._base_manager.all()

    def here(self, ids) -> dict[str, dict]:
        """{id: row} of ours, as the API would answer them."""
        found = {}
        for part in parts(ids):
            found.update((row["id"], row) for row in self.answered(self.rows().filter(id__in=part)))
        return found

    def answered(self, queryset) -> list[dict]:
        return orjson.loads(dumps(self.wire.rows(queryset, links=True)))

    def pages(self, remote, project_id: str | None):
        """The other server's rows, of a production where one is given: lists, each with the number of all.

        None where it has no such collection: older ones lack some.
        """
        pages = self.read(remote, project_id)
        try:
            first = next(pages, None)
        except Absent:
            return None
        return chain([first], pages) if first else ()

    def read(self, remote, project_id: str | None):
        """The same; raises `Absent`."""
        params = self.remote_params(remote, project_id)
        for rows, total in remote.pages(f"data/{self.collection}", **params):
            yield self.belonging(rows, project_id), total

    def remote_params(self, remote, project_id: str | None) -> dict:
        """The filters of the collection."""
        if project_id and self.project == "project_id":
            return {**self.params, "project_id": project_id}
        return self.params

    def within(self, project_id):
        """Our rows of a production; of the studio where there is none."""
        rows = self.rows()
        return rows.filter(**{self.project: project_id}) if project_id and self.project else rows

    def belonging(self, rows: list[dict], project_id) -> list[dict]:
        """Those of another server's rows that are of a production, told by our rows that they refer to."""
        if not project_id or self.project in (None, "id", "project_id"):
            return rows
        name, _, rest = self.project.partition("__")
        field = self.model._meta.get_field(name)
        holders = field.related_model._base_manager.filter(**{rest: project_id})
        return self.held(rows, field.column, holders)

    def held(self, rows: list[dict], column: str, holders) -> list[dict]:
        """The rows whose `column` is the id of one of `holders`."""
        ids = set()
        for part in parts({row[column] for row in rows if row.get(column)}):
            ids.update(str(pk) for pk in holders.filter(pk__in=part).values_list("pk", flat=True))
        return [row for row in rows if row.get(column) in ids]

    def twins(self, rows: list[dict]) -> dict:
        """{id of ours: id of theirs} of rows of the same meaning."""
        if not self.natural:
            return {}
        theirs = {tuple(row.get(name) for name in self.natural): row["id"] for row in rows}
        ours = batches.found(self.rows(), self.natural[0], {key[0] for key in theirs if key[0] is not None})
        keys = {str(row.pk): tuple(plain(getattr(row, name)) for name in self.natural) for row in ours}
        return {pk: theirs[key] for pk, key in keys.items() if key in theirs and theirs[key] != pk}

    def differs(self, row: dict, stored: dict) -> list[str]:
        """The names in which two rows differ."""
        ignored = {"type", *self.dropped, *self.uncompared}
        names = (set(row) & set(stored)) - ignored
        return sorted(n for n in names if n in self.compared and normal(row[n]) != normal(stored[n]))

    @cached_property
    def compared(self) -> set[str]:
        return {*self.wire.columns, *self.replaced, "notification_type"}


def normal(value):
    """A value as it is compared: the order of a list of links tells nothing."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return sorted(value)
    if isinstance(value, dict):
        return {name: normal(item) for name, item in value.items()}
    return value


def mirror(model, collection: str, **attributes) -> Mirror:
    """The mirror of a model that needs no code of its own."""
    return type(
        model.__name__ + "Mirror", (Mirror,), {"model": model, "collection": collection, **attributes}
    )()


class Persons(Mirror):
    """With their passwords, so that everybody signs in as before; second factors are set up anew."""

    model, collection, project, natural = accounts.Person, "persons", None, ("email",)
    replaced, params = ("departments",), {"with_pass_hash": "true"}
    secret = tuple(set(PERSON_SECRETS) - {"password"})
    dropped = (*LOCAL_ONLY, "full_name", "jti", "login_failed_attemps", "last_login_failed")
    uncompared = ("last_presence",)

    def twins(self, rows):
        return super().twins([row for row in rows if not row.get("is_bot") and row.get("email")])


class Organisations(Mirror):
    """There is one: the other server's takes the place of ours."""

    model, collection, project = accounts.Organisation, "organisations", None

    def twins(self, rows):
        ours = self.rows().order_by("created_at").first()
        return {str(ours.pk): rows[0]["id"]} if ours and rows and str(ours.pk) != rows[0]["id"] else {}


class SalaryScales(Mirror):
    """Listed whole, without pages; the list makes those that a department lacks."""

    model, collection, project = accounts.SalaryScale, "salary-scales", None
    natural = ("department_id", "position", "seniority")

    def read(self, remote, project_id):
        rows = remote.get("data/salary-scales")
        yield rows, len(rows)


class Projects(Mirror):
    model, collection, project = production.Project, "projects", "id"
    loose = ("from_schedule_version_id", "default_preview_background_file_id")
    replaced = (
        "team",
        "asset_types",
        "task_statuses",
        "task_types",
        "status_automations",
        "preview_background_files",
    )

    def remote_params(self, remote, project_id):
        return {"id": project_id} if project_id else {}


class Entities(Mirror):
    """One kind at a time: parents before children. Their main previews follow those."""

    model, collection = production.Entity, "entities"
    loose = ("preview_file_id", "parent_id", "source_id")
    replaced = ("entity_concept_links", "instance_casting")

    def rows(self):
        return self.model.objects.of_kind(self.kind)

    def remote_params(self, remote, project_id):
        types = {kind["name"]: kind["id"] for kind in remote.entity_types}
        if self.kind in TIMELINE:
            ids = [types[self.kind]] if self.kind in types else []
        else:
            ids = [pk for name, pk in types.items() if name not in TIMELINE]
        found = {"entity_type_id": orjson.dumps(ids).decode()}
        return {**found, "project_id": project_id} if project_id else found


class Notifications(Mirror):
    model, collection, project = production.Notification, "notifications", "task__project_id"

    def prepare(self, row, stored):
        return {**{n: v for n, v in row.items() if n != "type"}, "type": row.get("notification_type")}

    @cached_property
    def wire(self):
        return NOTIFICATION


class BuildJobs(Mirror):
    """Only listed by production."""

    model, collection, project = files.BuildJob, "build-jobs", "playlist__project_id"

    def read(self, remote, project_id):
        here = [project_id] if project_id else production.Project.objects.values_list("pk", flat=True)
        for pk in here:
            rows = remote.get(f"data/projects/{pk}/build-jobs")
            yield rows, len(rows)


class EntityLinks(Mirror):
    model, collection, project = production.EntityLink, "entity-links", "entity_in__project_id"
    key = ("entity_in_id", "entity_out_id")


class PreviewFiles(Mirror):
    """Where the other server has no files of them yet, it says so in `data`."""

    model, collection, project = files.PreviewFile, "preview-files", "task__project_id"
    loose = ("source_file_id",)

    def differs(self, row, stored):
        return super().differs(without_mark(row), without_mark(stored))


def without_mark(row: dict) -> dict:
    data = {n: v for n, v in (row.get("data") or {}).items() if n != "imported_only"}
    return {**row, "data": data or None}


class Comments(Mirror):
    model, collection = production.Comment, "comments"
    replaced = ("previews", "mentions", "department_mentions", "acknowledgements")

    def within(self, project_id):
        tasks = production.Task.objects.filter(project_id=project_id).values("pk")
        return self.rows().filter(object_id__in=tasks) if project_id else self.rows()

    def belonging(self, rows, project_id):
        tasks = production.Task.objects.filter(project_id=project_id)
        return self.held(rows, "object_id", tasks) if project_id else rows

    def remote_params(self, remote, project_id):
        return {}


class Chats(Comments):
    model, collection = production.Chat, "chats"
    replaced = ("participants",)

    def within(self, project_id):
        entities = production.Entity.objects.filter(project_id=project_id).values("pk")
        return self.rows().filter(object_id__in=entities) if project_id else self.rows()

    def belonging(self, rows, project_id):
        entities = production.Entity.objects.filter(project_id=project_id)
        return self.held(rows, "object_id", entities) if project_id else rows


class ChatMessages(Comments):
    model, collection, replaced = production.ChatMessage, "chat-messages", ()

    def within(self, project_id):
        return self.rows().filter(chat__in=Chats().within(project_id).values("pk"))

    def belonging(self, rows, project_id):
        return self.held(rows, "chat_id", Chats().within(project_id)) if project_id else rows


class AttachmentFiles(Comments):
    model, collection, replaced = production.AttachmentFile, "attachment-files", ()
    loose = ("chat_message_id",)

    def within(self, project_id):
        comments = Comments().within(project_id).values("pk")
        return self.rows().filter(comment__in=comments) if project_id else self.rows()

    def belonging(self, rows, project_id):
        return self.held(rows, "comment_id", Comments().within(project_id)) if project_id else rows


STUDIO = [
    mirror(accounts.Studio, "studios", project=None, natural=("name",)),
    mirror(accounts.Department, "departments", project=None, natural=("name",)),
    Organisations(),
    Persons(),
    mirror(accounts.HardwareItem, "hardware-items", project=None, natural=("name",)),
    mirror(accounts.Software, "softwares", project=None, natural=("name",)),
    mirror(accounts.CustomAction, "custom-actions", project=None),
    mirror(accounts.DayOff, "day-offs", project=None),
    SalaryScales(),
    mirror(production.TaskType, "task-types", project=None, natural=("name", "for_entity")),
    mirror(production.TaskStatus, "task-status", project=None, natural=("short_name",)),
    mirror(production.ProjectStatus, "project-status", project=None, natural=("name",)),
    mirror(production.EntityType, "entity-types", project=None, natural=("name",), replaced=("task_types",)),
    mirror(production.StatusAutomation, "status-automations", project=None),
    mirror(production.PreviewBackgroundFile, "preview-background-files", project=None),
    mirror(production.ProjectTemplate, "project-templates", project=None, natural=("name",)),
    mirror(files.FileStatus, "file-status", project=None, natural=("name",)),
    mirror(files.OutputType, "output-types", project=None, natural=("name",)),
]
WORK = [
    Projects(),
    mirror(production.MetadataDescriptor, "metadata-descriptors", replaced=("departments",)),
    *(Entities(kind) for kind in ("Episode", "Sequence", "Scene", "Asset", "Shot", "Edit", "Concept")),
    EntityLinks(),
    mirror(
        production.AssetInstance,
        "asset-instances",
        project="asset__project_id",
        loose=("target_asset_id", "scene_id", "entity_id"),
    ),
    mirror(production.Task, "tasks", replaced=("assignees",)),
    mirror(files.WorkingFile, "working-files", project="task__project_id"),
    mirror(files.OutputFile, "output-files", project="entity__project_id"),
    PreviewFiles(),
    Comments(),
    Chats(),
    ChatMessages(),
    AttachmentFiles(),
    mirror(production.TimeSpent, "time-spents", project="task__project_id"),
    mirror(production.News, "news", project="task__project_id"),
    mirror(production.Subscription, "subscriptions", project="task__project_id"),
    mirror(production.Playlist, "playlists"),
    BuildJobs(),
    Notifications(),
    mirror(production.Milestone, "milestones"),
    mirror(production.ScheduleItem, "schedule-items"),
    mirror(
        production.ProductionScheduleVersion,
        "production-schedule-versions",
        loose=("production_schedule_from",),
    ),
    mirror(
        production.ProductionScheduleVersionTaskLink,
        "production-schedule-version-task-links",
        project="task__project_id",
        replaced=("assignees",),
    ),
    mirror(production.Budget, "budgets"),
    mirror(production.BudgetEntry, "budget-entries", project="budget__project_id"),
    mirror(production.SearchFilterGroup, "search-filter-groups"),
    mirror(production.SearchFilter, "search-filters"),
]
# Read a second time, for what refers to later rows: main pictures, backgrounds, versions.
AGAIN = [
    Projects(),
    *(Entities(kind) for kind in ("Episode", "Sequence", "Scene", "Asset", "Shot", "Edit", "Concept")),
]
