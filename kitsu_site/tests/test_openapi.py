"""The API describes itself, without a network and without its secrets."""

import pytest
from drf_spectacular.validation import validate_schema

from accounts.api.wires import PERSON_SECRETS

pytestmark = pytest.mark.django_db


@pytest.fixture
def description(client):
    return client.get("/openapi.json").json()


def test_the_description_is_valid_openapi(description):
    validate_schema(description)


def test_a_collection_is_described_by_its_columns(description):
    row = description["paths"]["/data/milestones"]["get"]["responses"]["200"]["content"]["application/json"]
    assert set(row["schema"]["items"]["properties"]) == {
        "id",
        "type",
        "created_at",
        "updated_at",
        "name",
        "date",
        "project_id",
        "task_type_id",
    }


def test_a_body_is_described_by_its_fields(description):
    body = description["components"]["schemas"]["MilestoneInput"]
    assert body["required"] == ["name"]
    assert body["properties"]["date"] == {"type": "string", "format": "date", "nullable": True}


def test_no_secret_column_of_people_is_described(description):
    person = description["paths"]["/data/persons"]
    assert not [secret for secret in PERSON_SECRETS if f'"{secret}"' in str(person).replace("'", '"')]


def test_the_documentation_page_loads_nothing_from_elsewhere(client):
    page = client.get("/docs/").content.decode()
    assert "/static/drf_spectacular_sidecar/" in page
    assert "https://" not in page
