"""What the demo's people say of their tasks: comments, replies, news, notifications, events."""

import datetime
from dataclasses import dataclass

from accounts.models import Person
from production.models import Comment, CommentAcknowledgement, CommentMention, News, Notification
from production.services import demo_data as data
from production.services.demo_breakdown import Made
from production.services.demo_rows import Calendar, Demo

UNREAD_FROM, LOGGED_FROM = -2, -10  # working days: what is older was read, or has left the event log
LATER = 45  # minutes from a comment to what it makes others say


@dataclass(frozen=True)
class Step:
    """A comment that gives a task a status, on a working day at a minute of it."""

    day: int
    status: str
    by: Person
    minute: int

    def when(self, days: Calendar) -> datetime.datetime:
        return days.at(self.day, self.minute)


def add_comments(demo: Demo, made: Made, plan) -> None:
    """The comments of a task, with everything that each of them set off."""
    if plan.task.assigner and plan.steps:
        add_assignation(demo, made, plan)
    status = plan.task.task_status
    for step in [*plan.steps]:  # an approval may add the client's answer
        before, status = status, demo.statuses[step.status]
        comment = add_comment(demo, plan, step, demo.dice.choice(data.SAYINGS.get(step.status, ("",))))
        tell(demo, made, plan, comment, step, before)
        if step.status == "retake":
            add_demands(demo, made, plan, comment, step)
        elif step.status == "done":
            add_approval(demo, made, plan, comment, step)


def add_comment(demo: Demo, plan, step: Step, text: str, **values) -> Comment:
    return demo.add(
        Comment,
        object_id=plan.task.pk,
        object_type="Task",
        text=text,
        task_status=demo.statuses[step.status],
        person=step.by,
        created_at=step.when(demo.days),
        data=None,
        replies=[],
        checklist=[],
        links=[],
        pinned=False,
        **values,
    )


def tell(demo: Demo, made: Made, plan, comment: Comment, step: Step, before) -> None:
    """The news, the notifications and the events of a comment."""
    when, change = comment.created_at, comment.task_status != before
    if plan.kind.for_entity != "Concept":
        demo.add(News, author=step.by, comment=comment, task=plan.task, change=change, created_at=when)
    for person in listeners(plan):
        if person is not step.by:
            notify(demo, person, plan, step, "comment", comment=comment, change=change)
    if step.day < LOGGED_FROM:
        return
    about = {"task_id": plan.task.pk, "project": made.project, "by": step.by, "when": when}
    demo.happened("comment:new", comment_id=comment.pk, task_status_id=comment.task_status_id, **about)
    demo.happened("task:update", **about)
    if change:
        ids = {"new_task_status_id": comment.task_status_id, "previous_task_status_id": before.pk}
        demo.happened("task:status-changed", person_id=step.by.pk, **ids, **about)


def listeners(plan) -> list[Person]:
    """Who hears of the comments of a task, each once."""
    return list(dict.fromkeys([plan.artist, *plan.subscribers]))


def notify(demo: Demo, person: Person, plan, step: Step, kind: str, **values) -> None:
    demo.add(
        Notification,
        type=kind,
        person=person,
        author=step.by,
        task=plan.task,
        read=step.day < UNREAD_FROM,
        created_at=step.when(demo.days),
        **values,
    )


def add_assignation(demo: Demo, made: Made, plan) -> None:
    """The artist was told of the task a while before it began."""
    step = Step(min(plan.start - 3, 0), "todo", made.manager, 10 * 60)
    notify(demo, plan.artist, plan, step, "assignation")
    if step.day >= LOGGED_FROM:
        about = {"project": made.project, "by": made.manager, "when": step.when(demo.days)}
        demo.happened("task:assign", task_id=plan.task.pk, person_id=plan.artist.pk, **about)


def add_demands(demo: Demo, made: Made, plan, comment: Comment, step: Step) -> None:
    """What a retake asks for: sometimes a list, sometimes somebody by name; the artist may answer."""
    if demo.dice.random() < 0.3:
        notes = demo.dice.sample(data.SAYINGS["note"], 2)
        comment.checklist = [{"text": note, "checked": False} for note in notes]
    if demo.dice.random() < 0.3:
        comment.text += f" @{plan.artist.full_name} can you take it?"
        demo.add(CommentMention, comment=comment, person=plan.artist)
        notify(demo, plan.artist, plan, step, "mention", comment=comment)
    if demo.dice.random() < 0.4:
        add_reply(demo, plan, comment, Step(step.day, step.status, plan.artist, step.minute + LATER))


def add_reply(demo: Demo, plan, comment: Comment, step: Step) -> None:
    reply_id, when = demo.new_id(), step.when(demo.days).isoformat(timespec="seconds")
    comment.replies.append(
        {
            "id": str(reply_id),
            "date": when,
            "created_at": when,
            "person_id": str(step.by.pk),
            "text": demo.dice.choice(data.SAYINGS["reply"]),
            "mentions": [],
            "department_mentions": [],
        }
    )
    for person in dict.fromkeys([*listeners(plan), comment.person]):
        if person is not step.by:
            notify(demo, person, plan, step, "reply", comment=comment, reply_id=reply_id)


def add_approval(demo: Demo, made: Made, plan, comment: Comment, step: Step) -> None:
    """The artist acknowledges an approval; the client sees, and sometimes answers, that of the last step."""
    demo.add(CommentAcknowledgement, comment=comment, person=plan.artist)
    if plan.stage is made.plan.shot_stages[-1]:
        comment.for_client = True
        if demo.dice.random() < 0.3:
            answer = Step(step.day, step.status, demo.people["clara"], step.minute + LATER)
            plan.steps.append(answer)
            text = demo.dice.choice(data.SAYINGS["client"])
            tell(demo, made, plan, add_comment(demo, plan, answer, text), answer, demo.statuses["done"])
