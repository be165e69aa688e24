"""The team of a production, and the roles people have in it (notes on production, section 3)."""

import pytest

from production.models import ProjectPersonLink

UNKNOWN = "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"
STATUSES = {
    "admin": (200, 201, 200, 204),
    "manager": (200, 201, 200, 204),
    "supervisor": (200, 403, 403, 403),
    "animator": (200, 403, 403, 403),
    "vendor": (200, 403, 403, 403),
    "client": (200, 403, 403, 403),
    "outsider": (403, 403, 403, 403),
}


@pytest.mark.parametrize("who", STATUSES)
def test_the_team_reads_it_and_managers_change_it(studio, api, who):
    caller, path = api(who), f"/data/projects/{studio.feature.pk}/team"
    member = f"{path}/{studio.modeler.pk}"
    found = (
        caller.get(path).status_code,
        caller.post(path, {"person_id": str(studio.bot.pk)}).status_code,
        caller.put(member, {"role": "supervisor"}).status_code,
        caller.delete(member).status_code,
    )
    assert found == STATUSES[who]


def test_nobody_reads_a_team_without_a_token(studio, api):
    assert api().get(f"/data/projects/{studio.feature.pk}/team").status_code == 401


def test_artists_see_the_short_form_of_their_colleagues(studio, api):
    rows = api("animator").get(f"/data/projects/{studio.series.pk}/team")
    assert rows.status_code == 403
    rows = api("modeler").get(f"/data/projects/{studio.series.pk}/team").json()
    assert rows == [
        {
            "id": str(studio.modeler.pk),
            "type": "Person",
            "first_name": "Moe",
            "last_name": "Modeler",
            "full_name": "Moe Modeler",
            "has_avatar": False,
            "active": True,
            "departments": [str(studio.modeling_department.pk)],
            "studio_id": None,
            "role": "user",
            "desktop_login": None,
            "is_bot": False,
            "project_role": None,
        }
    ]


def test_managers_see_whole_people_without_secrets(studio, api):
    rows = api("manager").get(f"/data/projects/{studio.feature.pk}/team").json()
    assert {row["email"] for row in rows} == {
        f"{name}@example.com" for name in ("manager", "supervisor", "animator", "modeler", "vendor", "client")
    }
    assert not {"password", "totp_secret", "jti"} & set(rows[0])


def test_joining_and_leaving_are_told_to_the_production(studio, api, events):
    path = f"/data/projects/{studio.feature.pk}/team"
    api("manager").post(path, {"person_id": str(studio.outsider.pk)})
    api("manager").put(f"{path}/{studio.outsider.pk}", {"role": "client"})
    api("manager").delete(f"{path}/{studio.outsider.pk}")
    assert events() == [("project:update", {"project_id": str(studio.feature.pk)})] * 3


def test_joining_again_changes_nothing_but_a_role_that_is_sent(studio, api):
    path = f"/data/projects/{studio.feature.pk}/team"
    for body in ({"role": "vendor"}, {}):
        api("admin").post(path, {"person_id": str(studio.animator.pk), **body})
    link = ProjectPersonLink.objects.get(project=studio.feature, person=studio.animator)
    assert link.role == "vendor"


def test_the_role_leaves_with_the_person(studio, api):
    path = f"/data/projects/{studio.feature.pk}/team"
    api("admin").put(f"{path}/{studio.animator.pk}", {"role": "manager"})
    api("admin").delete(f"{path}/{studio.animator.pk}")
    api("admin").post(path, {"person_id": str(studio.animator.pk)})
    assert ProjectPersonLink.objects.get(project=studio.feature, person=studio.animator).role is None


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 400), ({"person_id": "x"}, 400), ({"person_id": UNKNOWN}, 400), ({"role": "manager"}, 400)],
)
def test_only_people_who_exist_join(studio, api, body, status):
    assert api("admin").post(f"/data/projects/{studio.feature.pk}/team", body).status_code == status


@pytest.mark.parametrize("role", ["admin", "captain", ""])
def test_there_is_no_such_role_in_a_production(studio, api, role):
    path = f"/data/projects/{studio.feature.pk}/team/{studio.animator.pk}"
    assert api("admin").put(path, {"role": role}).status_code == 400


@pytest.mark.parametrize(
    ("project", "person", "put", "delete"),
    [
        ("feature", UNKNOWN, 400, 204),
        ("feature", "x", 400, 400),
        (UNKNOWN, "animator", 400, 404),
        ("x", "animator", 400, 400),
    ],
)
def test_who_is_not_on_the_team(studio, api, project, person, put, delete):
    project, person = (getattr(getattr(studio, name, None), "pk", name) for name in (project, person))
    path = f"/data/projects/{project}/team/{person}"
    assert api("admin").put(path, {"role": "user"}).status_code == put
    assert api("admin").delete(path).status_code == delete


def test_a_manager_here_and_artist_there_has_each_right_where_it_belongs(studio, api):
    """An animator is made manager of the feature, and joins the series as what she is."""
    ProjectPersonLink.objects.filter(project=studio.feature, person=studio.animator).update(role="manager")
    ProjectPersonLink.objects.create(project=studio.series, person=studio.animator)
    caller, here, there = api("animator"), studio.feature.pk, studio.series.pk
    calls = {
        "team": lambda p: caller.post(f"/data/projects/{p}/team", {"person_id": str(studio.bot.pk)}),
        "project": lambda p: caller.put(f"/data/projects/{p}", {"description": "Mine"}),
        "settings": lambda p: caller.post(f"/data/projects/{p}/settings/batch", {}),
        "automations": lambda p: caller.get(f"/data/projects/{p}/settings/status-automations"),
        "columns": lambda p: caller.post(f"/data/projects/{p}/metadata-descriptors", {"name": "Mood"}),
        "milestone": lambda p: caller.post("/data/milestones", {"project_id": str(p), "name": "Lock"}),
        "budgets": lambda p: caller.get(f"/data/projects/{p}/budgets"),
        "versions": lambda p: caller.post(
            "/data/production-schedule-versions", {"project_id": str(p), "name": "Plan"}
        ),
        "read": lambda p: caller.get(f"/data/projects/{p}/task-types"),
    }
    found = {name: (call(here).status_code, call(there).status_code) for name, call in calls.items()}
    assert found == {
        "team": (201, 403),
        "project": (200, 403),
        "settings": (200, 403),
        "automations": (200, 403),
        "columns": (201, 403),
        "milestone": (201, 403),
        "budgets": (200, 403),
        "versions": (201, 403),
        "read": (200, 200),
    }
    assert caller.get("/data/budgets").status_code == 403  # no right in the studio came along


def test_a_manager_of_the_studio_who_is_artist_here_manages_nothing_here(studio, api):
    ProjectPersonLink.objects.filter(project=studio.feature, person=studio.manager).update(role="user")
    response = api("manager").put(f"/data/projects/{studio.feature.pk}", {"description": "Mine"})
    assert response.status_code == 403
