"""Who is told of what (notes on tasks, section 3).

Only people who still have access to the task are told, and clients of nothing that their own
list of comments leaves out.
"""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery

from accounts.models import Person
from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.roles import Role
from production.models import Comment, Notification, ProjectPersonLink, Subscription, Task, TaskPersonLink
from production.services import deliveries
from production.services.mentions import Mentions

COMMENT, MENTION, ASSIGNATION = "comment", "mention", "assignation"
REPLY, REPLY_MENTION = "reply", "reply-mention"


def of_comment(*, comment: Comment, task: Task, mentions: Mentions, change: bool, by) -> None:
    """Tell of a new comment: who follows the task, and whom it mentions."""
    mentioned = people_of(mentions, task)
    following = followers(task)
    told = readers(comment, task, [*following, *mentioned], mentions)
    row = {"comment": comment, "task": task, "author_id": comment.person_id}
    tell(
        [
            *(Notification(type=COMMENT, person_id=pk, change=change, **row) for pk in following),
            *(Notification(type=MENTION, person_id=pk, **row) for pk in mentioned),
        ],
        to=told - {comment.person_id},
        task=task,
        comment=comment,
        by=by,
    )


def of_edit(*, comment: Comment, task: Task, mentions: Mentions, by) -> None:
    """Tell anew whom a changed text mentions, its author included."""
    old = comment.notifications.filter(type=MENTION)
    before = list(old.values_list("person_id", flat=True))
    old.delete()
    mentioned = people_of(mentions, task)
    row = {"comment": comment, "task": task, "author_id": comment.person_id}
    rows = [Notification(type=MENTION, person_id=pk, created_at=this_second(), **row) for pk in mentioned]
    known = set(before)
    told = tell(rows, to=readers(comment, task, mentioned, mentions), task=task, by=by)
    new = [row for row in told if row.person_id not in known and row.person_id != comment.person_id]
    deliveries.of_comment(new, task=task, comment=comment)


def of_reply(*, comment: Comment, task: Task, reply: dict, mentions: Mentions, by) -> None:
    """Tell of a reply: who follows the task, who wrote or replied before, and whom it mentions."""
    author_id = uuid.UUID(reply["person_id"])
    before = [uuid.UUID(r["person_id"]) for r in comment.replies or [] if r["id"] != reply["id"]]
    listening = list(dict.fromkeys([*followers(task), *before, comment.person_id]))
    mentioned = people_of(mentions, task)
    told = readers(comment, task, [*listening, *mentioned])
    row = {
        "comment": comment,
        "task": task,
        "author_id": author_id,
        "reply_id": reply["id"],
        "created_at": this_second(),
    }
    tell(
        [
            *(Notification(type=REPLY, person_id=pk, **row) for pk in listening),
            *(Notification(type=REPLY_MENTION, person_id=pk, **row) for pk in mentioned),
        ],
        to=told - {author_id},
        task=task,
        comment=comment,
        reply=reply,
        by=by,
    )


def of_assignation(*, tasks: list[Task], person_id, by) -> list[Notification | None]:
    """Keep for a person that tasks were assigned to them by somebody else; None for each where it was they.

    The caller emits the events (`told_event`) among those of the assignment.
    """
    if by is None or by.pk == person_id:
        return [None] * len(tasks)
    rows = [Notification(type=ASSIGNATION, person_id=person_id, author_id=by.pk, task=task) for task in tasks]
    Notification.objects.bulk_create(rows, batch_size=1000)
    deliveries.of_assignation(rows, tasks=tasks, by=by)
    return rows


def tell(
    rows: list[Notification],
    *,
    to: set,
    task: Task,
    by,
    comment: Comment | None = None,
    reply: dict | None = None,
) -> list[Notification]:
    """Keep the notifications for those people, and say so to who listens; answers those kept.

    `comment`, `reply`: what is told outside of the application too, to who wants that.
    """
    rows = [row for row in rows if row.person_id in to]
    if rows:
        Notification.objects.bulk_create(rows)
        events.emit_all(told_event(row, task.project_id, by) for row in rows)
    if comment is not None:
        author = by if reply else None
        deliveries.of_comment(rows, task=task, comment=comment, reply=reply, by=author)
    return rows


def told_event(row: Notification, project_id, by) -> events.Event:
    return events.event(
        "notification:new",
        by=by,
        project_id=project_id,
        kept=False,
        notification_id=row.pk,
        person_id=row.person_id,
    )


@transaction.atomic
def mark(*, row: Notification, read: bool, by) -> None:
    """Say that a person has read what they were told, or not yet."""
    row.read = read
    row.save(update_fields=["read", "updated_at"])
    verb = "read" if read else "unread"
    events.emit(f"notification:{verb}", by=by, person_id=by.pk, notification_id=row.pk)


@transaction.atomic
def mark_all(*, by) -> None:
    """Say that a person has read all that they were told."""
    Notification.objects.filter(person=by, read=False).update(read=True, updated_at=utcnow())
    events.emit("notification:all-read", by=by, person_id=by.pk)


# Who


def followers(task: Task) -> list[uuid.UUID]:
    """The ids of who is assigned to a task, or subscribed to it or to its type in its sequence."""
    assignees = TaskPersonLink.objects.filter(task=task).values_list("person_id", flat=True)
    rule = Q(task=task)
    if task.entity is not None and task.entity.parent_id:
        rule |= Q(entity_id=task.entity.parent_id, task_type_id=task.task_type_id)
    subscribers = Subscription.objects.filter(rule).values_list("person_id", flat=True)
    return list(dict.fromkeys([*assignees, *subscribers.order_by("created_at")]))


def people_of(mentions: Mentions, task: Task) -> list[uuid.UUID]:
    """The ids of the people mentioned, by name or as members of a department on the team; each once."""
    people = list(mentions.people)
    if mentions.departments:
        members = Person.objects.filter(
            departments__in=mentions.departments, team_links__project_id=task.project_id
        )
        people += members.order_by("first_name", "last_name", "pk").values_list("pk", flat=True)
    return list(dict.fromkeys(people))


def readers(comment: Comment, task: Task, people: list, mentions: Mentions | None = None) -> set[uuid.UUID]:
    """Those of `people` who have access to the task, and may know of the comment."""
    if not people:
        return set()
    roles = roles_with_access(task, people)
    if Role.CLIENT not in roles.values():
        return set(roles)
    if mentions is None:
        addressed = set(comment.mention_links.values_list("person_id", flat=True))
    else:
        addressed = set(mentions.people)
    addressed.add(comment.person_id)
    by_client = comment.person.role == Role.CLIENT and not task.project.is_clients_isolated
    open_to_clients = comment.for_client or by_client
    return {pk for pk, role in roles.items() if role != Role.CLIENT or open_to_clients or pk in addressed}


def roles_with_access(task: Task, people: Iterable) -> dict[uuid.UUID, str]:
    """The role in the production of those of `people` who have access to the task."""
    link = ProjectPersonLink.objects.filter(project_id=task.project_id, person=OuterRef("pk"))
    works = TaskPersonLink.objects.filter(task__entity_id=task.entity_id, person=OuterRef("pk"))
    found = Person.objects.filter(pk__in=people, active=True).values_list(
        "pk", "role", Exists(link), Subquery(link.values("role")[:1]), Exists(works)
    )
    roles = {}
    for pk, role, is_member, role_there, works_there in found:
        effective = role if role == Role.ADMIN else (role_there or role)
        if role == Role.ADMIN or (is_member and (effective != Role.VENDOR or works_there)):
            roles[pk] = effective
    return roles


def this_second():
    return utcnow().replace(microsecond=0)
