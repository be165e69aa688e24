"""Working and output files: paths, numbers, who may."""

import pytest

from files.models import FileStatus, OutputFile, OutputType, WorkingFile
from files.services import file_trees, output_files, working_files
from files.services.output_files import Origin
from kitsu_site.exceptions import Invalid
from kitsu_site.models import ApiEvent
from kitsu_site.tests.concurrency import at_once
from production.models import Project, TaskPersonLink


@pytest.fixture
def tree(studio):
    """The feature with the tree `simple`."""
    Project.objects.filter(pk=studio.feature.pk).update(file_tree=file_trees.shipped("simple"))
    studio.feature.refresh_from_db()
    return studio


def names_since(count: int) -> list[str]:
    return list(ApiEvent.objects.order_by("created_at").values_list("name", flat=True))[count:]


def test_a_new_revision_says_where_it_belongs(api, tree):
    count = ApiEvent.objects.count()
    path = f"/data/tasks/{tree.hero_modeling.pk}/working-files/new"
    answer = api("animator").post(path, {"name": "Main Pose", "comment": "First"})
    assert answer.status_code == 201
    row = answer.json()
    shown = ("name", "revision", "comment", "path", "person_id", "entity_id")
    assert {name: row[name] for name in shown} == {
        "name": "Main Pose",
        "revision": 1,
        "comment": "First",
        "path": "/simple/productions/big_buck/assets/character/hero/modeling/blender/"
        "big_buck_character_hero_modeling_main_pose_v001",
        "person_id": str(tree.animator.pk),
        "entity_id": str(tree.hero.pk),
    }
    assert names_since(count) == ["software:new", "task:assign", "task:update", "working-file:new"]
    assert TaskPersonLink.objects.filter(task=tree.hero_modeling, person=tree.animator).exists()


def test_a_tree_that_cannot_say_it_leaves_no_row(api, studio):
    answer = api("animator").post(
        f"/data/tasks/{studio.hero_modeling.pk}/working-files/new", {"name": "main"}
    )
    assert answer.status_code == 400
    assert not WorkingFile.objects.exists()


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("<Project>/<Planet>", "file_tree: there is no token <Planet>."),
        ("<Project.short_name>", "file_tree: a production has no short_name."),
        ("<Project>/<>", "file_tree: <> is no token."),
    ],
)
def test_a_bad_tree_is_refused_with_the_token_that_is_wrong(api, studio, template, message):
    mode = {
        "mountpoint": "/m",
        "root": "r",
        "folder_path": {"asset": template},
        "file_name": {"asset": "<Name>"},
    }
    Project.objects.filter(pk=studio.feature.pk).update(file_tree={"working": mode})
    answer = api("animator").post(f"/data/tasks/{studio.hero_modeling.pk}/working-file-path", {})
    assert (answer.status_code, answer.json()["message"]) == (400, message)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("admin", 201),
        ("manager", 201),
        ("modeler", 201),
        ("animator", 201),
        ("client", 403),
        ("vendor", 403),
        ("outsider", 403),
        (None, 401),
    ],
)
def test_who_may_add_a_working_file(api, tree, who, status):
    path = f"/data/tasks/{tree.hero_modeling.pk}/working-files/new"
    assert api(who).post(path, {"name": "main"}).status_code == status


def test_a_vendor_reads_the_files_of_an_entity_with_any_task_of_theirs(api, studio):
    rows = {
        task: WorkingFile.objects.create(name="main", revision=1, task=task, entity=task.entity)
        for task in (studio.first_compositing, studio.second_animation, studio.hero_modeling)
    }
    TaskPersonLink.objects.create(task=studio.first_animation, person=studio.vendor)
    statuses = [api("vendor").get(f"/data/working-files/{row.pk}").status_code for row in rows.values()]
    assert statuses == [200, 200, 403]


@pytest.mark.django_db(transaction=True)
def test_twenty_working_files_at_once_get_twenty_numbers(tree):
    def create():
        return working_files.create(task=tree.hero_modeling, name="main", by=tree.modeler).revision

    assert sorted(at_once(*[create] * 20)) == list(range(1, 21))


@pytest.fixture
def cache(tree):
    return OutputType.objects.create(name="Cache", short_name="abc")


@pytest.mark.django_db(transaction=True)
def test_twenty_output_files_at_once_get_twenty_numbers(tree, cache):
    status = FileStatus.objects.create(name="To review", color="#FFFFFF")

    def create():
        row, _ = output_files.create(
            Origin(tree.hero), output_type=cache, task_type=tree.modeling, file_status=status, by=tree.modeler
        )
        return row.revision

    assert sorted(at_once(*[create] * 20)) == list(range(1, 21))


def test_an_existing_revision_is_refused_by_representation(tree, cache):
    def create(representation):
        return output_files.create(
            Origin(tree.hero),
            output_type=cache,
            task_type=tree.modeling,
            representation=representation,
            revision=3,
            by=tree.modeler,
        )

    create("abc")
    create("obj")
    with pytest.raises(Invalid, match=r"revision: there is a revision 3 of main\."):
        create("abc")
    assert OutputFile.objects.count() == 2


@pytest.mark.parametrize("root", ["/simple/productions", "/Simple/PRODUCTIONS"])
def test_guessing_reads_a_path_backwards(api, tree, root):
    body = {
        "project_id": str(tree.feature.pk),
        "file_path": f"{root}/big_buck/assets/CHARACTER/hero/modeling/blender",
    }
    answer = api("animator").post("/data/entities/guess-from-path", body)
    found = {
        "Template": "asset",
        "Project": str(tree.feature.pk),
        "AssetType": str(tree.character.pk),
        "Asset": str(tree.hero.pk),
        "TaskType": str(tree.modeling.pk),
    }
    assert answer.json() == [found]


def test_a_vendor_guesses_nothing_but_their_work(api, tree):
    def guessed(shot: str) -> list:
        path = f"/simple/productions/big_buck/shots/sq01/{shot}/animation/blender"
        body = {"project_id": str(tree.feature.pk), "file_path": path}
        return [
            entry.get("Shot") for entry in api("vendor").post("/data/entities/guess-from-path", body).json()
        ]

    assert str(tree.second_shot.pk) in guessed("sh020")
    assert guessed("sh010") == [None]


def test_a_path_that_no_column_holds_is_refused(api, tree):
    Project.objects.filter(pk=tree.feature.pk).update(name="b" * 80)
    body = {"name": "x" * 250}
    answer = api("animator").post(f"/data/tasks/{tree.hero_modeling.pk}/working-files/new", body)
    assert answer.json()["message"] == "path: it would be longer than 400 characters."
    assert not WorkingFile.objects.exists()


def test_after_the_last_revision_there_is_none(api, tree):
    path = f"/data/tasks/{tree.hero_modeling.pk}/working-files/new"
    assert api("animator").post(path, {"name": "main", "revision": 2147483647}).status_code == 201
    answer = api("animator").post(path, {"name": "main"})
    assert (answer.status_code, answer.json()["message"]) == (400, "revision: none follows 2147483647.")
