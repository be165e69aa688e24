"""A production removed with all that is in it: a statement a table (notes on production, section 2)."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction
from django.db.models import CASCADE, Model, Q, QuerySet

from kitsu_site import avatars, events, storage
from production.models import (
    AssetInstance,
    AttachmentFile,
    Budget,
    BudgetEntry,
    Chat,
    ChatMessage,
    Comment,
    CommentPreviewLink,
    Entity,
    EntityConceptLink,
    EntityLink,
    EntityVersion,
    MetadataDescriptor,
    Milestone,
    News,
    Notification,
    Playlist,
    PlaylistShareLink,
    ProductionScheduleVersion,
    ProductionScheduleVersionTaskLink,
    Project,
    ScheduleItem,
    SearchFilter,
    SearchFilterGroup,
    Subscription,
    Task,
    TimeSpent,
)
from production.services import attachments, project_settings, removal

PLAYLIST_BUILDS_GONE = "build-jobs:gone"  # told to subscribers in process only
MANY = 200  # previews or entities
# The columns without an index that refer to what goes in thousands.
UNINDEXED = (
    (Comment, "preview_file_id"),
    (Entity, "preview_file_id"),
    (AssetInstance, "entity_id"),
    (EntityConceptLink, "entity_out_id"),
)


@dataclass(frozen=True)
class Part:
    """The rows of one table that go with a production."""

    rows: QuerySet

    @property
    def name(self) -> str:
        return self.rows.model._meta.db_table

    def delete(self) -> int:
        """Delete the rows in one statement: none is read, no signal sent, no relation followed."""
        return self.rows._raw_delete(self.rows.db)


def parts(project_id: uuid.UUID) -> list[Part]:
    """What goes with a production, the rows that refer to others before these."""

    def rows(model: str | type[Model], where: Q) -> QuerySet:
        model = apps.get_model(model) if isinstance(model, str) else model
        return model._base_manager.filter(where)

    here = Q(project_id=project_id)
    tasks = ids(Task.objects.filter(here))
    entities = ids(Entity.objects.filter(here))
    instances = ids(rows(AssetInstance, instances_of(entities)))
    chats = ids(Chat.objects.filter(object_id__in=entities))
    messages = ids(ChatMessage.objects.filter(chat_id__in=chats))
    comments = ids(Comment.objects.filter(object_id__in=tasks))
    previews = ids(rows("files.PreviewFile", Q(task_id__in=tasks)))
    playlists = ids(Playlist.objects.filter(here))
    versions = ids(ProductionScheduleVersion.objects.filter(here))
    planned = ids(
        rows(
            ProductionScheduleVersionTaskLink,
            Q(production_schedule_version_id__in=versions) | Q(task_id__in=tasks),
        )
    )
    budgets = ids(Budget.objects.filter(here))
    columns = ids(MetadataDescriptor.objects.filter(here))
    working_files = Q(task_id__in=tasks) | Q(entity_id__in=entities)
    output_files = (
        Q(entity_id__in=entities) | Q(temporal_entity_id__in=entities) | Q(asset_instance_id__in=instances)
    )
    of_comments = Q(comment_id__in=comments)
    plan = [
        (Notification, Q(task_id__in=tasks) | of_comments | Q(playlist_id__in=playlists)),
        (News, Q(task_id__in=tasks) | of_comments),
        (AttachmentFile, of_comments | Q(chat_message_id__in=messages)),
        (ChatMessage, Q(chat_id__in=chats)),
        ("production.ChatParticipant", Q(chat_id__in=chats)),
        (Chat, Q(object_id__in=entities)),
        ("production.CommentAcknowledgement", of_comments),
        ("production.CommentDepartmentMention", of_comments),
        ("production.CommentMention", of_comments),
        (CommentPreviewLink, of_comments | Q(preview_file_id__in=previews)),
        (Comment, Q(object_id__in=tasks)),
        (TimeSpent, Q(task_id__in=tasks)),
        (Subscription, Q(task_id__in=tasks) | Q(entity_id__in=entities)),
        (
            "production.ProductionScheduleVersionTaskLinkPersonLink",
            Q(production_schedule_version_task_link_id__in=planned),
        ),
        (
            ProductionScheduleVersionTaskLink,
            Q(production_schedule_version_id__in=versions) | Q(task_id__in=tasks),
        ),
        (ProductionScheduleVersion, here),
        ("files.PreviewFile", Q(task_id__in=tasks)),
        ("files.OutputFile", output_files),
        ("files.WorkingFile", working_files),
        ("production.TaskPersonLink", Q(task_id__in=tasks)),
        (Task, here),
        ("files.BuildJob", Q(playlist_id__in=playlists)),
        (PlaylistShareLink, Q(playlist_id__in=playlists)),
        (Playlist, here),
        ("production.AssetInstanceLink", Q(entity_id__in=entities) | Q(asset_instance_id__in=instances)),
        (AssetInstance, instances_of(entities)),
        (EntityLink, Q(entity_in_id__in=entities) | Q(entity_out_id__in=entities)),
        (EntityConceptLink, Q(entity_in_id__in=entities) | Q(entity_out_id__in=entities)),
        (EntityVersion, Q(entity_id__in=entities)),
        (Entity, here),
        ("production.DepartmentMetadataDescriptorLink", Q(metadata_descriptor_id__in=columns)),
        (MetadataDescriptor, here),
        (Milestone, here),
        (ScheduleItem, here),
        (BudgetEntry, Q(budget_id__in=budgets)),
        (Budget, here),
        (SearchFilter, here),
        (SearchFilterGroup, here),
        ("kitsu_site.ApiEvent", here),
        ("production.ProjectPersonLink", here),
        ("production.ProjectAssetTypeLink", here),
        ("production.ProjectTaskTypeLink", here),
        ("production.ProjectTaskStatusLink", here),
        ("production.ProjectStatusAutomationLink", here),
        ("production.ProjectPreviewBackgroundFileLink", here),
        (Project, Q(pk=project_id)),
    ]
    found = [Part(rows(model, where)) for model, where in plan]
    return [*hanging_on(found), *found]


def hanging_on(planned: list[Part]) -> list[Part]:
    """The rows of other tables, ours or of a later app, that go with what they refer to."""
    by_model = {part.rows.model: part.rows for part in planned}
    return [
        Part(model._base_manager.filter(**{f"{field.name}__in": ids(by_model[field.related_model])}))
        for model in apps.get_models()
        if model not in by_model
        for field in model._meta.concrete_fields
        if field.many_to_one and field.related_model in by_model
        if field.remote_field.on_delete is CASCADE
    ]


def ids(rows: QuerySet) -> QuerySet:
    """The ids of rows, as a subquery."""
    return rows.order_by().values("pk")


def instances_of(entities: QuerySet) -> Q:
    """The condition that an asset instance is of, in or on one of the entities."""
    names = ("asset_id", "scene_id", "target_asset_id", "entity_id")
    return Q(*((f"{name}__in", entities) for name in names), _connector=Q.OR)


@transaction.atomic
def counts(project_id: uuid.UUID) -> dict[str, int]:
    """{table: how many of its rows would go}, the production itself included."""
    allow_memory()
    found = Counter()
    for part in parts(project_id):
        found[part.name] += part.rows.count()
    return {name: number for name, number in found.items() if number}


@transaction.atomic
def remove(*, project: Project, by, told: Callable[[str, int], None] | None = None) -> None:
    """Remove a production with everything in it; its stored files go on commit.

    People and the studio's vocabulary stay. What other productions hold of it (its assets in their
    casting, its episodes as their source) lets go of it. `told` hears of each table how many rows went.
    """
    pk = project.pk
    allow_memory()
    forget_stored_files(project)
    let_go(pk)
    plan = parts(pk)
    with quick_checks(pk):
        for part in plan:
            number = part.delete()
            if told is not None:
                told(part.name, number)
    project_settings.tell_unattached("delete", pk, by=by)


def allow_memory() -> None:
    """Let PostgreSQL hold the ids of a large production in memory, in this transaction.

    Past its limit it looks them up row by row instead, which takes hours.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '256MB'")


@contextmanager
def quick_checks(project_id: uuid.UUID) -> Iterator[None]:
    """Index for the time of a removal the columns that refer to previews and entities and have no index.

    The database looks there for each row that goes: without, it reads all comments of the studio
    for each preview. These tables can be read meanwhile, but not written.
    """
    previews = apps.get_model("files.PreviewFile").objects.filter(task__project_id=project_id)
    entities = Entity.objects.filter(project_id=project_id)
    if previews.count() < MANY and entities.count() < MANY:
        yield
        return
    names = {f"removal_{model._meta.db_table}_{column}": (model, column) for model, column in UNINDEXED}
    with connection.cursor() as cursor:
        check_now()
        for name, (model, column) in names.items():
            cursor.execute(f"CREATE INDEX {name} ON {model._meta.db_table} ({column})")
        yield
        check_now()
        for name in names:
            cursor.execute(f"DROP INDEX {name}")


def check_now() -> None:
    """Have PostgreSQL check the foreign keys that wait for the commit: no table with some can be altered."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def forget_stored_files(project: Project) -> None:
    """Have the files of attachments, previews, working files, builds and the picture deleted on commit."""
    by_name = {part.name: part.rows for part in parts(project.pk)}

    def of(table: str) -> list:
        return list(by_name[table].values_list("pk", flat=True))

    attachments.forget(of("attachment_file"))
    events.tell(removal.PREVIEWS_GONE, preview_file_ids=of("preview_file"))
    events.tell(removal.WORKING_FILES_GONE, working_file_ids=of("working_file"))
    events.tell(PLAYLIST_BUILDS_GONE, build_job_ids=of("build_job"))
    storage.remove_on_commit([avatars.place(project.pk)])


def let_go(project_id: uuid.UUID) -> None:
    """Empty the columns, here and in other productions, that refer to what goes."""
    entities = ids(Entity.objects.filter(project_id=project_id))
    versions = ids(ProductionScheduleVersion.objects.filter(project_id=project_id))
    groups = ids(SearchFilterGroup.objects.filter(project_id=project_id))
    previews = ids(apps.get_model("files.PreviewFile").objects.filter(task__project_id=project_id))
    outputs = apps.get_model("files.OutputFile").objects
    working = apps.get_model("files.WorkingFile").objects.filter(
        Q(task__project_id=project_id) | Q(entity__project_id=project_id)
    )
    elsewhere = ~Q(project_id=project_id)
    for model, column, gone in (
        (Project, "from_schedule_version", versions),
        (ProductionScheduleVersion, "production_schedule_from", versions),
        (SearchFilter, "search_filter_group", groups),
    ):
        model.objects.filter(**{f"{column}__in": gone}).update(**{column: None})
    for model, column, gone in (
        (Entity, "parent", entities),
        (Entity, "source", entities),
        (Entity, "preview_file", previews),
        (Playlist, "episode", entities),
    ):
        model.objects.filter(elsewhere, **{f"{column}__in": gone}).update(**{column: None})
    outputs.filter(source_file__in=ids(working)).update(source_file=None)
    apps.get_model("files.PreviewFile").objects.filter(
        source_file__in=ids(outputs.filter(entity__project_id=project_id))
    ).update(source_file=None)
