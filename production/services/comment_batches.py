"""Many comments of one author in one production: set-based, with the effects that each would have alone.

What most comments of a sheet set off is the same few changes; those that do more (they mention somebody,
go to further tasks, wake an automation) are posted one by one by `comments.post`.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery

from accounts.models import Person
from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.db.insertion import insert_rows, insert_values
from kitsu_site.exceptions import Invalid
from kitsu_site.roles import Role
from production.models import (
    Comment,
    Entity,
    EntityType,
    News,
    Notification,
    Project,
    ProjectPersonLink,
    Subscription,
    Task,
    TaskPersonLink,
    TaskStatus,
    TaskType,
)
from production.services import comments, deliveries, hashtags, mentions, notifications, task_progress

BATCH = 1000
COLUMNS = ("task_status_id", *task_progress.COLUMNS[1:])
NEWS = ("id", "comment_id", "task_id", "author_id", "change", "created_at", "updated_at")
READ = ("id", "project_id", "entity_id", "task_type_id", *COLUMNS)


@dataclass(frozen=True)
class Draft:
    """A comment to post. `status`: None for the one that the task has by then.

    `always`: whether it is posted even where the status stays.
    """

    task_id: UUID
    status: TaskStatus | None
    text: str = ""
    always: bool = True


@transaction.atomic
def post_all(*, project: Project, drafts: list[Draft], author: Person) -> None:
    """Post comments in their order; a retake that the production does not allow any more is passed over."""
    if not drafts:
        return
    shared = Shared(project)
    for start in range(0, len(drafts), BATCH):
        Batch(project, author, shared).post(drafts[start : start + BATCH])


def waiting_automations(project: Project) -> set[tuple]:
    """The (task type, status, kind of entity) that an automation of the production waits for."""
    rows = project.status_automations.exclude(archived=True)
    found = rows.values_list("in_task_type_id", "in_task_status_id", "entity_type")
    return {(type_id, status_id, (kind or "").lower()) for type_id, status_id, kind in found}


class Shared:
    """What all batches look at: few rows, read once."""

    def __init__(self, project: Project):
        self.automations = waiting_automations(project)
        self.statuses = {status.pk: status for status in TaskStatus.objects.all()}
        self.task_types = {kind.pk: kind for kind in TaskType.objects.all()}
        self.entity_types = {kind.pk: kind for kind in EntityType.objects.all()}
        self.hashtags = {hashtags.EVERYBODY, *(kind.name.lower() for kind in self.task_types.values())}
        self.project = project

    @cached_property
    def names(self) -> list[str]:
        """Of whom a text may mention."""
        return mentions.names(self.project.pk)

    def reaches_out(self, text: str) -> bool:
        """Whether a text mentions somebody, or goes to further tasks."""
        if "@" in text and any(mentions.is_named(name, text) for name in self.names):
            return True
        return any(word.lower() in self.hashtags for word in hashtags.HASHTAG.findall(text))


class Batch:
    """Some comments that are written together."""

    def __init__(self, project: Project, author: Person, shared: Shared):
        self.project, self.author, self.shared = project, author, shared
        self.now = utcnow()
        self.comments: list[Comment] = []
        self.changes: list[bool] = []  # whether each changed the status
        self.told: list[list[events.Event]] = []  # what each says of its task
        self.touched: dict[UUID, Task] = {}
        self.alone: list[Draft] = []

    def post(self, drafts: list[Draft]) -> None:
        self.load({draft.task_id for draft in drafts})
        apart = set()  # the entities of which one comment, and hence all later ones, goes alone
        for draft in drafts:
            task = self.tasks[draft.task_id]
            status = draft.status or task.task_status or task_progress.initial_status(task)
            if task.entity_id in apart or self.goes_alone(draft, task, status):
                apart.add(task.entity_id)
                self.alone.append(draft)
            elif draft.always or status.pk != task.task_status_id:
                self.add(draft, task, status)
        self.write()
        for draft in self.alone:
            self.post_alone(draft)

    def load(self, ids: set[UUID]) -> None:
        """Read the tasks as they are now, locked with their siblings until the end of the transaction."""
        comments.lock(ids)
        self.tasks = Task.objects.only(*READ).in_bulk(ids)
        self.before = {task.pk: state_of(task) for task in self.tasks.values()}
        entities = Entity.objects.only("id", "name", "data", "parent_id", "entity_type_id", "project_id")
        entities = entities.in_bulk({task.entity_id for task in self.tasks.values()})
        for entity in entities.values():
            entity.entity_type = self.shared.entity_types[entity.entity_type_id]
        for task in self.tasks.values():
            task.project, task.entity = self.project, entities[task.entity_id]
            task.task_type = self.shared.task_types.get(task.task_type_id)
            task.task_status = self.shared.statuses.get(task.task_status_id)

    def goes_alone(self, draft: Draft, task: Task, status: TaskStatus) -> bool:
        kind = task.entity.kind.lower()
        last = task.last_comment_date
        return (
            self.shared.reaches_out(draft.text)
            or (task.task_type_id, status.pk, kind) in self.shared.automations
            or kind == "concept"
            or (last is not None and last > self.now)
        )

    def add(self, draft: Draft, task: Task, status: TaskStatus) -> None:
        """One comment, and what it makes of its task."""
        try:
            task_progress.check_retakes(task, status)
        except Invalid:
            return
        comment = Comment(
            object_id=task.pk,
            object_type="Task",
            task_status=status,
            person=self.author,
            text=draft.text,
            created_at=self.now,
            checklist=[],
            links=[],
        )
        previous_id, changed = task.task_status_id, task.task_status_id != status.pk
        task.task_status, task.last_comment_date = status, self.now
        said = {"comment_id": comment.pk, "task_id": task.pk, "task_status_id": status.pk}
        told = [self.event("comment:new", **said), task_progress.update_event(task, by=self.author)]
        if changed:
            task_progress.enter(task, status, now=self.now)
            who = {"person_id": comment.person_id, "by": self.author}
            told.append(task_progress.status_event(task, previous_id, **who))
            if status.is_feedback_request:
                told.append(task_progress.review_event(task, previous_id, comment, by=self.author))
        self.comments.append(comment)
        self.changes.append(changed)
        self.told.append(told)
        self.touched[task.pk] = task

    def write(self) -> None:
        insert_rows(Comment, self.comments)
        self.update_tasks()
        audience = Audience(self.project, self.author, list(self.touched.values()))
        news, notices, happened = [], [], []
        for comment, change, told in zip(self.comments, self.changes, self.told, strict=True):
            task = self.tasks[comment.object_id]
            happened += told
            for person_id in audience.of(task):
                notice = Notification(
                    type=notifications.COMMENT,
                    person_id=person_id,
                    author_id=self.author.pk,
                    comment=comment,
                    task=task,
                    change=change,
                )
                notices.append(notice)
                happened.append(notifications.told_event(notice, self.project.pk, self.author))
            pk = uuid4()
            news.append((pk, comment.pk, task.pk, self.author.pk, change, self.now, self.now))
            happened.append(
                self.event(
                    "news:new",
                    news_id=pk,
                    task_status_id=comment.task_status_id,
                    task_type_id=task.task_type_id,
                )
            )
        insert_rows(Notification, notices)
        self.deliver(notices)
        insert_values(News, NEWS, news)
        events.emit_all(happened)

    def deliver(self, notices: list[Notification]) -> None:
        """Tell those who want that outside of the application, too."""
        people = {notice.person_id for notice in notices}
        if not people:
            return
        wishing = Person.objects.filter(deliveries.WISHES, pk__in=people)
        wishing = set(wishing.values_list("pk", flat=True))
        rows = defaultdict(list)
        for notice in notices:
            if notice.person_id in wishing:
                rows[notice.comment].append(notice)
        if rows:
            deliveries.of_comments(rows)

    def update_tasks(self) -> None:
        """Tasks of which the same becomes are written by one statement: few things can become of a task."""
        groups = defaultdict(list)
        for task in self.touched.values():
            changes = zip(COLUMNS, self.before[task.pk], state_of(task), strict=True)
            groups[tuple((name, new) for name, old, new in changes if old != new)].append(task.pk)
        for changes, ids in groups.items():
            Task.objects.filter(pk__in=ids).update(**dict(changes), updated_at=self.now)

    def event(self, name: str, **payload) -> events.Event:
        return events.event(name, by=self.author, project_id=self.project.pk, **payload)

    def post_alone(self, draft: Draft) -> None:
        task = comments.reread(self.tasks[draft.task_id])
        status = draft.status or task.task_status or task_progress.initial_status(task)
        if not draft.always and status.pk == task.task_status_id:
            return
        try:
            comments.post(task=task, status=status, author=self.author, by=self.author, text=draft.text)
        except Invalid:  # no retake left
            return


def state_of(task: Task) -> tuple:
    return tuple(getattr(task, name) for name in COLUMNS)


class Audience:
    """Who is told of comments on some tasks: who follows them and has access (notes on tasks, section 3)."""

    def __init__(self, project: Project, author: Person, tasks: list[Task]):
        self.followers = defaultdict(dict)  # {task id: {person id: None}}
        self.author = author
        ids = [task.pk for task in tasks]
        for task_id, person_id in TaskPersonLink.objects.filter(task_id__in=ids).values_list(
            "task_id", "person_id"
        ):
            self.followers[task_id][person_id] = None
        for task_id, person_id in subscribers(tasks):
            self.followers[task_id][person_id] = None
        everybody = {pk for people in self.followers.values() for pk in people}
        open_to_clients = author.role == Role.CLIENT and not project.is_clients_isolated
        self.roles = {
            pk: role
            for pk, role in roles_in(project, everybody).items()
            if role != Role.CLIENT or open_to_clients
        }
        vendors = [pk for pk, role in self.roles.items() if role == Role.VENDOR]
        entities = {task.entity_id for task in tasks}
        self.works = (
            set(
                TaskPersonLink.objects.filter(
                    person_id__in=vendors, task__entity_id__in=entities
                ).values_list("person_id", "task__entity_id")
            )
            if vendors
            else set()
        )

    def of(self, task: Task) -> Iterator[UUID]:
        for pk in self.followers.get(task.pk, ()):
            role = self.roles.get(pk)
            if role is None or pk == self.author.pk:
                continue
            if role != Role.VENDOR or (pk, task.entity_id) in self.works:
                yield pk


def subscribers(tasks: list[Task]) -> Iterator[tuple[UUID, UUID]]:
    """(task id, person id) of who subscribed to a task, or to its type in its sequence."""
    by_place = defaultdict(list)
    for task in tasks:
        if task.entity.parent_id:
            by_place[task.entity.parent_id, task.task_type_id].append(task.pk)
    rule = Q(task_id__in=[task.pk for task in tasks])
    rule |= Q(entity_id__in={parent for parent, _ in by_place})
    rows = Subscription.objects.filter(rule).order_by("created_at")
    ids = {task.pk for task in tasks}
    for task_id, entity_id, type_id, person_id in rows.values_list(
        "task_id", "entity_id", "task_type_id", "person_id"
    ):
        if task_id in ids:
            yield task_id, person_id
        for one in by_place.get((entity_id, type_id), ()):
            yield one, person_id


def roles_in(project: Project, people: set[UUID]) -> dict[UUID, str]:
    """The role in the production of those of `people` who are admins or on its team."""
    link = ProjectPersonLink.objects.filter(project=project, person=OuterRef("pk"))
    found = Person.objects.filter(pk__in=people, active=True).values_list(
        "pk", "role", Exists(link), Subquery(link.values("role")[:1])
    )
    return {
        pk: role if role == Role.ADMIN else (role_there or role)
        for pk, role, is_member, role_there in found
        if role == Role.ADMIN or is_member
    }
