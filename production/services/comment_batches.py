"""Many comments of one author in one production: set-based, with the effects that each would have alone.

What most comments of a sheet set off is the same few changes; those that do more (they mention somebody,
go to further tasks, wake an automation) are posted one by one by `comments.post`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from uuid import UUID, uuid4

from django.db.models import Exists, OuterRef, Q, Subquery

from accounts.models import Person
from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.db.insertion import insert_rows, insert_values
from kitsu_site.db.parts import parts
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

COLUMNS = ("task_status_id", *task_progress.COLUMNS[1:])
NEWS = ("id", "comment_id", "task_id", "author_id", "change", "created_at", "updated_at")
AROUND = ("id", "name", "data", "parent_id", "entity_type_id", "project_id")
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


def waiting_automations(project: Project) -> set[tuple]:
    """The (task type, status, kind of entity) that an automation of the production waits for."""
    rows = project.status_automations.exclude(archived=True)
    found = rows.values_list("in_task_type_id", "in_task_status_id", "entity_type")
    return {(type_id, status_id, (kind or "").lower()) for type_id, status_id, kind in found}


class Posting:
    """Comments on tasks of a production that are thought out first and written later, in one transaction.

    `made`: tasks that are not stored yet. `plan` brings them to where their comments leave them; who made
    them inserts them before `write`, so that each of them is written once.
    """

    def __init__(self, *, project: Project, author: Person, made: Iterable[Task] = ()):
        self.project, self.author = project, author
        self.tasks = {task.pk: task for task in made}
        self.before: dict[UUID, tuple] = {}  # of the stored ones
        self.now = utcnow()
        self.comments: list[tuple[Comment, UUID | None]] = []  # with the status that the task had before
        self.alone: list[Draft] = []

    # What all comments look at: few rows, read once

    @cached_property
    def automations(self) -> set[tuple]:
        return waiting_automations(self.project)

    @cached_property
    def statuses(self) -> dict[UUID, TaskStatus]:
        return TaskStatus.objects.in_bulk()

    @cached_property
    def hashtags(self) -> set[str]:
        """That carry a text to further tasks."""
        return {
            hashtags.EVERYBODY,
            *(name.lower() for name in TaskType.objects.values_list("name", flat=True)),
        }

    @cached_property
    def names(self) -> list[str]:
        """Of whom a text may mention."""
        return mentions.names(self.project.pk)

    # Thinking out

    def plan(self, drafts: list[Draft]) -> None:
        """Take comments in their order, but for retakes that the production does not allow any more."""
        self.load(dict.fromkeys(draft.task_id for draft in drafts))
        apart = set()  # the entities of which one comment, and hence all later ones, goes alone
        for draft in drafts:
            task = self.tasks[draft.task_id]
            status = draft.status or self.status_of(task)
            if task.entity_id in apart or self.goes_alone(draft, task, status):
                apart.add(task.entity_id)
                self.alone.append(draft)
            elif draft.always or status.pk != task.task_status_id:
                self.add(draft, task, status)

    def load(self, ids: Iterable[UUID]) -> None:
        """Read the stored tasks as they are now, locked with their siblings, and what all are about."""
        commented = [self.tasks[pk] for pk in ids if pk in self.tasks]
        for part in parts(pk for pk in ids if pk not in self.tasks):
            comments.lock(part)
            stored = Task.objects.only(*READ).in_bulk(part)
            for task in stored.values():
                task.project = self.project
            self.before |= {pk: state_of(task) for pk, task in stored.items()}
            self.tasks |= stored
            commented += stored.values()
        entities = {}
        for part in parts({task.entity_id for task in commented}):
            entities |= Entity.objects.only(*AROUND).in_bulk(part)
        kinds = EntityType.objects.in_bulk()
        for entity in entities.values():
            entity.entity_type = kinds[entity.entity_type_id]
        for task in commented:
            task.entity = entities[task.entity_id]

    def status_of(self, task: Task) -> TaskStatus:
        return self.statuses.get(task.task_status_id) or task_progress.initial_status(task)

    def goes_alone(self, draft: Draft, task: Task, status: TaskStatus) -> bool:
        kind = task.entity.kind.lower()
        last = task.last_comment_date
        return (
            self.reaches_out(draft.text)
            or (task.task_type_id, status.pk, kind) in self.automations
            or kind == "concept"
            or (last is not None and last > self.now)
        )

    def reaches_out(self, text: str) -> bool:
        """Whether a text mentions somebody, or goes to further tasks."""
        if "@" in text and any(mentions.is_named(name, text) for name in self.names):
            return True
        return "#" in text and any(word.lower() in self.hashtags for word in hashtags.HASHTAG.findall(text))

    def add(self, draft: Draft, task: Task, status: TaskStatus) -> None:
        """One comment, and what it makes of its task."""
        try:
            task_progress.check_retakes(task, status)
        except Invalid:
            return
        comment = Comment(
            object_id=task.pk,
            object_type="Task",
            task_status_id=status.pk,
            person_id=self.author.pk,
            text=draft.text,
            created_at=self.now,
            checklist=[],
            links=[],
        )
        self.comments.append((comment, task.task_status_id))
        if task.task_status_id != status.pk:
            task_progress.enter(task, status, now=self.now)
        task.task_status_id, task.last_comment_date = status.pk, self.now

    # Writing

    def write(self) -> None:
        """Store what was planned. The tasks that were made are stored by now."""
        insert_rows(Comment, (comment for comment, _ in self.comments))
        self.update_tasks()
        commented = {comment.object_id: self.tasks[comment.object_id] for comment, _ in self.comments}
        audience = Audience(self.project, self.author, list(commented.values()))
        news, notices, counts = [], [], []
        for comment, previous_id in self.comments:
            task, change = commented[comment.object_id], previous_id != comment.task_status_id
            told = [self.notice(comment, task, person_id, change) for person_id in audience.of(task)]
            notices += told
            counts.append(len(told))
            news.append((uuid4(), comment.pk, task.pk, self.author.pk, change, self.now, self.now))
        insert_rows(Notification, notices)
        self.deliver(notices)
        insert_values(News, NEWS, news)
        events.emit_made(self.happened(notices, counts, news))
        for draft in self.alone:
            self.post_alone(draft)

    def notice(self, comment: Comment, task: Task, person_id: UUID, change: bool) -> Notification:
        kind = notifications.COMMENT
        who = {"person_id": person_id, "author_id": self.author.pk}
        return Notification(type=kind, comment=comment, task=task, change=change, **who)

    def happened(
        self, notices: list[Notification], counts: list[int], news: list[tuple]
    ) -> Iterator[events.Event]:
        """What is told, comment by comment, each of which has that count of notices."""
        notices = iter(notices)
        for (comment, previous_id), count, (news_id, *_) in zip(self.comments, counts, news, strict=True):
            task, status = self.tasks[comment.object_id], self.statuses[comment.task_status_id]
            said = {"comment_id": comment.pk, "task_id": task.pk, "task_status_id": status.pk}
            yield self.event("comment:new", **said)
            yield task_progress.update_event(task, by=self.author)
            if status.pk != previous_id:
                who = {"previous_id": previous_id, "by": self.author}
                yield from task_progress.status_events(task, comment, status, **who)
            for notice in islice(notices, count):
                yield notifications.told_event(notice, self.project.pk, self.author)
            said = {"news_id": news_id, "task_status_id": status.pk, "task_type_id": task.task_type_id}
            yield self.event("news:new", **said)

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
                notice.comment.person = self.author
                notice.comment.task_status = self.statuses[notice.comment.task_status_id]
                rows[notice.comment].append(notice)
        if rows:
            deliveries.of_comments(rows)

    def update_tasks(self) -> None:
        """Tasks of which the same becomes are written by one statement: few things can become of a task."""
        groups = defaultdict(list)
        for pk, before in self.before.items():
            changes = zip(COLUMNS, before, state_of(self.tasks[pk]), strict=True)
            if changed := tuple((name, new) for name, old, new in changes if old != new):
                groups[changed].append(pk)
        for changes, ids in groups.items():
            for part in parts(ids):
                Task.objects.filter(pk__in=part).update(**dict(changes), updated_at=self.now)

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
        for part in parts(tasks):
            links = TaskPersonLink.objects.filter(task_id__in=[task.pk for task in part])
            for task_id, person_id in [*links.values_list("task_id", "person_id"), *subscribers(part)]:
                self.followers[task_id][person_id] = None
        everybody = {pk for people in self.followers.values() for pk in people}
        open_to_clients = author.role == Role.CLIENT and not project.is_clients_isolated
        self.roles = {
            pk: role
            for pk, role in roles_in(project, everybody).items()
            if role != Role.CLIENT or open_to_clients
        }
        vendors = [pk for pk, role in self.roles.items() if role == Role.VENDOR]
        self.works = set(vendors and work_of(vendors, {task.entity_id for task in tasks}))

    def of(self, task: Task) -> Iterator[UUID]:
        for pk in self.followers.get(task.pk, ()):
            role = self.roles.get(pk)
            if role is None or pk == self.author.pk:
                continue
            if role != Role.VENDOR or (pk, task.entity_id) in self.works:
                yield pk


def work_of(people: list[UUID], entity_ids: set[UUID]) -> Iterator[tuple[UUID, UUID]]:
    """(person id, entity id) of the entities that some people have a task on."""
    for part in parts(entity_ids):
        links = TaskPersonLink.objects.filter(person_id__in=people, task__entity_id__in=part)
        yield from links.values_list("person_id", "task__entity_id")


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
