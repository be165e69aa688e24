"""The news of productions (notes on tasks, section 4)."""

import pytest

from production.models import News


@pytest.fixture
def news(studio, api):
    """Two comments on two days: the first starts the animation, the second asks for a review of it."""
    for day, status in (("01", "wip"), ("02", "wfa")):
        api("manager").post(
            f"/actions/tasks/{studio.first_animation.pk}/comment",
            {
                "task_status_id": str(getattr(studio, status).pk),
                "comment": day,
                "created_at": f"2030-05-{day} 10:00:00",
            },
        )
    return f"/data/projects/{studio.feature.pk}/news"


def test_news_come_last_first_with_what_they_are_about(studio, api, news):
    page = api("animator").get(news).json()
    assert {name: page[name] for name in page if name != "data"} == {
        "total": 2,
        "nb_pages": 1,
        "limit": 50,
        "offset": 0,
        "page": 1,
        "stats": {str(studio.wfa.pk): 1},
    }
    assert [row["created_at"] for row in page["data"]] == ["2030-05-02T10:00:00", "2030-05-01T10:00:00"]
    first = page["data"][0]
    assert first == {
        "id": str(News.objects.get(change=True).pk),
        "type": "News",
        "author_id": str(studio.manager.pk),
        "comment_id": first["comment_id"],
        "task_id": str(studio.first_animation.pk),
        "task_type_id": str(studio.animation.pk),
        "task_status_id": str(studio.wfa.pk),
        "task_entity_id": str(studio.first_shot.pk),
        "preview_file_id": None,
        "preview_file_extension": None,
        "preview_file_revision": None,
        "project_id": str(studio.feature.pk),
        "project_name": "Big Buck",
        "created_at": "2030-05-02T10:00:00",
        "change": True,
        "full_entity_name": "SQ01 / SH010",
        "episode_id": None,
        "entity_preview_file_id": None,
        "person": {
            "id": str(studio.manager.pk),
            "first_name": "Mona",
            "last_name": "Manager",
            "has_avatar": False,
            "role": "manager",
            "full_name": "Mona Manager",
        },
    }


FILTERS = [
    ({"after": "2030-05-01T10:00:00"}, 1),
    ({"before": "2030-05-02T10:00:00"}, 1),
    ({"page": 2, "limit": 1}, 1),
    ({"page": 3, "limit": 1}, 0),
    ({"only_preview": "true"}, 0),
]


@pytest.mark.parametrize(("params", "count"), FILTERS)
def test_news_are_narrowed(api, news, params, count):
    assert len(api("manager").get(news, params).json()["data"]) == count


@pytest.mark.parametrize(
    "params",
    [
        {"page": 0},
        {"limit": "x"},
        {"limit": -1},
        {"after": "May"},
        {"only_preview": "maybe"},
        {"person_id": "x"},
        {"task_type_id": "x"},
        {"task_status_id": "x"},
        {"episode_id": "x"},
    ],
)
def test_wrong_parameters_are_400(api, news, params):
    assert api("manager").get(news, params).status_code == 400


READERS = {"admin": 2, "manager": 2, "animator": 2, "vendor": 0, "client": 0}


@pytest.mark.parametrize(("who", "count"), READERS.items())
def test_vendors_and_clients_read_of_what_they_see(api, news, who, count):
    assert api(who).get(news).json()["total"] == count


def test_news_of_elsewhere(studio, api, news):
    one = News.objects.first().pk
    assert api("animator").get(f"{news}/{one}").status_code == 200
    assert api("vendor").get(f"{news}/{one}").status_code == 403
    assert api("admin").get(f"/data/projects/{studio.series.pk}/news/{one}").status_code == 404
    assert api("outsider").get(news).status_code == 403
    assert api("outsider").get("/data/projects/news").json()["data"] == []
    assert api("animator").get("/data/projects/news").json()["total"] == 2
    of_shot = api("animator").get(f"/data/entities/{studio.first_shot.pk}/news").json()
    assert (of_shot["total"], of_shot["limit"], "stats" in of_shot) == (2, 2000, False)


def test_concepts_make_no_news(studio, api):
    concept = studio.lamp
    concept.entity_type = studio.concept_type
    concept.save()
    path = f"/actions/tasks/{studio.lamp_modeling.pk}/comment"
    assert api("manager").post(path, {"task_status_id": str(studio.wip.pk)}).status_code == 201
    assert News.objects.count() == 0
