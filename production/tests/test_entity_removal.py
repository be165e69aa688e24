"""Canceling and deleting entities (notes on entities, section 7)."""

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kitsu_site import storage
from kitsu_site.storage import FILES, Stored
from production.models import (
    AssetInstance,
    AttachmentFile,
    Chat,
    ChatMessage,
    Comment,
    Entity,
    EntityLink,
    Playlist,
    Task,
)

UNKNOWN = "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"
DELETES = {
    "admin": 204,
    "manager": 204,
    "supervisor": 403,
    "animator": 403,
    "vendor": 403,
    "client": 403,
    "outsider": 403,
    None: 401,
}


@pytest.mark.parametrize("who", DELETES)
@pytest.mark.parametrize("kind", ["assets/{lamp}", "shots/{first_shot}", "sequences/{sequence}"])
def test_managers_delete(studio, api, who, kind):
    path = kind.format(lamp=studio.lamp.pk, first_shot=studio.first_shot.pk, sequence=studio.sequence.pk)
    assert api(who).delete(f"/data/{path}?force=true").status_code == DELETES[who]


def test_creators_delete_their_own_while_on_the_team(studio, api):
    Entity.objects.filter(pk__in=[studio.lamp.pk, studio.robot.pk]).update(created_by=studio.animator)
    animator = api("animator")
    statuses = [animator.delete(f"/data/assets/{pk}").status_code for pk in (studio.lamp.pk, studio.robot.pk)]
    assert statuses == [204, 403]


def test_a_shot_with_tasks_is_canceled_first(studio, api, events):
    api("manager").delete(f"/data/shots/{studio.first_shot.pk}")
    assert Entity.objects.get(pk=studio.first_shot.pk).canceled is True
    assert EntityLink.objects.filter(entity_in=studio.first_shot).exists()
    assert [name for name, _ in events()] == ["shot:update"]


def test_a_forced_deletion_takes_what_hangs_on_it(studio, api, events):
    Comment.objects.create(
        object_id=studio.first_animation.pk, object_type="Task", person=studio.animator, text="Hm"
    )
    api("manager").delete(f"/data/shots/{studio.first_shot.pk}?force=true")
    assert not Entity.objects.filter(pk=studio.first_shot.pk).exists()
    assert not Task.objects.filter(entity_id=studio.first_shot.pk).exists()
    assert not Comment.objects.exists()
    assert sorted(name for name, _ in events()) == ["shot:delete", "task:delete", "task:delete"]


def test_the_conversation_about_an_asset_goes_with_it(studio, api):
    chat = Chat.objects.create(object_id=studio.lamp.pk)
    message = ChatMessage.objects.create(chat=chat, person=studio.animator, text="Brighter?")
    AttachmentFile.objects.create(name="a.png", chat_message=message)
    api("manager").delete(f"/data/assets/{studio.lamp.pk}?force=true")
    assert [model.objects.count() for model in (Chat, ChatMessage, AttachmentFile)] == [0, 0, 0]


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("the_scene", "/data/scenes/{pk}"),
        ("the_scene", "/data/entities/{pk}"),
        ("the_sequence", "/data/sequences/{pk}"),
        ("the_shot", "/data/shots/{pk}"),
        ("the_shot", "/data/entities/{pk}"),
    ],
)
def test_what_goes_leaves_neither_conversation_nor_place_in_a_playlist(studio, api, who, path):
    kind = getattr(studio, f"{who.removeprefix('the_')}_type")
    entity = Entity.objects.create(name="Gone", entity_type=kind, project=studio.feature)
    ChatMessage.objects.create(
        chat=Chat.objects.create(object_id=entity.pk), person=studio.animator, text="Brighter?"
    )
    places = [{"entity_id": str(pk)} for pk in (studio.first_shot.pk, entity.pk, studio.lamp.pk)]
    playlist = Playlist.objects.create(name="Dailies", project=studio.feature, shots=places)
    assert api("manager").delete(path.format(pk=entity.pk)).status_code == 204
    assert (Chat.objects.count(), ChatMessage.objects.count()) == (0, 0)
    playlist.refresh_from_db()
    assert playlist.shots == [places[0], places[2]]


def test_a_shared_asset_leaves_the_playlists_of_other_productions(studio, api):
    Entity.objects.filter(pk=studio.lamp.pk).update(is_shared=True)
    place = {"entity_id": str(studio.lamp.pk)}
    playlist = Playlist.objects.create(name="Dailies", project=studio.series, shots=[place])
    api("manager").delete(f"/data/assets/{studio.lamp.pk}?force=true")
    playlist.refresh_from_db()
    assert playlist.shots == []


@pytest.mark.parametrize("shots", [None, "text", 5, {"entity_id": "x"}, ["text", None]])
def test_a_playlist_that_holds_no_entries_stays_as_it_is(studio, api, shots):
    playlist = Playlist.objects.create(name="Odd", project=studio.feature, shots=shots)
    assert api("manager").delete(f"/data/assets/{studio.lamp.pk}?force=true").status_code == 204
    playlist.refresh_from_db()
    assert playlist.shots == shots


def test_what_is_canceled_keeps_its_conversation(studio, api):
    Chat.objects.create(object_id=studio.first_shot.pk)
    api("manager").delete(f"/data/shots/{studio.first_shot.pk}")
    assert Chat.objects.count() == 1


def test_the_stored_working_files_of_an_asset_go_with_it(studio, api, django_capture_on_commit_callbacks):
    working_files = apps.get_model("files.WorkingFile").objects
    working = working_files.create(name="main", entity=studio.lamp, revision=1)
    place = Stored(FILES, "working", working.pk)
    storage.save(place, ContentFile(b"scene"))
    with django_capture_on_commit_callbacks(execute=True):
        api("manager").delete(f"/data/assets/{studio.lamp.pk}?force=true")
    assert (working_files.count(), storage.exists(place)) == (0, False)


def test_an_asset_goes_with_its_instances(studio, api):
    AssetInstance.objects.create(asset=studio.lamp, number=1)
    assert api("manager").delete(f"/data/assets/{studio.lamp.pk}?force=true").status_code == 204
    assert not AssetInstance.objects.exists()


def test_a_sequence_with_shots_stays_unless_forced(studio, api):
    manager, path = api("manager"), f"/data/sequences/{studio.sequence.pk}"
    assert manager.delete(path).status_code == 400
    assert Entity.objects.filter(parent=studio.sequence).count() == 2
    assert manager.delete(f"{path}?force=true").status_code == 204
    assert not Entity.objects.filter(project=studio.feature).of_kind("Shot").exists()


def test_an_episode_with_an_edit_stays_whole(studio, api):
    Entity.objects.create(
        name="Cut", project=studio.series, entity_type=studio.edit_type, parent=studio.episode
    )
    assert api("admin").delete(f"/data/episodes/{studio.episode.pk}?force=true").status_code == 400
    assert Entity.objects.filter(pk=studio.episode_shot.pk).exists()


def test_a_scene_that_is_referred_to_is_canceled(studio, api, events):
    scene = Entity.objects.create(name="SC01", project=studio.feature, entity_type=studio.scene_type)
    Entity.objects.filter(pk=studio.first_shot.pk).update(source=scene)
    assert api("manager").delete(f"/data/scenes/{scene.pk}").status_code == 204
    assert Entity.objects.get(pk=scene.pk).canceled is True
    assert [name for name, _ in events()] == ["scene:delete"]


def many(studio, api, who, ids, **params):
    path = f"/actions/projects/{studio.feature.pk}/delete-entities"
    return api(who).call("POST", path, [str(pk) for pk in ids], params=params)


def test_many_are_deleted_at_once_in_order(studio, api):
    ids = [studio.second_shot.pk, UNKNOWN, studio.robot.pk, studio.sequence.pk, studio.lamp.pk]
    answer = many(studio, api, "manager", [*ids, studio.lamp.pk], force="true")
    assert answer.json() == [str(studio.second_shot.pk), str(studio.lamp.pk)]
    left = Entity.objects.filter(project=studio.feature).order_by("name").values_list("name", flat=True)
    assert list(left) == ["Hero", "SH010", "SQ01"]


def test_many_are_canceled_first_and_removed_the_second_time(studio, api):
    many(studio, api, "manager", [studio.hero.pk])
    assert Entity.objects.get(pk=studio.hero.pk).canceled is True
    many(studio, api, "manager", [studio.hero.pk])
    assert not Entity.objects.filter(pk=studio.hero.pk).exists()


def test_nothing_is_deleted_where_one_is_not_the_callers(studio, api):
    Entity.objects.filter(pk=studio.lamp.pk).update(created_by=studio.animator)
    assert many(studio, api, "animator", [studio.lamp.pk, studio.hero.pk]).status_code == 403
    assert Entity.objects.filter(pk=studio.lamp.pk, canceled=False).exists()


@pytest.mark.parametrize("body", [{}, "x", ["nope"]])
def test_a_list_of_ids_is_wanted(studio, api, body):
    path = f"/actions/projects/{studio.feature.pk}/delete-entities"
    assert api("manager").post(path, body).status_code == 400


def test_deleting_many_takes_a_few_statements_whatever_their_number(studio, api):
    counts = []
    for number in (2, 40):
        shots = [
            Entity(name=f"{number}-{n}", project=studio.feature, entity_type=studio.shot_type)
            for n in range(number)
        ]
        Entity.objects.bulk_create(shots)
        Task.objects.bulk_create(
            Task(name="main", project=studio.feature, task_type=studio.animation, entity=one) for one in shots
        )
        with CaptureQueriesContext(connection) as captured:
            assert len(many(studio, api, "manager", [one.pk for one in shots], force="true").json()) == number
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_an_episode_goes_in_as_many_statements_whatever_is_in_it(studio, api):
    counts = []
    for number in (1, 12):
        episode = Entity.objects.create(
            name=f"E{number}", project=studio.series, entity_type=studio.episode_type
        )
        sequences = add(studio, studio.sequence_type, number, [episode])
        shots = add(studio, studio.shot_type, 2, sequences)
        Task.objects.bulk_create(
            Task(name="main", project=studio.series, task_type=studio.animation, entity=one) for one in shots
        )
        with CaptureQueriesContext(connection) as captured:
            assert api("admin").delete(f"/data/episodes/{episode.pk}?force=true").status_code == 204
        assert not Entity.objects.filter(pk__in=[one.pk for one in (episode, *sequences, *shots)]).exists()
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_forced_deletion_of_an_episode_tells_of_all_that_goes(studio, api, events):
    api("admin").delete(f"/data/episodes/{studio.episode.pk}?force=true")
    assert [name for name, _ in events()] == [
        "task:delete",
        "shot:delete",
        "sequence:delete",
        "episode:delete",
    ]


def add(studio, kind, number: int, parents: list) -> list:
    """`number` entities of that kind in each of the parents."""
    return Entity.objects.bulk_create(
        Entity(name=f"{kind.name} {n}", project=studio.series, entity_type=kind, parent=parent)
        for parent in parents
        for n in range(number)
    )
