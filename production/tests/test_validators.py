"""Validators (ETags) of lists: what is unchanged is answered 304, and no change goes unseen.

The database counts the changes of a production (see `production.change_triggers`), whoever makes them.
"""

import uuid

import pytest
from django.apps import apps
from django.db import connection, transaction

from kitsu_site.tests.concurrency import at_once
from production.change_triggers import EVENTS, WATCHED, make_triggers
from production.models import (
    DepartmentMetadataDescriptorLink,
    Entity,
    EntityConceptLink,
    EntityLink,
    EntityType,
    MetadataDescriptor,
    ProductionChange,
    Project,
    ProjectPersonLink,
    Subscription,
    Task,
    TaskPersonLink,
)

SHOTS = "/data/shots/with-tasks?project_id={feature}"
LISTS = [
    SHOTS,
    SHOTS + "&compact=true",
    SHOTS + "&stream=true",
    "/data/assets/with-tasks?project_id={feature}",
    "/data/sequences/with-tasks?project_id={feature}",
    "/data/episodes/with-tasks?project_id={feature}",
    "/data/scenes/with-tasks?project_id={feature}",
    "/data/edits/with-tasks?project_id={feature}",
    "/data/concepts/with-tasks?project_id={feature}",
    "/data/entities/{hero}/entities-linked/with-tasks",
    "/data/shots?project_id={feature}",
    "/data/projects/{feature}/shots",
    "/data/projects/{feature}/assets",
    "/data/projects/{feature}/sequences",
    "/data/projects/{feature}/entities/{first_shot}/casting",
    "/data/projects/{feature}/sequences/{sequence}/casting",
    "/data/projects/{feature}/sequences/all/casting",
    "/data/projects/{feature}/episodes/casting",
    "/data/projects/{feature}/asset-types/{props}/casting",
]


def path_of(studio, path: str) -> str:
    return path.format(**{name: row.pk for name, row in vars(studio).items() if hasattr(row, "pk")})


def tag_of(caller, path: str) -> str:
    return caller.get(path)["ETag"]


def change_entity(studio):
    Entity.objects.filter(pk=studio.first_shot.pk).update(name="SH011")


def add_entity(studio):
    Entity.objects.create(
        name="SH030", project=studio.feature, entity_type=studio.shot_type, parent=studio.sequence
    )


def remove_entity(studio):
    Task.objects.filter(pk=studio.second_animation.pk).delete()
    Entity.objects.filter(pk=studio.second_shot.pk).delete()


def change_task(studio):
    task = Task.objects.get(pk=studio.first_animation.pk)
    task.estimation = 60
    task.save()


def remove_task(studio):
    Task.objects.filter(pk=studio.first_compositing.pk).delete()


def assign(studio):
    TaskPersonLink.objects.create(task=studio.first_compositing, person=studio.animator)


def exchange_assignees(studio):
    TaskPersonLink.objects.filter(task__in=[studio.first_animation, studio.second_animation]).delete()
    TaskPersonLink.objects.bulk_create(
        [
            TaskPersonLink(task=studio.first_animation, person=studio.vendor),
            TaskPersonLink(task=studio.second_animation, person=studio.animator),
        ]
    )


def cast(studio):
    EntityLink.objects.create(entity_in=studio.second_shot, entity_out=studio.hero)


def uncast(studio):
    EntityLink.objects.filter(entity_in=studio.first_shot).delete()


def add_preview(studio):
    apps.get_model("files.PreviewFile").objects.create(name="first", task=studio.second_animation)


def follow(studio):
    Subscription.objects.create(person=studio.manager, task=studio.first_animation)


def change_role(studio):
    ProjectPersonLink.objects.filter(person=studio.manager).update(role="vendor")


def rename_production(studio):
    Project.objects.filter(pk=studio.feature.pk).update(name="Bigger Buck")


def rename_type(studio):
    EntityType.objects.filter(pk=studio.props.pk).update(name="Properties")


def link_concept(studio):
    EntityConceptLink.objects.create(entity_in=studio.lamp, entity_out=studio.hero)


def change_many_by_one_statement(studio):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE entity SET nb_frames = 7 WHERE nb_frames IS NOT NULL")


def remove_all_assignees_by_one_statement(studio):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM task_person_link")


def change_casting_in_place(studio):
    EntityLink.objects.filter(entity_in=studio.first_shot).update(nb_occurences=4)


def change_preview(studio):
    previews = apps.get_model("files.PreviewFile").objects
    previews.filter(task=studio.first_animation).update(status="broken")


def remove_preview(studio):
    apps.get_model("files.PreviewFile").objects.filter(task=studio.first_animation).delete()


CHANGES = [
    change_entity,
    add_entity,
    remove_entity,
    change_task,
    remove_task,
    assign,
    exchange_assignees,
    remove_all_assignees_by_one_statement,
    cast,
    uncast,
    change_casting_in_place,
    add_preview,
    change_preview,
    remove_preview,
    follow,
    change_role,
    rename_production,
    rename_type,
    link_concept,
    change_many_by_one_statement,
]


@pytest.mark.parametrize("path", LISTS)
def test_an_unchanged_production_is_answered_304(studio, api, path):
    manager, path = api("manager"), path_of(studio, path)
    first = manager.get(path)
    again = manager.get(path, headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert (again["ETag"], first["Cache-Control"]) == (first["ETag"], "private, no-cache")


@pytest.mark.parametrize("change", CHANGES, ids=[change.__name__ for change in CHANGES])
def test_a_change_is_no_longer_answered_304(studio, api, change):
    apps.get_model("files.PreviewFile").objects.create(name="old", task=studio.first_animation)
    manager, path = api("manager"), path_of(studio, SHOTS)
    first = manager.get(path)
    change(studio)
    again = manager.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"] != first["ETag"]) == (200, True)


def test_what_is_undone_leaves_the_validator(studio, api):
    manager, path = api("manager"), path_of(studio, SHOTS)
    first = tag_of(manager, path)
    with transaction.atomic():
        change_entity(studio)
        transaction.set_rollback(True)
    assert tag_of(manager, path) == first


def test_what_changes_in_another_production_leaves_the_validator(studio, api):
    manager, path = api("manager"), path_of(studio, SHOTS)
    first = tag_of(manager, path)
    Entity.objects.filter(pk=studio.episode_shot.pk).update(name="E01_SH011")
    Task.objects.filter(project=studio.series).update(priority=2)
    assert tag_of(manager, path) == first


def test_a_shared_asset_that_changes_at_home_changes_the_castings_elsewhere(studio, api):
    Entity.objects.filter(pk=studio.robot.pk).update(is_shared=True)
    EntityLink.objects.create(entity_in=studio.first_shot, entity_out=studio.robot)
    manager, path = api("manager"), path_of(studio, "/data/projects/{feature}/sequences/all/casting")
    first = tag_of(manager, path)
    Entity.objects.filter(pk=studio.robot.pk).update(name="Old robot")
    assert tag_of(manager, path) != first


def test_an_episode_of_another_production_that_casts_an_asset_changes_its_list(studio, api):
    EntityLink.objects.create(entity_in=studio.episode, entity_out=studio.hero)
    manager, path = api("manager"), path_of(studio, "/data/assets/with-tasks?project_id={feature}")
    first = tag_of(manager, path)
    Entity.objects.filter(pk=studio.episode.pk).update(name="E99")
    second = tag_of(manager, path)
    EntityLink.objects.filter(entity_in=studio.episode).delete()
    assert len({first, second, tag_of(manager, path)}) == 3


def test_each_caller_has_validators_of_their_own(studio, api):
    path = path_of(studio, SHOTS)
    assert len({tag_of(api(who), path) for who in ("manager", "animator", "vendor")}) == 3


def test_each_query_has_validators_of_its_own(studio, api):
    manager, path = api("manager"), path_of(studio, SHOTS)
    queries = ("", "&compact=true", "&stream=true", f"&id={studio.first_shot.pk}", "&assigned_to=me")
    assert len({tag_of(manager, path + query) for query in queries}) == 5


def test_a_vendor_whose_department_may_see_a_column_has_another_validator(studio, api):
    descriptor = MetadataDescriptor.objects.create(
        project=studio.feature, entity_type="Shot", name="Cost", field_name="cost"
    )
    path, tags = path_of(studio, SHOTS), [tag_of(api("vendor"), path_of(studio, SHOTS))]
    link = DepartmentMetadataDescriptorLink.objects.create(
        metadata_descriptor=descriptor, department=studio.modeling_department
    )
    tags.append(tag_of(api("vendor"), path))
    studio.vendor.departments.add(studio.modeling_department)
    tags.append(tag_of(api("vendor"), path))
    link.delete()
    tags.append(tag_of(api("vendor"), path))
    assert len(set(tags)) == 4


def test_who_may_not_list_is_refused_whatever_they_have(studio, api):
    path = path_of(studio, SHOTS)
    answer = api("outsider").get(path, headers={"If-None-Match": tag_of(api("manager"), path)})
    assert answer.status_code == 403


# The count


def count(project_id) -> int:
    return sum(ProductionChange.objects.filter(project_id=project_id).values_list("changes", flat=True))


def test_every_watched_table_has_its_triggers(db):
    query = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'production_change_%'",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {name for (name,) in cursor.fetchall()}
    assert found == {f"production_change_{table}_{event.lower()}" for table in WATCHED for event in EVENTS}


def test_triggers_are_made_again_without_counting_twice(studio):
    make_triggers(using="default", plan=["a migration"])
    before = count(studio.feature.pk)
    Entity.objects.filter(pk=studio.hero.pk).update(name="Heroine")
    assert count(studio.feature.pk) == before + 1


def test_the_first_change_is_counted_once_although_several_rows_lead_to_the_production(studio):
    ProductionChange.objects.filter(project_id=studio.feature.pk).delete()
    EntityLink.objects.create(entity_in=studio.second_shot, entity_out=studio.lamp)
    assert count(studio.feature.pk) == 1


def test_what_moves_to_another_production_counts_in_both(studio):
    before = count(studio.feature.pk), count(studio.series.pk)
    Entity.objects.filter(pk=studio.lamp.pk).update(project=studio.series)
    assert count(studio.feature.pk) > before[0]
    assert count(studio.series.pk) > before[1]


def test_a_production_that_nobody_changed_has_a_validator(studio, api):
    answer = api("admin").get(f"/data/shots/with-tasks?project_id={uuid.uuid4()}")
    assert (answer.json(), answer.has_header("ETag")) == ([], True)


@pytest.mark.django_db(transaction=True)
def test_those_who_change_a_production_at_once_are_all_counted(studio):
    """On PostgreSQL, none of them waits for another: each holds its own row of the count."""
    before, writers = count(studio.feature.pk), 6

    def change(number: int):
        def call():
            for step in range(5):
                Entity.objects.create(
                    name=f"{number}-{step}", project=studio.feature, entity_type=studio.props
                )

        return call

    assert at_once(*(change(number) for number in range(writers))) == [None] * writers
    assert count(studio.feature.pk) == before + writers * 5
