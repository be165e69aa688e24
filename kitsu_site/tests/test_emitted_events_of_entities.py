"""What each route of entities, castings and instances tells (notes on events, on entities)."""
# ruff: noqa: E501  the tables are as wide as their routes

from kitsu_site.tests.emitted import Call, expected, told, told_by
from production.models import Entity
from production.tests import test_entity_matrix as entities
from production.tests.conftest import people  # noqa: F401  fixtures, here and below
from production.tests.test_entity_matrix import ids  # noqa: F401

ENTITIES = """
POST /actions/assets/share                                             ~task:update-casting-stats ~task:update-casting-stats
POST /actions/projects/{project}/asset-types/{asset_type}/assets/share ~task:update-casting-stats ~task:update-casting-stats
POST /actions/projects/{project}/assets/share                          ~task:update-casting-stats ~task:update-casting-stats
POST /actions/projects/{project}/delete-entities                       ~task:update-casting-stats ~task:update-casting-stats asset:update
POST /data/asset-instances                                             !asset-instance:new
DELETE /data/asset-instances/{instance}                                !asset-instance:delete
PUT /data/asset-instances/{instance}                                   !asset-instance:update
DELETE /data/assets/{asset}?force=true                                 task:delete ~task:update-casting-stats ~task:update-casting-stats asset:delete
POST /data/assets/{asset}/asset-asset-instances                        !asset_instance:new
PUT /data/assets/{asset}/casting                                       entity-link:new asset:casting-update
DELETE /data/concepts/{concept}                                        concept:delete
DELETE /data/edits/{edit}                                              edit:delete
POST /data/entities                                                    asset:new
PUT /data/entities/{asset}                                             asset:update ~task:update-casting-stats ~task:update-casting-stats
DELETE /data/entities/{concept}                                        concept:delete
PUT /data/entities/{own_shot}                                          shot:update
POST /data/entity-links                                                !entity-link:new
DELETE /data/entity-links/{link}                                       !entity-link:delete
PUT /data/entity-links/{link}                                          !entity-link:update
DELETE /data/episodes/{episode}?force=true                             episode:delete
POST /data/projects/{project}/asset-types/{asset_type}/assets/new      asset:new
POST /data/projects/{project}/concepts                                 concept:new
POST /data/projects/{project}/edits                                    edit:new
PUT /data/projects/{project}/entities/casting                          ~task:update-casting-stats ~task:update-casting-stats entity-link:new shot:casting-update
PUT /data/projects/{project}/entities/{shot}/casting                   ~task:update-casting-stats ~task:update-casting-stats entity-link:new shot:casting-update
DELETE /data/projects/{project}/entity-links/{link}
POST /data/projects/{project}/episodes                                 episode:new
POST /data/projects/{project}/scenes                                   scene:new
POST /data/projects/{project}/sequences                                sequence:new
POST /data/projects/{project}/shots                                    shot:new
DELETE /data/scenes/{scene}                                            scene:delete
POST /data/scenes/{scene}/asset-instances                              !asset_instance:new
POST /data/scenes/{scene}/shots                                        shot:update shot:add-to-scene
DELETE /data/scenes/{scene}/shots/{shot}                               shot:update shot:remove-from-scene
POST /data/search
DELETE /data/sequences/{sequence}?force=true                           task:delete task:delete task:delete shot:delete shot:delete scene:delete sequence:delete
PUT /data/shots/{own_shot}                                             shot:update
POST /data/shots/{own_shot}/asset-instances                            !asset_instance:add-to-shot
PUT /data/shots/{shot}                                                 shot:update
DELETE /data/shots/{shot}?force=true                                   task:delete task:delete shot:delete
POST /data/shots/{shot}/asset-instances                                !asset_instance:add-to-shot
DELETE /data/shots/{shot}/asset-instances/{instance}                   !asset_instance:remove-from-shot
"""
# On other rows than those of the table: kinds that it leaves out, what is cast in episodes, what is canceled.
OTHERS = """
PUT /data/entities/{sequence}                              sequence:update
PUT /data/entities/{episode}                               episode:update
PUT /data/entities/{scene}                                 scene:update
PUT /data/entities/{edit}                                  edit:update
PUT /data/entities/{concept}                               concept:update
DELETE /data/entities/{empty_shot}                         shot:delete
DELETE /data/entities/{empty_scene}                        scene:delete
DELETE /data/assets/{asset}                                ~task:update-casting-stats ~task:update-casting-stats asset:update
DELETE /data/shots/{shot}                                  shot:update
DELETE /data/sequences/{empty_sequence}                    sequence:delete
DELETE /data/episodes/{far_episode}?force=true             task:delete shot:delete sequence:delete episode:delete
POST /actions/projects/{project}/delete-entities           ~task:update-casting-stats ~task:update-casting-stats asset:update shot:update shot:delete concept:delete
POST /actions/projects/{series}/assets/share
PUT /data/projects/{series}/entities/{far_shot}/casting    asset:update ~task:update-casting-stats entity-link:new shot:casting-update
PUT /data/projects/{series}/entities/{far_episode}/casting asset:update entity-link:new episode:casting-update
PUT /data/projects/{project}/entities/{shot}/casting       ~task:update-casting-stats ~task:update-casting-stats shot:casting-update
"""
CALLS = (
    *(
        Call(f"PUT /data/entities/{{{kind}}}", {"name": "Renamed"})
        for kind in ("sequence", "episode", "scene", "edit", "concept")
    ),
    *(Call(f"DELETE /data/entities/{{{kind}}}") for kind in ("empty_shot", "empty_scene")),
    Call("DELETE /data/assets/{asset}"),
    Call("DELETE /data/shots/{shot}"),
    Call("DELETE /data/sequences/{empty_sequence}"),
    Call("DELETE /data/episodes/{far_episode}?force=true"),
    Call(
        "POST /actions/projects/{project}/delete-entities", ["{asset}", "{shot}", "{concept}", "{empty_shot}"]
    ),
    Call("POST /actions/projects/{series}/assets/share", {"is_shared": False, "asset_ids": ["{far_asset}"]}),
    Call(
        "PUT /data/projects/{series}/entities/{far_shot}/casting",
        [{"asset_id": "{far_asset}", "nb_occurences": 1}],
    ),
    Call(
        "PUT /data/projects/{series}/entities/{far_episode}/casting",
        [{"asset_id": "{far_asset}", "nb_occurences": 3}],
    ),
    Call("PUT /data/projects/{project}/entities/{shot}/casting", []),
)


def test_what_is_told_of_entities(api, ids, emitted):  # noqa: F811
    assert told(entities, api("admin"), ids, emitted) == expected(ENTITIES)


def test_what_is_told_of_other_entities(studio, api, ids, emitted):  # noqa: F811
    here = {"project": studio.feature}
    rows = {
        "series": studio.series,
        "far_episode": studio.episode,
        "empty_shot": Entity.objects.create(name="SH999", entity_type=studio.shot_type, **here),
        "empty_scene": Entity.objects.create(name="SC99", entity_type=studio.scene_type, **here),
        "empty_sequence": Entity.objects.create(name="SQ99", entity_type=studio.sequence_type, **here),
    }
    more = {name: str(row.pk) for name, row in rows.items()}
    assert told_by(CALLS, api, {**ids, **more}, emitted) == expected(OTHERS)
