"""Rows written in order, with as few tries as it takes (imports/services/batches.py)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from imports.services import batches
from kitsu_site.exceptions import Invalid
from production.models import ProjectStatus

pytestmark = pytest.mark.django_db


def made(names: list) -> list:
    """Statuses of those names; "bad" is refused when all of its list are written."""
    ProjectStatus.objects.bulk_create(ProjectStatus(name=name, color="#000000") for name in names)
    if "bad" in names:
        raise Invalid("bad: not this one.", field="name")
    return [name.upper() for name in names]


def stored() -> list[str]:
    return sorted(ProjectStatus.objects.values_list("name", flat=True))


def test_good_rows_are_written_together():
    calls = []
    answer = batches.in_order(["a", "b", "c"], lambda part: calls.append(part) or made(part))
    assert (answer, calls) == ((["A", "B", "C"], []), [["a", "b", "c"]])


def test_nothing_is_written_of_no_rows():
    assert batches.in_order([], made) == ([], [])


@pytest.mark.parametrize("position", range(5))
def test_a_faulty_row_ends_it_and_the_rows_before_it_stay(position):
    rows = ["a", "b", "c", "d"]
    rows.insert(position, "bad")
    answered, [refusal] = batches.in_order(rows, made)
    assert answered == ["A", "B", "C", "D"][:position]
    assert stored() == ["a", "b", "c", "d"][:position]
    assert (refusal.index, refusal.row, refusal.field) == (position, "bad", "name")


def test_faulty_rows_that_pass_are_left_out():
    answered, refused = batches.in_order(["a", "bad", "b", "bad", "c"], made, passing=True)
    assert (answered, stored()) == (["A", "B", "C"], ["a", "b", "c"])
    assert [refusal.index for refusal in refused] == [1, 3]


def test_a_broken_constraint_is_told_without_a_word_of_the_database():
    _, [refusal] = batches.in_order(["a", "a"], made)
    assert refusal.index == 1
    assert refusal.reason.startswith("it breaks a constraint")


def test_a_row_that_the_model_refuses_is_told_in_its_words():
    def write(part):
        raise ValidationError(["No.", "Never."])

    assert batches.in_order(["a"], write)[1][0].reason == "No. Never."


def test_a_fault_of_our_own_is_no_refusal():
    with pytest.raises(ZeroDivisionError):
        batches.in_order(["a"], lambda part: 1 / 0)


@pytest.mark.parametrize(("field", "where"), [("name", "2.name"), (None, "2")])
def test_the_error_of_a_refusal_counts_rows_from_one_and_names_the_field(field, where):
    error = batches.Refusal(2, {}, "no.", field).error()
    assert error.message == "Row 3: no."
    assert error.data == {"errors": [{"field": where, "message": "no."}]}


def test_many_ids_are_looked_up_a_thousand_at_a_time():
    made(["a", "b"])
    names = [f"n{number}" for number in range(2000)] + ["b"]
    with CaptureQueriesContext(connection) as captured:
        rows = list(batches.found(ProjectStatus.objects.all(), "name", names))
    assert ([row.name for row in rows], len(captured)) == (["b"], 3)


def test_known_ids_are_those_of_stored_rows():
    made(["a"])
    there, nowhere = ProjectStatus.objects.get().pk, ProjectStatus().pk
    assert batches.known(ProjectStatus, [there, nowhere]) == {there}
