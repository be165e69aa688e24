"""What the demo holds."""

import datetime
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F, Max, Sum

from accounts.models import DayOff, Organisation, Person
from kitsu_site.exceptions import Invalid
from kitsu_site.models import ApiEvent
from production.models import (
    Budget,
    BudgetEntry,
    Chat,
    ChatMessage,
    Comment,
    Entity,
    EntityLink,
    MetadataDescriptor,
    Milestone,
    News,
    Notification,
    Playlist,
    ProductionScheduleVersionTaskLink,
    Project,
    ProjectPersonLink,
    ScheduleItem,
    SearchFilter,
    Subscription,
    Task,
    TimeSpent,
)
from production.services import demo

PASSWORD = "mysecretpassword"
TODAY = datetime.date(2030, 5, 15)  # a Wednesday

pytestmark = pytest.mark.xdist_group("demo")  # its tests share its rows


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker):
    """Loaded once: the tests of this module only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load(password=PASSWORD, today=TODAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(rows, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def comments_of(task):
    return Comment.objects.filter(object_id=task.pk).order_by("created_at")


def test_is_a_feature_and_a_series_with_60_shots_and_300_tasks(loaded):
    assert dict(Project.objects.values_list("name", "production_type")) == {
        "The Lantern Keeper": "featurefilm",
        "Pip & Otto": "tvshow",
    }
    assert Entity.objects.filter(entity_type__name="Shot").count() == 60
    assert Task.objects.count() == 300


def test_has_12_assets_and_one_of_each_other_kind(loaded):
    kinds = Counter(Entity.objects.values_list("entity_type__name", flat=True))
    assert kinds["Character"] + kinds["Prop"] + kinds["Environment"] == 12
    assert all(kinds[kind] for kind in ("Sequence", "Episode", "Edit", "Scene", "Concept"))


def test_has_people_of_every_role(loaded):
    roles = set(Person.objects.filter(active=True).values_list("role", flat=True))
    assert roles == {"admin", "manager", "supervisor", "user", "client", "vendor"}


def test_some_people_have_another_role_in_a_production(loaded):
    links = ProjectPersonLink.objects.exclude(role=None)
    assert set(links.values_list("person__first_name", "role")) == {
        ("Petra", "supervisor"),
        ("Lena", "manager"),
    }


def test_everybody_active_signs_in_with_the_password(loaded):
    assert Person.objects.get(email="lucas.moreau@northlight.test").check_password(PASSWORD)


def test_who_left_and_robots_have_no_password(loaded):
    without = Person.objects.filter(password=None)
    assert set(without.values_list("first_name", flat=True)) == {"Greta", "Publishing"}


@pytest.mark.parametrize(
    "model",
    [
        *(Budget, BudgetEntry, Chat, ChatMessage, DayOff, EntityLink, MetadataDescriptor, Milestone, News),
        *(Notification, Organisation, Playlist, ProductionScheduleVersionTaskLink, ScheduleItem),
        *(SearchFilter, Subscription, TimeSpent, ApiEvent),
    ],
)
def test_every_list_shows_something(loaded, model):
    assert model.objects.exists()


def test_every_status_is_in_use(loaded):
    used = set(Task.objects.values_list("task_status__short_name", flat=True))
    assert used == {"todo", "ready", "wip", "wfa", "retake", "done", "approved", "rejected"}


def test_comments_span_several_weeks_and_none_is_of_the_future(loaded):
    dates = list(Comment.objects.order_by("created_at").values_list("created_at", flat=True))
    assert dates[-1] - dates[0] > datetime.timedelta(weeks=6)
    assert dates[-1].date() < TODAY


def test_the_status_of_a_task_is_that_of_its_last_comment(loaded):
    commented = [(task, comments_of(task).last()) for task in Task.objects.all()]
    said = [(task, comment) for task, comment in commented if comment]
    assert len(said) > 150
    assert all(task.task_status_id == comment.task_status_id for task, comment in said)
    assert all(task.last_comment_date == comment.created_at for task, comment in said)


def test_a_task_without_comment_is_still_to_do(loaded):
    commented = Comment.objects.values("object_id")
    statuses = Task.objects.exclude(pk__in=commented).values_list("task_status__short_name", flat=True)
    assert set(statuses) == {"todo"}


def test_retakes_and_dates_are_those_of_the_comments(loaded):
    retaken = Task.objects.order_by("-retake_count", "pk").first()
    comments = comments_of(retaken)
    assert retaken.retake_count == comments.filter(task_status__is_retake=True).count() > 1
    assert retaken.real_start_date == comments.filter(task_status__is_wip=True).first().created_at
    assert retaken.end_date == comments.filter(task_status__is_feedback_request=True).first().created_at


def test_done_tasks_and_no_others_have_a_done_date(loaded):
    done = Task.objects.filter(task_status__is_done=True)
    assert done.filter(done_date=None).count() == 0
    assert Task.objects.exclude(done_date=None).count() == done.count()


def test_the_duration_of_a_task_is_the_sum_of_its_time_spent(loaded):
    sums = Task.objects.annotate(spent=Sum("time_spents__duration")).exclude(spent=None)
    assert sums.count() > 100
    assert not sums.exclude(duration=F("spent")).exists()
    assert not Task.objects.filter(time_spents=None).exclude(duration=0).exists()


def test_nobody_works_more_than_ten_hours_a_day(loaded):
    days = TimeSpent.objects.values("person", "date").annotate(minutes=Sum("duration"))
    assert days.aggregate(most=Max("minutes"))["most"] <= 600


def test_counts_what_each_shot_casts(loaded):
    shots = Entity.objects.filter(entity_type__name="Shot").annotate(cast=Count("casting_links"))
    assert not shots.exclude(nb_entities_out=F("cast")).exists()
    assert not shots.filter(cast=0).exists()


def test_what_a_shot_casts_is_cast_by_its_episode(loaded):
    in_shots = EntityLink.objects.exclude(entity_in__parent__parent=None).values_list(
        "entity_in__parent__parent", "entity_out"
    )
    in_episodes = EntityLink.objects.filter(entity_in__entity_type__name="Episode")
    assert set(in_shots) == set(in_episodes.values_list("entity_in", "entity_out"))


def test_people_of_a_department_do_its_tasks(loaded):
    assigned = Task.objects.exclude(assignees=None)
    strangers = assigned.exclude(assignees__departments=F("task_type__department"))
    assert not strangers.exclude(task_type__name="Rigging").exists()


def test_only_members_of_the_team_are_assigned(loaded):
    assert not Task.objects.exclude(assignees=None).exclude(assignees__projects=F("project")).exists()


def test_a_mention_names_the_person_as_clients_write_it(loaded):
    mentioning = Comment.objects.exclude(mentions=None)
    assert mentioning.exists()
    assert all(f"@{comment.mentions.get().full_name} " in comment.text for comment in mentioning)


def test_concepts_make_no_news(loaded):
    assert not News.objects.filter(task__task_type__for_entity="Concept").exists()


def test_is_loaded_once(loaded):
    with pytest.raises(Invalid, match=r"The demo is there already\."):
        demo.load(password=PASSWORD)


def test_the_command_says_that_it_is_there(loaded, capsys):
    call_command("load_demo")
    assert capsys.readouterr().out == "The demo is there already.\n"
