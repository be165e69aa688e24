"""Which role gets what from every route of entities, their casting and their instances.

A row is a route, a column a caller, an entry the status that is answered. Callers are those of the table of
productions (`test_matrix.py`). The vendor has a task on `{own_shot}` and on
nothing else that is named here; `{far_shot}` and `{far_asset}` are of a production without a team.
Rules: notes on entities, and on what is stricter.
"""
# ruff: noqa: E501  the table is as wide as its routes

import pytest

from kitsu_site.tests import rights
from production.models import AssetInstance, AssetInstanceLink, Entity, EntityLink
from production.tests.test_matrix import CALLERS

MATRIX = """
POST /actions/assets/share                                                  200 200 403 403 403 403 200 403 403 403 401
POST /actions/projects/{project}/asset-types/{asset_type}/assets/share      200 200 403 403 403 403 200 403 403 403 401
POST /actions/projects/{project}/assets/share                               200 200 403 403 403 403 200 403 403 403 401
POST /actions/projects/{project}/delete-entities                            200 200 403 403 403 403 200 403 403 403 401
GET /data/asset-instances                                                   200 403 403 403 403 403 403 403 403 403 401
POST /data/asset-instances                                                  201 403 403 403 403 403 403 403 403 403 401
DELETE /data/asset-instances/{instance}                                     204 403 403 403 403 403 403 403 403 403 401
GET /data/asset-instances/{instance}                                        200 200 200 200 200 403 200 200 403 403 401
PUT /data/asset-instances/{instance}                                        200 200 200 200 403 403 200 200 403 403 401
GET /data/assets                                                            200 200 200 200 200 200 200 200 200 200 401
GET /data/assets?project_id={project}                                       200 200 200 200 200 200 200 200 403 403 401
GET /data/assets/all                                                        200 200 200 200 200 200 200 200 200 200 401
GET /data/assets/all?project_id={project}                                   200 200 200 200 200 200 200 200 403 403 401
GET /data/assets/with-tasks                                                 200 200 200 200 200 200 200 200 200 200 401
GET /data/assets/with-tasks?project_id={project}                            200 200 200 200 200 200 200 200 403 403 401
GET /data/assets/{asset}                                                    200 200 200 200 200 403 200 200 403 403 401
DELETE /data/assets/{asset}?force=true                                      204 204 403 403 403 403 204 403 403 403 401
GET /data/assets/{asset}/asset-asset-instances                              200 200 200 200 200 403 200 200 403 403 401
POST /data/assets/{asset}/asset-asset-instances                             201 201 201 201 403 403 201 201 403 403 401
GET /data/assets/{asset}/assets                                             200 200 200 200 200 403 200 200 403 403 401
GET /data/assets/{asset}/cast-in                                            200 200 200 200 200 403 200 200 403 403 401
GET /data/assets/{asset}/casting                                            200 200 200 200 200 403 200 200 403 403 401
PUT /data/assets/{asset}/casting                                            200 200 403 403 403 403 200 403 403 403 401
GET /data/assets/{asset}/scene-asset-instances                              200 200 200 200 200 403 200 200 403 403 401
GET /data/assets/{asset}/shot-asset-instances                               200 200 200 200 200 403 200 200 403 403 401
GET /data/assets/{asset}/task-types                                         200 200 200 200 200 403 200 200 403 403 401
GET /data/assets/{asset}/tasks                                              200 200 200 200 200 403 200 200 403 403 401
GET /data/assets/{far_asset}                                                200 403 403 403 403 403 403 403 403 403 401
GET /data/concepts                                                          200 403 403 403 403 403 403 403 403 403 401
GET /data/concepts?project_id={project}                                     200 200 200 200 403 403 200 200 403 403 401
GET /data/concepts/with-tasks                                               200 403 403 403 403 403 403 403 403 403 401
GET /data/concepts/with-tasks?project_id={project}                          200 200 200 200 403 403 200 200 403 403 401
DELETE /data/concepts/{concept}                                             204 204 403 403 403 403 204 403 403 403 401
GET /data/concepts/{concept}                                                200 200 200 200 403 403 200 200 403 403 401
GET /data/concepts/{concept}/task-types                                     200 200 200 200 403 403 200 200 403 403 401
GET /data/concepts/{concept}/tasks                                          200 200 200 200 403 403 200 200 403 403 401
GET /data/edits                                                             200 403 403 403 403 403 403 403 403 403 401
GET /data/edits?project_id={project}                                        200 200 200 200 200 200 200 200 403 403 401
GET /data/edits/all                                                         200 403 403 403 403 403 403 403 403 403 401
GET /data/edits/all?project_id={project}                                    200 200 200 200 200 200 200 200 403 403 401
GET /data/edits/with-tasks                                                  200 403 403 403 403 403 403 403 403 403 401
GET /data/edits/with-tasks?project_id={project}                             200 200 200 200 200 200 200 200 403 403 401
DELETE /data/edits/{edit}                                                   204 204 403 403 403 403 204 403 403 403 401
GET /data/edits/{edit}                                                      200 200 200 200 200 403 200 200 403 403 401
GET /data/edits/{edit}/task-types                                           200 200 200 200 200 403 200 200 403 403 401
GET /data/edits/{edit}/tasks                                                200 200 200 200 200 403 200 200 403 403 401
GET /data/edits/{edit}/versions                                             200 200 200 200 200 403 200 200 403 403 401
GET /data/entities                                                          200 200 200 200 200 200 200 200 200 200 401
POST /data/entities                                                         201 201 403 403 403 403 201 403 403 403 401
GET /data/entities/{asset}                                                  200 200 200 200 200 403 200 200 403 403 401
PUT /data/entities/{asset}                                                  200 200 400 400 400 400 200 400 400 400 401
GET /data/entities/{asset}/entities-linked/with-tasks                       200 200 200 200 200 403 200 200 403 403 401
DELETE /data/entities/{concept}                                             204 204 403 403 403 403 204 403 403 403 401
GET /data/entities/{far_asset}                                              200 403 403 403 403 403 403 403 403 403 401
GET /data/entities/{own_shot}                                               200 200 200 200 200 200 200 200 403 403 401
PUT /data/entities/{own_shot}                                               200 200 400 400 400 400 200 400 400 400 401
GET /data/entities/{own_shot}/entities-linked/with-tasks                    200 200 200 200 200 200 200 200 403 403 401
GET /data/entity-links                                                      200 403 403 403 403 403 403 403 403 403 401
POST /data/entity-links                                                     201 403 403 403 403 403 403 403 403 403 401
DELETE /data/entity-links/{link}                                            204 403 403 403 403 403 403 403 403 403 401
GET /data/entity-links/{link}                                               200 403 403 403 403 403 403 403 403 403 401
PUT /data/entity-links/{link}                                               200 403 403 403 403 403 403 403 403 403 401
GET /data/episodes                                                          200 403 403 403 403 403 403 403 403 403 401
GET /data/episodes?project_id={project}                                     200 200 200 200 200 200 200 200 403 403 401
GET /data/episodes/with-tasks                                               200 403 403 403 403 403 403 403 403 403 401
GET /data/episodes/with-tasks?project_id={project}                          200 200 200 200 200 200 200 200 403 403 401
GET /data/episodes/{episode}                                                200 200 200 200 200 403 200 200 403 403 401
DELETE /data/episodes/{episode}?force=true                                  204 204 403 403 403 403 204 403 403 403 401
GET /data/episodes/{episode}/asset-tasks                                    200 200 200 200 200 403 200 200 403 403 401
GET /data/episodes/{episode}/edit-tasks                                     200 200 200 200 200 403 200 200 403 403 401
GET /data/episodes/{episode}/edits                                          200 200 200 200 200 403 200 200 403 403 401
GET /data/episodes/{episode}/sequences                                      200 200 200 200 200 200 200 200 403 403 401
GET /data/episodes/{episode}/shot-tasks                                     200 200 200 200 200 403 200 200 403 403 401
GET /data/episodes/{episode}/shots                                          200 200 200 200 200 403 200 200 403 403 401
GET /data/episodes/{episode}/task-types                                     200 200 200 200 200 403 200 200 403 403 401
GET /data/episodes/{episode}/tasks                                          200 200 200 200 200 403 200 200 403 403 401
GET /data/projects/{project}/asset-types/{asset_type}/assets                200 200 200 200 200 200 200 200 403 403 401
POST /data/projects/{project}/asset-types/{asset_type}/assets/new           201 201 403 403 403 403 201 403 403 403 401
GET /data/projects/{project}/asset-types/{asset_type}/casting               200 200 200 200 200 403 200 200 403 403 401
GET /data/projects/{project}/assets                                         200 200 200 200 200 200 200 200 403 403 401
GET /data/projects/{project}/assets/shared-used                             200 200 200 200 200 200 200 200 403 403 401
GET /data/projects/{project}/concepts                                       200 200 200 200 403 403 200 200 403 403 401
POST /data/projects/{project}/concepts                                      201 201 201 201 403 403 201 201 403 403 401
GET /data/projects/{project}/edits                                          200 200 200 200 200 200 200 200 403 403 401
POST /data/projects/{project}/edits                                         201 201 403 403 403 403 201 403 403 403 401
PUT /data/projects/{project}/entities/casting                               200 200 403 403 403 403 200 403 403 403 401
GET /data/projects/{project}/entities/{far_shot}/casting                    403 403 403 403 403 403 403 403 403 403 401
GET /data/projects/{project}/entities/{shot}/casting                        200 200 200 200 200 403 200 200 403 403 401
PUT /data/projects/{project}/entities/{shot}/casting                        200 200 403 403 403 403 200 403 403 403 401
GET /data/projects/{project}/entity-links                                   200 200 403 403 403 403 200 403 403 403 401
DELETE /data/projects/{project}/entity-links/{link}                         200 200 403 403 403 403 200 403 403 403 401
GET /data/projects/{project}/episodes                                       200 200 200 200 200 200 200 200 403 403 401
POST /data/projects/{project}/episodes                                      201 201 403 403 403 403 201 403 403 403 401
GET /data/projects/{project}/episodes/casting                               200 200 200 200 200 403 200 200 403 403 401
GET /data/projects/{project}/episodes/retake-stats                          200 200 200 200 200 200 200 200 403 403 401
GET /data/projects/{project}/episodes/stats                                 200 200 200 200 200 200 200 200 403 403 401
GET /data/projects/{project}/episodes/{episode}/assets/shared-used          200 200 200 200 200 200 200 200 403 403 401
GET /data/projects/{project}/episodes/{episode}/sequences/all/casting       200 200 200 200 200 403 200 200 403 403 401
GET /data/projects/{project}/scenes                                         200 200 200 200 200 200 200 200 403 403 401
POST /data/projects/{project}/scenes                                        201 201 403 403 403 403 201 403 403 403 401
GET /data/projects/{project}/sequences                                      200 200 200 200 200 200 200 200 403 403 401
POST /data/projects/{project}/sequences                                     201 201 403 403 403 403 201 403 403 403 401
GET /data/projects/{project}/sequences/all/casting                          200 200 200 200 200 403 200 200 403 403 401
GET /data/projects/{project}/sequences/{sequence}/casting                   200 200 200 200 200 403 200 200 403 403 401
GET /data/projects/{project}/shots                                          200 200 200 200 200 200 200 200 403 403 401
POST /data/projects/{project}/shots                                         201 201 403 403 403 403 201 403 403 403 401
GET /data/scenes/all                                                        200 403 403 403 403 403 403 403 403 403 401
GET /data/scenes/all?project_id={project}                                   200 200 200 200 200 403 200 200 403 403 401
GET /data/scenes/with-tasks                                                 200 403 403 403 403 403 403 403 403 403 401
GET /data/scenes/with-tasks?project_id={project}                            200 200 200 200 200 403 200 200 403 403 401
DELETE /data/scenes/{scene}                                                 204 204 403 403 403 403 204 403 403 403 401
GET /data/scenes/{scene}                                                    200 200 200 200 200 403 200 200 403 403 401
GET /data/scenes/{scene}/asset-instances                                    200 200 200 200 200 403 200 200 403 403 401
POST /data/scenes/{scene}/asset-instances                                   201 201 201 201 403 403 201 201 403 403 401
GET /data/scenes/{scene}/camera-instances                                   200 200 200 200 200 403 200 200 403 403 401
GET /data/scenes/{scene}/shots                                              200 200 200 200 200 403 200 200 403 403 401
POST /data/scenes/{scene}/shots                                             201 201 201 201 403 403 201 201 403 403 401
DELETE /data/scenes/{scene}/shots/{shot}                                    204 204 204 204 403 403 204 204 403 403 401
GET /data/scenes/{scene}/task-types                                         200 200 200 200 200 403 200 200 403 403 401
GET /data/scenes/{scene}/tasks                                              200 200 200 200 200 403 200 200 403 403 401
POST /data/search                                                           200 200 200 200 200 200 200 200 200 200 401
GET /data/sequences                                                         200 403 403 403 403 403 403 403 403 403 401
GET /data/sequences?project_id={project}                                    200 200 200 200 200 200 200 200 403 403 401
GET /data/sequences/with-tasks                                              200 403 403 403 403 403 403 403 403 403 401
GET /data/sequences/with-tasks?project_id={project}                         200 200 200 200 200 200 200 200 403 403 401
GET /data/sequences/{sequence}                                              200 200 200 200 200 403 200 200 403 403 401
DELETE /data/sequences/{sequence}?force=true                                204 204 403 403 403 403 204 403 403 403 401
GET /data/sequences/{sequence}/scenes                                       200 200 200 200 200 403 200 200 403 403 401
GET /data/sequences/{sequence}/shot-tasks                                   200 200 200 200 200 403 200 200 403 403 401
GET /data/sequences/{sequence}/shots                                        200 200 200 200 200 200 200 200 403 403 401
GET /data/sequences/{sequence}/task-types                                   200 200 200 200 200 403 200 200 403 403 401
GET /data/sequences/{sequence}/tasks                                        200 200 200 200 200 403 200 200 403 403 401
GET /data/shots                                                             200 403 403 403 403 403 403 403 403 403 401
GET /data/shots?project_id={project}                                        200 200 200 200 200 200 200 200 403 403 401
GET /data/shots/all                                                         200 403 403 403 403 403 403 403 403 403 401
GET /data/shots/all?project_id={project}                                    200 200 200 200 200 200 200 200 403 403 401
GET /data/shots/with-tasks                                                  200 403 403 403 403 403 403 403 403 403 401
GET /data/shots/with-tasks?project_id={project}                             200 200 200 200 200 200 200 200 403 403 401
GET /data/shots/{far_shot}                                                  200 403 403 403 403 403 403 403 403 403 401
GET /data/shots/{own_shot}                                                  200 200 200 200 200 200 200 200 403 403 401
PUT /data/shots/{own_shot}                                                  200 200 403 403 403 403 200 403 403 403 401
GET /data/shots/{own_shot}/asset-instances                                  200 200 200 200 200 200 200 200 403 403 401
POST /data/shots/{own_shot}/asset-instances                                 201 201 201 201 403 201 201 201 403 403 401
GET /data/shots/{own_shot}/assets                                           200 200 200 200 200 200 200 200 403 403 401
GET /data/shots/{own_shot}/tasks                                            200 200 200 200 200 200 200 200 403 403 401
GET /data/shots/{shot}                                                      200 200 200 200 200 403 200 200 403 403 401
PUT /data/shots/{shot}                                                      200 200 403 403 403 403 200 403 403 403 401
DELETE /data/shots/{shot}?force=true                                        204 204 403 403 403 403 204 403 403 403 401
GET /data/shots/{shot}/asset-instances                                      200 200 200 200 200 403 200 200 403 403 401
POST /data/shots/{shot}/asset-instances                                     201 201 201 201 403 403 201 201 403 403 401
DELETE /data/shots/{shot}/asset-instances/{instance}                        204 204 204 204 403 403 204 204 403 403 401
GET /data/shots/{shot}/asset-types                                          200 200 200 200 200 403 200 200 403 403 401
GET /data/shots/{shot}/assets                                               200 200 200 200 200 403 200 200 403 403 401
GET /data/shots/{shot}/task-types                                           200 200 200 200 200 403 200 200 403 403 401
GET /data/shots/{shot}/tasks                                                200 200 200 200 200 403 200 200 403 403 401
GET /data/shots/{shot}/versions                                             200 200 200 200 200 403 200 200 403 403 401
GET /data/user/assets/{asset}/task-types                                    200 200 200 200 200 200 200 200 200 200 401
GET /data/user/assets/{asset}/tasks                                         200 200 200 200 200 200 200 200 200 200 401
GET /data/user/projects/{project}/asset-types                               200 200 200 200 200 200 200 200 200 200 401
GET /data/user/projects/{project}/asset-types/{asset_type}/assets           200 200 200 200 200 200 200 200 200 200 401
GET /data/user/projects/{project}/episodes                                  200 200 200 200 200 200 200 200 200 200 401
GET /data/user/projects/{project}/sequences                                 200 200 200 200 200 200 200 200 200 200 401
GET /data/user/scenes/{scene}/task-types                                    200 200 200 200 200 200 200 200 200 200 401
GET /data/user/scenes/{scene}/tasks                                         200 200 200 200 200 200 200 200 200 200 401
GET /data/user/sequences/{sequence}/scenes                                  200 200 200 200 200 200 200 200 200 200 401
GET /data/user/sequences/{sequence}/shots                                   200 200 200 200 200 200 200 200 200 200 401
GET /data/user/sequences/{sequence}/task-types                              200 200 200 200 200 200 200 200 200 200 401
GET /data/user/sequences/{sequence}/tasks                                   200 200 200 200 200 200 200 200 200 200 401
GET /data/user/shots/{shot}/task-types                                      200 200 200 200 200 200 200 200 200 200 401
GET /data/user/shots/{shot}/tasks                                           200 200 200 200 200 200 200 200 200 200 401
"""
NAMED, HERE = {"name": "Another"}, {"project_id": "{project}"}
CAST = [{"asset_id": "{asset}", "nb_occurences": 2}]
P = "/data/projects/{project}"
BODIES = {
    "POST /actions/assets/share": {"asset_ids": ["{asset}"]},
    "POST /actions/projects/{project}/delete-entities": ["{asset}"],
    "POST /data/asset-instances": {"asset_id": "{asset}", "number": 7},
    "PUT /data/asset-instances/{instance}": NAMED,
    "POST /data/assets/{asset}/asset-asset-instances": {"asset_to_instantiate_id": "{asset}"},
    "PUT /data/assets/{asset}/casting": CAST,
    "POST /data/entities": {**HERE, **NAMED, "entity_type_id": "{asset_type}"},
    "PUT /data/entities/{asset}": NAMED,
    "PUT /data/entities/{own_shot}": {"data": {"camera": "A"}},
    "POST /data/entity-links": {"entity_in_id": "{own_shot}", "entity_out_id": "{asset}"},
    "PUT /data/entity-links/{link}": {"nb_occurences": 2},
    f"POST {P}/asset-types/{{asset_type}}/assets/new": NAMED,
    **{
        f"POST {P}/{kind}": NAMED
        for kind in ("shots", "sequences", "episodes", "scenes", "edits", "concepts")
    },
    f"PUT {P}/entities/casting": {"{shot}": CAST},
    f"PUT {P}/entities/{{shot}}/casting": CAST,
    "POST /data/scenes/{scene}/asset-instances": {"asset_id": "{asset}"},
    "POST /data/scenes/{scene}/shots": {"shot_id": "{shot}"},
    "POST /data/search": {"query": "hero"},
    "PUT /data/shots/{shot}": NAMED,
    "POST /data/shots/{shot}/asset-instances": {"asset_instance_id": "{instance}"},
    "POST /data/shots/{own_shot}/asset-instances": {"asset_instance_id": "{instance}"},
}
MODULES = {
    "asset_instances", "assets", "casting", "concepts", "edits", "entities", "entity_activity", "entity_children",
    "entity_links", "entity_removal", "entity_tasks", "episode_stats", "episodes", "scenes", "search", "sequences",
    "shared_assets", "shots", "user_entities",
}  # fmt: skip


@pytest.fixture
def ids(studio, people) -> dict[str, str]:
    """The ids that the table and the bodies name."""

    def made(kind: str, **more) -> Entity:
        return Entity.objects.create(
            name=kind, project=studio.feature, entity_type=getattr(studio, f"{kind}_type"), **more
        )

    scene, episode = made("scene", parent=studio.sequence), made("episode")
    instance = AssetInstance.objects.create(asset=studio.hero, scene=scene, number=1, name="Hero_0001")
    AssetInstanceLink.objects.create(entity=studio.first_shot, asset_instance=instance)
    rows = {
        "project": studio.feature,
        "asset_type": studio.character,
        "asset": studio.hero,
        "shot": studio.first_shot,
        "own_shot": studio.second_shot,
        "sequence": studio.sequence,
        "episode": episode,
        "scene": scene,
        "edit": made("edit"),
        "concept": made("concept"),
        "instance": instance,
        "far_shot": studio.episode_shot,
        "far_asset": studio.robot,
    }
    link = EntityLink.objects.get(entity_in=studio.first_shot)
    return {**{name: str(row.pk) for name, row in rows.items()}, "link": str(link.id)}


def status(caller, method: str, path: str, ids: dict) -> int:
    return rights.status(caller, method, path, ids, BODIES)


@pytest.mark.parametrize("name", CALLERS)
def test_each_role_gets_from_every_route_what_it_may(api, people, ids, name):
    caller, column = api(people.get(name)), CALLERS.index(name)
    assert rights.wrong(MATRIX, column, lambda method, path: status(caller, method, path, ids)) == {}


def test_every_route_of_entities_is_in_the_table():
    assert rights.absent(MATRIX, {"production"}, MODULES) == []
