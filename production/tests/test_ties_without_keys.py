"""What names a row by no foreign key, or by its own key, does not leave its production either."""

import pytest

from production.models import Chat, Comment, EntityLink, ScheduleItem

MOVES = (
    ("comments", "object_id", "robot_modeling"),
    ("chats", "object_id", "robot"),
    ("schedule-items", "object_id", "episode_shot"),
    ("entity-links", "entity_in_id", "episode_shot"),
    ("entity-links", "entity_out_id", "robot"),
)


@pytest.fixture
def rows(studio) -> dict:
    """A row of the feature for each route, by its last part."""
    return {
        "comments": Comment.objects.create(
            object_id=studio.first_animation.pk, object_type="Task", person=studio.animator
        ),
        "chats": Chat.objects.create(object_id=studio.lamp.pk, object_type="entity"),
        "schedule-items": ScheduleItem.objects.create(
            project=studio.feature, task_type=studio.animation, object_id=studio.first_shot.pk
        ),
        "entity-links": EntityLink.objects.get(),
    }


@pytest.mark.parametrize(("route", "column", "target"), MOVES)
def test_a_change_leaves_it_where_it_is(studio, api, rows, route, column, target):
    row = rows[route]
    before, other = getattr(row, column), getattr(studio, target).pk
    answer = api("admin").put(f"/data/{route}/{row.id}", {column: str(other)})
    row.refresh_from_db()
    assert (answer.status_code in (200, 400), getattr(row, column)) == (True, before)
