"""Finding entities and people: POST /data/search (notes on entities, section 11)."""

import pytest

from production.models import (
    DepartmentMetadataDescriptorLink,
    Entity,
    MetadataDescriptor,
)

UNKNOWN = "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"


def names(answer) -> dict:
    return {
        index: [(row.get("name") or row["first_name"], row["matched_terms"]) for row in rows]
        for index, rows in answer.json().items()
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("la", {}),
        ("LAMP", {"assets": [("Lamp", ["name"])], "shots": []}),
        ("lamp props", {"assets": [("Lamp", ["name", "asset_type_name"])], "shots": []}),
        ("lamp hero", {"assets": [], "shots": []}),
        ("sq01", {"assets": [], "shots": [("SH010", ["sequence_name"]), ("SH020", ["sequence_name"])]}),
        ("100%", {"assets": [], "shots": []}),
    ],
)
def test_every_word_is_found_in_what_is_written_on_an_entity(studio, api, query, found):
    answer = api("animator").post("/data/search", {"query": query, "index_names": ["assets", "shots"]})
    assert names(answer) == found


def test_metadata_is_searched_but_not_frames(studio, api):
    data = {"frame_in": 1001, "mood": "Été gris"}
    Entity.objects.filter(pk=studio.first_shot.pk).update(data=data)
    animator = api("animator")
    found = [
        names(animator.post("/data/search", {"query": query, "index_names": ["shots"]}))["shots"]
        for query in ("été", "1001")
    ]
    assert found == [[("SH010", ["mood"])], []]


def test_people_are_found_by_name(studio, api):
    found = api("animator").post("/data/search", {"query": "vendor", "index_names": ["persons"]}).json()
    row = found["persons"][0]
    assert (row["first_name"], "email" in row, "password" in row) == ("Vera", False, False)


@pytest.mark.parametrize(
    ("who", "project_id", "found"),
    [("outsider", None, []), ("animator", UNKNOWN, []), ("vendor", None, []), ("admin", None, ["Hero"])],
)
def test_only_what_the_caller_sees_is_found(studio, api, who, project_id, found):
    body = {"query": "hero", "index_names": ["assets"], "project_id": project_id}
    assert [row["name"] for row in api(who).post("/data/search", body).json()["assets"]] == found


def test_vendors_do_not_find_by_metadata_of_other_departments(studio, api):
    Entity.objects.filter(pk=studio.second_shot.pk).update(data={"cost": "expensive"})
    descriptor = MetadataDescriptor.objects.create(
        project=studio.feature, entity_type="Shot", name="Cost", field_name="cost"
    )
    DepartmentMetadataDescriptorLink.objects.create(
        metadata_descriptor=descriptor, department=studio.modeling_department
    )
    body = {"query": "expensive", "index_names": ["shots"]}
    found = [len(api(who).post("/data/search", body).json()["shots"]) for who in ("vendor", "animator")]
    assert found == [0, 1]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"query": 3},
        {"query": "lamp", "limit": 0},
        {"query": "lamp", "offset": -1},
        {"query": "lamp", "project_id": "x"},
    ],
)
def test_a_wrong_search_is_refused(studio, api, body):
    assert api("admin").post("/data/search", body).status_code == 400
