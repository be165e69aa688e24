"""Every error is JSON, says what is wrong, and leaves nothing half done."""

import pytest

from accounts.models import Department
from kitsu_site.services import Rows

UNKNOWN_ID = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"


def test_without_a_token(api, studio):
    answer = api().get("/data/departments")
    assert answer.status_code == 401
    message = "Authentication credentials were not provided."
    assert answer.json() == {"error": True, "message": message, "msg": message}
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_with_a_token_that_is_none(api, studio):
    answer = api().get("/data/departments", headers={"Authorization": "Bearer x.y.z"})
    assert answer.status_code == 422
    assert set(answer.json()) == {"error", "message", "msg"}


def test_without_the_right(api, studio):
    answer = api("animator").post("/data/departments", {"name": "Fx", "color": "#000000"})
    assert answer.status_code == 403
    assert answer.json() == {"error": True, "message": "You may not create that."}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_unknown_id(method, api, studio):
    answer = api("admin").call(method, f"/data/departments/{UNKNOWN_ID}", {})
    assert answer.status_code == 404
    assert answer.json() == {"error": True, "message": f"There is no department {UNKNOWN_ID}."}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize("id", ["x", f"{UNKNOWN_ID}x", f"{{{UNKNOWN_ID}}}"])
def test_a_malformed_id(method, id, api, studio):
    answer = api("admin").call(method, f"/data/departments/{id}", {})
    assert answer.status_code == 400
    assert answer.json()["message"] == f"id: an id expected, got '{id}'."


def test_another_type_of_body(api, studio):
    answer = api("admin").call("POST", "/data/departments", raw="x", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415
    assert answer.json() == {
        "error": True,
        "message": 'Unsupported media type "text/plain" in request.',
    }


@pytest.mark.parametrize("raw", [" ", "{", "NaN", '{"name": NaN}', '{"name": "\\ud800"}', "\udcff"])
def test_a_body_that_is_not_json(raw, api, studio):
    answer = api("admin").call("POST", "/data/departments", raw=raw.encode("utf-8", "surrogateescape"))
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("The body is not JSON: ")


@pytest.mark.parametrize("raw", ["[]", "[{}]", "null", "1", '"x"'])
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_body_that_is_no_object(method, raw, api, studio):
    path = "/data/departments" + (f"/{studio.modeling_department.pk}" if method == "PUT" else "")
    answer = api("admin").call(method, path, raw=raw)
    assert answer.status_code == 400
    assert answer.json() == {"error": True, "message": "A JSON object expected."}


def test_a_body_nested_without_end(api, studio):
    answer = api("admin").call("POST", "/data/projects", raw='{"data": ' * 101 + "1" + "}" * 101)
    assert answer.status_code == 400
    assert answer.json() == {"error": True, "message": "The body is nested deeper than 100 levels."}


def test_fields_that_are_missing_and_fields_that_do_not_exist(api, studio):
    answer = api("admin").post("/data/departments", {"colour": "#000000"})
    assert answer.status_code == 400
    assert answer.json() == {
        "error": True,
        "message": "colour: There is no such field.",
        "data": {"errors": [{"field": "colour", "message": "There is no such field."}]},
    }


def test_every_wrong_field_is_named(api, studio):
    answer = api("admin").post("/data/task-types", {"priority": "high", "department_id": UNKNOWN_ID})
    assert answer.status_code == 400
    errors = {error["field"]: error["message"] for error in answer.json()["data"]["errors"]}
    assert errors == {
        "name": "This field is required.",
        "priority": "A valid integer is required.",
        "department_id": f"There is no department {UNKNOWN_ID}.",
    }


def test_a_name_that_is_taken(api, studio):
    answer = api("admin").post("/data/departments", {"name": "Modeling", "color": "#000000"})
    assert answer.status_code == 400
    assert answer.json()["error"] is True
    assert Department.objects.filter(name="Modeling").count() == 1


def test_a_row_that_others_refer_to_stays(api, studio):
    answer = api("admin").delete(f"/data/departments/{studio.modeling_department.pk}")
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("Other rows still refer to it: ")
    assert Department.objects.filter(pk=studio.modeling_department.pk).exists()


def test_an_unforeseen_error_tells_nothing_of_itself(api, studio, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the password of the database is x")

    monkeypatch.setattr(Rows, "create", fail)
    answer = api("admin").post("/data/departments", {"name": "Fx", "color": "#000000"})
    assert answer.status_code == 500
    assert answer.json() == {"error": True, "message": "Internal server error."}


def test_a_change_that_fails_late_changes_nothing(api, studio, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("after the row was written")

    monkeypatch.setattr(Rows, "written", fail)
    answer = api("admin").put(f"/data/departments/{studio.modeling_department.pk}", {"name": "Sculpting"})
    assert answer.status_code == 500
    assert Department.objects.get(pk=studio.modeling_department.pk).name == "Modeling"


def test_put_ignores_what_it_does_not_know(api, studio):
    body = {"id": UNKNOWN_ID, "created_at": "2000-01-01", "type": "Person", "no_such": 1, "name": "Sculpting"}
    answer = api("admin").put(f"/data/departments/{studio.modeling_department.pk}", body)
    assert answer.status_code == 200
    row = answer.json()
    del row["updated_at"]
    assert row == {
        "id": str(studio.modeling_department.pk),
        "created_at": "2030-01-07T09:00:00",
        "name": "Sculpting",
        "color": "#FF0000",
        "archived": False,
        "type": "Department",
    }
