"""Rows of ShotGrid, taken in by /import/shotgun/<kind> (notes on imports, section 4)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Department, Person
from files.models import PreviewFile
from kitsu_site.models import ApiEvent
from production.models import (
    Comment,
    Entity,
    EntityLink,
    EntityType,
    Project,
    ProjectPersonLink,
    ProjectStatus,
    Task,
    TaskStatus,
    TaskType,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(studio, api):
    """Rows sent by the admin: `send("steps", {...}, ...)` answers the JSON of a success."""

    def send(kind, *rows, status=200):
        answer = api("admin").post(f"/import/shotgun/{kind}", list(rows))
        assert answer.status_code == status, answer.content
        return answer.json()

    return send


HERE = {"project": {"name": "Big Buck"}}


def task(**values):
    return {
        "id": 50,
        "cached_display_name": "Blocking",
        "step": {"id": 4},
        "project": {"id": 1},
        "entity": {"type": "Shot", "id": 9},
        "sg_status_list": "wip",
        "created_by": {"id": 3},
        "task_assignees": [{"id": 2}],
        "start_date": "2030-02-01",
        "due_date": None,
        "sg_sort_order": 1,
        "duration": 480,
        **values,
    }


def person(**values):
    return {"id": 20, "firstname": "Mia", "lastname": "Stone", "email": "mia@x.com", "login": "mia", **values}


def shot(**values):
    return {"id": 30, "code": "SH1", **HERE, "sg_cut_in": None, "sg_cut_duration": None, **values}


ROWS = {
    "projects": {"id": 60, "name": "Kelp", "sg_status": "Active"},
    "persons": person(),
    "project-connections": {"project": {"id": 1}, "user": {"id": 2}},
    "steps": {"id": 61, "code": "Sound Mix"},
    "status": {"id": 62, "name": "Final", "code": "fin"},
    "episodes": {"id": 63, "code": "E01", "description": None, **HERE},
    "sequences": {"id": 64, "code": "S01", "description": None, **HERE},
    "scenes": {"id": 65, "code": "SC1", **HERE},
    "shots": shot(),
    "assets": {"id": 66, "code": "Seal", "description": None, "sg_asset_type": "Fish", "project": {"id": 1}},
    "tasks": task(),
    "versions": {"id": 67, "code": "v1", "description": None, "sg_task": {"id": 11}},
    "notes": {
        "id": 68,
        "content": "Hm",
        "created_at": "2030-02-03T09:10:11Z",
        "user": {"id": 2},
        "tasks": [{"id": 11}],
    },
}


@pytest.mark.parametrize("kind", ROWS)
def test_a_row_comes_in_once_however_often_it_is_sent(numbered, send, kind):
    assert send(kind, ROWS[kind])[0]["id"] == send(kind, ROWS[kind])[0]["id"]


@pytest.mark.parametrize(("kind", "field"), [(kind, field) for kind, row in ROWS.items() for field in row])
def test_a_row_that_lacks_a_field_is_passed_over_and_the_others_come_in(numbered, send, kind, field):
    lacking = {name: value for name, value in ROWS[kind].items() if name != field}
    assert len(send(kind, lacking, "text", ROWS[kind])) == 1


@pytest.mark.parametrize("kind", sorted(set(ROWS) - {"project-connections"}))
def test_a_row_without_an_id_is_passed_over(numbered, send, kind):
    assert len(send(kind, {**ROWS[kind], "id": None}, ROWS[kind], {**ROWS[kind], "id": None})) == 1


@pytest.mark.parametrize("number", ["7", True, 1.5, "nonsense", 2**31])
def test_an_id_is_a_whole_number(send, number):
    answer = send("scenes", {**ROWS["scenes"], "id": number}, status=400)
    assert "whole number expected" in answer["message"] or "out of range" in answer["message"]
    assert not Entity.objects.filter(name="SC1").exists()


@pytest.mark.parametrize(
    ("kind", "word"),
    [("steps", "code"), ("status", "code"), ("versions", "code"), ("tasks", "cached_display_name")],
)
def test_a_name_that_a_row_gives_up_is_free_for_the_next_one(numbered, send, kind, word):
    [old] = send(kind, {**ROWS[kind], "id": 500, word: "Old"})
    renamed, new = send(
        kind, {**ROWS[kind], "id": 500, word: "Renamed"}, {**ROWS[kind], "id": 501, word: "Old"}
    )
    assert (renamed["id"], renamed["shotgun_id"]) == (old["id"], 500)
    assert (new["id"] != old["id"], new["shotgun_id"]) == (True, 501)


@pytest.mark.parametrize(
    ("kind", "word"),
    [("steps", "code"), ("status", "code"), ("versions", "code"), ("tasks", "cached_display_name")],
)
def test_an_id_that_a_row_gives_up_is_free_for_the_next_one(numbered, send, kind, word):
    [old] = send(kind, {**ROWS[kind], "id": 500, word: "Old"})
    taken, new = send(kind, {**ROWS[kind], "id": 501, word: "Old"}, {**ROWS[kind], "id": 500, word: "New"})
    assert (taken["id"], taken["shotgun_id"]) == (old["id"], 501)
    assert (new["id"] != old["id"], new["shotgun_id"]) == (True, 500)


# Dry runs


@pytest.fixture
def rehearse(studio, api):
    """The plan of rows, which are not taken in."""

    def rehearse(kind, *rows):
        answer = api("admin").post(f"/import/shotgun/{kind}", list(rows), params={"dry_run": "true"})
        assert answer.status_code == 200, answer.content
        return answer.json()

    return rehearse


def test_a_dry_run_says_of_each_row_what_would_become_of_it(numbered, rehearse):
    sent = {"id": 9, "code": "SH011", **HERE, "sg_cut_in": 1, "sg_cut_duration": 9}
    lost = shot(id=31, project={"name": "Lost"})
    plan = rehearse("shots", sent, shot(), shot(code="SH2"), lost, shot(id=[]), shot(id=32, code="SH3"))
    assert plan["dry_run"]
    assert plan["counts"] == {"create": 2, "update": 2, "unchanged": 0, "refused": 2}
    assert [(change["line_number"], change["action"], change["name"]) for change in plan["changes"]] == [
        (1, "update", "SH011"),
        (2, "create", "SH2"),
        (3, "update", "SH2"),
        (4, "refused", ""),
        (5, "refused", ""),
        (6, "create", "SH3"),
    ]
    assert plan["changes"][0]["values"]["data"]["frame_out"] == 10
    assert plan["changes"][3]["reason"] == "project.name: there is no production named 'Lost'."


@pytest.mark.parametrize("kind", ROWS)
def test_a_dry_run_writes_and_tells_nothing(numbered, rehearse, kind):
    def everything():
        models = (
            Person,
            Department,
            Project,
            ProjectPersonLink,
            ProjectStatus,
            Entity,
            EntityType,
            EntityLink,
        )
        models = (*models, Task, TaskStatus, TaskType, PreviewFile, Comment, ApiEvent)
        return [list(model._base_manager.order_by("pk").values()) for model in models]

    before = everything()
    [change] = rehearse(kind, {**ROWS[kind], "parents": [{"id": 7}]})["changes"]
    assert change["action"] in ("create", "update")
    assert everything() == before


@pytest.mark.parametrize("kind", ROWS)
def test_a_dry_run_is_for_admins_too(studio, api, kind):
    answer = api("manager").post(f"/import/shotgun/{kind}", [ROWS[kind]], params={"dry_run": "true"})
    assert answer.status_code == 403


@pytest.mark.parametrize("kind", ROWS)
def test_anything_but_a_list_is_refused(studio, api, kind):
    assert api("admin").post(f"/import/shotgun/{kind}", {"id": 1}).status_code == 400


@pytest.mark.parametrize("kind", sorted(set(ROWS) - {"project-connections"}))
def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(numbered, send, kind):
    word = next(n for n in ("code", "name", "email", "cached_display_name", "content") if n in ROWS[kind])

    def count(first, number):
        rows = [
            {**ROWS[kind], "id": 1000 + n, word: f"n{n}@x.com", "code": f"n{n}"}
            for n in range(first, first + number)
        ]
        with CaptureQueriesContext(connection) as captured:
            assert len(send(kind, *rows)) == number
        return len(captured)

    count(0, 1)
    assert count(20, 20) == count(1, 2)


def test_only_assets_that_get_a_casting_are_told_of(numbered, send):
    for kind, row in ROWS.items():
        send(kind, row)
    assert not ApiEvent.objects.exists()
    send("assets", {**ROWS["assets"], "parents": [{"id": 7}, {"id": 999}]})
    event = ApiEvent.objects.get()
    assert (event.name, event.data["asset_id"]) == ("asset:update", str(numbered.hero.pk))


# Productions and people


def test_statuses_of_productions_are_made_once_in_black(send):
    send("projects", *({"id": n, "name": f"P{n}", "sg_status": "Bidding"} for n in (1, 2)))
    status = ProjectStatus.objects.get(name="Bidding")
    assert (status.color, status.projects.count()) == ("#000000", 2)


def test_a_known_production_is_replaced_but_for_its_file_tree(send):
    send("projects", {"id": 1, "name": "Kelp", "sg_status": "Active", "sg_budget": 5, "sg_void": None})
    Project.objects.filter(shotgun_id=1).update(file_tree={"own": True})
    [row] = send("projects", {"id": 1, "name": "Reef", "sg_status": None, "sg_color": "green"})
    assert (row["name"], row["project_status_id"], row["data"]) == ("Reef", None, {"sg_color": "green"})
    assert row["file_tree"] == {"own": True}


def test_a_name_that_is_taken_is_refused_and_the_rows_before_it_stay(send):
    rows = [{"id": n, "name": name, "sg_status": "New"} for n, name in enumerate(("A", "Big Buck", "B"), 1)]
    answer = send("projects", *rows, status=400)
    assert answer["data"]["errors"][0]["field"] == "1"
    assert list(Project.objects.filter(shotgun_id__gt=0).values_list("name", flat=True)) == ["A"]


def test_a_failing_row_leaves_no_status_behind(send):
    send("projects", {"id": 1, "name": "Big Buck", "sg_status": "New"}, status=400)
    assert not ProjectStatus.objects.filter(name="New").exists()


def test_a_status_may_be_a_number_and_is_made_once(send):
    rows = [{"id": n, "name": f"P{n}", "sg_status": 5} for n in (1, 2)]
    assert (
        len({row["project_status_id"] for row in [*send("projects", *rows), *send("projects", *rows)]}) == 1
    )
    assert ProjectStatus.objects.get(name="5").projects.count() == 2


@pytest.mark.parametrize(
    ("rules", "role"), [("Manager", "manager"), ("Admin", "admin"), ("Artist", "user"), (None, "user")]
)
def test_the_rule_set_says_the_role(send, rules, role):
    assert send("persons", person(permission_rule_set=rules and {"name": rules}))[0]["role"] == role


def test_new_people_have_no_password_and_are_active_unless_they_left(send):
    _, gone = send("persons", person(), person(id=21, email="leo@x.com", sg_status_list="dis"))
    assert not gone["active"]
    assert Person.objects.get(email="mia@x.com").password is None


def test_a_person_known_by_address_keeps_all_but_the_department(numbered, send):
    send("persons", person(email="MODELER@example.com", department={"name": "Sound"}))
    moe = Person.objects.get(email="modeler@example.com")
    assert (moe.first_name, moe.shotgun_id) == ("Moe", 3)
    assert list(moe.departments.values_list("name", flat=True)) == ["Sound"]


def test_no_more_people_come_in_than_the_studio_may_have(send, settings):
    settings.USER_LIMIT = Person.objects.filter(active=True, is_bot=False).count() + 1
    answer = send("persons", person(), person(id=21, email="leo@x.com"), status=400)
    assert "USER_LIMIT" in answer["message"]
    assert Person.objects.filter(shotgun_id__isnull=False).count() == 1


def test_a_connection_that_is_there_is_answered_like_a_new_one(numbered, send):
    row = {"id": 70, "project": {"id": 1}, "user": {"id": 2}}
    assert send("projectconnections", row)[0]["name"] == "Big Buck"
    assert (
        ProjectPersonLink.objects.get(project=numbered.feature, person=numbered.animator).shotgun_id is None
    )


# Vocabulary


@pytest.mark.parametrize("color", ["1,2", "a,b,c", "1,2,300", 7])
def test_a_color_that_is_none_passes_the_step_over(send, color):
    assert send("steps", {"id": 1, "code": "Art", "color": color}) == []
    assert not Department.objects.filter(name="Art").exists()


def test_a_step_is_found_by_name_and_entity_and_takes_the_id(studio, send):
    [row] = send("steps", {"id": 9, "code": "Animation", "entity_type": "Shot", "color": "255,0,16"})
    assert (row["id"], row["shotgun_id"]) == (str(studio.animation.pk), 9)
    assert (row["color"], TaskType.objects.count()) == ("#ff0010", 3)


def test_a_status_is_found_by_its_short_name(studio, send):
    [row] = send("status", {"id": 9, "name": "Working", "code": "wip"})
    assert (row["id"], row["name"], TaskStatus.objects.count()) == (str(studio.wip.pk), "Working", 5)


# Entities


def test_ids_are_ones_own_within_a_kind_only(numbered, send):
    [row] = send("episodes", {"id": 9, "code": "E01", "description": None, **HERE})
    assert row["id"] != str(numbered.first_shot.pk)
    assert Entity.objects.filter(shotgun_id=9).count() == 2


def test_a_twin_of_a_sequence_leaves_all_but_the_description(numbered, send):
    assert send("sequences", {"id": 99, "code": "SQ01", "description": "twin", **HERE}) == []
    send("sequences", {"id": 98, "code": "SQ02", "description": None, **HERE})
    [row] = send("sequences", {"id": 98, "code": "SQ01", "description": "renamed", **HERE})
    assert (row["name"], row["description"]) == ("SQ02", "renamed")


@pytest.mark.parametrize(
    ("cut", "frames"),
    [((101, 24), (101, 125)), ((5, None), (5, 5)), ((None, None), (None, None)), ((None, 9), (None, None))],
)
def test_the_last_frame_is_the_cut_in_plus_its_length(send, cut, frames):
    [row] = send("shots", shot(sg_cut_in=cut[0], sg_cut_duration=cut[1]))
    assert (row["data"]["frame_in"], row["data"]["frame_out"]) == frames


def test_the_casting_of_a_shot_is_its_known_assets_of_the_production(numbered, send):
    Entity.objects.filter(pk=numbered.robot.pk).update(shotgun_id=77)
    send("shots", shot(id=9, code="SH010", assets=[{"id": 8}, {"id": 77}, {"id": 999}]))
    assert [link.entity_out for link in EntityLink.objects.all()] == [numbered.lamp]
    send("shots", shot(id=9, code="SH010", assets=[]))
    assert not EntityLink.objects.exists()


def test_an_asset_that_breaks_a_constraint_is_passed_over(numbered, send):
    Entity.objects.filter(pk=numbered.hero.pk).update(parent=numbered.sequence)
    twin = Entity.objects.create(
        name="Other", project=numbered.feature, entity_type=numbered.character, parent=numbered.sequence
    )
    Entity.objects.filter(pk=twin.pk).update(shotgun_id=99)
    row = {**ROWS["assets"], "sg_asset_type": "Character"}
    stored = send("assets", {**row, "id": 99, "code": "Hero"}, {**row, "id": 100, "code": "Whale"})
    assert [row["name"] for row in stored] == ["Whale"]
    assert not EntityType.objects.filter(name="Fish").exists()


@pytest.mark.parametrize("name", [None, ""])
def test_an_asset_without_a_type_is_passed_over(numbered, send, name):
    assert send("assets", {**ROWS["assets"], "sg_asset_type": name}) == []
    assert not EntityType.objects.filter(name="").exists()


def test_an_asset_whose_parent_is_none_is_passed_over_and_the_others_come_in(numbered, send):
    faulty = {**ROWS["assets"], "id": 70, "code": "Orca", "parents": [{"id": [7]}]}
    assert [row["name"] for row in send("assets", faulty, ROWS["assets"])] == ["Seal"]


def test_rows_of_two_productions_come_in_together(numbered, send):
    Project.objects.filter(pk=numbered.series.pk).update(shotgun_id=90)
    there = {**ROWS["assets"], "id": 71, "project": {"id": 90}}
    rows = send("assets", ROWS["assets"], there)
    assert [row["project_id"] for row in rows] == [str(numbered.feature.pk), str(numbered.series.pk)]


# Work


def test_a_task_found_by_what_it_is_keeps_that_and_takes_the_id(numbered, send):
    [made] = send("tasks", task())
    [row] = send("tasks", task(id=51, duration=60, task_assignees=[]))
    assert (row["id"], row["shotgun_id"], row["duration"]) == (made["id"], 51, 60)
    assert not Task.objects.get(pk=row["id"]).assignees.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"step": None},
        {"project": None},
        {"step": {"id": 999}},
        {"entity": {"type": "Shot", "id": 7}},
        {"entity": {"type": "Playlist", "id": 9}},
        {"task_assignees": [{"id": 2}, {"id": 999}]},
    ],
)
def test_a_task_of_something_unknown_is_passed_over(numbered, send, values):
    assert send("tasks", task(**values)) == []


def test_a_version_without_a_film_keeps_the_one_it_had(numbered, send):
    film = {"url": "https://films.example.com/1.mov", "name": "one.mov"}
    send("versions", {**ROWS["versions"], "sg_uploaded_movie": film})
    [row] = send("versions", {**ROWS["versions"], "code": "v1b", "sg_uploaded_movie": None})
    assert (row["name"], row["uploaded_movie_url"]) == ("v1b", film["url"])
    assert (row["source"], PreviewFile.objects.count()) == ("Shotgun", 1)


def test_a_note_by_somebody_unknown_is_passed_over(numbered, send):
    assert send("notes", {**ROWS["notes"], "user": {"id": 999}}) == []


# What a field may hold


A_PERSON = {"email": "a@example.com", "firstname": "A", "lastname": "B", "login": "a"}
A_NOTE = {"id": 1, "content": "", "created_at": "2030-01-01T00:00:00Z", "user": {"id": 1}}


@pytest.mark.parametrize(
    ("kind", "row", "field"),
    [
        ("projectconnections", {"id": 1, "project": {"id": []}, "user": {"id": 1}}, "project.id"),
        ("persons", {**A_PERSON, "id": {}}, "id"),
        ("steps", {"id": 1, "code": ["A"], "color": "1,2,3"}, "code"),
        ("notes", {**A_NOTE, "tasks": [{"id": []}]}, "id"),
    ],
)
def test_a_list_or_an_object_where_one_value_is_wanted_is_refused(api, studio, kind, row, field):
    answer = api("admin").post(f"/import/shotgun/{kind}", [row])
    assert answer.status_code == 400
    assert field in answer.json()["message"]
