"""Which role gets what from the routes of sheets and timelines, on the feature and on the series."""

import pytest
from django.db import transaction

from imports.tests.sheets import sheet

CALLERS = ("admin", "manager", "supervisor", "animator", "client", "vendor", "outsider", "nobody")
MATRIX = """
POST /import/csv/persons                                            201 403 403 403 403 403 403 401
POST /import/csv/projects/{feature}/assets                          201 201 403 403 403 403 403 401
POST /import/csv/projects/{feature}/shots                           201 201 403 403 403 403 403 401
POST /import/csv/projects/{feature}/edits                           201 201 403 403 403 403 403 401
POST /import/csv/projects/{feature}/casting                         201 201 403 403 403 403 403 401
POST /import/csv/projects/{feature}/task-types/{animation}/estimations 201 201 201 403 403 403 403 401
POST /import/csv/projects/{feature}/task-types/{modeling}/estimations  201 201 403 403 403 403 403 401
POST /import/csv/projects/{series}/shots                            201 403 403 403 403 403 403 401
POST /import/csv/projects/{nowhere}/shots                           404 403 403 403 403 403 403 401
POST /import/csv/projects/nonsense/shots                            404 404 404 404 404 404 404 401
POST /import/otio/projects/{feature}                                400 400 403 403 403 403 403 401
POST /import/otio/projects/{series}/episodes/{episode}              400 403 403 403 403 403 403 401
GET /export/csv/persons.csv                                         200 200 403 403 403 403 403 401
GET /export/csv/projects.csv                                        200 200 403 403 403 403 403 401
GET /export/csv/task-types.csv                                      200 200 403 403 403 403 403 401
GET /export/csv/tasks.csv                                           200 200 403 403 403 403 403 401
GET /export/csv/time-spents.csv                                     200 200 403 403 403 403 403 401
GET /export/csv/projects/{feature}/assets.csv                       200 200 200 200 200 403 403 401
GET /export/csv/projects/{feature}/shots.csv                        200 200 200 200 200 403 403 401
GET /export/csv/projects/{feature}/edits.csv                        200 200 200 200 200 403 403 401
GET /export/csv/projects/{feature}/casting.csv                      200 200 200 200 200 403 403 401
GET /export/csv/projects/{series}/shots.csv                         200 403 403 403 403 403 403 401
"""


@pytest.mark.parametrize("name", CALLERS)
def test_each_role_gets_from_every_route_what_it_may(studio, api, name):
    caller, column = api() if name == "nobody" else api(name), CALLERS.index(name)
    keys = ("feature", "series", "animation", "modeling", "episode")
    ids = {key: getattr(studio, key).pk for key in keys}
    ids["nowhere"] = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"
    wrong = {}
    for line in MATRIX.strip().splitlines():
        method, path, *statuses = line.split()
        with transaction.atomic():
            form = sheet("Name,Other", "") if method == "POST" else None
            found = caller.call(method, path.format(**ids), form=form).status_code
            transaction.set_rollback(True)
        if found != int(statuses[column]):
            wrong[f"{method} {path}"] = found
    assert wrong == {}
