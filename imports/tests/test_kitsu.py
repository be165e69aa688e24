"""Rows of another server, taken in by /import/kitsu/<kind> (notes on imports, section 5)."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Department
from files.models import PreviewFile
from kitsu_site.models import ApiEvent
from production.models import (
    Comment,
    Entity,
    EntityLink,
    MetadataDescriptor,
    Milestone,
    Notification,
    Project,
    Task,
)

pytestmark = pytest.mark.django_db
ROW = "11111111-1111-4111-8111-11111111111{}".format


@pytest.fixture
def send(studio, api):
    """Rows sent by the admin: `send("milestones", {...}, ...)` answers the status and the JSON."""

    def send(kind, *rows, **params):
        answer = api("admin").post(f"/import/kitsu/{kind}", list(rows), params=params)
        return answer.status_code, answer.json()

    return send


def milestone(studio, number=1, **values):
    return {"id": ROW(number), "project_id": str(studio.feature.pk), "name": "Half way", **values}


def test_a_new_row_keeps_the_id_and_the_times_it_comes_with(studio, send):
    times = {"created_at": "2030-01-10T08:00:00", "updated_at": "2030-01-11T09:30:00"}
    code, rows = send("milestones", milestone(studio, **times))
    assert code == 200
    assert {name: rows[0][name] for name in ("id", *times)} == {"id": ROW(1), **times}


def test_a_known_row_changes_where_values_are_given_and_says_that_it_changed_now(studio, send):
    send("milestones", milestone(studio, date="2030-03-01", updated_at="2030-01-11T09:30:00"))
    _, [row] = send("milestones", {"id": ROW(1), "name": "Wrap", "updated_at": "2030-01-11T09:30:00"})
    assert (row["name"], row["date"]) == ("Wrap", "2030-03-01")
    assert row["updated_at"] != "2030-01-11T09:30:00"


def test_the_same_id_twice_in_a_list_makes_the_row_and_changes_it(studio, send):
    code, rows = send("milestones", milestone(studio, name="First"), milestone(studio, name="Second"))
    assert (code, [row["name"] for row in rows]) == (200, ["Second", "Second"])
    assert [event.name for event in ApiEvent.objects.order_by("created_at")] == [
        "milestone:new",
        "milestone:update",
    ]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("text", "1"),
        ({"name": "Lost"}, "1.id"),
        ({"id": "nonsense"}, "1.id"),
        ({"id": ROW(2), "name": None}, "1.name"),
        ({"id": ROW(2), "name": "x" * 41}, "1.name"),
        ({"id": ROW(2), "name": "Lost", "date": "soon"}, "1.date"),
        ({"id": ROW(2), "name": "Lost", "project_id": ROW(9)}, "1.project_id"),
        ({"id": ROW(2), "name": "Lost", "task_type_id": 5}, "1.task_type_id"),
        ({"id": ROW(2)}, "1.name"),
    ],
)
def test_a_faulty_row_is_named_and_the_rows_before_it_stay(studio, send, row, field):
    code, answer = send("milestones", milestone(studio), row, milestone(studio, 3))
    assert code == 400
    assert answer["data"]["errors"][0]["field"] == field
    assert list(Milestone.objects.values_list("name", flat=True)) == ["Half way"]


def test_a_row_whose_links_fail_leaves_nothing_of_itself(studio, send):
    code, answer = send("projects", {"id": ROW(1), "name": "Half Made", "team": [ROW(9)]})
    assert (code, answer["data"]["errors"][0]["field"]) == (400, "0.team")
    assert not Project.objects.filter(name="Half Made").exists()


def test_a_broken_constraint_in_a_long_list_stops_at_its_row(studio, send):
    rows = [{"id": str(uuid.uuid4()), "name": f"P{n}"} for n in range(20)]
    rows[13]["name"] = "Big Buck"
    code, answer = send("projects", *rows)
    assert (code, answer["data"]["errors"][0]["field"]) == (400, "13")
    assert sorted(Project.objects.filter(name__startswith="P").values_list("name", flat=True)) == sorted(
        f"P{n}" for n in range(13)
    )


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(studio, send):
    def count(number):
        rows = [
            {
                "id": str(uuid.uuid4()),
                "type": "Shot",
                "name": f"N{number}-{index}",
                "project_id": str(studio.feature.pk),
                "sequence_id": str(studio.sequence.pk),
                "entities_out": [str(studio.hero.pk)],
            }
            for index in range(number)
        ]
        with CaptureQueriesContext(connection) as captured:
            assert send("entities", *rows)[0] == 200
        return len(captured)

    count(1)
    assert count(40) == count(2)  # SQLite takes no more values than that in one insert


@pytest.mark.parametrize("body", [{}, {"data": []}, "text", 5, None])
def test_anything_but_a_list_is_refused(studio, api, body):
    assert api("admin").post("/import/kitsu/tasks", body).status_code == 400


@pytest.mark.parametrize("silent", ["true", "1", "YES"])
def test_silent_rows_tell_nobody(studio, send, silent):
    assert send("milestones", milestone(studio), silent=silent)[0] == 200
    assert not ApiEvent.objects.exists()


def test_rows_of_who_is_no_admin_are_passed_over(studio, api):
    answer = api("manager").post("/import/kitsu/milestones", [milestone(studio), "text"])
    assert (answer.status_code, answer.json()) == (200, [])
    assert not Milestone.objects.exists()


def test_a_dry_run_says_of_each_row_what_would_become_of_it(studio, send):
    send("milestones", milestone(studio))
    ApiEvent.objects.all().delete()
    rows = [
        milestone(studio, name="Wrap"),
        {"id": ROW(2)},
        milestone(studio, 3),
        milestone(studio, 3, name="End"),
    ]
    code, plan = send("milestones", *rows, dry_run="true")
    assert (code, plan["dry_run"]) == (200, True)
    assert plan["counts"] == {"create": 1, "update": 2, "unchanged": 0, "refused": 1}
    assert [(change["line_number"], change["action"], change["column"]) for change in plan["changes"]] == [
        (1, "update", None),
        (2, "refused", "name"),
        (3, "create", None),
        (4, "update", None),
    ]
    assert plan["changes"][0]["values"]["name"] == "Wrap"
    assert list(Milestone.objects.values_list("name", flat=True)) == ["Half way"]
    assert not ApiEvent.objects.exists()


def test_a_dry_run_leaves_links_alone(studio, send):
    shot = {"id": str(studio.first_shot.pk), "project_id": str(studio.feature.pk), "entities_out": []}
    before = list(EntityLink.objects.values())
    _, plan = send("entities", shot, dry_run="TRUE")
    assert (plan["counts"]["update"], list(EntityLink.objects.values())) == (1, before)


# What is special about kinds


def test_links_of_productions_are_only_added(studio, send):
    here = str(studio.series.pk)
    send("projects", {"id": here, "team": [str(studio.animator.pk)]})
    team = studio.series.team.order_by("email").values_list("first_name", flat=True)
    assert list(team) == ["Ann", "Moe"]


def test_a_production_without_a_status_can_be_read(studio, send, api):
    send("projects", {"id": ROW(1), "name": "Bare"})
    answer = api("admin").get(f"/data/projects/{ROW(1)}")
    assert (answer.status_code, answer.json()["project_status_id"]) == (200, None)


def entity(studio, **values):
    return {"id": ROW(1), "name": "New", "project_id": str(studio.feature.pk), **values}


def test_names_of_parents_and_frames_are_folded_into_the_entity(studio, send):
    frames = {"frame_in": 101, "frame_out": 124, "fps": "24"}
    parent = {"sequence_id": str(studio.sequence.pk), "sequence_name": "SQ01", "episode_id": ROW(8)}
    _, [row] = send("entities", entity(studio, data={"lens": "35mm"}, **frames, **parent))
    assert row["data"] == {"lens": "35mm", **frames}
    assert (row["parent_id"], row["type"]) == (str(studio.sequence.pk), "Entity")
    assert Entity.objects.get(pk=ROW(1)).kind == "Shot"


def test_frames_want_data_that_is_an_object(studio, send):
    code, answer = send("entities", entity(studio, data=[], frame_in=1))
    assert (code, answer["data"]["errors"][0]["field"]) == (400, "0.data")


@pytest.mark.parametrize("name", ["type", "preview_file_id"])
@pytest.mark.parametrize("value", [[None], {"id": 1}])
def test_a_value_that_is_a_list_or_an_object_is_refused(studio, send, name, value):
    code, answer = send("entities", entity(studio, **{name: value}))
    assert (code, answer["data"]["errors"][0]["field"]) == (400, f"0.{name}")


def test_frames_of_a_known_entity_leave_its_other_data(studio, send):
    Entity.objects.filter(pk=studio.first_shot.pk).update(data={"lens": "35mm"})
    shot = {"id": str(studio.first_shot.pk), "project_id": str(studio.feature.pk), "frame_in": 5}
    _, [row] = send("entities", shot)
    assert row["data"] == {"lens": "35mm", "frame_in": 5}


def test_an_asset_is_of_the_type_it_names(studio, send):
    typed = {"type": "Asset", "asset_type_id": str(studio.props.pk), "asset_type_name": "Props"}
    assert send("entities", entity(studio, **typed))[1][0]["entity_type_id"] == str(studio.props.pk)


def test_an_asset_type_without_its_name_is_refused(studio, send):
    code, answer = send("entities", entity(studio, type="Asset", asset_type_id=str(studio.props.pk)))
    assert (code, answer["data"]["errors"][0]["field"]) == (400, "0.asset_type_name")


@pytest.mark.parametrize("preview", ["", None, ROW(7)])
def test_a_main_preview_that_is_not_here_is_dropped(studio, send, preview):
    code, [row] = send("entities", entity(studio, preview_file_id=preview))
    assert (code, row["preview_file_id"]) == (200, None)


def test_the_casting_is_replaced_and_what_stays_keeps_its_numbers(studio, send):
    EntityLink.objects.update(nb_occurences=4)
    casting = [str(studio.hero.pk), str(studio.lamp.pk), ROW(9)]
    shot = {"id": str(studio.first_shot.pk), "project_id": str(studio.feature.pk)}
    send("entities", {**shot, "entities_out": casting})
    links = EntityLink.objects.order_by("entity_out__name")
    assert list(links.values_list("entity_out__name", "nb_occurences")) == [("Hero", 4), ("Lamp", 1)]
    send("entities", shot)
    assert not EntityLink.objects.exists()


@pytest.mark.parametrize(
    ("kind", "type_name", "values"),
    [
        ("shot", "shot_type", {}),
        ("sequence", "sequence_type", {"type": "Sequence"}),
        ("episode", "episode_type", {"type": "Episode"}),
        ("edit", "edit_type", {"type": "Edit"}),
        ("scene", "scene_type", {"type": "Scene"}),
        ("concept", "concept_type", {"type": "Concept"}),
        ("asset", "character", {"type": "Asset"}),
    ],
)
def test_events_of_entities_are_named_for_their_kind(studio, send, kind, type_name, values):
    send("entities", entity(studio, entity_type_id=str(getattr(studio, type_name).pk), **values))
    event = ApiEvent.objects.get()
    assert (event.name, event.project_id) == (f"{kind}:new", studio.feature.pk)
    assert event.data[f"{kind.capitalize()}_id"] == ROW(1)


def test_a_casting_link_is_found_by_its_two_entities(studio, send):
    link = {"entity_in_id": str(studio.first_shot.pk), "entity_out_id": str(studio.hero.pk)}
    _, [row] = send("entity-links", {"id": ROW(1), "type": "EntityLink", "nb_occurences": 7, **link})
    assert row["id"] == str(EntityLink.objects.get().id) != ROW(1)
    assert row["nb_occurences"] == 7


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("entity-links", {"entity_in_id": ROW(2), "entity_out_id": ROW(3)}, "0.type"),
        ("tasks", {"name": "main"}, "0.project_id"),
        ("comments", {"text": "Hm"}, "0.object_id"),
        ("news", {"created_at": "2030-01-10T08:00:00"}, "0.change"),
    ],
)
def test_what_a_row_needs_is_named(studio, send, kind, values, field):
    code, answer = send(kind, {"id": ROW(1), **values})
    assert (code, answer["data"]["errors"][0]["field"]) == (400, field)


def test_assignees_are_replaced_only_when_given(studio, send):
    task = {"id": str(studio.first_animation.pk), "project_id": str(studio.feature.pk)}
    send("tasks", {**task, "estimation": 480})
    assert list(studio.first_animation.assignees.values_list("first_name", flat=True)) == ["Ann"]
    send("tasks", {**task, "assignees": [str(studio.modeler.pk)]})
    assert list(studio.first_animation.assignees.values_list("first_name", flat=True)) == ["Moe"]


def test_a_comment_keeps_its_mentions_of_people_and_of_departments(studio, send):
    mentions = {
        "mentions": [str(studio.animator.pk)],
        "department_mentions": [str(studio.modeling_department.pk)],
    }
    comment = {"id": ROW(1), "object_id": str(studio.first_animation.pk), "object_type": "Task"}
    send("comments", {**comment, "person_id": str(studio.modeler.pk), "text": "Look", **mentions})
    row = Comment.objects.get()
    assert list(row.mentions.all()) == [studio.animator]
    assert list(row.department_mentions.all()) == [studio.modeling_department]


def test_a_comment_changes_neither_date_nor_status_of_its_task(studio, send):
    comment = {"id": ROW(1), "object_id": str(studio.first_animation.pk), "object_type": "Task"}
    status = {"person_id": str(studio.modeler.pk), "task_status_id": str(studio.done.pk)}
    send("comments", {**comment, **status})
    task = Task.objects.get(pk=studio.first_animation.pk)
    assert (task.task_status, task.last_comment_date) == (studio.wip, None)


def test_previews_are_marked_as_imported_and_ready_without_a_status(studio, send):
    task = str(studio.first_animation.pk)
    preview = {"id": ROW(1), "name": "rough", "task_id": task, "status": "broken", "data": {"note": "x"}}
    _, [row] = send("preview-files", preview)
    assert (row["status"], row["data"]) == ("broken", {"note": "x", "imported_only": True})
    _, [row] = send("preview-files", {"id": ROW(1)})
    assert (row["status"], row["data"]) == ("ready", {"note": "x", "imported_only": True})
    assert PreviewFile.objects.count() == 1


def test_what_a_notification_is_about_has_a_name_of_its_own(studio, send):
    people = {"person_id": str(studio.animator.pk), "author_id": str(studio.modeler.pk)}
    task = {"task_id": str(studio.first_animation.pk)}
    _, [row] = send(
        "notifications",
        {"id": ROW(1), "type": "Notification", "notification_type": "mention", **people, **task},
    )
    assert (row["type"], row["notification_type"]) == ("Notification", "mention")
    assert Notification.objects.get().type == "mention"
    assert ApiEvent.objects.get().project_id == studio.feature.pk


def test_departments_of_a_metadata_column_are_added(studio, send):
    column = {
        "project_id": str(studio.feature.pk),
        "entity_type": "Shot",
        "name": "Lens",
        "field_name": "lens",
    }
    for department in (studio.modeling_department, studio.animation_department):
        send("metadata-descriptors", {"id": ROW(1), **column, "departments": [str(department.pk)]})
    assert MetadataDescriptor.objects.get().departments.count() == Department.objects.count() == 2


@pytest.mark.parametrize("shots", [5, True, "all", {"id": 1}])
def test_the_shots_of_a_playlist_are_a_list(studio, send, api, shots):
    playlist = {"id": ROW(1), "name": "Dailies", "project_id": str(studio.feature.pk)}
    code, answer = send("playlists", {**playlist, "shots": shots})
    assert (code, answer["data"]["errors"][0]["field"]) == (400, "0.shots")
    assert send("playlists", {**playlist, "shots": None})[0] == 200
    assert api("admin").get(f"/data/projects/{studio.feature.pk}/playlists").status_code == 200
