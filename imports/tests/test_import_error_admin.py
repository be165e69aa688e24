"""Failed imports in the back office: what they say, and trying them again."""

import pytest
from django.test import Client
from django.urls import reverse

from imports.models import DataImportError
from production.models import TaskStatus

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:imports_dataimporterror_changelist")


def failed(**row):
    return DataImportError.objects.create(
        source="shotgun", event_data={"kind": "status", "row": row, "reason": "code: it is missing."}
    )


@pytest.fixture
def office(studio):
    client = Client()
    client.force_login(studio.admin)
    return client


def try_again(office, *errors):
    chosen = [str(error.pk) for error in errors]
    return office.post(PAGE, {"action": "try_again", "_selected_action": chosen}, follow=True)


def test_the_list_says_of_which_row_and_why(office):
    failed(id=7, name="Final")
    page = office.get(PAGE).content.decode()
    assert "code: it is missing." in page
    assert ">7<" in page


def test_errors_of_any_shape_are_listed(office):
    for value in ([1], "text", 5, {"row": "text"}):
        DataImportError.objects.create(source="shotgun", event_data=value)
    assert office.get(PAGE).status_code == 200


def test_a_row_that_comes_in_now_is_gone_from_the_list(office):
    page = try_again(office, failed(id=7, name="Final", code="fin"))
    assert "1 came in." in page.content.decode()
    assert TaskStatus.objects.get(shotgun_id=7).short_name == "fin"
    assert not DataImportError.objects.exists()


def test_a_row_that_fails_again_stays_with_its_reason(office):
    error = failed(id=7, name="x" * 41, code="fin")
    report = DataImportError.objects.create(source="shotgun", event_data={"kind": "shot"})
    assert "2 could not be taken in" in try_again(office, error, report).content.decode()
    error.refresh_from_db()
    assert error.event_data["reason"] == "name: it is longer than 40 characters."


@pytest.mark.parametrize("name", ["manager", "supervisor"])
def test_only_admins_see_them(studio, name):
    client = Client()
    client.force_login(getattr(studio, name))
    assert client.get(PAGE).status_code == 403
