"""The page of a production in the back office: where it stands, its links, templates, archive."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from kitsu_site.tests.office import Office, errors, fields, filled, said, text
from production.models import (
    Budget,
    BudgetEntry,
    Milestone,
    Project,
    ProjectPersonLink,
    ProjectStatus,
    ProjectTemplate,
    ScheduleItem,
    Task,
)


@pytest.fixture
def office(studio):
    """The back office as one of the studio's people gets it."""
    return lambda name: Office(studio.people[name])


def page(one, production):
    """What the page of a production knows of it."""
    return one.change(production).context["overview"]


# Where it stands


def test_the_progress_of_a_task_type_is_a_bar_of_statuses(studio, office):
    studio.hero_modeling.estimation, studio.hero_modeling.duration = 960, 240
    studio.hero_modeling.task_status = studio.done
    studio.hero_modeling.save()
    [modeling] = [p for p in page(office("manager"), studio.feature)["progress"] if p["name"] == "Modeling"]
    assert [(part["name"], part["count"]) for part in modeling["bar"]["parts"]] == [("Todo", 1), ("Done", 1)]
    assert (modeling["bar"]["done"], modeling["estimated"], modeling["spent"]) == (1, 2.0, 0.5)


def test_a_part_of_a_bar_leads_to_its_tasks(studio, office):
    one = office("manager")
    [modeling] = [p for p in page(one, studio.feature)["progress"] if p["name"] == "Modeling"]
    listed = one.client.get(modeling["bar"]["parts"][0]["link"]).context["cl"].result_list
    assert {task.entity for task in listed} == {studio.lamp}


def test_the_schedule_is_drawn_from_the_first_date_to_the_last(studio, office):
    ScheduleItem.objects.create(
        project=studio.feature,
        task_type=studio.modeling,
        start_date=datetime.date(2030, 1, 1),
        end_date=datetime.date(2030, 1, 11),
        man_days=8,
    )
    Milestone.objects.create(project=studio.feature, name="Premiere", date=datetime.date(2030, 1, 21))
    plan = page(office("supervisor"), studio.feature)["schedule"]
    assert (plan["first"], plan["last"], plan["today"]) == (
        datetime.date(2030, 1, 1),
        datetime.date(2030, 1, 21),
        None,
    )
    assert [(item["name"], item["left"], item["width"]) for item in plan["items"]] == [("Modeling", 0, 50)]
    assert [(m["name"], m["left"]) for m in plan["milestones"]] == [("Premiere", 100)]


def test_the_budget_is_the_latest_revision_and_for_managers(studio, office):
    Budget.objects.create(project=studio.feature, name="First", revision=1)
    budget = Budget.objects.create(project=studio.feature, name="Second", revision=2, currency="EUR")
    entry = {"budget": budget, "start_date": datetime.date(2030, 1, 1), "daily_salary": 100}
    BudgetEntry.objects.create(**entry, department=studio.modeling_department, months_duration=1)
    BudgetEntry.objects.create(
        **entry,
        department=studio.animation_department,
        months_duration=3,
        exceptions={"2030-02": 500, "2030-03": None},
    )
    found = page(office("manager"), studio.feature)["budget"]
    assert (found["name"], found["revision"], found["total"]) == ("Second", 2, 6500)
    assert [(d["name"], d["cost"]) for d in found["departments"]] == [("Animation", 4500), ("Modeling", 2000)]
    assert page(office("supervisor"), studio.feature)["budget"] is None


def test_the_numbers_at_the_top_lead_to_their_tasks(studio, office):
    Task.objects.filter(pk=studio.lamp_modeling.pk).update(due_date=datetime.datetime(2020, 1, 1))
    Task.objects.filter(pk=studio.hero_modeling.pk).update(task_status=studio.wfa)
    one = office("manager")
    done, late, feedback, days = page(one, studio.feature)["cards"]
    assert (done["count"], done["title"]) == ("0 %", "done: 0 of 5 tasks")
    assert (late["count"], feedback["count"], days["count"]) == (1, 1, "0")

    def listed(card) -> list:
        return list(one.client.get(card["link"]).context["cl"].result_list)

    assert listed(late) == [studio.lamp_modeling]
    assert listed(feedback) == [studio.hero_modeling]
    assert (listed(done), len(listed(days))) == ([], 5)


def test_an_item_past_its_end_is_late_until_all_is_done(studio, office):
    dates = {"start_date": datetime.date(2020, 1, 1), "end_date": datetime.date(2020, 3, 1)}
    for task_type in (studio.modeling, studio.animation):
        ScheduleItem.objects.create(project=studio.feature, task_type=task_type, **dates)
    Task.objects.filter(task_type=studio.modeling, project=studio.feature).update(task_status=studio.done)
    plan = page(office("manager"), studio.feature)["schedule"]
    assert {item["name"]: (item["done"], item["late"]) for item in plan["items"]} == {
        "Modeling": (100, False),
        "Animation": (0, True),
    }
    assert [str(month["date"]) for month in plan["months"]] == ["2020-02-01", "2020-03-01"]


@pytest.mark.parametrize(
    ("stage", "names"),
    [
        ("open", {"wip", "todo", "wfa", "retake"}),
        ("wip", {"wip"}),
        ("feedback", {"wfa"}),
        ("retake", {"retake"}),
        ("done", {"done"}),
        ("nothing", {"wip", "todo", "wfa", "retake", "done"}),
    ],
)
def test_tasks_are_listed_by_what_their_status_means(studio, office, stage, names):
    tasks = Task.objects.filter(project=studio.feature)
    for task, name in zip(tasks, ("wip", "todo", "wfa", "retake", "done"), strict=True):
        Task.objects.filter(pk=task.pk).update(task_status=getattr(studio, name))
    found = office("manager").rows(Task, stage=stage).context["cl"].result_list
    assert {task.task_status.short_name for task in found} == names


def test_a_page_shows_nothing_of_other_productions(studio, office):
    one, stranger = office("manager"), Project.objects.create(name="Elsewhere", project_status=studio.open)
    assert one.change(stranger).status_code in (302, 403, 404)


def test_the_page_costs_the_same_for_few_and_many_rows(studio, office):
    one = office("manager")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert one.change(studio.feature).status_code == 200
        return len(captured)

    few = queries()
    people = [
        Person.objects.create(first_name=f"P{n}", last_name="Many", email=f"p{n}@example.com")
        for n in range(9)
    ]
    studio.feature.team.add(*people)
    Task.objects.bulk_create(
        Task(name=f"t{n}", project=studio.feature, entity=studio.hero, task_type=studio.modeling)
        for n in range(30)
    )
    assert queries() == few


# The links


def row_of(form: dict, prefix: str, row_id) -> str:
    """The prefix of the form of the link to a row."""
    return next(k.removesuffix("-pk") for k, v in form.items() if k.startswith(prefix) and str(row_id) in v)


def test_a_manager_gives_a_role_takes_one_out_and_adds_one(studio, office, events):
    one = office("manager")
    form = filled(one.change(studio.feature))
    new = f"team_links-{form['team_links-TOTAL_FORMS']}"
    answer = one.change(
        studio.feature,
        {
            f"{row_of(form, 'team_links', studio.animator.pk)}-role": "supervisor",
            f"{row_of(form, 'team_links', studio.client.pk)}-DELETE": "on",
            f"{new}-person": str(studio.outsider.pk),
            f"{new}-role": "vendor",
            "team_links-TOTAL_FORMS": str(int(form["team_links-TOTAL_FORMS"]) + 1),
        },
    )
    assert errors(answer) == {}
    roles = dict(studio.feature.team_links.values_list("person_id", "role"))
    assert (roles[studio.animator.pk], roles[studio.outsider.pk]) == ("supervisor", "vendor")
    assert studio.client.pk not in roles
    told = ("project:update", {"project_id": str(studio.feature.pk)})
    assert events() == [told] * 4  # a role of a new member is told of on its own


def test_who_stays_on_a_team_keeps_the_role_there(studio, office, events):
    link = studio.feature.team_links.filter(person=studio.animator)
    link.update(role="supervisor")
    assert errors(office("manager").change(studio.feature, {})) == {}
    assert (link.get().role, events()) == ("supervisor", [])


def test_the_priority_and_the_boards_of_links_are_written(studio, office):
    one = office("admin")
    form = filled(one.change(studio.feature))
    task_type, status = (
        row_of(form, "task_type_links", studio.modeling.pk),
        row_of(form, "task_status_links", studio.todo.pk),
    )
    answer = one.change(
        studio.feature,
        {f"{task_type}-priority": "7", f"{status}-priority": "3", f"{status}-roles_for_board": ["user"]},
    )
    assert errors(answer) == {}
    assert studio.feature.task_type_links.get(task_type=studio.modeling).priority == 7
    link = studio.feature.task_status_links.get(task_status=studio.todo)
    assert (link.priority, link.roles_for_board) == (3, ["user"])


def test_a_role_that_is_none_is_refused_and_nothing_is_written(studio, office):
    one = office("manager")
    row = row_of(filled(one.change(studio.feature)), "team_links", studio.animator.pk)
    answer = one.change(studio.feature, {f"{row}-role": "admin", "name": "Renamed"})
    assert list(errors(answer)) == [f"{row}-role"]
    studio.feature.refresh_from_db()
    assert studio.feature.name == "Big Buck"


def test_a_link_of_another_production_cannot_be_sent(studio, office):
    one = office("admin")
    row = row_of(filled(one.change(studio.feature)), "team_links", studio.animator.pk)
    foreign = studio.series.team_links.first()
    answer = one.change(studio.feature, {f"{row}-pk": ",".join(map(str, foreign.pk)), f"{row}-DELETE": "on"})
    assert answer.status_code in (200, 302)
    assert studio.series.team_links.filter(pk=foreign.pk).exists()


def test_a_supervisor_reads_the_team_and_writes_nothing(studio, office):
    one = office("supervisor")
    found = one.change(studio.feature)
    assert "Ann Imator" in text(found) or str(studio.animator) in text(found)
    assert fields(found) == set()
    assert not [name for name in filled(found) if name.endswith("-role")]


# From a template, archived


def test_a_production_is_made_from_a_template(studio, office):
    template = ProjectTemplate.objects.create(name="Spot", fps="24", resolution="1280x720")
    template.task_types.add(studio.modeling)
    one = office("admin")
    answer = one.client.get(f"/admin/production/projecttemplate/{template.pk}/new-production/")
    assert answer.url == f"/admin/production/project/add/?project_template={template.pk}"
    form = filled(one.client.get(answer.url))
    assert form["project_template"] == str(template.pk)
    assert errors(one.add(Project, {**form, "name": "Spot 1", "resolution": "640x360"})) == {}
    made = Project.objects.get(name="Spot 1")
    assert (made.fps, made.resolution, list(made.task_types.all())) == ("24", "640x360", [studio.modeling])


def test_a_production_is_kept_as_a_template(studio, office):
    path = f"/admin/production/project/{studio.feature.pk}/save-as-template/"
    answer = office("admin").client.post(path, {"_form_submitted": "on", "name": "As Big Buck"})
    assert said(answer) == ["The template As Big Buck was made."]
    template = ProjectTemplate.objects.get()
    assert set(template.task_types.all()) == set(studio.feature.task_types.all())


def test_a_production_is_archived_and_opened_again(studio, office, events):
    one, path = office("manager"), f"/admin/production/project/{studio.feature.pk}"
    assert "nothing is removed" in text(one.client.get(f"{path}/archive/"))
    assert events() == []
    assert said(one.client.post(f"{path}/archive/", {"_form_submitted": "on"})) == ["Big Buck was archived."]
    studio.feature.refresh_from_db()
    assert studio.feature.project_status == ProjectStatus.objects.get(name="Closed")
    assert one.client.post(f"{path}/archive/", {"_form_submitted": "on"}).status_code == 403
    answer = one.client.post(f"{path}/reopen/", {"_form_submitted": "on"})
    assert said(answer)[-1] == "Big Buck is open again."
    studio.feature.refresh_from_db()
    assert studio.feature.project_status == studio.open
    assert [name for name, _ in events()] == ["project:update"] * 2


def test_productions_are_archived_together(studio, office, events):
    one = office("admin")
    answer = one.act(Project, "archive_selected", [studio.feature, studio.series])
    assert said(answer) == ["2 productions were archived."]
    assert {p.project_status.name for p in Project.objects.all()} == {"Closed"}
    answer = one.act(Project, "reopen_selected", [studio.feature])
    assert said(answer)[-1] == "1 production was reopened."
    assert {p.name: p.project_status.name for p in Project.objects.all()} == {
        "Big Buck": "Open",
        "Night Shift": "Closed",
    }
    assert [name for name, _ in events()] == ["project:update"] * 3


def test_one_production_that_is_not_theirs_to_archive_stops_all(studio, office):
    ProjectPersonLink.objects.create(project=studio.series, person=studio.manager, role="user")
    answer = office("manager").act(Project, "archive_selected", [studio.feature, studio.series])
    assert said(answer) == ["You may not change that."]
    assert {p.project_status.name for p in Project.objects.all()} == {"Open"}


def test_a_supervisor_archives_nothing(studio, office):
    answer = office("supervisor").act(Project, "archive_selected", [studio.feature])
    assert said(answer) == ["You may not change that."]
    assert {p.project_status.name for p in Project.objects.all()} == {"Open"}


def test_the_list_shows_how_far_productions_are(studio, office):
    Task.objects.filter(pk=studio.hero_modeling.pk).update(task_status=studio.done)
    rows = office("manager").rows(Project).context["cl"].result_list
    assert [(row.name, row.bar["done"], row.bar["total"]) for row in rows] == [("Big Buck", 1, 5)]


@pytest.mark.parametrize("action", ["archive", "save-as-template"])
def test_who_may_not_change_a_production_has_no_such_action(studio, office, action):
    path = f"/admin/production/project/{studio.feature.pk}/{action}/"
    assert office("supervisor").client.post(path, {"_form_submitted": "on", "name": "x"}).status_code == 403


# Deleted


def test_an_open_production_is_not_deleted(studio, office):
    one = office("admin")
    assert "Big Buck is open: archive it first." in text(one.delete(studio.feature, confirm=False))
    one.delete(studio.feature)
    assert Project.objects.filter(pk=studio.feature.pk).exists()


def test_a_production_is_deleted_with_all_that_the_page_counts(studio, office):
    Project.objects.filter(pk=studio.feature.pk).update(project_status=studio.closed)
    one = office("admin")
    counts = dict(one.delete(studio.feature, confirm=False).context["model_count"])
    assert counts == {
        "assets and shots": 5,
        "tasks": 5,
        "project person links": 6,
        "project task status links": 5,
        "project task type links": 3,
        "task person links": 3,
        "project asset type links": 2,
        "entity links": 1,
        "productions": 1,
    }
    assert one.delete(studio.feature).status_code == 302
    assert list(Project.objects.all()) == [studio.series]
    assert not Task.objects.filter(project=studio.feature).exists()
