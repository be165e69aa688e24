"""A role belongs to a production: what somebody may as its manager, they may not where they are an artist.

Rules: notes on production, section 0; stricter rules, A.
"""

import pytest

from production.models import (
    Budget,
    MetadataDescriptor,
    Milestone,
    ProductionScheduleVersion,
    Project,
    ProjectPersonLink,
    ScheduleItem,
)

P = "/data/projects/{project}"
NEW = {"name": "New"}
# What takes a manager: method, path, body, the answer to one.
MANAGED = [
    ("PUT", P, NEW, 200),
    ("POST", f"{P}/team", {"person_id": "{outsider}"}, 201),
    ("PUT", f"{P}/team/{{modeler}}", {"role": "supervisor"}, 200),
    ("POST", f"{P}/settings/task-types", {"task_type_id": "{task_type}"}, 201),
    ("POST", f"{P}/settings/batch", {}, 200),
    ("POST", "/data/task-type-links", {"project_id": "{project}", "task_type_id": "{task_type}"}, 201),
    ("POST", f"{P}/metadata-descriptors", NEW, 201),
    ("DELETE", f"{P}/metadata-descriptors/{{column}}", None, 204),
    ("POST", "/data/milestones", {**NEW, "project_id": "{project}"}, 201),
    ("DELETE", "/data/milestones/{milestone}", None, 204),
    ("PUT", "/data/schedule-items/{item}", {"man_days": 2}, 200),
    ("POST", "/data/production-schedule-versions", {**NEW, "project_id": "{project}"}, 201),
    ("POST", "/actions/production-schedule-versions/{version}/apply-to-production", {}, 200),
    ("GET", f"{P}/budgets", None, 200),
    ("POST", f"{P}/budgets", NEW, 200),
    ("DELETE", f"{P}/budgets/{{budget}}", None, 204),
    ("GET", f"{P}/quotas/persons/{{modeler}}", None, 200),
]
# Children of one production, asked for through the other one.
THROUGH = [
    ("GET", f"{P}/metadata-descriptors/{{foreign_column}}", None),
    ("PUT", f"{P}/metadata-descriptors/{{foreign_column}}", NEW),
    ("DELETE", f"{P}/metadata-descriptors/{{foreign_column}}", None),
    ("GET", f"{P}/budgets/{{foreign_budget}}", None),
    ("PUT", f"{P}/budgets/{{foreign_budget}}", NEW),
    ("DELETE", f"{P}/budgets/{{foreign_budget}}", None),
    ("GET", f"{P}/budgets/{{foreign_budget}}/entries", None),
    ("GET", f"{P}/budgets/{{budget}}/entries/{{foreign_entry}}", None),
    ("DELETE", f"{P}/budgets/{{budget}}/entries/{{foreign_entry}}", None),
]


def children(project, department) -> dict:
    """A row of each kind in a production."""
    here = {"project": project}
    budget = Budget.objects.create(name="Quote", **here)
    return {
        "project": project,
        "column": MetadataDescriptor.objects.create(
            entity_type="Asset", name="Mood", field_name="mood", **here
        ),
        "milestone": Milestone.objects.create(name="Lock", **here),
        "item": ScheduleItem.objects.create(**here),
        "version": ProductionScheduleVersion.objects.create(name="Plan", **here),
        "budget": budget,
        "entry": budget.entries.create(
            department=department, start_date="2030-01-01", months_duration=1, daily_salary=1
        ),
    }


@pytest.fixture
def lead(studio):
    """The modeler, an artist of the studio and of the series: on the feature, a manager."""
    ProjectPersonLink.objects.filter(project=studio.feature, person=studio.modeler).update(role="manager")
    return studio.modeler


@pytest.fixture
def ids(studio, lead) -> dict[str, dict[str, str]]:
    """What the calls name, in each production."""
    rows = {
        name: children(getattr(studio, name), studio.modeling_department) for name in ("feature", "series")
    }
    others = {"outsider": studio.outsider, "modeler": studio.modeler, "task_type": studio.modeling}
    found = {}
    for name, other in (("feature", "series"), ("series", "feature")):
        foreign = {f"foreign_{key}": row for key, row in rows[other].items()}
        found[name] = {key: str(row.pk) for key, row in {**rows[name], **foreign, **others}.items()}
    return found


def filled(value, ids: dict):
    if isinstance(value, dict):
        return {name: filled(item, ids) for name, item in value.items()}
    return value.format(**ids) if isinstance(value, str) else value


@pytest.mark.parametrize(("method", "path", "body", "status"), MANAGED, ids=lambda value: str(value)[:60])
def test_a_manager_here_and_artist_there(api, ids, lead, method, path, body, status):
    caller = api(lead)
    there = caller.call(method, filled(path, ids["series"]), filled(body, ids["series"]))
    here = caller.call(method, filled(path, ids["feature"]), filled(body, ids["feature"]))
    own = "quotas/persons" in path  # their own quotas, which everybody may see
    assert (here.status_code, there.status_code) == (status, 200 if own else 403)


@pytest.mark.parametrize(("method", "path", "body"), THROUGH, ids=lambda value: str(value)[:60])
def test_a_child_of_another_production_is_not_there(api, ids, lead, method, path, body):
    before = list(Budget.objects.values()), list(MetadataDescriptor.objects.values())
    answer = api(lead).call(method, filled(path, ids["feature"]), filled(body, ids["feature"]))
    assert answer.status_code == 404
    assert (list(Budget.objects.values()), list(MetadataDescriptor.objects.values())) == before


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/data/schedule-items/{item}", {"object_id": "{robot}"}),
        (P, {"from_schedule_version_id": "{foreign_version}"}),
        ("/data/production-schedule-versions/{version}", {"production_schedule_from": "{foreign_version}"}),
    ],
)
def test_a_row_is_not_tied_to_another_production(studio, api, ids, path, body):
    named = {**ids["feature"], "robot": str(studio.robot.pk)}
    assert api("manager").put(filled(path, named), filled(body, named)).status_code == 400


@pytest.mark.parametrize("path", ["/data/milestones/{milestone}", "/data/schedule-items/{item}",
                                  "/data/production-schedule-versions/{version}"])  # fmt: skip
def test_a_row_does_not_move_to_another_production(api, ids, path):
    path = filled(path, ids["feature"])
    assert api("admin").put(path, {"project_id": ids["series"]["project"]}).status_code == 200
    assert api("admin").get(path).json()["project_id"] == ids["feature"]["project"]


def test_a_supervisor_plans_no_task_type_of_another_department(studio, api, ids):
    item = ScheduleItem.objects.create(project=studio.feature, task_type=studio.animation)
    path = f"/data/schedule-items/{item.pk}"
    assert api("supervisor").put(path, {"task_type_id": str(studio.modeling.pk)}).status_code == 403
    assert api("supervisor").put(path, {"man_days": 3}).status_code == 200


def test_the_team_is_shown_in_full_to_who_sees_people_in_full(studio, api, lead):
    path = f"/data/projects/{studio.feature.pk}/team"
    assert all("email" in person for person in api("manager").get(path).json())
    for who in ("supervisor", "client", lead):
        shown = api(who).get(path).json()
        assert not any({"email", "phone", "daily_salary", "position"} & set(person) for person in shown)
        assert {person["project_role"] for person in shown} == {None, "manager"}


def test_a_role_there_goes_with_the_place_on_the_team(studio, api, lead):
    path = f"/data/projects/{studio.feature.pk}"
    assert api("admin").delete(f"{path}/team/{lead.pk}").status_code == 204
    assert api(lead).put(path, NEW).status_code == 403
    api("admin").post(f"{path}/team", {"person_id": str(lead.pk)})
    assert api(lead).put(path, NEW).status_code == 403
    assert Project.objects.get(pk=studio.feature.pk).name == "Big Buck"
