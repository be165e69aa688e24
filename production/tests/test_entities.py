"""Making and changing entities, and what hangs under them (notes on entities, sections 3 to 6)."""

import datetime

import pytest

from kitsu_site.db.base import utcnow
from kitsu_site.tests.concurrency import at_once
from production.models import Entity, EntityVersion

UNKNOWN = "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"
ROLES = ("admin", "manager", "supervisor", "animator", "vendor", "client", "outsider", None)
MAKES = {
    "assets": (201, 201, 403, 403, 403, 403, 403, 401),
    "shots": (201, 201, 403, 403, 403, 403, 403, 401),
    "sequences": (201, 201, 403, 403, 403, 403, 403, 401),
    "episodes": (201, 201, 403, 403, 403, 403, 403, 401),
    "scenes": (201, 201, 403, 403, 403, 403, 403, 401),
    "edits": (201, 201, 403, 403, 403, 403, 403, 401),
    "concepts": (201, 201, 201, 201, 403, 403, 403, 401),
}
READS = {
    "{first_shot}": (200, 200, 200, 200, 403, 200, 403, 401),
    "{second_shot}": (200, 200, 200, 200, 200, 200, 403, 401),
    "{first_shot}/tasks": (200, 200, 200, 200, 403, 200, 403, 401),
    "{first_shot}/task-types": (200, 200, 200, 200, 403, 200, 403, 401),
    "{first_shot}/assets": (200, 200, 200, 200, 403, 200, 403, 401),
    "{first_shot}/asset-types": (200, 200, 200, 200, 403, 200, 403, 401),
    "{first_shot}/versions": (200, 200, 200, 200, 403, 200, 403, 401),
    "{first_shot}/preview-files": (200, 200, 200, 200, 403, 200, 403, 401),
    "{first_shot}/asset-instances": (200, 200, 200, 200, 403, 200, 403, 401),
    "{sequence}": (404, 404, 404, 404, 404, 404, 404, 401),
    "nope": (404, 404, 404, 404, 404, 404, 404, 401),
}


def create_path(studio, kind: str) -> str:
    project = f"/data/projects/{studio.feature.pk}"
    return f"{project}/asset-types/{studio.props.pk}/assets/new" if kind == "assets" else f"{project}/{kind}"


@pytest.mark.parametrize("kind", MAKES)
def test_who_makes_entities(studio, api, kind):
    path = create_path(studio, kind)
    assert tuple(api(who).post(path, {"name": "New"}).status_code for who in ROLES) == MAKES[kind]


@pytest.mark.parametrize("path", READS)
def test_who_reads_a_shot_and_what_hangs_under_it(studio, api, path):
    target = path.format(**{name: row.pk for name, row in vars(studio).items() if isinstance(row, Entity)})
    assert tuple(api(who).get(f"/data/shots/{target}").status_code for who in ROLES) == READS[path]


def test_a_new_asset_is_answered_and_told(studio, api, events):
    row = api("manager").post(create_path(studio, "assets"), {"name": "Rope", "data": {"length": 3}}).json()
    times = {name: row.pop(name) for name in ("id", "created_at", "updated_at")}
    assert row == {
        "name": "Rope",
        "code": None,
        "description": "",
        "shotgun_id": None,
        "canceled": False,
        "nb_frames": None,
        "nb_entities_out": 0,
        "is_casting_standby": False,
        "is_shared": False,
        "status": "running",
        "project_id": str(studio.feature.pk),
        "entity_type_id": str(studio.props.pk),
        "parent_id": None,
        "source_id": None,
        "preview_file_id": None,
        "data": {"length": 3},
        "ready_for": None,
        "created_by": str(studio.manager.pk),
        "type": "Asset",
    }
    assert events() == [
        (
            "asset:new",
            {
                "asset_id": times["id"],
                "asset_type": str(studio.props.pk),
                "project_id": str(studio.feature.pk),
            },
        )
    ]


def test_a_shot_of_a_known_name_is_answered_as_it_is(studio, api, events):
    body = {"name": "SH010", "sequence_id": str(studio.sequence.pk), "nb_frames": 7}
    answer = api("manager").post(create_path(studio, "shots"), body)
    found = (answer.status_code, answer.json()["id"], answer.json()["nb_frames"])
    assert found == (201, str(studio.first_shot.pk), 48)
    assert events() == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"name": ""}, 400),
        ({"name": 30}, 400),
        ({"name": "x" * 161}, 400),
        ({"name": "SH030", "data": "x"}, 400),
        ({"name": "SH030", "nb_frames": 1.5}, 400),
        ({"name": "SH030", "nb_frames": 10**12}, 400),
        ({"name": "SH030", "sequence_id": "x"}, 400),
        ({"name": "SH030", "sequence_id": UNKNOWN}, 404),
    ],
)
def test_a_wrong_shot_is_not_made(studio, api, body, status):
    assert api("manager").post(create_path(studio, "shots"), body).status_code == status
    assert Entity.objects.of_kind("Shot").filter(project=studio.feature).count() == 2


def test_a_shot_is_not_made_in_a_sequence_of_another_production(studio, api):
    body = {"name": "SH030", "sequence_id": str(studio.episode_sequence.pk)}
    assert api("admin").post(create_path(studio, "shots"), body).status_code == 404


def test_a_concept_drops_links_to_other_productions(studio, api):
    linked = [{"id": str(pk)} for pk in (studio.hero.pk, studio.robot.pk, UNKNOWN)]
    row = api("animator").post(
        create_path(studio, "concepts"), {"name": "Fog", "entity_concept_links": linked}
    )
    assert row.json()["entity_concept_links"] == [str(studio.hero.pk)]


def test_a_concept_shows_what_it_illustrates_wherever_it_is_listed(studio, api):
    fog = Entity.objects.create(name="Fog", project=studio.feature, entity_type=studio.concept_type)
    fog.entity_concept_links.add(studio.hero)
    animator, linked = api("animator"), [str(studio.hero.pk)]
    rows = {row["name"]: row for row in animator.get("/data/entities").json()}
    assert rows["Fog"]["entity_concept_links"] == linked
    assert "entity_concept_links" not in rows["Hero"]
    alone = animator.get(f"/data/entities/{fog.pk}?relations=false").json()
    assert (alone["entity_concept_links"], "entities_out" in alone) == (linked, False)
    assert list(animator.get("/data/entities?fields=name&name=fog").json()[0]) == ["id", "name", "type"]


def test_the_data_of_an_entity_is_merged_and_that_of_a_shot_replaced(studio, api):
    Entity.objects.filter(pk=studio.first_shot.pk).update(data={"fps": 24})
    manager = api("manager")
    merged = manager.put(f"/data/entities/{studio.first_shot.pk}", {"data": {"camera": "A"}}).json()["data"]
    replaced = manager.put(f"/data/shots/{studio.first_shot.pk}", {"data": {"camera": "B"}}).json()["data"]
    assert (merged, replaced) == ({"fps": 24, "camera": "A"}, {"camera": "B"})


@pytest.mark.parametrize("name", ["parent_id", "source_id"])
def test_an_entity_is_not_moved_under_one_of_another_production(studio, api, name):
    answer = api("admin").put(
        f"/data/entities/{studio.first_shot.pk}", {name: str(studio.episode_sequence.pk)}
    )
    assert (answer.status_code, answer.json()["data"]["errors"][0]["field"]) == (400, name)


@pytest.mark.parametrize(("seconds", "versions"), [(30, []), (61, [("SH010", {"camera": "A"})])])
def test_a_shot_remembers_its_name_when_its_last_change_is_a_minute_old(studio, api, seconds, versions):
    before = utcnow() - datetime.timedelta(seconds=seconds)
    Entity.objects.filter(pk=studio.first_shot.pk).update(updated_at=before)
    api("manager").put(f"/data/entities/{studio.first_shot.pk}", {"name": "SH011", "data": {"camera": "A"}})
    assert list(EntityVersion.objects.values_list("name", "data")) == versions


def test_tasks_of_a_shot_come_with_names(studio, api):
    rows = api("client").get(f"/data/shots/{studio.first_shot.pk}/tasks?relations=true").json()
    names = ("project_name", "task_type_name", "task_status_name", "entity_type_name", "entity_name")
    assert [[row[name] for name in names] for row in rows] == [
        ["Big Buck", "Animation", "Work In Progress", "Shot", "SH010"],
        ["Big Buck", "Compositing", "Todo", "Shot", "SH010"],
    ]
    assert [row["assignees"] for row in rows] == [[str(studio.animator.pk)], []]


def test_what_one_works_on_is_listed_in_open_productions_only(studio, api):
    animator, path = api("animator"), f"/data/user/sequences/{studio.sequence.pk}/shots"
    assert [row["name"] for row in animator.get(path).json()] == ["SH010"]
    assert api("admin").get(path).json() == []
    studio.feature.project_status = studio.closed
    studio.feature.save()
    assert animator.get(path).json() == []


def test_a_shot_joins_and_leaves_a_scene(studio, api, events):
    scene = Entity.objects.create(
        name="SC01", project=studio.feature, entity_type=studio.scene_type, parent=studio.sequence
    )
    animator, path = api("animator"), f"/data/scenes/{scene.pk}/shots"
    row = animator.post(path, {"shot_id": str(studio.first_shot.pk)}).json()
    assert (row["source_id"], row["type"]) == (str(scene.pk), "Entity")
    assert animator.delete(f"{path}/{studio.first_shot.pk}").status_code == 204
    assert Entity.objects.get(pk=studio.first_shot.pk).source is None
    assert [name for name, _ in events()] == [
        "shot:update",
        "shot:add-to-scene",
        "shot:update",
        "shot:remove-from-scene",
    ]


@pytest.mark.parametrize("who", ["client", "vendor"])
def test_clients_and_vendors_without_a_task_tie_nothing_to_a_scene(studio, api, who):
    scene = Entity.objects.create(
        name="SC01", project=studio.feature, entity_type=studio.scene_type, parent=studio.sequence
    )
    body = {"shot_id": str(studio.first_shot.pk)}
    assert api(who).post(f"/data/scenes/{scene.pk}/shots", body).status_code == 403


def test_instances_of_an_asset_in_a_scene_are_numbered(studio, api):
    scene = Entity.objects.create(
        name="SC01", project=studio.feature, entity_type=studio.scene_type, parent=studio.sequence
    )
    animator, body = api("animator"), {"asset_id": str(studio.lamp.pk)}
    names = [animator.post(f"/data/scenes/{scene.pk}/asset-instances", body).json()["name"] for _ in range(2)]
    assert names == ["Lamp_0001", "Lamp_0002"]


@pytest.mark.django_db(transaction=True)
def test_a_sequence_that_many_make_at_once_is_made_once(studio, api):
    path, clients = create_path(studio, "sequences"), [api("manager") for _ in range(5)]
    answers = at_once(*(lambda client=client: client.post(path, {"name": "SQ90"}) for client in clients))
    assert [answer.status_code for answer in answers] == [201] * 5
    assert len({answer.json()["id"] for answer in answers}) == 1
