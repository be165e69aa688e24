"""Who may do what in the back office: the roles' own pages, rows, fields, choices and filters."""

import pytest

from accounts.models import Department, Organisation, Person, SalaryScale
from files.models import PreviewFile
from kitsu_site.admin import site
from kitsu_site.models import ApiEvent
from kitsu_site.tests.office import Office, fields, shown, text
from kitsu_site.tests.rows import Rows
from production.models import Budget, Comment, Entity, Milestone, Playlist, Project, Task, TaskType


@pytest.fixture
def office(studio):
    """The back office as one of the studio's people gets it."""
    return lambda name: Office(studio.people[name])


SHUT = {
    "api_event",
    "accounts_password_reset",
    "data_import_error",
    "day_off",
    "desktop_login_log",
    "hardware_item",
    "login_log",
    "playlist_share_link",
    "plugin",
    "production_delivery",
    "salary_scale",
}
OPEN = {
    "project",
    "entity",
    "task",
    "comment",
    "time_spent",
    "playlist",
    "preview_file",
    "milestone",
    "schedule_item",
    "person",
    "department",
    "task_type",
    "task_status",
}


def pages_of(client) -> set[str]:
    """The tables whose pages the sidebar offers."""
    groups = client.get("/admin/").context["sidebar_navigation"]
    links = {item["link"] for group in groups for item in group["items"]}
    return {
        model._meta.db_table
        for model in site._registry
        if f"/admin/{model._meta.app_label}/{model._meta.model_name}/" in links
    }


def test_the_sidebar_shows_everything_to_an_admin(office):
    assert pages_of(office("admin").client) == {model._meta.db_table for model in site._registry}


BUDGETS = {"budget", "budget_entry"}


@pytest.mark.parametrize(("name", "budgets"), [("manager", BUDGETS), ("supervisor", set())])
def test_the_sidebar_shows_what_a_role_may_open(office, name, budgets):
    shown = pages_of(office(name).client)
    assert (OPEN - shown, SHUT & shown, BUDGETS & shown) == (set(), set(), budgets)


@pytest.mark.parametrize(
    ("model", "name"),
    [
        *((model, name) for model in (ApiEvent, SalaryScale) for name in ("manager", "supervisor")),
        (Budget, "supervisor"),
    ],
)
def test_the_pages_of_admins_are_shut_to_others(studio, office, name, model):
    row = Rows(studio).make(model)
    answers = [office(name).rows(model), office(name).change(row), office(name).add(model)]
    assert [answer.status_code for answer in answers] == [403, 403, 403]


# One row of the feature by model: what each role may do there, of view, add, change and delete.
MATRIX = {
    "admin": {
        Project: "view add change delete",
        Entity: "view add change delete",
        Task: "view add change delete",
        Playlist: "view add change delete",
        Milestone: "view add change delete",
        Person: "view add change delete",
        TaskType: "view add change delete",
        Department: "view add change delete",
        Organisation: "view add change delete",
        ApiEvent: "view",
        Budget: "view add change delete",
        Comment: "view change delete",
        PreviewFile: "view change delete",
    },
    "manager": {
        Project: "view change",
        Entity: "view add change delete",
        Task: "view add change delete",
        Playlist: "view add change delete",
        Milestone: "view add change delete",
        Person: "view",
        TaskType: "view",
        Department: "view",
        Organisation: "view",
        ApiEvent: "",
        Budget: "view",
        Comment: "view change delete",
        PreviewFile: "view change delete",
    },
    "supervisor": {
        Project: "view",
        Entity: "view change",
        Task: "view add change",
        Playlist: "view add change delete",
        Milestone: "view",
        Person: "view",
        TaskType: "view",
        Department: "view",
        Organisation: "view",
        ApiEvent: "",
        Budget: "",
        Comment: "view change",  # pins it
        PreviewFile: "view",
    },
}


def row_of(studio, model):
    """A row of the feature: the animation of its first shot, where a task is wanted."""
    known = {
        Project: studio.feature,
        Entity: studio.first_shot,
        Task: studio.first_animation,
        Person: studio.animator,
        TaskType: studio.animation,
        Department: studio.animation_department,
        Organisation: studio.organisation,
    }
    return known.get(model) or Rows(studio).make(model)


@pytest.mark.parametrize("role", MATRIX)
@pytest.mark.parametrize("model", MATRIX["admin"], ids=lambda model: model._meta.db_table)
def test_what_a_role_may_do(studio, office, role, model):
    if model is Project:
        studio.feature.project_status = studio.closed  # an open one is deleted by nobody
        studio.feature.save()
    row, one = row_of(studio, model), office(role)
    page = one.change(row)
    may = {
        "view": page.status_code == 200,
        "add": one.add(model).status_code == 200,
        "change": page.status_code == 200 and page.context["has_change_permission"],
        "delete": one.delete(row, confirm=False).status_code == 200,
    }
    assert " ".join(verb for verb, yes in may.items() if yes) == MATRIX[role][model]


@pytest.mark.parametrize("name", ["manager", "supervisor"])
@pytest.mark.parametrize("row", ["series", "robot", "robot_modeling"])
def test_rows_of_other_productions_are_not_there(studio, office, name, row):
    """Django answers that there is no such row, and goes to the overview."""
    row, one = getattr(studio, row), office(name)
    answers = [
        one.change(row),
        one.delete(row),
        one.client.get(f"{one.change(row).request['PATH_INFO']}history/"),
    ]
    assert [answer["Location"] for answer in answers[:2]] == ["/admin/", "/admin/"]
    assert answers[2].status_code in (302, 404)
    assert row not in one.rows(type(row)).context["cl"].result_list
    assert type(row).objects.filter(pk=row.pk).exists()


def test_a_list_shows_the_rows_of_ones_productions(studio, office):
    shown = {row.pk for row in office("manager").rows(Project).context["cl"].result_list}
    assert shown == {studio.feature.pk}


def test_a_search_finds_only_what_one_sees(studio, office):
    assert list(office("manager").rows(Entity, q="Robot").context["cl"].result_list) == []


def test_a_filter_does_not_name_what_one_does_not_see(studio, office):
    page = office("manager").rows(Task, project__id__exact=studio.series.pk)
    assert "Night Shift" not in page.content.decode()
    assert list(page.context["cl"].result_list) == []


def test_a_supervisor_changes_the_planning_of_tasks_of_the_department(studio, office):
    assert fields(office("supervisor").change(studio.first_animation)) == {
        "priority",
        "start_date",
        "due_date",
        "estimation",
        "difficulty",
        "data",
    }


def test_a_supervisor_only_reads_the_tasks_of_other_departments(studio, office):
    page = office("supervisor").change(studio.hero_modeling)
    assert (page.status_code, page.context["has_change_permission"]) == (200, False)


def test_what_a_form_does_not_offer_cannot_be_sent(studio, office):
    office("supervisor").change(studio.first_animation, {"name": "other", "priority": "2"})
    studio.first_animation.refresh_from_db()
    assert (studio.first_animation.name, studio.first_animation.priority) == ("main", 2)


def test_a_manager_of_one_production_who_is_an_artist_in_another_only_reads_there(studio, office):
    studio.series.team_links.create(person=studio.manager, role="user")
    page = office("manager").change(studio.robot_modeling)
    assert (page.status_code, page.context["has_change_permission"]) == (200, False)
    assert office("manager").delete(studio.robot_modeling).status_code == 403


def test_nobody_moves_a_row_to_another_production(studio, office):
    row = Rows(studio).make(Milestone)
    assert "project" not in fields(office("admin").change(row))


def test_choices_are_the_rows_that_one_sees(studio, office):
    manager = office("manager")
    assert (
        manager.choices(Task, "entity", "o")
        == [
            "Big Buck / Character / Hero",
            "Big Buck / Shot / SQ01 / SH010",
            "Big Buck / Shot / SQ01 / SH020",
        ][:1]
    )
    assert manager.choices(Milestone, "project") == ["Big Buck"]
    assert office("admin").choices(Milestone, "project") == ["Big Buck", "Night Shift"]


@pytest.mark.parametrize(
    ("model", "field"),
    [(SalaryScale, "department"), (ApiEvent, "user"), (Person, "password"), (Task, "nothing")],
)
def test_choices_for_a_form_that_is_shut_are_refused(office, model, field):
    assert office("manager").choices(model, field) == 403


def test_a_chosen_row_must_be_one_that_one_sees(studio, office):
    answer = office("manager").add(Milestone, {"name": "Screening", "project": str(studio.series.pk)})
    assert "Select a valid choice" in text(answer)
    assert not Milestone.objects.exists()


def test_people_are_shown_in_the_short_form_to_who_is_no_admin(studio, office):
    Person.objects.filter(pk=studio.animator.pk).update(daily_salary=98765, phone="555-0199")
    page = office("manager").change(studio.animator)
    assert shown(page) == {
        "first_name", "last_name", "role", "active", "departments", "studio", "desktop_login", "has_avatar",
        "is_bot", "created_at", "updated_at",
    }  # fmt: skip
    assert "98765" not in page.content.decode()
    assert "98765" in office("admin").change(studio.animator).content.decode()


@pytest.mark.parametrize(
    ("name", "model", "lookup"),
    [
        ("admin", Person, "password__startswith"),
        ("admin", Person, "totp_secret__contains"),
        ("admin", Organisation, "chat_token_slack__startswith"),
        ("admin", Task, "assignees__jti__startswith"),
        ("manager", Person, "daily_salary__gt"),
        ("manager", Person, "phone__startswith"),
        ("manager", Task, "project__team__email__startswith"),
    ],
)
def test_a_list_is_not_filtered_by_what_one_may_not_see(office, name, model, lookup):
    assert office(name).rows(model, **{lookup: "1"}).status_code == 400
