"""Departments, studios, what they use and what people earn (notes on accounts, section 4)."""

import pytest

from accounts.models import Department, HardwareItem, SalaryScale, Software, SoftwareDepartmentLink
from accounts.services import salary_scales
from kitsu_site.tests.concurrency import at_once

UNKNOWN = "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"


def test_a_department_is_made_changed_and_removed(studio, api, events):
    caller = api("admin")
    row = caller.post("/data/departments", {"name": "Rigging", "color": "#00ff00"}).json()
    path = f"/data/departments/{row['id']}"
    assert caller.put(path, {"color": "#0000ff"}).json()["color"] == "#0000ff"
    assert caller.delete(path).status_code == 204
    payload = {"department_id": row["id"]}
    assert events() == [
        ("department:new", payload),
        ("department:update", payload),
        ("department:delete", payload),
    ]


@pytest.mark.parametrize("who", ["manager", "supervisor", "animator", "vendor", "client"])
def test_everybody_reads_departments_and_only_admins_write(studio, api, who):
    path = f"/data/departments/{studio.modeling_department.pk}"
    assert api(who).get(path).status_code == 200
    assert api(who).put(path, {"name": "Mine"}).status_code == 403
    assert api(who).delete(path).status_code == 403
    assert api(who).post("/data/departments", {"name": "Mine", "color": "#000000"}).status_code == 403


def test_a_department_in_use_stays(studio, api):
    response = api("admin").delete(f"/data/departments/{studio.modeling_department.pk}")
    assert response.status_code == 400
    assert Department.objects.filter(pk=studio.modeling_department.pk).exists()


@pytest.mark.parametrize("path", ["hardware-items", "plugins", "salary-scales", "departments/hardware-items"])
@pytest.mark.parametrize("who", ["manager", "supervisor", "animator", "vendor", "client"])
def test_what_only_admins_read(studio, api, who, path):
    assert api(who).get(f"/data/{path}").status_code == 403


@pytest.mark.parametrize(("who", "status"), [("client", 200), ("vendor", 403), ("admin", 200)])
def test_vendors_do_not_list_custom_actions(studio, api, who, status):
    assert api(who).get("/data/custom-actions").status_code == status


# Hardware and software


@pytest.fixture
def equipment(studio):
    """A tablet and Blender."""
    return (
        HardwareItem.objects.create(name="Tablet", short_name="tab"),
        Software.objects.create(name="Blender", short_name="bl", file_extension="blend"),
    )


def links(department) -> str:
    return f"/data/departments/{department.pk}/software-licenses"


@pytest.mark.parametrize("value", ["ma", {"ma": 1}, [["ma"]], 3])
def test_further_extensions_of_a_software_are_a_list(studio, api, equipment, value):
    path = f"/data/softwares/{equipment[1].pk}"
    response = api("admin").put(path, {"secondary_extensions": value})
    assert (response.status_code, "secondary_extensions" in response.json()["message"]) == (400, True)
    row = api("admin").put(path, {"secondary_extensions": ["ma", "mb"]}).json()
    assert row["secondary_extensions"] == ["ma", "mb"]


def test_a_department_uses_a_software_once(studio, api, equipment):
    body = {"software_id": str(equipment[1].pk)}
    first = api("admin").post(links(studio.modeling_department), body)
    again = api("admin").post(links(studio.modeling_department), body)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert {name: first.json()[name] for name in ("department_id", "software_id", "type")} == {
        "department_id": str(studio.modeling_department.pk),
        "software_id": str(equipment[1].pk),
        "type": "SoftwareDepartmentLink",
    }


@pytest.mark.django_db(transaction=True)
def test_two_who_link_at_once_make_one_link(studio, api, equipment):
    def link():
        return (
            api("admin").post(links(studio.modeling_department), {"software_id": str(equipment[1].pk)}).json()
        )

    first, second = at_once(link, link)
    assert first == second
    assert SoftwareDepartmentLink.objects.count() == 1


def test_what_departments_use_is_listed_by_department(studio, api, equipment):
    tablet = equipment[0]
    for department in (studio.modeling_department, studio.animation_department):
        department.hardware_item_links.create(hardware_item=tablet)
    answer = api("admin").get("/data/departments/hardware-items").json()
    assert {department: [item["name"] for item in items] for department, items in answer.items()} == {
        str(studio.modeling_department.pk): ["Tablet"],
        str(studio.animation_department.pk): ["Tablet"],
    }


def test_the_items_of_one_department_are_answered_by_its_links(studio, api, equipment):
    studio.modeling_department.hardware_item_links.create(hardware_item=equipment[0])
    path = f"/data/departments/{studio.modeling_department.pk}/hardware-items/{equipment[0].pk}"
    assert [item["name"] for item in api("admin").get(path).json()] == ["Tablet"]


def test_a_link_is_removed_and_need_not_be_there(studio, api, equipment):
    studio.modeling_department.software_links.create(software=equipment[1])
    path = f"{links(studio.modeling_department)}/{equipment[1].pk}"
    assert [api("admin").delete(path).status_code for _ in range(2)] == [204, 204]
    assert not SoftwareDepartmentLink.objects.exists()


@pytest.mark.parametrize(("value", "status"), [(UNKNOWN, 404), ("x", 400), (None, 400)])
def test_what_is_linked_must_be_there(studio, api, value, status):
    assert api("admin").post(links(studio.modeling_department), {"software_id": value}).status_code == status


@pytest.mark.parametrize(("department", "status"), [(UNKNOWN, 404), ("not-an-id", 400)])
def test_the_department_must_be_there(studio, api, equipment, department, status):
    path = f"/data/departments/{department}/software-licenses"
    body = {"software_id": str(equipment[1].pk)}
    assert api("admin").post(path, body).status_code == status
    assert api("admin").delete(f"{path}/{equipment[1].pk}").status_code == status


@pytest.mark.parametrize("who", ["manager", "animator"])
def test_only_admins_link(studio, api, equipment, who):
    body = {"software_id": str(equipment[1].pk)}
    assert api(who).post(links(studio.modeling_department), body).status_code == 403
    assert api(who).delete(f"{links(studio.modeling_department)}/{equipment[1].pk}").status_code == 403


def test_a_software_that_is_used_stays(studio, api, equipment):
    studio.modeling_department.software_links.create(software=equipment[1])
    assert api("admin").delete(f"/data/softwares/{equipment[1].pk}").status_code == 400


# Salary scales


def test_reading_the_scale_makes_every_row_of_every_department(studio, api):
    rows = api("admin").get("/data/salary-scales", {"position": "lead"}).json()
    assert len(rows) == 2 * 3 * 3
    assert {row["salary"] for row in rows} == {0}
    assert len({(row["department_id"], row["position"], row["seniority"]) for row in rows}) == 18


def test_reading_it_again_makes_nothing(studio, api):
    caller = api("admin")
    first = caller.get("/data/salary-scales").json()
    assert caller.get("/data/salary-scales").json() == first


@pytest.mark.django_db(transaction=True)
def test_two_who_read_at_once_make_each_row_once(studio):
    at_once(salary_scales.fill, salary_scales.fill, salary_scales.fill)
    assert SalaryScale.objects.count() == 18


def test_a_salary_is_set_and_its_department_stays(studio, api):
    scale = api("admin").get("/data/salary-scales").json()[0]
    body = {"salary": 280, "department_id": UNKNOWN}
    row = api("admin").put(f"/data/salary-scales/{scale['id']}", body).json()
    assert (row["salary"], row["department_id"]) == (280, scale["department_id"])


@pytest.mark.parametrize("body", [{"position": "boss"}, {"seniority": "ancient"}, {"salary": "much"}])
def test_a_scale_takes_no_other_value(studio, api, body):
    scale = api("admin").get("/data/salary-scales").json()[0]
    assert api("admin").put(f"/data/salary-scales/{scale['id']}", body).status_code == 400
    assert SalaryScale.objects.filter(pk=scale["id"], salary=0, position=scale["position"]).exists()


def test_a_removed_row_comes_back_without_its_salary(studio, api):
    scale = api("admin").get("/data/salary-scales").json()[0]
    api("admin").put(f"/data/salary-scales/{scale['id']}", {"salary": 280})
    api("admin").delete(f"/data/salary-scales/{scale['id']}")
    rows = api("admin").get("/data/salary-scales").json()
    assert (len(rows), {row["salary"] for row in rows}) == (18, {0})


@pytest.mark.parametrize(("who", "status"), [("admin", 400), ("manager", 403)])
def test_nobody_makes_a_scale_by_hand(studio, api, who, status):
    body = {"department_id": str(studio.modeling_department.pk), "position": "lead", "seniority": "mid"}
    assert api(who).post("/data/salary-scales", body).status_code == status
    assert not SalaryScale.objects.exists()


def test_the_scales_of_a_department_go_with_it(db, admin_account, api):
    department = Department.objects.create(name="Layout", color="#000000")
    salary_scales.fill()
    assert api("admin").delete(f"/data/departments/{department.pk}").status_code == 204
    assert not SalaryScale.objects.exists()
