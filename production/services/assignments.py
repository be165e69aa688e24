"""Who works on what (notes on tasks, section 1, "Assigning"). Set-based: thousands of tasks at once."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from accounts.models import Person
from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.db.parts import PART, parts
from production.models import ProjectPersonLink, Task, TaskPersonLink
from production.services import notifications


@transaction.atomic
def assign(*, tasks: Iterable[Task], person: Person, by: Person) -> None:
    """Put a person on tasks, and on the teams of their productions.

    Somebody else than the person who assigns is told, also of what was theirs already.
    """
    tasks = list(tasks)
    TaskPersonLink.objects.bulk_create(
        [TaskPersonLink(task=task, person=person) for task in tasks], ignore_conflicts=True, batch_size=PART
    )
    touch(tasks, assigner=by)
    joined = join_teams({task.project_id for task in tasks}, person)
    told = notifications.of_assignation(tasks=tasks, person_id=person.pk, by=by)
    happened = []
    for task, notification in zip(tasks, told, strict=True):
        happened += [person_event("assign", task, person.pk, by=by), update_event(task, by=by)]
        if notification is not None:
            happened.append(notifications.told_event(notification, task.project_id, by))
        if task.project_id in joined:
            joined.remove(task.project_id)
            happened.append(events.event("project:update", by=by, project_id=task.project_id))
    events.emit_all(happened)


@transaction.atomic
def add(*, pairs: Iterable[tuple[Task, Person]], by: Person) -> None:
    """Put people on tasks that they are not on yet; nobody is told, no team joined (notes on imports)."""
    pairs = list(dict.fromkeys(pairs))
    known = set()
    for part in parts({task.pk for task, _ in pairs}):
        links = TaskPersonLink.objects.filter(task_id__in=part)
        known.update(links.values_list("task_id", "person_id"))
    new = [(task, person) for task, person in pairs if (task.pk, person.pk) not in known]
    TaskPersonLink.objects.bulk_create(
        [TaskPersonLink(task=task, person=person) for task, person in new],
        ignore_conflicts=True,
        batch_size=PART,
    )
    touch(list({task for task, _ in new}), assigner=by)
    happened = []
    for task, person in new:
        happened += [person_event("assign", task, person.pk, by=by), update_event(task, by=by)]
    events.emit_all(happened)


@transaction.atomic
def clear(*, tasks: Iterable[Task], person_id=None, but: Person | None = None, by: Person) -> None:
    """Take a person, or everybody (`but` one), off tasks."""
    tasks = list(tasks)
    links = TaskPersonLink.objects.filter(task_id__in=[task.pk for task in tasks])
    if person_id is not None:
        links = links.filter(person_id=person_id)
    if but is not None:
        links = links.exclude(person=but)
    removed = defaultdict(list)
    for task_id, off in links.order_by("person_id").values_list("task_id", "person_id"):
        removed[task_id].append(off)
    links.delete()
    changed = [task for task in tasks if removed[task.pk]]
    touch(changed)
    happened = []
    for task in changed:
        happened += [person_event("unassign", task, off, by=by) for off in removed[task.pk]]
        happened.append(update_event(task, by=by))
    events.emit_all(happened)


@transaction.atomic
def replace(*, tasks: Iterable[Task], person: Person, by: Person) -> None:
    """Put a person on tasks in the place of who is on them now."""
    tasks = list(tasks)
    clear(tasks=tasks, but=person, by=by)
    there = TaskPersonLink.objects.filter(task_id__in=[task.pk for task in tasks], person=person)
    theirs = set(there.values_list("task_id", flat=True))
    assign(tasks=[task for task in tasks if task.pk not in theirs], person=person, by=by)


@transaction.atomic
def set_priority(*, tasks: Iterable[Task], priority: int, by: Person) -> None:
    """Give tasks a priority."""
    tasks = list(tasks)
    touch(tasks, priority=priority)
    events.emit_all([update_event(task, by=by) for task in tasks])


def touch(tasks: list[Task], **values) -> None:
    """Change columns of tasks in a few statements."""
    for part in parts(task.pk for task in tasks):
        Task.objects.filter(pk__in=part).update(**values, updated_at=utcnow())


def join_teams(project_ids: set, person: Person) -> set:
    """Add a person to the teams they are not on; answer the ids of those productions."""
    there = ProjectPersonLink.objects.filter(person=person, project_id__in=project_ids)
    missing = set(project_ids) - set(there.values_list("project_id", flat=True))
    ProjectPersonLink.objects.bulk_create(
        [ProjectPersonLink(project_id=pk, person=person) for pk in missing], ignore_conflicts=True
    )
    return missing


def person_event(verb: str, task: Task, person_id, *, by) -> events.Event:
    return events.event(
        f"task:{verb}", by=by, project_id=task.project_id, task_id=task.pk, person_id=person_id
    )


def update_event(task: Task, *, by) -> events.Event:
    return events.event("task:update", by=by, project_id=task.project_id, task_id=task.pk)
