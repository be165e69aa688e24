"""The same sheet sent twice at the same moment: nobody sees an error, and nothing is there twice."""

import pytest
from django.db.models import Count

from accounts.models import Person
from imports.tests.sheets import sheet
from kitsu_site.tests.concurrency import at_once
from production.models import Comment, Entity, EntityType, Task

SHOTS = ["Sequence,Name,Animation", *(f"SQ{n // 3},NEW{n},wip" for n in range(9))]
ASSETS = ["Type,Name,Modeling", *(f"Boat,Tug {n},wip" for n in range(6))]
PERSONS = ["First Name,Last Name,Email", *(f"P{n},Q{n},p{n}@example.com" for n in range(6))]


def send_twice(api, path: str, lines: list[str]) -> list[int]:
    """The statuses of two imports of the same sheet at once."""
    callers = [api("admin"), api("admin")]
    forms = [sheet(*lines), sheet(*lines)]
    answers = at_once(
        *(lambda caller=c, form=f: caller.post(path, form=form) for c, f in zip(callers, forms, strict=True))
    )
    return [answer.status_code for answer in answers]


@pytest.mark.django_db(transaction=True)
def test_a_sheet_that_is_sent_twice_at_once_is_imported_once(studio, api):
    project = f"/import/csv/projects/{studio.feature.pk}"
    assert send_twice(api, f"{project}/shots", SHOTS) == [201, 201]
    assert send_twice(api, f"{project}/assets", ASSETS) == [201, 201]
    assert send_twice(api, "/import/csv/persons", PERSONS) == [201, 201]
    here = Entity.objects.filter(project=studio.feature)
    assert here.filter(name__startswith="NEW").count() == 9
    assert here.filter(name__in=["SQ0", "SQ1", "SQ2"]).count() == 3
    assert (here.filter(name__startswith="Tug").count(), EntityType.objects.filter(name="Boat").count()) == (
        6,
        1,
    )
    assert Person.objects.filter(email__endswith="@example.com", first_name__startswith="P").count() == 6
    twice = Task.objects.values("entity_id", "task_type_id").annotate(number=Count("pk")).filter(number__gt=1)
    assert list(twice) == []
    new = Task.objects.filter(entity__name__startswith="NEW", task_type=studio.animation)
    assert Comment.objects.filter(object_id__in=new.values("pk")).count() == 9
