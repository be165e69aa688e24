"""What a supervisor does to many tasks of the back office's list, and how the work of people is shown."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import DayOff, Organisation
from kitsu_site.models import ApiEvent
from kitsu_site.tests.office import Office
from production.admin import person_week, workload
from production.admin.workload import workdays
from production.models import Comment, Project, Task, TaskPersonLink, TaskStatus, TimeSpent

MONDAY = datetime.date(2030, 1, 7)


@pytest.fixture
def office(studio):
    return lambda name: Office(studio.people[name])


@pytest.fixture
def act(studio, office):
    """Fill in the form of an action: `act("supervisor", "plan", ["first_animation"], priority=2)`."""

    def fill_in(who: str, action: str, names: list[str], **form):
        rows = [getattr(studio, name) for name in names]
        return office(who).act(Task, f"{action}_selected", rows, apply="yes", **form)

    return fill_in


def assigned(task) -> list[str]:
    links = TaskPersonLink.objects.filter(task=task).order_by("person__first_name")
    return list(links.values_list("person__first_name", flat=True))


def messages_of(answer) -> list[str]:
    """What the list says after an action."""
    page = answer.client.get(answer.url)
    return [str(message) for message in page.context["messages"]]


# The list


@pytest.mark.parametrize(
    ("params", "names"),
    [
        ({"estimated": "no"}, {"Hero", "Lamp", "SH020"}),
        ({"estimated": "yes"}, {"SH010"}),
        ({"assigned": "no"}, {"Lamp", "SH010"}),
        ({"assigned": "yes"}, {"Hero", "SH010", "SH020"}),
        ({"late": "yes"}, {"SH010"}),
        ({"late": "yes", "estimated": "no"}, set()),
    ],
)
def test_the_list_is_narrowed_to_what_wants_attention(studio, office, params, names):
    for task in (studio.first_animation, studio.first_compositing):
        Task.objects.filter(pk=task.pk).update(estimation=480, due_date=datetime.datetime(2020, 1, 1))
    page = office("supervisor").rows(Task, **params)
    assert {task.entity.name for task in page.context["cl"].result_list} == names


def test_the_list_is_narrowed_by_production_type_status_and_assignee(studio, office):
    params = {
        "project__id__exact": studio.feature.pk,
        "task_type__id__exact": studio.animation.pk,
        "task_status__id__exact": studio.wip.pk,
        "assignees__id__exact": studio.animator.pk,
    }
    found = office("supervisor").rows(Task, **params).context["cl"].result_list
    assert [task.pk for task in found] == [studio.first_animation.pk]


def test_an_action_asks_first(studio, office):
    page = office("supervisor").act(Task, "plan_selected", [studio.first_animation])
    assert page.status_code == 200
    assert "Big Buck / SH010 / Animation" in page.content.decode()
    assert ApiEvent.objects.count() == 0


# Assigning


def test_a_supervisor_assigns_the_tasks_of_their_department(studio, act):
    names = ["first_animation", "second_animation", "hero_modeling"]
    answer = act("supervisor", "assign", names, person=studio.animator.pk)
    assert assigned(studio.second_animation) == ["Ann", "Vera"]
    assert assigned(studio.hero_modeling) == ["Moe"]
    assert messages_of(answer) == ["2 tasks changed.", "1 task left alone: not yours to change."]


def test_a_person_takes_the_place_of_who_was_assigned(studio, act):
    act("supervisor", "assign", ["second_animation"], person=studio.animator.pk, alone="on")
    assert assigned(studio.second_animation) == ["Ann"]
    assert list(ApiEvent.objects.order_by("created_at").values_list("name", flat=True)) == [
        "task:unassign",
        "task:update",
        "task:assign",
        "task:update",
    ]


def test_without_a_person_everybody_is_taken_off(studio, act):
    act("manager", "assign", ["first_animation", "hero_modeling"], person="")
    assert (assigned(studio.first_animation), assigned(studio.hero_modeling)) == ([], [])


# A status, with a comment


def test_a_status_is_set_with_a_comment_on_each_task(studio, act):
    form = {"status": studio.retake.pk, "text": "Softer"}
    answer = act("supervisor", "comment", ["first_animation", "second_animation", "lamp_modeling"], **form)
    assert messages_of(answer) == ["2 tasks changed.", "1 task left alone: not yours to change."]
    made = Comment.objects.filter(text="Softer", person=studio.supervisor)
    assert set(made.values_list("object_id", flat=True)) == {
        studio.first_animation.pk,
        studio.second_animation.pk,
    }
    assert Task.objects.get(pk=studio.first_animation.pk).retake_count == 1


def test_one_retake_too_many_changes_no_task(studio, act):
    Project.objects.filter(pk=studio.feature.pk).update(max_retakes=1)
    Task.objects.filter(pk=studio.second_animation.pk).update(retake_count=1)
    form = {"status": studio.retake.pk, "text": "Softer"}
    page = act("supervisor", "comment", ["first_animation", "second_animation"], **form)
    assert "This task had its 1 retakes." in page.content.decode()
    assert Comment.objects.count() == 0


def test_a_status_that_is_archived_is_not_offered(studio, act):
    TaskStatus.objects.filter(pk=studio.wip.pk).update(archived=True)
    page = act("supervisor", "comment", ["first_animation"], status=studio.wip.pk)
    assert page.context["form"].errors.keys() == {"status"}


# Dates


def test_dates_estimation_and_priority_are_set_together(studio, act):
    form = {"start_date": "2030-01-07", "due_date": "2030-01-11", "estimation": 960, "priority": 2}
    act("supervisor", "plan", ["first_animation", "second_animation"], **form)
    columns = ("start_date", "due_date", "estimation", "priority")
    found = Task.objects.filter(project=studio.feature, task_type=studio.animation)
    assert (
        list(found.values_list(*columns))
        == [(datetime.datetime(2030, 1, 7), datetime.datetime(2030, 1, 11), 960.0, 2)] * 2
    )
    assert list(ApiEvent.objects.values_list("name", flat=True)) == ["task:update"] * 2


def test_an_empty_field_changes_nothing(studio, act):
    Task.objects.filter(pk=studio.first_animation.pk).update(priority=3)
    act("supervisor", "plan", ["first_animation"], estimation=60)
    task = Task.objects.get(pk=studio.first_animation.pk)
    assert (task.priority, task.estimation) == (3, 60.0)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "__all__"),
        ({"start_date": "2030-01-11", "due_date": "2030-01-07"}, "due_date"),
        ({"start_date": "soon"}, "start_date"),
        ({"estimation": -1}, "estimation"),
    ],
)
def test_a_plan_that_cannot_be_is_shown_again(act, form, field):
    page = act("supervisor", "plan", ["first_animation"], **form)
    assert page.context["form"].errors.keys() == {field}


# The workload


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [(0, 0, 1), (0, 4, 5), (0, 6, 5), (5, 6, 0), (4, 7, 2), (0, 13, 10), (3, 2, 0)],
)
def test_days_of_work_are_counted_from_monday_to_friday(first, last, days):
    day = datetime.timedelta(days=1)
    assert workdays(MONDAY + first * day, MONDAY + last * day) == days


def loads(scope, today=MONDAY, **narrowed) -> dict:
    found = workload.team(scope, today=today, **narrowed)
    return {row["name"]: row for row in found["rows"]}


@pytest.fixture
def scope(studio):
    from kitsu_site.api.scope import Scope

    return lambda name: Scope(studio.people[name])


def planned(task, *, estimation, due, start=None, duration=0) -> None:
    at = datetime.datetime.combine
    Task.objects.filter(pk=task.pk).update(
        estimation=estimation,
        duration=duration,
        start_date=start and at(start, datetime.time()),
        due_date=at(due, datetime.time()),
    )


def test_what_is_left_of_a_task_is_spread_over_its_days_of_work(studio, scope):
    planned(
        studio.first_animation,
        estimation=50 * 60,
        duration=10 * 60,
        start=MONDAY + datetime.timedelta(days=2),
        due=MONDAY + datetime.timedelta(days=8),
    )
    ann = loads(scope("supervisor"))["Ann Animator"]
    assert [cell["hours"] for cell in ann["cells"]] == [24, 16, 0, 0, 0, 0, 0, 0]
    assert (ann["load"].tasks, ann["load"].late, ann["load"].unestimated) == (1, 0, 0)


def test_the_work_of_two_is_shared(studio, scope):
    planned(studio.first_animation, estimation=10 * 60, due=MONDAY)
    TaskPersonLink.objects.create(task=studio.first_animation, person=studio.modeler)
    found = loads(scope("manager"))
    assert [found[name]["cells"][0]["hours"] for name in ("Ann Animator", "Moe Modeler")] == [5, 5]


def test_what_is_late_is_to_do_today(studio, scope):
    planned(studio.first_animation, estimation=60, due=MONDAY - datetime.timedelta(days=30))
    ann = loads(scope("supervisor"))["Ann Animator"]
    assert (ann["load"].late, ann["cells"][0]["hours"]) == (1, 1)


def test_days_off_make_a_week_fuller(studio, scope):
    DayOff.objects.create(person=studio.animator, date=MONDAY, end_date=MONDAY + datetime.timedelta(days=3))
    planned(studio.first_animation, estimation=12 * 60, due=MONDAY + datetime.timedelta(days=4))
    cell = loads(scope("supervisor"))["Ann Animator"]["cells"][0]
    assert (cell["hours"], cell["capacity"], cell["level"]) == (12, 8, "over")


def test_of_the_week_at_hand_only_the_days_to_come_count(studio, scope):
    planned(studio.first_animation, estimation=480, due=MONDAY + datetime.timedelta(days=4))
    friday = loads(scope("supervisor"), today=MONDAY + datetime.timedelta(days=4))
    assert friday["Ann Animator"]["cells"][0] == {
        "hours": 8,
        "capacity": 8,
        "percent": 100,
        "height": 100,
        "level": "busy",
    }


TEAMS = {
    "admin": {"Ada", "Ann", "Moe", "Mona", "Otto", "Sam", "Vera"},
    "manager": {"Ann", "Moe", "Mona", "Sam", "Vera"},
    "supervisor": {"Ann", "Sam"},
}


@pytest.mark.parametrize(("who", "names"), TEAMS.items())
def test_everybody_sees_the_team_that_they_lead(scope, who, names):
    assert {name.split()[0] for name in loads(scope(who))} == names


def test_the_page_is_narrowed_to_a_production_and_a_department(studio, office):
    params = {"project": studio.series.pk, "department": studio.modeling_department.pk}
    page = office("admin").client.get("/admin/production/task/workload/", params)
    assert [row["name"] for row in page.context["rows"]] == ["Moe Modeler"]
    assert page.status_code == 200


def test_the_page_takes_as_many_queries_for_many_tasks(studio, office):
    client = office("manager").client

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/admin/production/task/workload/").status_code == 200
        return len(captured)

    queries()
    few = queries()
    for task in Task.objects.filter(project=studio.feature):
        TaskPersonLink.objects.get_or_create(task=task, person=studio.modeler)
    assert queries() == few


# A person's week


def test_a_week_shows_what_is_planned_and_what_was_logged(studio, scope):
    Organisation.objects.update(hours_by_day=8)
    wednesday = MONDAY + datetime.timedelta(days=2)
    planned(studio.first_animation, estimation=480, start=MONDAY, due=wednesday)
    TimeSpent.objects.create(task=studio.first_animation, person=studio.animator, date=MONDAY, duration=270)
    DayOff.objects.create(person=studio.animator, date=wednesday, end_date=wednesday, description="Dentist")
    found = person_week.week(scope("supervisor"), studio.animator, wednesday)
    assert [len(day["planned"]) for day in found["days"]] == [1, 1, 0, 0, 0, 0, 0]
    assert [day["away"] for day in found["days"]][2] == "Dentist"
    assert (found["days"][0]["hours"], found["days"][0]["percent"], found["total"]) == ("4:30", 56, "4:30")


WEEKS = [
    ("admin", "outsider", 200),
    ("manager", "animator", 200),
    ("manager", "outsider", 403),
    ("supervisor", "animator", 200),
    ("supervisor", "supervisor", 200),
    ("supervisor", "modeler", 403),
]


@pytest.mark.parametrize(("who", "whose", "status"), WEEKS)
def test_a_week_is_shown_to_who_leads_the_person(studio, office, who, whose, status):
    path = f"/admin/production/task/week/{studio.people[whose].pk}/"
    assert office(who).client.get(path, {"date": "2030-01-09"}).status_code == status


@pytest.mark.parametrize("who", ["animator", "vendor", "client"])
def test_neither_page_is_for_artists_vendors_and_clients(studio, office, who):
    for path in ("workload/", f"week/{studio.people[who].pk}/"):
        assert office(who).client.get(f"/admin/production/task/{path}").status_code in (302, 403)


def test_a_week_of_nobody_is_404(office, studio):
    path = f"/admin/production/task/week/{studio.feature.pk}/"
    assert office("admin").client.get(path).status_code == 404
