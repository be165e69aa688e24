"""Rows that go into a table at the speed of the database come out as they went in."""

import datetime
import uuid

import pytest
from django.db import DataError, IntegrityError, transaction

from kitsu_site.db.insertion import insert_rows, insert_values
from kitsu_site.models import ApiEvent
from production.models import Comment, Entity

ODD = [
    "\\N",
    "\\.",
    "tab\there",
    "line\nbreak\r\n",
    "back\\slash\\",
    "",
    " ",
    "é 漢 🎬",
    "NULL",
    '"quoted"',
    "a,b;c",
]


@pytest.mark.parametrize("text", ODD)
def test_text_stays_as_it_is(studio, text):
    row = Comment(
        object_id=studio.first_animation.pk,
        object_type="Task",
        person=studio.animator,
        text=text,
        links=[text, "other"],
        data={text: [text, 1, None, True, 0.5]},
        checklist=None,
    )
    insert_rows(Comment, [row])
    found = Comment.objects.get(pk=row.pk)
    assert (found.text, found.links) == (text, [text, "other"])
    assert (found.data, found.checklist) == ({text: [text, 1, None, True, 0.5]}, None)


def test_columns_that_share_values_keep_each_row_its_own(studio):
    moment = datetime.datetime(2030, 1, 7, 9, 0, 0, 1)
    shots = [
        Entity(
            name=f"SH{number}",
            project=studio.feature,
            entity_type=studio.shot_type,
            nb_frames=None if number % 2 else number,
            created_at=moment,
            data={"number": number},
        )
        for number in range(5)
    ]
    insert_rows(Entity, shots)
    found = Entity.objects.filter(created_at=moment).order_by("name")
    assert [(row.name, row.nb_frames, row.data, row.project_id) for row in found] == [
        ("SH0", 0, {"number": 0}, studio.feature.pk),
        ("SH1", None, {"number": 1}, studio.feature.pk),
        ("SH2", 2, {"number": 2}, studio.feature.pk),
        ("SH3", None, {"number": 3}, studio.feature.pk),
        ("SH4", 4, {"number": 4}, studio.feature.pk),
    ]
    assert shots[0].updated_at == found[0].updated_at
    assert not shots[0]._state.adding


def test_no_rows_take_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_rows(Comment, [])


def test_ids_may_be_text(db):
    number = uuid.uuid4()
    insert_values(ApiEvent, ["id", "name"], [[str(number), "shot:new"]])
    assert ApiEvent.objects.get().pk == number


def test_what_the_database_refuses_is_an_error_of_django(db):
    twice = [uuid.uuid4(), "shot:new"]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_values(ApiEvent, ["id", "name"], [twice, twice])
    with pytest.raises((DataError, ValueError)), transaction.atomic():
        insert_values(ApiEvent, ["id", "name"], [["no id", "shot:new"]])
    assert ApiEvent.objects.count() == 0


def test_rows_have_a_value_for_each_column(db):
    with pytest.raises(ValueError, match="shorter"):
        insert_values(ApiEvent, ["id", "name"], [[uuid.uuid4(), "shot:new"], [uuid.uuid4()]])
