"""The demo's work: tasks planned one after the other, what people did on them until today, and its traces.

Statuses, counters and dates of a task are those that its comments make (notes on tasks, "Recount").
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import Person
from production.models import Entity, EntityLink, Subscription, Task, TaskPersonLink, TaskType, TimeSpent
from production.services import demo_data as data
from production.services.demo_breakdown import Made
from production.services.demo_rows import MORNING, Demo
from production.services.demo_talk import Step, add_comments

DAY = 8 * 60  # minutes
HANDOVER = 2  # days from the end of a step to the start of the next, as planned
REVIEW_AFTER, RETAKE_AFTER = (1, 1, 2, 3), (1, 2, 4)  # days from a delivery to its review, and to another try
ASSIGNED_AHEAD = 20  # later tasks have nobody yet
CHANCE_OF_RETAKE, MOST_RETAKES = 0.35, 3
LATE_START = -6  # of assets that were written in late
FIRST_SHOTS = 8  # days from the start of a production to its first shots


@dataclass
class Plan:
    """A task as it was planned, in working days, both included."""

    entity: Entity
    kind: TaskType
    stage: data.Stage
    artist: Person
    supervisor: Person
    start: int
    due: int
    before: "Plan | None"  # the step that this one waits for
    task: Task | None = None
    steps: list[Step] = field(default_factory=list)
    subscribers: list[Person] = field(default_factory=list)

    @property
    def done_on(self) -> int | None:
        """The day of its approval, if it was approved."""
        last = self.steps[-1] if self.steps else None
        return last.day if last and last.status == "done" else None


def add_work(demo: Demo, made: Made) -> list[Plan]:
    """All tasks of a production with what happened to them."""
    plans = plan_all(demo, made)
    for plan in plans:
        plan.steps = list(
            steps_of_concept(plan, demo) if plan.kind.for_entity == "Concept" else steps(plan, demo)
        )
        plan.task = add_task(demo, made, plan)
        add_subscriptions(demo, made, plan)
        add_comments(demo, made, plan)
        add_time(demo, plan)
        recount(demo, plan)
    set_readiness(demo, made, plans)
    return plans


# Planning


def plan_all(demo: Demo, made: Made) -> list[Plan]:
    """The tasks in the order in which they are planned."""
    plan, plans, last = made.plan, [], {}

    def follow(stage: data.Stage, for_entity: str, entities: Iterable[Entity], not_before: int) -> None:
        kind = demo.task_types[stage.name, for_entity]
        for entity in entities:
            before = last.get(entity)
            earliest = max(not_before, before.due + HANDOVER if before else not_before)
            last[entity] = planned(demo, stage, kind, entity, earliest, before)
            plans.append(last[entity])

    follow(plan.concept, "Concept", made.concepts, plan.starts)
    for late in (False, True):
        assets = [asset for asset in made.assets if (asset.name in plan.late_assets) is late]
        for stage in plan.asset_stages:
            rigged = [asset for asset in assets if asset.entity_type.name in plan.is_rigged]
            of_stage = rigged if stage.name == "Rigging" else assets
            follow(stage, "Asset", of_stage, LATE_START if late else plan.starts)
    for sequence in made.sequences:
        shots = [shot for shot in made.shots if shot.parent is sequence]
        for stage in plan.shot_stages:
            follow(stage, "Shot", shots, plan.starts + FIRST_SHOTS)
        if plan.effects and sequence.name == plan.effects_in:
            follow(plan.effects, "Shot", shots, plan.starts)
    follow(plan.edit, "Edit", made.edits, plan.starts + 2 * FIRST_SHOTS)
    return plans


def planned(demo: Demo, stage: data.Stage, kind: TaskType, entity: Entity, earliest: int, before) -> Plan:
    """The task as the first artist of its stage who is free can do it."""
    key = min(stage.artists, key=lambda name: max(earliest, demo.free.get(name, earliest)))
    start = max(earliest, demo.free.get(key, earliest))
    due = start + demo.dice.choice(stage.days) - 1
    demo.free[key] = due + 1
    artist, supervisor = demo.people[key], demo.people[stage.supervisor]
    return Plan(entity, kind, stage, artist, supervisor, start, due, before)


# What happened


def steps(plan: Plan, demo: Demo) -> Iterable[Step]:
    """The changes of status of a task until today, in their order."""
    dice, artist, supervisor = demo.dice, plan.artist, plan.supervisor
    if plan.start > 0:
        if plan.before and plan.before.done_on is not None and plan.start <= ASSIGNED_AHEAD:
            yield Step(plan.before.done_on, "ready", supervisor, MORNING + 8 * 60)
        return
    yield Step(plan.start, "wip", artist, MORNING + dice.randrange(60))
    delivery, retakes = plan.due, 0
    while delivery <= 0:
        yield Step(delivery, "wfa", artist, MORNING + 7 * 60 + dice.randrange(60))
        review = delivery + dice.choice(REVIEW_AFTER)
        if review > 0:
            return
        if retakes == MOST_RETAKES or dice.random() > CHANCE_OF_RETAKE:
            yield Step(review, "done", supervisor, MORNING + 60 + dice.randrange(60))
            return
        yield Step(review, "retake", supervisor, MORNING + 60 + dice.randrange(60))
        again = review + dice.choice(RETAKE_AFTER)
        if again <= 0:
            yield Step(again, "wip", artist, MORNING + dice.randrange(60))
        delivery, retakes = again + 1, retakes + 1


def steps_of_concept(plan: Plan, demo: Demo) -> Iterable[Step]:
    """A concept is shown, then approved or rejected."""
    if plan.due <= 0:
        yield Step(plan.due, "neutral", plan.artist, MORNING + 7 * 60)
    if plan.due < 0:
        status = demo.dice.choice(("approved", "approved", "rejected"))
        yield Step(plan.due + 1, status, plan.supervisor, MORNING + 60)


# Its traces


def add_task(demo: Demo, made: Made, plan: Plan) -> Task:
    """The task as it was made, before anybody worked on it."""
    days = plan.due - plan.start + 1
    task = demo.add(
        Task,
        name="main",
        project=made.project,
        entity=plan.entity,
        task_type=plan.kind,
        task_status=demo.statuses["neutral" if plan.kind.for_entity == "Concept" else "todo"],
        start_date=demo.days.at(plan.start),
        due_date=demo.days.at(plan.due),
        estimation=days * DAY,
        priority=demo.dice.choice((0, 0, 0, 0, 0, 1, 2, 3)),
        difficulty=demo.dice.choice((2, 3, 3, 3, 4)),
        created_at=demo.days.at(made.plan.starts, MORNING + 60),
        data={},
    )
    if plan.start <= ASSIGNED_AHEAD:
        task.assigner = made.manager
        demo.add(TaskPersonLink, task=task, person=plan.artist)
    return task


def add_subscriptions(demo: Demo, made: Made, plan: Plan) -> None:
    """Supervisors follow what is most looked at; the manager follows the animation of the first sequence."""
    first = made.sequences[0]
    if plan.entity.entity_type.name == "Character" or (
        plan.entity.parent is first and plan.kind.name == "Layout"
    ):
        demo.add(Subscription, person=plan.supervisor, task=plan.task)
        plan.subscribers.append(plan.supervisor)
    if plan.entity.parent is first and plan.kind.name == "Animation":
        if plan.entity is made.shots[0]:
            demo.add(Subscription, person=made.manager, entity=first, task_type=plan.kind)
        plan.subscribers.append(made.manager)


def add_time(demo: Demo, plan: Plan) -> None:
    """A day's work on each day that the task took, up to an hour for each retake."""
    spent = {day: demo.dice.choice((330, 390, 420)) for day in range(plan.start, min(plan.due, 0) + 1)}
    spent |= {step.day: demo.dice.choice((30, 45, 60)) for step in plan.steps[1:] if step.status == "wip"}
    for day, minutes in spent.items():
        demo.add(
            TimeSpent,
            person=plan.artist,
            task=plan.task,
            date=demo.days.date(day),
            duration=minutes,
            created_at=demo.days.at(day, MORNING + DAY),
        )
    plan.task.duration = sum(spent.values())


def recount(demo: Demo, plan: Plan) -> None:
    """Set what follows from the comments of a task."""
    task = plan.task
    if not plan.steps:
        return

    def dates(status: str):
        return [step.when(demo.days) for step in plan.steps if step.status == status] or [None]

    last = plan.steps[-1]
    task.task_status = demo.statuses[last.status]
    task.last_comment_date = last.when(demo.days)
    task.retake_count = sum(step.status == "retake" for step in plan.steps)
    task.real_start_date, task.end_date, task.done_date = dates("wip")[0], dates("wfa")[0], dates("done")[-1]


def set_readiness(demo: Demo, made: Made, plans: list[Plan]) -> None:
    """What each asset is ready for, and how many ready assets each task of a shot has."""
    shot_types = [demo.task_types[stage.name, "Shot"] for stage in made.plan.shot_stages]
    done = {(plan.entity.pk, plan.kind.name) for plan in plans if plan.done_on is not None}
    unfinished = {plan.entity.pk for plan in plans if plan.done_on is None}
    for asset in made.assets:
        if asset.pk not in unfinished:
            asset.ready_for = shot_types[-1]
        elif (asset.pk, "Modeling") in done:
            asset.ready_for = demo.task_types["Layout", "Shot"]
    casting: dict = {}
    for link in demo.rows[EntityLink]:
        casting.setdefault(link.entity_in_id, []).append(link.entity_out)
    for plan in plans:
        if plan.kind.for_entity == "Shot":
            wanted = made.priorities[plan.kind.name, "Shot"]
            ready = (asset.ready_for for asset in casting[plan.entity.pk] if asset.ready_for)
            plan.task.nb_assets_ready = sum(made.priorities[kind.name, "Shot"] >= wanted for kind in ready)
