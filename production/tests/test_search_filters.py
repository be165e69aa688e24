"""Searches that people save, and their groups (notes on production, section 12)."""

import pytest

from production.models import Project, SearchFilter, SearchFilterGroup

UNKNOWN = "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"
FILTERS, GROUPS = "/data/user/filters", "/data/user/filter-groups"


def save(api, who, **body):
    return api(who).post(FILTERS, {"name": "Late", "query": "duedate<today", **body})


def found(api, who, where=FILTERS) -> set[str]:
    """The names of the searches (or groups) that somebody is shown."""
    lists = api(who).get(where).json()
    return {row["name"] for places in lists.values() for rows in places.values() for row in rows}


def test_a_search_is_saved_for_oneself_without_events(studio, api, events):
    row = save(api, "animator").json()
    assert row == {
        "id": row["id"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
        "type": "SearchFilter",
        "list_type": "todo",
        "entity_type": None,
        "name": "Late",
        "search_query": "duedate<today",
        "is_shared": False,
        "department_id": None,
        "search_filter_group_id": None,
        "person_id": str(studio.animator.pk),
        "project_id": None,
    }
    assert api("animator").get(FILTERS).json() == {"todo": {"all": [row]}}
    assert events() == []


def test_searches_are_by_list_and_production(studio, api):
    here = str(studio.feature.pk)
    save(api, "animator", list_type="asset", project_id=here)
    assert set(api("animator").get(FILTERS).json()["asset"]) == {here}


@pytest.mark.parametrize(
    ("who", "project", "shared"),
    [
        ("manager", "feature", True),
        ("admin", "series", True),
        ("supervisor", "feature", False),
        ("animator", "feature", False),
        ("manager", None, False),
    ],
)
def test_managers_share_in_their_productions(studio, api, who, project, shared):
    place = {"project_id": str(getattr(studio, project).pk)} if project else {}
    assert save(api, who, is_shared=True, **place).json()["is_shared"] is shared
    group = api(who).post(GROUPS, {"name": "Group", "is_shared": True, **place})
    assert group.json()["is_shared"] is shared


@pytest.fixture
def shared(studio):
    """A shared search and group of the feature's manager, another for the modelers."""
    here = {"project": studio.feature, "person": studio.manager, "is_shared": True, "list_type": "shot"}
    group = SearchFilterGroup.objects.create(name="Ours", **here)
    SearchFilter.objects.create(name="For all", search_filter_group=group, **here)
    SearchFilter.objects.create(name="For modelers", department=studio.modeling_department, **here)
    return group


SEEN = {
    "admin": {"For all", "For modelers"},
    "manager": {"For all", "For modelers"},
    "modeler": {"For all", "For modelers"},
    "animator": {"For all"},
    "client": {"For all"},
    "outsider": set(),  # not on the team
}


@pytest.mark.parametrize("who", SEEN)
def test_shared_searches_are_for_the_team_and_their_department(shared, api, who):
    assert found(api, who) == SEEN[who]
    assert found(api, who, GROUPS) == ({"Ours"} if SEEN[who] else set())


def test_a_closed_production_shows_none(shared, studio, api):
    Project.objects.filter(pk=studio.feature.pk).update(project_status=studio.closed)
    assert found(api, "manager") == set()


def test_ones_own_search_for_a_department_that_one_left_is_hidden(studio, api):
    save(api, "animator", department_id=str(studio.modeling_department.pk))
    assert found(api, "animator") == set()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": ""}, 400),
        ({"query": ""}, 400),
        ({"name": "x" * 201}, 400),
        ({"project_id": "x"}, 400),
        ({"project_id": UNKNOWN}, 404),
        ({"department_id": UNKNOWN}, 404),
        ({"search_filter_group_id": UNKNOWN}, 404),
        ({"search_filter_group_id": "x"}, 400),
    ],
)
def test_a_wrong_search_is_refused(studio, api, body, status):
    assert save(api, "animator", **body).status_code == status
    assert not SearchFilter.objects.exists()


def test_a_production_of_others_is_refused(studio, api):
    assert save(api, "animator", project_id=str(studio.series.pk)).status_code == 403


def test_only_ones_own_are_changed(shared, api):
    pk = SearchFilter.objects.get(name="For all").pk
    for who, status in (("animator", 404), ("admin", 200), ("manager", 200)):
        assert api(who).put(f"{FILTERS}/{pk}", {"name": "New"}).status_code == status
        assert api(who).put(f"{GROUPS}/{shared.pk}", {"name": "New"}).status_code == status
        assert api(who).get(f"{GROUPS}/{shared.pk}").status_code == status
    assert api("animator").delete(f"{FILTERS}/{pk}").status_code == 404
    assert api("animator").delete(f"{GROUPS}/{shared.pk}").status_code == 404
    assert api("manager").delete(f"{FILTERS}/{pk}").status_code == 204


@pytest.mark.parametrize("where", [FILTERS, GROUPS])
@pytest.mark.parametrize("pk", ["x", UNKNOWN])
def test_a_search_that_is_not_there(studio, api, where, pk):
    assert api("admin").put(f"{where}/{pk}", {"name": "New"}).status_code == 404
    assert api("admin").delete(f"{where}/{pk}").status_code == 404


def test_sharing_takes_the_production_in_the_body(studio, api):
    here = str(studio.feature.pk)
    row = save(api, "manager", project_id=here).json()
    change = api("manager").put
    assert change(f"{FILTERS}/{row['id']}", {"is_shared": True}).json()["is_shared"] is False
    body = {"is_shared": True, "project_id": here}
    assert change(f"{FILTERS}/{row['id']}", body).json()["is_shared"] is True
    assert change(f"{FILTERS}/{row['id']}", {"name": "Later"}).json()["is_shared"] is True


def test_a_shared_search_is_not_carried_into_a_production_one_does_not_manage(studio, api):
    studio.series.team_links.create(person=studio.manager, role="user")
    row = save(api, "manager", project_id=str(studio.feature.pk), is_shared=True).json()
    moved = api("manager").put(f"{FILTERS}/{row['id']}", {"project_id": str(studio.series.pk)}).json()
    assert (moved["project_id"], moved["is_shared"]) == (str(studio.series.pk), False)


def test_a_search_is_shared_like_its_group(shared, studio, api):
    here = {"project_id": str(studio.feature.pk), "search_filter_group_id": str(shared.pk)}
    assert save(api, "manager", **here).status_code == 400
    row = save(api, "manager", is_shared=True, **here)
    assert row.status_code == 201
    pk = row.json()["id"]
    unshare = {"is_shared": False, "project_id": str(studio.feature.pk)}
    assert api("manager").put(f"{FILTERS}/{pk}", unshare).status_code == 400
    out = api("manager").put(f"{FILTERS}/{pk}", {"search_filter_group_id": None}).json()
    assert (out["search_filter_group_id"], out["is_shared"]) == (None, True)


def test_a_group_that_somebody_keeps_for_themselves_is_not_joined(studio, api):
    own = SearchFilterGroup.objects.create(name="Mine", list_type="todo", person=studio.modeler)
    assert save(api, "animator", search_filter_group_id=str(own.pk)).status_code == 404


def test_the_searches_of_a_group_follow_it(shared, studio, api):
    body = {"is_shared": False, "project_id": str(studio.feature.pk)}
    assert api("manager").put(f"{GROUPS}/{shared.pk}", body).json()["is_shared"] is False
    assert SearchFilter.objects.get(name="For all").is_shared is False
    assert api("manager").delete(f"{GROUPS}/{shared.pk}").status_code == 204
    assert set(SearchFilter.objects.values_list("name", flat=True)) == {"For modelers"}


def test_the_lists_take_as_many_queries_for_many_searches(shared, studio, api, django_assert_num_queries):
    caller = api("animator")
    for count in (1, 30):
        SearchFilter.objects.bulk_create(
            SearchFilter(name=f"{count}-{n}", list_type="shot", person=studio.animator) for n in range(count)
        )
        with django_assert_num_queries(4):
            assert caller.get(FILTERS).status_code == 200
