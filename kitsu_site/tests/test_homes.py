"""No row leaves its production, nor is it tied to one of another: every id of a change is looked at."""

from types import SimpleNamespace

import pytest
from django.apps import apps

from kitsu_site.tests.routes import generic
from kitsu_site.tests.rows import Rows

COLLECTIONS = generic()


def is_of_production(model) -> bool:
    return hasattr(model, "project_path") and model.__name__ != "Project"


def foreign_keys() -> list[tuple[str, str]]:
    """(collection, column) of what refers to a row of a production."""
    return [
        (path, name)
        for path, viewset in COLLECTIONS.items()
        if is_of_production(viewset.wire.model)
        for name, column in viewset.wire.columns.items()
        if column.many_to_one and is_of_production(column.related_model)
    ]


def relations() -> list[tuple[str, str]]:
    """(collection, relation) of what is linked to rows of a production."""
    return [
        (path, name)
        for path, viewset in COLLECTIONS.items()
        for name, link in viewset.wire.links.items()
        if link.writable and is_of_production(link.target)
    ]


@pytest.fixture
def here(studio):
    return Rows(studio)


@pytest.fixture
def elsewhere(studio):
    """Rows that hang on the series, as those of `here` hang on the feature."""
    in_series = {
        "feature": studio.series,
        "first_shot": studio.episode_shot,
        "first_animation": studio.episode_animation,
    }
    rows = Rows(SimpleNamespace(**{**vars(studio), **in_series}))
    rows.numbers = iter(range(1000, 2000))
    return rows


@pytest.mark.parametrize(("path", "name"), foreign_keys())
def test_no_change_refers_to_another_production(path, name, api, here, elsewhere):
    wire = COLLECTIONS[path].wire
    row, column = here.make(wire.model), wire.columns[name]
    other = elsewhere.anchor(column.related_model)
    answer = api("admin").put(f"/{path.strip('/')}/{row.pk}", {name: str(other.pk)})
    row.refresh_from_db()
    assert getattr(row, column.attname) != other.pk
    assert answer.status_code == 200 or name in answer.json()["message"]


@pytest.mark.parametrize(("path", "name"), relations())
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_no_relation_crosses_productions(path, name, method, api, studio, here, elsewhere):
    wire = COLLECTIONS[path].wire
    other = elsewhere.anchor(wire.links[name].target)
    body = {name: [str(other.pk)]}
    if method == "PUT":
        pk = here.make(wire.model).pk
        api("admin").put(f"{path}/{pk}", body)
    else:
        made = {
            "/data/entities": {
                "name": "New",
                "project_id": str(studio.feature.pk),
                "entity_type_id": str(studio.character.pk),
            },
            "/data/comments": {
                "object_id": str(studio.first_animation.pk),
                "object_type": "Task",
                "person_id": str(studio.animator.pk),
            },
            "/data/asset-instances": {"asset_id": str(studio.hero.pk)},
        }
        api("admin").post(path, {**made[path], **body})
    link = wire.links[name]
    linked = link.through._base_manager.filter(**{link.right.attname: other.pk})
    mine = list(linked.values_list(link.left.attname, flat=True))
    assert not wire.model._base_manager.filter(pk__in=mine, **home_of(wire.model, studio)).exists()


def home_of(model, studio) -> dict:
    if model.__name__ == "Comment":
        return {"object_id": studio.first_animation.pk}
    return {model.project_path: studio.feature.pk}


def test_a_comment_shows_previews_of_its_own_task_only(api, here, elsewhere):
    comment = here.make(apps.get_model("production.Comment"))
    preview = elsewhere.anchor(apps.get_model("files.PreviewFile"))
    answer = api("admin").put(f"/data/comments/{comment.pk}", {"preview_file_id": str(preview.pk)})
    assert answer.status_code == 400
    assert "preview_file_id" in answer.json()["message"]
