"""Which role gets what from every route of people, departments, the studio and sign-in.

A row is a route, a column a caller, an entry the status that is answered; `{own}` is the caller, `{other}`
the modeler. Callers are on the team of a production but for the outsider; `nobody` brings no token.
Rules: notes on accounts and on what is stricter.
"""

import datetime

import pytest

from accounts.models import (
    CustomAction,
    DayOff,
    HardwareItem,
    Plugin,
    SalaryScale,
    Software,
    Studio,
)
from kitsu_site.tests import rights

CALLERS = ("admin", "manager", "supervisor", "animator", "client", "vendor", "outsider", "bot", "nobody")

MATRIX = """
POST /actions/persons/{other}/change-password                        200 403 403 403 403 403 403 403 401
DELETE /actions/persons/{other}/clear-avatar                         204 403 403 403 403 403 403 403 401
POST /actions/persons/{other}/departments/add                        201 403 403 403 403 403 403 403 401
DELETE /actions/persons/{other}/departments/{department}             204 403 403 403 403 403 403 403 401
DELETE /actions/persons/{other}/disable-two-factor-authentication    400 403 403 403 403 403 403 403 401
GET /actions/persons/{other}/invite                                  200 403 403 403 403 403 403 403 401
POST /actions/persons/{other}/reset-password-link                    200 403 403 403 403 403 403 403 401
DELETE /actions/user/clear-avatar                                    204 204 204 204 204 204 204 204 401
GET /auth/authenticated                                              200 200 200 200 200 200 200 200 401
POST /auth/change-password                                           200 200 200 200 200 200 200 403 401
DELETE /auth/email-otp                                               400 400 400 400 400 400 400 403 401
GET /auth/email-otp?email=animator@example.com                       200 200 200 200 200 200 200 200 200
POST /auth/email-otp                                                 400 400 400 400 400 400 400 403 401
PUT /auth/email-otp                                                  200 200 200 200 200 200 200 403 401
DELETE /auth/fido                                                    400 400 400 400 400 400 400 403 401
GET /auth/fido?email=animator@example.com                            400 400 400 400 400 400 400 400 400
POST /auth/fido                                                      400 400 400 400 400 400 400 403 401
PUT /auth/fido                                                       200 200 200 200 200 200 200 403 401
POST /auth/login                                                     200 200 200 200 200 200 200 200 200
GET /auth/logout                                                     200 200 200 200 200 200 200 403 401
GET /auth/oidc/callback                                              400 400 400 400 400 400 400 400 400
GET /auth/oidc/login                                                 400 400 400 400 400 400 400 400 400
PUT /auth/recovery-codes                                             400 400 400 400 400 400 400 403 401
GET /auth/refresh-token                                              422 422 422 422 422 422 422 422 401
POST /auth/reset-password                                            200 200 200 200 200 200 200 200 200
PUT /auth/reset-password                                             400 400 400 400 400 400 400 400 400
GET /auth/saml/login                                                 400 400 400 400 400 400 400 400 400
POST /auth/saml/sso                                                  400 400 400 400 400 400 400 400 400
DELETE /auth/totp                                                    400 400 400 400 400 400 400 403 401
POST /auth/totp                                                      400 400 400 400 400 400 400 403 401
PUT /auth/totp                                                       200 200 200 200 200 200 200 403 401
GET /config                                                          200 200 200 200 200 200 200 200 200
GET /data/custom-actions                                             200 200 200 200 200 403 200 200 401
POST /data/custom-actions                                            201 403 403 403 403 403 403 403 401
DELETE /data/custom-actions/{custom_action}                          204 403 403 403 403 403 403 403 401
GET /data/custom-actions/{custom_action}                             200 403 403 403 403 403 403 403 401
PUT /data/custom-actions/{custom_action}                             200 403 403 403 403 403 403 403 401
GET /data/day-offs                                                   200 403 403 403 403 403 403 403 401
POST /data/day-offs                                                  201 403 403 403 403 403 403 403 401
DELETE /data/day-offs/{day_off}                                      204 403 403 403 403 403 403 403 401
GET /data/day-offs/{day_off}                                         200 403 403 403 403 403 403 403 401
PUT /data/day-offs/{day_off}                                         200 403 403 403 403 403 403 403 401
GET /data/departments                                                200 200 200 200 200 200 200 200 401
POST /data/departments                                               201 403 403 403 403 403 403 403 401
GET /data/departments/hardware-items                                 200 403 403 403 403 403 403 403 401
GET /data/departments/software-licenses                              200 403 403 403 403 403 403 403 401
POST /data/departments/{department}/hardware-items                   201 403 403 403 403 403 403 403 401
DELETE /data/departments/{department}/hardware-items/{hardware_item} 204 403 403 403 403 403 403 403 401
GET /data/departments/{department}/hardware-items/{hardware_item}    200 403 403 403 403 403 403 403 401
POST /data/departments/{department}/software-licenses                201 403 403 403 403 403 403 403 401
DELETE /data/departments/{department}/software-licenses/{software}   204 403 403 403 403 403 403 403 401
GET /data/departments/{department}/software-licenses/{software}      200 403 403 403 403 403 403 403 401
DELETE /data/departments/{free_department}                           204 403 403 403 403 403 403 403 401
GET /data/departments/{department}                                   200 200 200 200 200 200 200 200 401
PUT /data/departments/{department}                                   200 403 403 403 403 403 403 403 401
GET /data/events/login-logs/last                                     200 403 403 403 403 403 403 403 401
GET /data/hardware-items                                             200 403 403 403 403 403 403 403 401
POST /data/hardware-items                                            201 403 403 403 403 403 403 403 401
DELETE /data/hardware-items/{hardware_item}                          204 403 403 403 403 403 403 403 401
GET /data/hardware-items/{hardware_item}                             200 403 403 403 403 403 403 403 401
PUT /data/hardware-items/{hardware_item}                             200 403 403 403 403 403 403 403 401
GET /data/organisations                                              200 200 200 200 200 200 200 200 401
POST /data/organisations                                             201 403 403 403 403 403 403 403 401
DELETE /data/organisations/{organisation}                            204 403 403 403 403 403 403 403 401
GET /data/organisations/{organisation}                               200 200 200 200 200 200 200 200 401
PUT /data/organisations/{organisation}                               200 403 403 403 403 403 403 403 401
GET /data/persons                                                    200 200 200 200 200 200 200 200 401
POST /data/persons                                                   201 403 403 403 403 403 403 403 401
GET /data/persons/day-offs/2030/1                                    200 200 200 200 200 200 200 200 401
GET /data/persons/presence-logs/2030-01                              200 403 403 403 403 403 403 403 401
DELETE /data/persons/{other}                                         400 403 403 403 403 403 403 403 401
DELETE /data/persons/{own}                                           403 403 403 403 403 403 403 403 401
GET /data/persons/{other}                                            200 200 200 200 200 200 200 200 401
GET /data/persons/{own}                                              200 200 200 200 200 200 200 200 401
PUT /data/persons/{other}                                            200 403 403 403 403 403 403 403 401
PUT /data/persons/{own}                                              200 200 200 200 200 200 200 200 401
GET /data/persons/{other}/day-offs                                   200 403 403 403 403 403 403 403 401
GET /data/persons/{own}/day-offs                                     200 200 200 200 200 200 200 403 401
GET /data/persons/{other}/day-offs/month/2030/1                      200 403 403 403 403 403 403 403 401
GET /data/persons/{own}/day-offs/month/2030/1                        200 200 200 200 200 200 200 403 401
GET /data/persons/{other}/day-offs/week/2030/2                       200 403 403 403 403 403 403 403 401
GET /data/persons/{own}/day-offs/week/2030/2                         200 200 200 200 200 200 200 403 401
GET /data/persons/{other}/day-offs/year/2030                         200 403 403 403 403 403 403 403 401
GET /data/persons/{own}/day-offs/year/2030                           200 200 200 200 200 200 200 403 401
GET /data/persons/{other}/day-offs/2030-01-07                        200 403 403 403 403 403 403 403 401
GET /data/persons/{own}/day-offs/2030-01-07                          200 200 200 200 200 200 200 403 401
GET /data/persons/{other}/desktop-login-logs                         200 200 403 403 403 403 403 403 401
GET /data/persons/{own}/desktop-login-logs                           200 200 200 200 200 200 200 200 401
POST /data/persons/{other}/desktop-login-logs                        201 403 403 403 403 403 403 403 401
POST /data/persons/{own}/desktop-login-logs                          201 201 201 201 201 201 201 201 401
GET /data/plugins                                                    200 403 403 403 403 403 403 403 401
POST /data/plugins                                                   201 403 403 403 403 403 403 403 401
DELETE /data/plugins/{plugin}                                        204 403 403 403 403 403 403 403 401
GET /data/plugins/{plugin}                                           200 403 403 403 403 403 403 403 401
PUT /data/plugins/{plugin}                                           200 403 403 403 403 403 403 403 401
GET /data/salary-scales                                              200 403 403 403 403 403 403 403 401
POST /data/salary-scales                                             400 403 403 403 403 403 403 403 401
DELETE /data/salary-scales/{salary_scale}                            204 403 403 403 403 403 403 403 401
GET /data/salary-scales/{salary_scale}                               200 403 403 403 403 403 403 403 401
PUT /data/salary-scales/{salary_scale}                               200 403 403 403 403 403 403 403 401
GET /data/softwares                                                  200 200 200 200 200 200 200 200 401
POST /data/softwares                                                 201 403 403 403 403 403 403 403 401
DELETE /data/softwares/{software}                                    204 403 403 403 403 403 403 403 401
GET /data/softwares/{software}                                       200 200 200 200 200 200 200 200 401
PUT /data/softwares/{software}                                       200 403 403 403 403 403 403 403 401
GET /data/studios                                                    200 200 200 200 200 200 200 200 401
POST /data/studios                                                   201 403 403 403 403 403 403 403 401
DELETE /data/studios/{studio}                                        204 403 403 403 403 403 403 403 401
GET /data/studios/{studio}                                           200 200 200 200 200 200 200 200 401
PUT /data/studios/{studio}                                           200 403 403 403 403 403 403 403 401
GET /data/user/day-offs/2030-01-07                                   200 200 200 200 200 200 200 200 401
GET /data/user/desktop-login-logs                                    200 200 200 200 200 200 200 200 401
POST /data/user/desktop-login-logs                                   201 201 201 201 201 201 201 201 401
GET /pictures/thumbnails/organisations/{organisation}                404 404 404 404 404 404 404 404 401
POST /pictures/thumbnails/organisations/{organisation}               201 403 403 403 403 403 403 403 401
GET /pictures/thumbnails/organisations/{organisation}.png            404 404 404 404 404 404 404 404 401
POST /pictures/thumbnails/organisations/{organisation}.png           201 403 403 403 403 403 403 403 401
GET /pictures/thumbnails/persons/{other}                             404 404 404 404 404 404 404 404 401
GET /pictures/thumbnails/persons/{own}                               404 404 404 404 404 404 404 404 401
POST /pictures/thumbnails/persons/{other}                            201 403 403 403 403 403 403 403 401
POST /pictures/thumbnails/persons/{own}                              201 201 201 201 201 201 201 201 401
GET /pictures/thumbnails/persons/{other}.png                         404 404 404 404 404 404 404 404 401
GET /pictures/thumbnails/persons/{own}.png                           404 404 404 404 404 404 404 404 401
POST /pictures/thumbnails/persons/{other}.png                        201 403 403 403 403 403 403 403 401
POST /pictures/thumbnails/persons/{own}.png                          201 201 201 201 201 201 201 201 401
"""
NAMED = {"name": "Another"}
COLORED = {**NAMED, "color": "#123456"}
DAYS = {"date": "2031-01-06", "end_date": "2031-01-07"}
PASSWORDS = {"password": "another-one-1", "password_2": "another-one-1"}
BODIES = {
    "POST /actions/persons/{other}/change-password": PASSWORDS,
    "POST /actions/persons/{other}/departments/add": {"department_id": "{department}"},
    "POST /auth/change-password": {"old_password": "mysecretpassword", **PASSWORDS},
    "POST /auth/login": {"email": "animator@example.com", "password": "mysecretpassword"},
    "POST /auth/reset-password": {"email": "animator@example.com"},
    "POST /data/custom-actions": NAMED,
    "PUT /data/custom-actions/{custom_action}": NAMED,
    "POST /data/day-offs": {"person_id": "{other}", **DAYS},
    "PUT /data/day-offs/{day_off}": DAYS,
    "POST /data/departments": COLORED,
    "PUT /data/departments/{department}": NAMED,
    "POST /data/departments/{department}/hardware-items": {"hardware_item_id": "{hardware_item}"},
    "POST /data/departments/{department}/software-licenses": {"software_id": "{software}"},
    "POST /data/hardware-items": {**NAMED, "short_name": "an"},
    "PUT /data/hardware-items/{hardware_item}": NAMED,
    "POST /data/organisations": NAMED,
    "PUT /data/organisations/{organisation}": NAMED,
    "POST /data/persons": {"first_name": "New", "last_name": "Comer", "email": "new@example.com"},
    "PUT /data/persons/{other}": {"phone": "12"},
    "PUT /data/persons/{own}": {"phone": "12"},
    "POST /data/plugins": {
        **NAMED,
        "plugin_id": "another",
        "version": "1",
        "maintainer_name": "TD",
        "license": "MIT",
    },
    "PUT /data/plugins/{plugin}": NAMED,
    "PUT /data/salary-scales/{salary_scale}": {"salary": 100},
    "POST /data/softwares": {**NAMED, "short_name": "an", "file_extension": "an"},
    "PUT /data/softwares/{software}": NAMED,
    "POST /data/studios": COLORED,
    "PUT /data/studios/{studio}": NAMED,
}
DATES = {"2030", "1", "2", "2030-01", "2030-01-07"}  # what stands for them in the table


@pytest.fixture
def ids(studio) -> dict[str, str]:
    """The ids that the table names, but for the caller's own."""
    day = datetime.date(2030, 1, 7)
    rows = {
        "other": studio.modeler,
        "department": studio.modeling_department,
        "free_department": type(studio.modeling_department).objects.create(name="Free", color="#000000"),
        "organisation": studio.organisation,
        "custom_action": CustomAction.objects.create(name="Play"),
        "day_off": DayOff.objects.create(person=studio.modeler, date=day, end_date=day),
        "hardware_item": HardwareItem.objects.create(name="Tower", short_name="tow"),
        "software": Software.objects.create(name="Blender", short_name="ble", file_extension="blend"),
        "plugin": Plugin.objects.create(
            plugin_id="fox", name="Fox", version="1", maintainer_name="TD", license="MIT"
        ),
        "salary_scale": SalaryScale.objects.create(
            department=studio.modeling_department, position="lead", seniority="mid"
        ),
        "studio": Studio.objects.create(name="North", color="#000000"),
    }
    return {name: str(row.pk) for name, row in rows.items()}


def status(caller, method: str, path: str, ids: dict) -> int:
    uploads = path.startswith("/pictures/") and method == "POST"
    return rights.status(caller, method, path, ids, BODIES, {"file": rights.picture()} if uploads else None)


@pytest.mark.parametrize("name", CALLERS)
def test_each_role_gets_from_every_route_what_it_may(studio, api, ids, name):
    caller, ids = api() if name == "nobody" else api(name), {**ids, "own": str(studio.animator.pk)}
    column = CALLERS.index(name)
    assert rights.wrong(MATRIX, column, lambda method, path: status(caller, method, path, ids)) == {}


def shape(path: str) -> str:
    """A path without the names, and the samples, of its parameters."""
    return "/".join("{}" if part in DATES else part for part in rights.shape(path).split("/"))


def test_every_route_of_this_app_is_in_the_table():
    assert rights.absent(MATRIX, {"accounts"}, shape=shape) == []
