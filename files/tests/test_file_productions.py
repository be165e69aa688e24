"""Files tie nothing of two productions together, whoever asks."""

import pytest

from files.models import FileStatus, OutputFile, OutputType, PreviewFile, WorkingFile
from production.models import AssetInstance, Entity, ProjectPersonLink


@pytest.fixture
def kinds(studio):
    """What an output file is of."""
    return {
        "output_type": OutputType.objects.create(name="Cache", short_name="cache"),
        "file_status": FileStatus.objects.create(name="Fine", color="#000000"),
        "task_type": studio.animation,
    }


@pytest.fixture
def rows(studio, kinds):
    """A file of each kind, of the feature."""
    task, shot = studio.first_animation, studio.first_shot
    return {
        "preview-files": PreviewFile.objects.create(name="p", task=task),
        "working-files": WorkingFile.objects.create(name="main", task=task, entity=shot, revision=1),
        "output-files": OutputFile.objects.create(name="main", entity=shot, revision=1, **kinds),
    }


MOVES = (
    ("preview-files", "task_id", "robot_modeling"),
    ("working-files", "task_id", "robot_modeling"),
    ("working-files", "entity_id", "robot"),
    ("output-files", "entity_id", "robot"),
    ("output-files", "temporal_entity_id", "robot"),
)


@pytest.mark.parametrize("who", ["admin", "manager"])
@pytest.mark.parametrize(("collection", "name", "elsewhere"), MOVES)
def test_a_change_leaves_a_file_in_its_production(studio, api, rows, who, collection, name, elsewhere):
    row = rows[collection]
    before = getattr(row, name)
    answer = api(who).put(f"/data/{collection}/{row.pk}", {name: str(getattr(studio, elsewhere).pk)})
    assert (answer.status_code, answer.json()["message"]) == (400, f"{name}: it is of another production.")
    row.refresh_from_db()
    assert getattr(row, name) == before


def test_a_file_may_change_its_task_within_the_production(studio, api, rows):
    preview = rows["preview-files"]
    answer = api("manager").put(
        f"/data/preview-files/{preview.pk}", {"task_id": str(studio.first_compositing.pk)}
    )
    assert answer.json()["task_id"] == str(studio.first_compositing.pk)


def test_a_new_file_is_of_one_production(studio, api):
    body = {"name": "x", "task_id": str(studio.first_animation.pk), "entity_id": str(studio.robot.pk)}
    answer = api("admin").post("/data/working-files", body)
    assert answer.json()["message"] == "entity_id: it is of another production."
    assert not WorkingFile.objects.exists()


def test_an_instance_of_a_shared_asset_is_published_only_where_one_is_on_the_team(studio, api, kinds):
    Entity.objects.filter(pk=studio.hero.pk).update(is_shared=True)
    instance = AssetInstance.objects.create(asset=studio.hero, name="Hero 1", number=1)
    path = f"/data/asset-instances/{instance.pk}/entities/{studio.robot.pk}/output-files/next-revision"
    body = {name: str(kinds[name[:-3]].pk) for name in ("output_type_id", "task_type_id")}
    assert api("animator").post(path, body).status_code == 403
    ProjectPersonLink.objects.create(project=studio.series, person=studio.animator)
    assert api("animator").post(path, body).json() == {"next_revision": 1}
