"""Assets and shots in the back office: filters, metadata of many, the breakdown of a sequence."""

import datetime

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kitsu_site import storage
from kitsu_site.storage import PICTURES, Stored
from kitsu_site.tests.office import Office, said, text
from production.models import (
    DepartmentMetadataDescriptorLink,
    Entity,
    EntityLink,
    EntityVersion,
    MetadataDescriptor,
)

BREAKDOWN = "/admin/production/entity/breakdown/"


@pytest.fixture
def office(studio):
    return lambda name: Office(studio.people[name])


def names(page) -> list[str]:
    return [row.name for row in page.context["cl"].result_list]


def column(studio, name: str, data_type: str = "string", **more) -> MetadataDescriptor:
    return MetadataDescriptor.objects.create(
        project=studio.feature,
        entity_type="Shot",
        name=name,
        field_name=name.lower(),
        data_type=data_type,
        **more,
    )


# Filters


FILTERS = [
    ({"kind": "Asset"}, ["Hero", "Lamp", "Robot"]),
    ({"kind": "Shot"}, ["SH010", "SH020", "E01_SH010"]),
    ({"kind": "Nothing"}, None),
    ({"project__id__exact": "{series}", "episode": "{episode}"}, ["E01_SQ01", "E01_SH010"]),
    ({"project__id__exact": "{feature}", "sequence": "{sequence}"}, ["Hero", "SH010", "SH020"]),
    ({"project__id__exact": "{feature}", "sequence": "nope"}, ["Hero", "Lamp", "SH010", "SH020", "SQ01"]),
    ({"task_type": "{compositing}"}, ["SH010"]),
    ({"task_status": "{wip}"}, ["Hero", "SH010"]),
    ({"task_type": "{animation}", "task_status": "{todo}"}, ["SH020", "E01_SH010"]),
    ({"task_type": "{compositing}", "task_status": "{wip}"}, []),
    ({"task_type": "nope"}, None),
]


@pytest.mark.parametrize(("chosen", "found"), FILTERS)
def test_entities_are_found_by_kind_place_and_task(studio, office, chosen, found):
    ids = {name: row.pk for name, row in vars(studio).items() if hasattr(row, "pk")}
    page = office("admin").rows(Entity, **{name: value.format(**ids) for name, value in chosen.items()})
    everything = Entity.objects.values_list("name", flat=True)
    assert sorted(names(page)) == sorted(everything if found is None else found)


def test_episodes_and_sequences_are_offered_in_a_chosen_production_only(studio, office):
    admin = office("admin")
    titles = [
        [spec.title for spec in admin.rows(Entity, **params).context["cl"].filter_specs]
        for params in ({}, {"project__id__exact": str(studio.series.pk)})
    ]
    assert ["episode" in found and "sequence" in found for found in titles] == [False, True]


def test_the_list_shows_the_work_on_each_row(studio, office):
    page = office("manager").rows(Entity, kind="Shot").content.decode()
    assert 'title="Animation: Work In Progress"' in page
    assert 'title="Compositing: Todo"' in page


# Metadata of many


def test_the_columns_of_the_chosen_rows_are_offered(studio, office):
    column(studio, "Difficulty", "list", choices=["easy", "hard"])
    column(studio, "Weight", "number")
    page = office("manager").act(Entity, "edit_metadata", [studio.first_shot])
    form = page.context["form"]
    assert list(form.fields)[::2] == ["value_difficulty", "value_weight", "key"]
    assert form.fields["value_difficulty"].choices[1:] == [("easy", "easy"), ("hard", "hard")]


def test_metadata_is_written_into_all_chosen_rows(studio, office, events):
    column(studio, "Camera")
    column(studio, "Weight", "number")
    shots = [studio.first_shot, studio.second_shot]
    Entity.objects.filter(pk=studio.first_shot.pk).update(data={"fps": 24, "camera": "A"})
    form = {"apply": "yes", "value_camera": "B", "value_weight": "3", "key": "note", "value": "dusk"}
    answer = office("manager").act(Entity, "edit_metadata", shots, **form)
    assert said(answer) == ["The metadata of 2 entities was changed."]
    assert [Entity.objects.get(pk=shot.pk).data for shot in shots] == [
        {"fps": 24, "camera": "B", "weight": 3, "note": "dusk"},
        {"camera": "B", "weight": 3, "note": "dusk"},
    ]
    assert [name for name, _ in events()] == ["shot:update", "shot:update"]


def test_a_value_is_emptied_only_where_it_is_ticked(studio, office):
    column(studio, "Camera")
    Entity.objects.filter(pk=studio.first_shot.pk).update(data={"camera": "A"})
    manager = office("manager")
    page = manager.act(Entity, "edit_metadata", [studio.first_shot], apply="yes")
    assert "Nothing is changed yet" in text(page)
    manager.act(Entity, "edit_metadata", [studio.first_shot], apply="yes", empty_camera="on")
    assert Entity.objects.get(pk=studio.first_shot.pk).data == {"camera": None}


def test_a_wrong_number_is_named_and_changes_nothing(studio, office):
    column(studio, "Weight", "number")
    page = office("manager").act(
        Entity, "edit_metadata", [studio.first_shot], apply="yes", value_weight="heavy"
    )
    assert page.context["form"].errors == {"value_weight": ["Enter a number."]}
    assert Entity.objects.get(pk=studio.first_shot.pk).data is None


def test_a_supervisor_writes_only_columns_of_their_departments(studio, office):
    studio.supervisor.departments.set([studio.animation_department])
    column(studio, "Cost")
    link = {"metadata_descriptor": column(studio, "Camera"), "department": studio.animation_department}
    DepartmentMetadataDescriptorLink.objects.create(**link)
    supervisor, shots = office("supervisor"), [studio.first_shot, studio.second_shot]
    refused = supervisor.act(Entity, "edit_metadata", shots, apply="yes", value_cost="9", value_camera="B")
    assert "You may not change that metadata" in said(refused)[0]
    assert Entity.objects.get(pk=studio.first_shot.pk).data is None
    supervisor.act(Entity, "edit_metadata", shots, apply="yes", value_camera="B")
    assert Entity.objects.get(pk=studio.second_shot.pk).data == {"camera": "B"}


def test_shots_remember_what_they_were_before_many_changed(studio, office):
    long_ago = studio.first_shot.updated_at - datetime.timedelta(minutes=5)
    Entity.objects.filter(pk=studio.first_shot.pk).update(updated_at=long_ago)
    form = {"apply": "yes", "key": "note", "value": "dusk"}
    office("manager").act(Entity, "edit_metadata", [studio.first_shot, studio.second_shot], **form)
    versions = EntityVersion.objects.values_list("entity__name", "data", "person__first_name")
    assert list(versions) == [("SH010", {"note": "dusk"}, studio.manager.first_name)]


def test_the_metadata_of_many_takes_a_few_statements_whatever_their_number(studio, office):
    manager, counts = office("manager"), []
    for number in (2, 30):
        shots = [
            Entity(name=f"{number}-{n}", project=studio.feature, entity_type=studio.shot_type)
            for n in range(number)
        ]
        Entity.objects.bulk_create(shots)
        with CaptureQueriesContext(connection) as captured:
            answer = manager.act(Entity, "edit_metadata", shots, apply="yes", key="note", value="dusk")
        assert said(answer)[-1] == f"The metadata of {number} entities was changed."
        counts.append(len(captured))
    assert counts[0] == counts[1]


# The breakdown of a sequence


def breakdown(office, who: str, **params):
    return office(who).client.get(BREAKDOWN, {name: str(value) for name, value in params.items()})


def test_the_breakdown_shows_what_each_shot_of_a_sequence_casts(studio, office):
    EntityLink.objects.create(entity_in=studio.second_shot, entity_out=studio.lamp, nb_occurences=3)
    Entity.objects.filter(pk=studio.hero.pk).update(ready_for=studio.animation)
    page = breakdown(office, "supervisor", project=studio.feature.pk, sequence=studio.sequence.pk)
    shots = [
        (
            shot["name"],
            [[(cast["name"], cast["number"]) for cast in cell] for cell in shot["cells"]],
            shot["ready"],
        )
        for shot in page.context["shots"]
    ]
    assert page.context["types"] == ["Character", "Props"]
    assert shots == [("SH010", [[("Hero", 1)], []], 1), ("SH020", [[], [("Lamp", 3)]], 0)]
    assert "3 Lamp" in text(page)


def test_the_breakdown_leaves_out_what_is_canceled(studio, office):
    Entity.objects.filter(pk__in=[studio.hero.pk, studio.second_shot.pk]).update(canceled=True)
    page = breakdown(office, "manager", project=studio.feature.pk)
    assert [(shot["name"], shot["cast"]) for shot in page.context["shots"]] == [("SH010", 0)]


@pytest.mark.parametrize("wrong", ["nope", "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"])
def test_an_unknown_sequence_shows_the_first(studio, office, wrong):
    page = breakdown(office, "manager", project=studio.feature.pk, sequence=wrong)
    assert page.context["sequence"] == "SQ01"


def test_the_breakdown_offers_productions_of_the_viewer_only(studio, office):
    offered = breakdown(office, "manager", project=studio.series.pk).context["projects"]
    assert [option["name"] for option in offered] == ["Big Buck"]


def test_a_breakdown_takes_as_many_queries_whatever_its_size(studio, office):
    counts = []
    for number in (1, 15):
        shots = Entity.objects.bulk_create(
            Entity(
                name=f"{number}-{n}",
                project=studio.feature,
                entity_type=studio.shot_type,
                parent=studio.sequence,
            )
            for n in range(number)
        )
        EntityLink.objects.bulk_create(
            EntityLink(entity_in=shot, entity_out=asset)
            for shot in shots
            for asset in (studio.hero, studio.lamp)
        )
        with CaptureQueriesContext(connection) as captured:
            assert breakdown(office, "manager", project=studio.feature.pk).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


# Thumbnails


@pytest.mark.parametrize(("who", "status"), [("manager", 200), ("admin", 200), ("outsider", 404)])
def test_a_thumbnail_is_shown_to_who_sees_the_preview(studio, office, who, status):
    preview = apps.get_model("files.PreviewFile").objects.create(name="p", task=studio.first_animation)
    storage.save(Stored(PICTURES, "thumbnails", preview.pk), ContentFile(b"a picture"))
    if who == "outsider":
        type(studio.outsider).objects.filter(pk=studio.outsider.pk).update(role="manager")
    studio.people[who].refresh_from_db()
    answer = office(who).client.get(reverse("admin:files_previewfile_thumbnail", args=[preview.pk]))
    assert answer.status_code == status


def test_a_preview_without_a_picture_has_no_thumbnail(studio, office):
    preview = apps.get_model("files.PreviewFile").objects.create(name="p", task=studio.first_animation)
    answer = office("admin").client.get(reverse("admin:files_previewfile_thumbnail", args=[preview.pk]))
    assert answer.status_code == 404
