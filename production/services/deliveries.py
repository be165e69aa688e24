"""Notifications that leave the application: written with what they tell of, sent once it is committed.

Who wants them says so on their own account (mail, Slack, Mattermost, Discord). A delivery that fails is tried
again, later and later; what came of it stands in the back office. It never fails the call that caused it.
"""

import datetime
from collections.abc import Callable

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.template.loader import render_to_string

from accounts.models import Organisation, Person
from accounts.services import mails
from kitsu_site.db.base import utcnow
from kitsu_site.roles import Role
from production.models import Comment, Delivery, Notification, Playlist, Task
from production.services import delivery_channels
from production.services.delivery_channels import Undeliverable, Unreachable

WAITING, SENDING = Delivery.Status.WAITING, Delivery.Status.SENDING
ATTEMPTS = 6
FIRST_PAUSE, FACTOR = 30, 4  # seconds; 30 s, 2 min, 8 min, 32 min, 2 h
SILENCE = datetime.timedelta(minutes=10)  # after which what was taken to be sent is taken again
KEPT = datetime.timedelta(days=30)  # how long what was sent is remembered
MOST = 500  # that are handed over again at once
SUBJECT_LENGTH = Delivery._meta.get_field("subject").max_length
# Who follows a task and is mentioned there has two notifications, and wants one message.
MORE_TELLING = ("mention", "reply-mention")
WISHES = Q(
    *((f"notifications{service}_enabled", True) for service in ("", "_slack", "_mattermost", "_discord")),
    _connector=Q.OR,
)


def of_comment(
    rows: list[Notification],
    *,
    task: Task,
    comment: Comment,
    reply: dict | None = None,
    by: Person | None = None,
) -> None:
    """Tell of a comment, or of a `reply` of `by`, those of the notifications who want that."""
    queue([message_of(rows, task, comment, reply=reply, by=by)])


def of_comments(told: dict[Comment, list[Notification]]) -> None:
    """Tell of many comments those of their notifications who want that, in a few statements."""
    ids = {rows[0].task_id for rows in told.values()}
    tasks = Task.objects.select_related("project", "task_type", *PATH).in_bulk(ids)
    queue([message_of(rows, tasks[rows[0].task_id], comment) for comment, rows in told.items()])


def message_of(
    rows: list[Notification],
    task: Task,
    comment: Comment,
    *,
    reply: dict | None = None,
    by: Person | None = None,
) -> tuple[dict, Callable]:
    """What `queue` takes, of a comment."""
    said = (reply["text"] if reply else comment.text) or ""
    author = by or comment.person
    by_client = author.role == Role.CLIENT
    kinds = {}
    for row in rows:
        if row.person_id not in kinds or row.type in MORE_TELLING:
            kinds[row.person_id] = row.type
    about = {"tasks": [path_of(task)], "link": link_to(task), "author": name_of(author)}
    if reply is None and comment.task_status_id:
        about["status"] = comment.task_status.name
    # Artists do not read what clients wrote.
    return kinds, lambda person: {**about, "text": "" if by_client and person.role == Role.USER else said}


def of_assignation(rows: list[Notification], *, tasks: list[Task], by) -> None:
    """Tell a person, outside of the application, of the tasks that they were given: one message for all."""
    if not rows or not Person.objects.filter(WISHES, pk=rows[0].person_id).exists():
        return
    around = Task.objects.select_related("project", "task_type", *PATH).in_bulk([task.pk for task in tasks])
    given = [around[task.pk] for task in tasks]
    about = {
        "tasks": [path_of(task) for task in given],
        "link": link_to(given[0]) if len(given) == 1 else address_of("my-tasks"),
        "author": name_of(by),
    }
    queue([({rows[0].person_id: rows[0].type}, lambda person: about)])


def of_playlist(rows: list[Notification], *, playlist: Playlist, by) -> None:
    """Tell, outside of the application, that a playlist is ready."""
    about = {
        "playlist": playlist.name,
        "author": name_of(by),
        "link": address_of(f"productions/{playlist.project_id}/playlists/{playlist.pk}"),
    }
    queue([({row.person_id: row.type for row in rows}, lambda person: about)])


def queue(messages: list[tuple[dict, Callable]]) -> None:
    """Write the deliveries of notifications to those who want any, and send them on commit.

    A message is `({person id: type of the notification}, about)`; `about(person)`: what it is made of.
    """
    asked = {pk for kinds, _ in messages for pk in kinds}
    people = Person.objects.filter(WISHES, active=True, is_bot=False).in_bulk(asked) if asked else {}
    studio = Organisation.objects.order_by("created_at").first() if people else None
    if studio is None:
        return
    made = []
    for kinds, about in messages:
        for person in (people[pk] for pk in kinds if pk in people):
            if channels := delivery_channels.wanted(person, studio):
                subject, text = words(person, kinds[person.pk], about(person))
                made += [
                    Delivery(
                        person=person, channel=channel, subject=subject, text=text, next_attempt_at=utcnow()
                    )
                    for channel in channels
                ]
    Delivery.objects.bulk_create(made, batch_size=500)
    start(made)


def start(made: list[Delivery]) -> None:
    """Hand deliveries, once they are committed, to who sends them; what is not handed over stays due."""
    from production import tasks

    if made:
        ids = [str(delivery.pk) for delivery in made]
        transaction.on_commit(lambda: tasks.start(ids), robust=True)


def attempt(delivery_id) -> float | None:
    """Send a delivery that waits; answers in how many seconds it is to be tried again, if it is."""
    taken = Delivery.objects.filter(pk=delivery_id, status=WAITING).update(
        status=SENDING, attempts=F("attempts") + 1, updated_at=utcnow()
    )
    delivery = Delivery.objects.select_related("person").filter(pk=delivery_id).first() if taken else None
    if delivery is None:
        return None
    studio = Organisation.objects.order_by("created_at").first()
    try:
        if not delivery.person.active:
            raise Undeliverable("The person is no longer active.")
        delivery_channels.send(delivery, studio)
    except Unreachable as error:
        return postponed(delivery, error)
    except Undeliverable as error:
        ended(delivery, status=Delivery.Status.FAILED, message=str(error))
    except Exception as error:
        ended(
            delivery, status=Delivery.Status.FAILED, message=f"{type(error).__name__}, see the server's log."
        )
        raise
    else:
        ended(delivery, status=Delivery.Status.SENT, message="", sent_at=utcnow())
    return None


def postponed(delivery: Delivery, error: Unreachable) -> float | None:
    """Try again later, or give up."""
    if delivery.attempts >= ATTEMPTS:
        ended(delivery, status=Delivery.Status.FAILED, message=str(error))
        return None
    seconds = max(FIRST_PAUSE * FACTOR ** (delivery.attempts - 1), error.seconds)
    later = utcnow() + datetime.timedelta(seconds=seconds)
    ended(delivery, status=WAITING, message=str(error), next_attempt_at=later)
    return seconds


def ended(delivery: Delivery, **values) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(**values, updated_at=utcnow())


@transaction.atomic
def again(*, deliveries) -> int:
    """Send failed deliveries (a queryset) once more; answers how many."""
    revived = revive(deliveries)
    start(revived)
    return len(revived)


def revive(deliveries) -> list[Delivery]:
    """Those of a queryset that failed wait again; answers them."""
    failed = list(deliveries.filter(status=Delivery.Status.FAILED))
    Delivery.objects.filter(pk__in=[one.pk for one in failed]).update(
        status=WAITING, attempts=0, next_attempt_at=utcnow(), updated_at=utcnow()
    )
    return failed


@transaction.atomic
def due() -> list:
    """The ids of what should have been sent by now: of a process that was killed, or had no broker.

    Each is answered once in `SILENCE`: what only waits for its turn is not handed over again and again.
    """
    now = utcnow()
    Delivery.objects.filter(status=SENDING, updated_at__lte=now - SILENCE).update(
        status=WAITING, next_attempt_at=now - SILENCE, updated_at=now
    )
    waiting = Delivery.objects.filter(status=WAITING, next_attempt_at__lte=now - SILENCE)
    late = waiting.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
    ids = list(late.order_by("next_attempt_at").values_list("pk", flat=True)[:MOST])
    Delivery.objects.filter(pk__in=ids).update(next_attempt_at=now, updated_at=now)
    return ids


def forget_old() -> int:
    """Delete what was sent long ago; answers how many."""
    old = Delivery.objects.filter(status=Delivery.Status.SENT, next_attempt_at__lt=utcnow() - KEPT)
    return old.delete()[0]


# Words

PATH = ("entity__entity_type", "entity__parent__parent")


def words(person: Person, kind: str, about: dict) -> tuple[str, str]:
    """The subject and the text of a message, in the language of the person."""
    template = f"production/mail/{mails.language_of(person)}/notification.txt"
    subject, _, text = render_to_string(template, {"person": person, "kind": kind, **about}).partition("\n")
    return subject[:SUBJECT_LENGTH], text.strip()


def path_of(task: Task) -> str:
    """What a task is about, in a line: "Big Buck / SQ01 / SH010 / Animation"."""
    entity = task.entity
    parts = [task.project, task.task_type]
    if entity is not None:
        above = [entity.parent and entity.parent.parent, entity.parent]
        if not any(above) and entity.kind == "Asset":
            above = [entity.entity_type]
        parts[1:1] = [*above, entity]
    return " / ".join(" ".join(part.name.split()) for part in parts if part)


def link_to(task: Task) -> str:
    """The page of a task in the web client."""
    kind = f"{task.entity.kind.lower()}s" if task.entity else "assets"
    return address_of(f"productions/{task.project_id}/{kind}/tasks/{task.pk}")


def address_of(path: str) -> str:
    return f"{settings.DOMAIN_PROTOCOL}://{settings.DOMAIN_NAME}/{path}"


def name_of(person: Person | None) -> str:
    return " ".join(person.full_name.split()) if person else "Somebody"
