"""New and changed rows, written together (imports/services/writing.py)."""

import datetime

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from imports.services import writing
from production.models import EntityLink, Milestone

pytestmark = pytest.mark.django_db
LONG_AGO = datetime.datetime(2020, 1, 1)


def milestones(studio, *names) -> list[Milestone]:
    return [Milestone(name=name, project=studio.feature, updated_at=LONG_AGO) for name in names]


def names() -> list[str]:
    return sorted(Milestone.objects.values_list("name", flat=True))


def test_new_and_changed_rows_take_one_insert_each(studio):
    [old] = milestones(studio, "Start")
    writing.save(Milestone, made=[old], changed=[], attributes=set())
    old.name = "Kick-off"
    with CaptureQueriesContext(connection) as captured:
        made = milestones(studio, "Half way", "Wrap")
        writing.save(Milestone, made=made, changed=[old], attributes={"name"})
    inserts = [query for query in captured.captured_queries if query["sql"].startswith("INSERT")]
    assert (names(), len(inserts)) == (["Half way", "Kick-off", "Wrap"], 2)


def test_only_the_attributes_that_are_named_change(studio):
    [row] = milestones(studio, "Start")
    writing.save(Milestone, made=[row], changed=[], attributes=set())
    row.name, row.date = "Wrap", datetime.date(2030, 1, 1)
    writing.save(Milestone, made=[], changed=[row], attributes={"date"})
    stored = Milestone.objects.get()
    assert (stored.name, stored.date) == ("Start", datetime.date(2030, 1, 1))


def test_a_changed_row_says_that_it_changed_now_unless_it_keeps_its_times(studio):
    now, then = rows = milestones(studio, "Now", "Then")
    writing.save(Milestone, made=rows, changed=[], attributes=set())
    now.updated_at = then.updated_at = LONG_AGO
    then.keeps_times = True
    writing.save(Milestone, made=[], changed=rows, attributes={"name"})
    assert Milestone.objects.get(name="Now").updated_at > LONG_AGO
    assert Milestone.objects.get(name="Then").updated_at == LONG_AGO


def test_rows_may_be_found_by_more_than_their_id(studio):
    link = EntityLink.objects.get(entity_in=studio.first_shot)
    row = EntityLink(entity_in_id=link.entity_in_id, entity_out_id=link.entity_out_id, nb_occurences=9)
    key = ("entity_in_id", "entity_out_id")
    writing.save(EntityLink, made=[], changed=[row], attributes={"nb_occurences", *key}, key=key)
    stored = EntityLink.objects.get(entity_in=studio.first_shot)
    assert (stored.pk, stored.nb_occurences) == (link.pk, 9)


def test_a_constraint_that_breaks_is_raised(studio):
    link = EntityLink.objects.get(entity_in=studio.first_shot)
    twin = EntityLink(entity_in_id=link.entity_in_id, entity_out_id=link.entity_out_id)
    with pytest.raises(IntegrityError):
        writing.save(EntityLink, made=[twin], changed=[], attributes=set())
