"""The demo's planning and reviews: schedule, milestones, budget, playlists, chats, saved searches."""

from accounts.models import Position, Seniority
from production.models import (
    Budget,
    BudgetEntry,
    Chat,
    ChatMessage,
    ChatParticipant,
    Milestone,
    Playlist,
    PlaylistShareLink,
    ProductionScheduleVersion,
    ProductionScheduleVersionTaskLink,
    ProductionScheduleVersionTaskLinkPersonLink,
    Project,
    ProjectStatusAutomationLink,
    ProjectTemplate,
    ProjectTemplateAssetTypeLink,
    ProjectTemplateTaskStatusLink,
    ProjectTemplateTaskTypeLink,
    ScheduleItem,
    SearchFilter,
    SearchFilterGroup,
    StatusAutomation,
)
from production.services import demo_data as data
from production.services.demo_breakdown import STATUS_ORDER, Made
from production.services.demo_rows import MORNING, Demo
from production.services.demo_work import ASSIGNED_AHEAD, Plan

REVIEWED = 8  # shots in a playlist
WORKING_DAYS_IN_MONTH = 20


def add_planning(demo: Demo, made: Made, plans: list[Plan]) -> None:
    """Everything that is planned, reviewed and talked about in a production."""
    add_schedule(demo, made, plans)
    add_schedule_version(demo, made, plans)
    add_budget(demo, made)
    add_playlists(demo, made, plans)
    add_chat(demo, made)
    add_searches(demo, made)


def add_schedule(demo: Demo, made: Made, plans: list[Plan]) -> None:
    """When each task type, and each sequence or asset type in it, is planned; and the milestones."""
    spans: dict[tuple, list[Plan]] = {}
    for plan in plans:
        if plan.kind.for_entity in ("Asset", "Shot"):
            group = plan.entity.parent or plan.entity.entity_type
            spans.setdefault((plan.kind, None), []).append(plan)
            spans.setdefault((plan.kind, group.pk), []).append(plan)
    for (kind, object_id), planned in spans.items():
        demo.add(
            ScheduleItem,
            project=made.project,
            task_type=kind,
            object_id=object_id,
            start_date=demo.days.date(min(plan.start for plan in planned)),
            end_date=demo.days.date(max(plan.due for plan in planned)),
            man_days=sum(plan.due - plan.start + 1 for plan in planned),
        )
    for name, day in data.MILESTONES:
        demo.add(Milestone, project=made.project, name=name, date=demo.days.date(day))


def add_schedule_version(demo: Demo, made: Made, plans: list[Plan]) -> None:
    """The plan as it was made, and an alternative in which everything left comes a week later."""
    first = demo.add(ProductionScheduleVersion, name="As planned", project=made.project, locked=True)
    later = demo.add(
        ProductionScheduleVersion,
        name="One week later",
        project=made.project,
        production_schedule_from=first,
    )
    for version, shift in ((first, 0), (later, 5)):
        for plan in plans:
            moved = shift if plan.start > 0 else 0
            link = demo.add(
                ProductionScheduleVersionTaskLink,
                production_schedule_version=version,
                task=plan.task,
                start_date=demo.days.at(plan.start + moved),
                due_date=demo.days.at(plan.due + moved),
                estimation=plan.task.estimation,
            )
            if plan.start <= ASSIGNED_AHEAD:
                demo.add(
                    ProductionScheduleVersionTaskLinkPersonLink,
                    production_schedule_version_task_link=link,
                    person=plan.artist,
                )


def add_budget(demo: Demo, made: Made) -> None:
    """A budget of what the team costs, with one position still open."""
    plan = made.plan
    budget = demo.add(Budget, project=made.project, name="Budget", currency="EUR", revision=1)
    months = round((plan.ends - plan.starts) / WORKING_DAYS_IN_MONTH)
    for key in plan.team:
        someone = data.PEOPLE[key]
        for name in someone.departments[:1]:
            demo.add(
                BudgetEntry,
                budget=budget,
                department=demo.departments[name],
                person=demo.people[key],
                start_date=made.project.start_date,
                months_duration=months,
                daily_salary=someone.salary,
                position=someone.position,
                seniority=someone.seniority,
                exceptions={},
            )
    demo.add(
        BudgetEntry,
        budget=budget,
        department=demo.departments["FX"],
        start_date=demo.days.date(10),
        months_duration=2,
        daily_salary=170,
        position=Position.ARTIST,
        seniority=Seniority.JUNIOR,
        exceptions={},
    )


def add_playlists(demo: Demo, made: Made, plans: list[Plan]) -> None:
    """What waits for the next review, and what the client is shown, behind a link that was closed again."""
    animation = demo.task_types["Animation", "Shot"]
    waiting = [p for p in plans if p.kind == animation and p.task.task_status.is_feedback_request]
    done = [p for p in plans if p.kind == animation and p.done_on is not None]
    reviews = (
        ("Dailies", [*waiting, *reversed(done)], False),
        ("Client review", list(reversed(done)), True),
    )
    for name, shown, for_client in reviews:
        playlist = demo.add(
            Playlist,
            name=name,
            project=made.project,
            task_type=animation,
            for_entity="shot",
            for_client=for_client,
            created_by=made.manager,
            shots=[{"entity_id": str(p.entity.pk), "preview_file_id": None} for p in shown[:REVIEWED]],
            created_at=demo.days.at(0, MORNING),
        )
        if for_client:
            demo.add(
                PlaylistShareLink,
                playlist=playlist,
                token=str(demo.new_id()),
                created_by=made.manager,
                is_active=False,
                expiration_date=demo.days.at(20),
            )


def add_chat(demo: Demo, made: Made) -> None:
    """A word between a manager and an artist about a character."""
    asset, artist = made.assets[0], demo.people[made.plan.concept.artists[0]]
    said = (
        (made.manager, f"Do we keep the scarf on {asset.name}?"),
        (artist, "I would: it tells us where the wind comes from."),
        (made.manager, "Sold."),
    )
    when = [demo.days.at(-1, MORNING + 30 + 7 * number) for number in range(len(said))]
    chat = demo.add(Chat, object_id=asset.pk, object_type="entity", last_message=when[-1])
    for person in (made.manager, artist):
        demo.add(ChatParticipant, chat=chat, person=person)
    for moment, (person, text) in zip(when, said, strict=True):
        demo.add(ChatMessage, chat=chat, person=person, text=text, created_at=moment)


def add_searches(demo: Demo, made: Made) -> None:
    """Searches that the manager saved and shares with the team."""
    group = demo.add(
        SearchFilterGroup,
        list_type="shot",
        entity_type="Shot",
        name="Follow-up",
        color="#5E60CE",
        is_shared=True,
        person=made.manager,
        project=made.project,
    )
    for name, query in (("Animation in retake", "animation=retake"), ("Storms", "[weather]=storm")):
        demo.add(
            SearchFilter,
            list_type="shot",
            entity_type="Shot",
            name=name,
            search_query=query,
            is_shared=True,
            person=made.manager,
            project=made.project,
            search_filter_group=group,
        )


def add_studio_settings(demo: Demo) -> None:
    """An automation that both productions use, and a template to start others from."""
    automation = demo.add(
        StatusAutomation,
        entity_type="asset",
        in_task_type=demo.task_types["Modeling", "Asset"],
        in_task_status=demo.statuses["done"],
        out_task_type=demo.task_types["Shading", "Asset"],
        out_task_status=demo.statuses["ready"],
    )
    for project in demo.rows[Project]:
        demo.add(ProjectStatusAutomationLink, project=project, status_automation=automation)
    template = demo.add(
        ProjectTemplate,
        name="3D series",
        description="Statuses, task types and asset types of our series.",
        production_type="tvshow",
        production_style="3d",
        fps="24",
        metadata_descriptors=[],
    )
    for name in data.SERIES.assets:
        demo.add(ProjectTemplateAssetTypeLink, project_template=template, asset_type=demo.entity_types[name])
    for priority, stage in enumerate(data.SERIES.shot_stages, start=1):
        kind = demo.task_types[stage.name, "Shot"]
        demo.add(ProjectTemplateTaskTypeLink, project_template=template, task_type=kind, priority=priority)
    for priority, name in enumerate(STATUS_ORDER, start=1):
        status = demo.statuses[name]
        demo.add(
            ProjectTemplateTaskStatusLink, project_template=template, task_status=status, priority=priority
        )
