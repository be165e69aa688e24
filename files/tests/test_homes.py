"""A change never moves a row to another production (notes on what is stricter, A)."""

import pytest

from files.models import FileStatus, OutputFile, PreviewFile, WorkingFile
from production.models import (
    AssetInstance,
    Budget,
    BudgetEntry,
    Chat,
    Comment,
    Entity,
    EntityLink,
    News,
    Notification,
    Playlist,
    ProductionScheduleVersion,
    ProductionScheduleVersionTaskLink,
    ScheduleItem,
    Subscription,
    TimeSpent,
)


def rows(studio) -> dict:
    """A row of the feature for each route, by its last part."""
    here, task, person = (
        {"project": studio.feature},
        {"task": studio.first_animation},
        {"person": studio.animator},
    )
    version = ProductionScheduleVersion.objects.create(name="Plan", **here)
    budget = Budget.objects.create(name="Quote", **here)
    return {
        "tasks": studio.first_animation,
        "comments": Comment.objects.create(
            object_id=studio.first_animation.pk, object_type="Task", task_status=studio.wip, **person
        ),
        "time-spents": TimeSpent.objects.create(date="2030-01-07", duration=60, **task, **person),
        "notifications": Notification.objects.create(type="comment", author=studio.manager, **task, **person),
        "subscriptions": Subscription.objects.create(**task, **person),
        "news": News.objects.create(author=studio.animator, **task),
        "chats": Chat.objects.create(object_id=studio.lamp.pk, object_type="entity"),
        "entities": Entity.objects.create(name="SC1", entity_type=studio.scene_type, **here),
        "asset-instances": AssetInstance.objects.create(asset=studio.hero, name="Hero 1", number=1),
        "entity-links": EntityLink.objects.get(),
        "budget-entries": BudgetEntry.objects.create(
            budget=budget, department=studio.animation_department, start_date="2030-01-01", months_duration=1,
            daily_salary=1,
        ),
        "schedule-items": ScheduleItem.objects.create(
            task_type=studio.animation, object_id=studio.first_shot.pk, **here
        ),
        "production-schedule-version-task-links": ProductionScheduleVersionTaskLink.objects.create(
            production_schedule_version=version, **task
        ),
        "playlists": Playlist.objects.create(name="Dailies", **here),
        "preview-files": PreviewFile.objects.create(name="p", **task),
        "working-files": WorkingFile.objects.create(name="main", revision=1, **task),
        "output-files": OutputFile.objects.create(
            name="o", revision=1, entity=studio.first_shot, file_status=FileStatus.objects.create(name="Fine")
        ),
    }  # fmt: skip


MOVES = (
    ("tasks", "entity_id", "robot"),
    ("comments", "object_id", "robot_modeling"),
    ("time-spents", "task_id", "robot_modeling"),
    ("notifications", "task_id", "robot_modeling"),
    ("subscriptions", "task_id", "robot_modeling"),
    ("news", "task_id", "robot_modeling"),
    ("chats", "object_id", "robot"),
    ("entities", "parent_id", "episode"),
    ("entities", "source_id", "episode"),
    ("asset-instances", "asset_id", "robot"),
    ("entity-links", "entity_in_id", "episode_shot"),
    ("entity-links", "entity_out_id", "robot"),
    ("budget-entries", "budget_id", "far_budget"),
    ("schedule-items", "object_id", "episode_shot"),
    ("production-schedule-version-task-links", "production_schedule_version_id", "far_version"),
    ("production-schedule-version-task-links", "task_id", "robot_modeling"),
    ("playlists", "episode_id", "episode"),
    ("preview-files", "task_id", "robot_modeling"),
    ("working-files", "task_id", "robot_modeling"),
    ("output-files", "entity_id", "robot"),
)


@pytest.fixture
def elsewhere(studio) -> dict[str, str]:
    """The ids of rows of the series."""
    there = {"project": studio.series}
    found = {name: getattr(studio, name) for name in ("robot", "robot_modeling", "episode", "episode_shot")}
    found["far_budget"] = Budget.objects.create(name="Quote", **there)
    found["far_version"] = ProductionScheduleVersion.objects.create(name="Plan", **there)
    return {name: str(row.pk) for name, row in found.items()}


def test_no_row_is_moved_to_another_production(studio, api, elsewhere):
    made, admin, moved = rows(studio), api("admin"), {}
    for route, column, target in MOVES:
        row = made[route]
        row.refresh_from_db()
        before = str(getattr(row, column))
        answer = admin.put(f"/data/{route}/{getattr(row, 'id', row.pk)}", {column: elsewhere[target]})
        row.refresh_from_db()
        if answer.status_code not in (200, 400) or str(getattr(row, column)) != before:
            moved[route, column] = answer.status_code
    assert moved == {}
