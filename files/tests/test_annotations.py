"""Drawings upon previews: merging, rights, concurrency."""

import pytest

from files.models import PreviewFile
from files.services import annotations
from kitsu_site.exceptions import Invalid
from kitsu_site.models import ApiEvent
from kitsu_site.tests.concurrency import at_once


def drawn(*ids, time=0.0, **more):
    return {"time": time, "drawing": {"objects": [{"id": pk, **more} for pk in ids]}}


def merged(stored, additions=(), updates=(), deletions=()):
    return annotations.merged(stored, list(additions), list(updates), list(deletions))


def test_a_new_time_is_appended_whole():
    assert merged([drawn("a")], [{**drawn("b", time=1), "width": 9}]) == [
        drawn("a"),
        {**drawn("b", time=1), "width": 9},
    ]


def test_a_known_time_gets_what_it_lacks():
    assert merged([drawn("a", x=1)], [drawn("a", "b", x=2)]) == [
        {"time": 0.0, "drawing": {"objects": [{"id": "a", "x": 1}, {"id": "b", "x": 2}]}}
    ]


def test_only_known_objects_are_replaced_and_they_move_to_the_end():
    after = merged([drawn("a", "b")], updates=[drawn("a", "new", x=1), drawn("b", time=5)])
    assert after == [{"time": 0.0, "drawing": {"objects": [{"id": "b"}, {"id": "a", "x": 1}]}}]


def test_deleted_objects_go_and_empty_times_with_them():
    stored = [drawn("a", "b"), drawn("c", time=1), drawn(time=2)]
    after = merged(stored, deletions=[{"time": 0.0, "objects": ["a", "z"]}, {"time": 1, "objects": ["c"]}])
    assert after == [drawn("b")]


def test_times_match_exactly():
    assert len(merged([drawn("a", time=0.04)], [drawn("b", time=0.0400001)])) == 2


def test_an_object_without_id_is_given_one():
    [item] = merged(None, [{"time": 1, "drawing": {"objects": [{"type": "rect"}]}}])
    assert len(item["drawing"]["objects"][0]["id"]) == 36


def test_stored_objects_that_are_none_are_left_out():
    stored = [{"time": 0.0, "drawing": {"objects": [7, {"id": "a"}, {"id": ["b"]}]}}, {"time": [1]}]
    assert merged(stored, [drawn("c")], [drawn("a", x=1)], [{"time": 0.0, "objects": ["c"]}]) == [
        {"time": 0.0, "drawing": {"objects": [{"id": ["b"]}, {"id": "a", "x": 1}]}}
    ]


@pytest.fixture
def preview(studio):
    return PreviewFile.objects.create(name="p", task=studio.first_animation, extension="png", status="ready")


@pytest.mark.parametrize(
    "body",
    [
        {"additions": [{}]},
        {"additions": [{"time": "0"}]},
        {"additions": [{"time": True}]},
        {"additions": ["x"]},
        {"additions": [{"time": 0, "drawing": []}]},
        {"updates": [{"time": 0, "drawing": {"objects": ["x"]}}]},
        {"updates": [{"time": 0, "drawing": {"objects": [{"id": []}]}}]},
        {"deletions": [{"time": 0, "objects": "x"}]},
        {"deletions": "all"},
        {"additions": [{"time": 0, "drawing": {"objects": [{"id": ["x"]}]}}]},
        {"updates": [{"time": 0, "drawing": {"objects": [{"id": {}}]}}]},
    ],
)
def test_what_is_no_annotation_is_refused(api, preview, body):
    answer = api("manager").put(f"/actions/preview-files/{preview.pk}/update-annotations", body)
    assert answer.status_code == 400
    assert next(iter(body)) in answer.json()["message"]


def test_an_annotation_is_told(api, preview, studio):
    body = {"additions": [drawn("a")]}
    row = api("client").put(f"/actions/preview-files/{preview.pk}/update-annotations", body).json()
    event = ApiEvent.objects.latest("created_at")
    assert (event.name, event.data) == (
        "preview-file:annotation-update",
        {
            "preview_file_id": str(preview.pk),
            "person_id": str(studio.client.pk),
            "updated_at": row["updated_at"],
            "project_id": str(studio.feature.pk),
        },
    )


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("admin", 200),
        ("manager", 200),
        ("supervisor", 200),
        ("client", 200),
        ("animator", 403),
        ("modeler", 403),
        ("vendor", 403),
        ("outsider", 403),
        (None, 401),
    ],
)
def test_who_may_draw(api, preview, who, status):
    path = f"/actions/preview-files/{preview.pk}/update-annotations"
    assert api(who).put(path, {}).status_code == status


@pytest.mark.django_db(transaction=True)
def test_people_who_draw_at_once_lose_nothing(preview, studio):
    def draw(pk):
        change = {"additions": [drawn(pk)], "updates": [], "deletions": []}
        return lambda: annotations.update(preview=preview, **change, by=studio.manager)

    at_once(*[draw(str(pk)) for pk in range(8)])
    preview.refresh_from_db()
    ids = [item["id"] for item in preview.annotations[0]["drawing"]["objects"]]
    assert sorted(ids) == [str(pk) for pk in range(8)]


def test_a_change_that_is_refused_changes_nothing(preview, studio):
    with pytest.raises(Invalid):
        annotations.update(
            preview=preview, additions=[drawn("a")], updates=[{}], deletions=[], by=studio.manager
        )
    preview.refresh_from_db()
    assert preview.annotations is None


ODD = (5, "x", {"a": 1}, [5], [{"time": [1]}], [{"time": 0, "drawing": {"objects": 5}}])


@pytest.mark.parametrize("odd", ODD)
def test_the_column_takes_annotations_only(api, preview, odd):
    answer = api("manager").put(f"/data/preview-files/{preview.pk}", {"annotations": odd})
    assert (answer.status_code, "annotations: " in answer.json()["message"]) == (400, True)


@pytest.mark.parametrize("odd", [*ODD, [{"time": 0, "drawing": {"objects": [5]}}]])
def test_what_another_server_stored_does_not_stand_in_the_way(api, preview, odd):
    PreviewFile.objects.filter(pk=preview.pk).update(annotations=odd)
    frame = api("manager").get(f"/actions/preview-files/{preview.pk}/extract-annotated-frame")
    assert (frame.status_code, frame.json()["message"]) == (400, "Nothing is drawn upon the preview.")
    body = {"additions": [drawn("a", time=1)]}
    row = api("manager").put(f"/actions/preview-files/{preview.pk}/update-annotations", body).json()
    assert row["annotations"] == [drawn("a", time=1)]
