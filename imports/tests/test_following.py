"""What the events of another server make its follower look at."""

import pytest
from django.core.management import CommandError, call_command

from imports.services.sync import following


def event(name: str, **data) -> dict:
    return {"id": "e", "name": name, "project_id": None, "data": data}


def looked_at(*events) -> dict:
    return {mirror.name: ids for mirror, ids in following.touched(list(events)).items()}


def test_events_tell_the_rows_by_the_names_of_their_ids():
    posted = event("comment:new", comment_id="c", task_id="t", task_status_id="s", project_id="p")
    assigned = event("task:assign", task_id="u", person_id="a")
    assert looked_at(posted, assigned) == {
        "comments": {"c"},
        "tasks": {"t", "u"},
        "task-status": {"s"},
        "projects": {"p"},
        "persons": {"a"},
    }


def test_kinds_of_entities_and_types_of_assets_have_names_of_their_own():
    events = [event("shot:update", shot_id="s"), event("asset-type:new", asset_type_id="t")]
    assert looked_at(*events) == {"Shot": {"s"}, "entity-types": {"t"}}


@pytest.mark.parametrize(
    "data", [{"nb_entities_out": 3}, {"task_id": None}, {"task_id": ""}, {"task_id": ["t"]}]
)
def test_what_is_no_id_of_a_row_is_passed_over(data):
    assert looked_at(event("task:update", **data)) == {}


@pytest.mark.parametrize(
    ("told", "column", "ids"),
    [
        (event("shot:casting-update", shot_id="s", nb_entities_out=2), "entity_in_id", {"s"}),
        (event("asset:new-link", asset_in="a", asset_out="b"), "entity_in_id", {"a"}),
        (event("entity-link:new", entity_link_id="l", entity_in_id="s"), "entity_in_id", {"s"}),
        (event("comment:update", comment_id="c"), "comment_id", {"c"}),
    ],
)
def test_castings_and_attachments_are_read_with_what_they_hang_on(told, column, ids):
    [(_, *found)] = following.hanging([told])
    assert found == [column, ids]


@pytest.mark.parametrize("options", [{"every": 0}, {"every": -1}, {"minutes": -5}])
def test_options_that_make_no_sense_are_told(options):
    with pytest.raises(CommandError, match="positive numbers expected"):
        call_command("sync_changes", source="http://127.0.0.1:9", **options)


def test_a_server_that_is_not_there_is_told_in_one_line(monkeypatch):
    monkeypatch.setenv("SYNC_LOGIN", "admin@example.com")
    monkeypatch.setenv("SYNC_PASSWORD", "mysecretpassword")
    with pytest.raises(CommandError, match="9 does not answer"):
        call_command("sync_changes", source="http://127.0.0.1:9")
