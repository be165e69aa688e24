"""Commands that look after the rows of a studio (notes on commands)."""

import datetime
import io
import uuid

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from accounts.models import LoginLog
from kitsu_site.models import ApiEvent
from production.models import Comment, EntityLink, Notification, ProjectStatus, Task

LONG_AGO = datetime.datetime(2020, 1, 7)


def run(*arguments, **options) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def old(studio):
    """An event, a login and a notification of long ago, and an event of now."""
    ApiEvent.objects.all().delete()
    rows = [
        ApiEvent.objects.create(name="a", data={}),
        LoginLog.objects.create(person=studio.admin, ip_address="127.0.0.1", origin="web"),
        Notification.objects.create(person=studio.admin, author=studio.manager, type="comment"),
    ]
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(created_at=LONG_AGO)
    return ApiEvent.objects.create(name="b", data={})


def test_old_events_logins_and_notifications_are_deleted(old):
    assert run("remove_old_data").splitlines() == [
        "        1 events older than 90 days",
        "        1 login logs older than 90 days",
        "        1 notifications older than 90 days",
        "Old data removed.",
    ]
    assert list(ApiEvent.objects.all()) == [old]
    assert not LoginLog.objects.exists()
    assert not Notification.objects.exists()


def test_a_dry_run_deletes_nothing(old):
    assert "Nothing was changed." in run("remove_old_data", dry_run=True)
    assert ApiEvent.objects.count() == 2
    assert LoginLog.objects.exists()


@pytest.mark.parametrize("days", [0, -1, 10**9])
def test_days_that_make_no_sense_are_refused(studio, days):
    with pytest.raises(CommandError, match="--days: a number from 1 to 36500 expected"):
        run("remove_old_data", days=days)


@pytest.fixture
def commented(studio):
    """A task that says it is todo, whose last comment says it is at work."""
    task = studio.first_animation
    Comment.objects.create(
        object_id=task.pk, object_type="Task", person=studio.animator, task_status=studio.wip, text=""
    )
    Task.objects.filter(pk=task.pk).update(task_status=studio.todo, real_start_date=None, retake_count=4)
    return task


def test_tasks_follow_their_comments_again(studio, commented):
    assert run("clean_tasks_data", project_id=str(studio.feature.pk)).startswith("2 of 5 tasks changed")
    commented.refresh_from_db()
    assert (commented.task_status, commented.retake_count) == (studio.wip, 0)
    assert commented.real_start_date is not None
    assert run("clean_tasks_data", project_id=str(studio.feature.pk)).startswith("0 of ")


def test_a_dry_run_counts_the_tasks_that_would_change(studio, commented):
    events = ApiEvent.objects.count()
    assert " would change." in run("clean_tasks_data", project_id=str(studio.feature.pk), dry_run=True)
    commented.refresh_from_db()
    assert (commented.task_status, commented.retake_count) == (studio.todo, 4)
    assert ApiEvent.objects.count() == events


def test_tasks_of_no_production_are_refused(db):
    with pytest.raises(CommandError, match="There is no production"):
        run("clean_tasks_data", project_id=str(uuid.uuid4()))


def test_ready_assets_of_shots_are_counted_again(studio):
    EntityLink.objects.filter(entity_in=studio.first_shot).delete()
    Task.objects.filter(pk=studio.first_animation.pk).update(nb_assets_ready=9)
    assert run("reset_breakdown_data").startswith("Breakdown data of ")
    studio.first_animation.refresh_from_db()
    assert studio.first_animation.nb_assets_ready == 0


def test_a_database_is_ready_with_its_tables_and_vocabulary(studio):
    assert run("is_db_ready") == "Database is initialized.\n"


def test_a_database_without_statuses_of_productions_is_not_ready(db):
    ProjectStatus.objects.all().delete()
    with pytest.raises(CommandError, match=r"run `manage\.py init_data`"):
        run("is_db_ready")


def test_the_versions_are_told(db):
    assert run("version").startswith("Server version: ")
    assert ", API version: " in run("version")


def test_the_cache_is_emptied(db):
    cache.set("key", 1)
    assert run("clear_memory_cache") == "The cache is empty.\n"
    assert cache.get("key") is None


@pytest.mark.parametrize(
    ("query", "names"),
    [("HERO", ["Hero"]), ("o r", ["Hero", "Robot"]), ("SH010", []), ("her%", [])],
)
def test_assets_are_found_by_the_words_of_their_names(studio, query, names):
    ids = {"Hero": studio.hero.pk, "Robot": studio.robot.pk}
    lines = run("search_asset", query=query).splitlines()
    assert lines == ([f"{name} {ids[name]}" for name in names] or ["No asset found"])
