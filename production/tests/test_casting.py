"""Castings: set, counted, told (notes on entities, section 8)."""

import pytest

from kitsu_site.models import ApiEvent
from production.models import Entity, EntityLink, Task

UNKNOWN = "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"
SET = {
    "admin": 200,
    "manager": 200,
    "supervisor": 403,
    "animator": 403,
    "vendor": 403,
    "client": 403,
    "outsider": 403,
    None: 401,
}
READ = {**SET, "supervisor": 200, "animator": 200, "client": 200}


def path_of(project, entity) -> str:
    return f"/data/projects/{project.pk}/entities/{entity.pk}/casting"


def entry(asset, count=1, **more) -> dict:
    return {"asset_id": str(asset.pk), "nb_occurences": count, **more}


def told() -> list[tuple]:
    """The kept events, in their order: name and data without the production."""
    rows = ApiEvent.objects.order_by("created_at").values_list("name", "data")
    return [(name, {k: v for k, v in data.items() if k != "project_id"}) for name, data in rows]


@pytest.mark.parametrize("who", SET)
def test_managers_set_castings(studio, api, who):
    answer = api(who).put(path_of(studio.feature, studio.first_shot), [entry(studio.lamp)])
    assert answer.status_code == SET[who]


@pytest.mark.parametrize("who", READ)
def test_the_team_but_vendors_reads_castings(studio, api, who):
    assert api(who).get(path_of(studio.feature, studio.first_shot)).status_code == READ[who]


def test_a_casting_is_replaced_counted_and_told(studio, api):
    body = [entry(studio.lamp, 3, label="off"), {"asset_id": UNKNOWN, "nb_occurences": 1}]
    answer = api("manager").put(path_of(studio.feature, studio.first_shot), body)
    assert answer.json() == body
    link = EntityLink.objects.get(entity_in=studio.first_shot)
    assert (link.entity_out, link.nb_occurences, link.label) == (studio.lamp, 3, "off")
    assert Entity.objects.get(pk=studio.first_shot.pk).nb_entities_out == 2
    assert told() == [
        (
            "entity-link:new",
            {
                "entity_link_id": str(link.id),
                "entity_in_id": str(studio.first_shot.pk),
                "entity_out_id": str(studio.lamp.pk),
                "nb_occurences": 3,
            },
        ),
        (
            "shot:casting-update",
            {
                "shot_id": str(studio.first_shot.pk),
                "nb_entities_out": 2,
                "added_asset_ids": [str(studio.lamp.pk)],
                "removed_asset_ids": [str(studio.hero.pk)],
            },
        ),
    ]


def test_a_casting_lists_what_is_not_canceled(studio, api):
    EntityLink.objects.create(entity_in=studio.first_shot, entity_out=studio.lamp)
    Entity.objects.filter(pk=studio.lamp.pk).update(canceled=True)
    assert api("client").get(path_of(studio.feature, studio.first_shot)).json() == [
        {
            "asset_id": str(studio.hero.pk),
            "asset_name": "Hero",
            "asset_type_name": "Character",
            "ready_for": None,
            "episode_id": None,
            "preview_file_id": None,
            "nb_occurences": 1,
            "label": "",
            "is_shared": False,
            "project_id": str(studio.feature.pk),
        }
    ]


def test_a_shot_brings_its_assets_into_its_episode_and_takes_them_out(studio, api):
    admin, path = api("admin"), path_of(studio.series, studio.episode_shot)
    admin.put(path, [entry(studio.robot, 2, label="fixed")])
    link = EntityLink.objects.get(entity_in=studio.episode)
    count = Entity.objects.get(pk=studio.episode.pk).nb_entities_out
    assert (link.entity_out, link.nb_occurences, link.label, count) == (studio.robot, 1, "fixed", 1)
    admin.put(path, [])
    assert not EntityLink.objects.filter(entity_in=studio.episode).exists()
    assert [name for name, _ in told()] == [
        "asset:update",
        "entity-link:new",
        "shot:casting-update",
        "episode:casting-update",
        "asset:update",
        "shot:casting-update",
    ]


def test_an_asset_that_leaves_an_episode_leaves_its_shots(studio, api):
    admin = api("admin")
    admin.put(path_of(studio.series, studio.episode_shot), [entry(studio.robot)])
    admin.put(path_of(studio.series, studio.episode), [])
    assert not EntityLink.objects.filter(entity_in=studio.episode_shot).exists()
    assert Entity.objects.get(pk=studio.episode_shot.pk).nb_entities_out == 0
    assert [name for name, _ in told()][-2:] == ["shot:casting-update", "episode:casting-update"]


def test_what_is_ready_is_counted_anew(studio, api):
    manager = api("manager")
    manager.put(f"/data/entities/{studio.hero.pk}", {"ready_for": str(studio.compositing.pk)})
    counts = dict(
        Task.objects.filter(entity=studio.first_shot).values_list("task_type__name", "nb_assets_ready")
    )
    assert counts == {"Animation": 1, "Compositing": 1}


def test_an_asset_of_another_production_is_cast_where_it_is_shared(studio, api):
    admin, path = api("admin"), path_of(studio.feature, studio.first_shot)
    assert admin.put(path, [entry(studio.robot)]).status_code == 403
    assert [cast["asset_name"] for cast in admin.get(path).json()] == ["Hero"]
    Entity.objects.filter(pk=studio.robot.pk).update(is_shared=True)
    assert admin.put(path, [entry(studio.robot)]).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"asset_id": UNKNOWN},
        ["x"],
        [{"asset_id": "nope", "nb_occurences": 1}],
        [{"asset_id": UNKNOWN, "nb_occurences": "lots"}],
        [{"asset_id": UNKNOWN, "nb_occurences": 1, "label": 3}],
        [{"asset_id": UNKNOWN, "nb_occurences": 10**12}],
    ],
)
def test_a_wrong_casting_changes_nothing(studio, api, body):
    path = path_of(studio.feature, studio.first_shot)
    assert api("manager").put(path, body).status_code == 400
    assert EntityLink.objects.filter(entity_in=studio.first_shot, entity_out=studio.hero).exists()


def test_castings_of_several_entities_are_all_checked_before_any_is_set(studio, api):
    body = {str(studio.first_shot.pk): [], str(studio.episode_shot.pk): []}
    answer = api("admin").put(f"/data/projects/{studio.feature.pk}/entities/casting", body)
    assert answer.status_code == 403
    assert EntityLink.objects.filter(entity_in=studio.first_shot).count() == 1


def test_castings_of_sequences_are_by_shot(studio, api):
    path = f"/data/projects/{studio.feature.pk}/sequences/{studio.sequence.pk}/casting"
    found = api("animator").get(path).json()
    assert {shot: [cast["asset_name"] for cast in casts] for shot, casts in found.items()} == {
        str(studio.first_shot.pk): ["Hero"]
    }


def test_cast_in_lists_shots_with_the_text_none_for_no_episode(studio, api):
    assert api("client").get(f"/data/assets/{studio.hero.pk}/cast-in").json() == [
        {
            "shot_id": str(studio.first_shot.pk),
            "shot_name": "SH010",
            "sequence_name": "SQ01",
            "episode_id": "None",
            "episode_name": None,
            "preview_file_id": None,
            "nb_occurences": 1,
        }
    ]


def test_cast_in_lists_the_shots_of_episodes_first(studio, api):
    EntityLink.objects.create(entity_in=studio.episode_shot, entity_out=studio.hero)
    rows = api("admin").get(f"/data/assets/{studio.hero.pk}/cast-in").json()
    assert [row["shot_name"] for row in rows] == ["E01_SH010", "SH010"]
