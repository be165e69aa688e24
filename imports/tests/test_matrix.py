"""Which role gets what from the routes of sheets and timelines, on the feature and on the series."""

import pytest
from django.urls import resolve

from imports.tests.sheets import sheet
from kitsu_site.tests import rights
from kitsu_site.tests.routes import PARAMETER, ROUTES, sample
from kitsu_site.urls import router
from production.models import Playlist

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
POST /import/csv/projects/{feature}/episodes/all/task-types/{animation}/estimations 201 201 201 403 403 403 403 401
POST /import/csv/projects/{series}/episodes/{episode}/task-types/{animation}/estimations 201 403 403 403 403 403 403 401
POST /import/csv/projects/{feature}/episodes/{episode}/task-types/{animation}/estimations 404 404 404 403 403 403 403 401
POST /import/csv/projects/{feature}/task-types/{nowhere}/estimations 404 404 404 404 404 404 404 401
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
GET /export/csv/projects/{nowhere}/casting.csv                      404 403 403 403 403 403 403 401
GET /export/csv/projects/nonsense/casting.csv                       404 404 404 404 404 404 404 401
GET /export/csv/playlists/{playlist}                                200 200 200 403 403 403 403 401
GET /export/csv/playlists/{client_playlist}                         200 200 200 403 200 403 403 401
GET /export/csv/playlists/{nowhere}                                 404 404 404 404 404 404 404 401
"""  # noqa: E501


@pytest.mark.parametrize("name", CALLERS)
def test_each_role_gets_from_every_route_what_it_may(studio, api, name):
    caller, column = api() if name == "nobody" else api(name), CALLERS.index(name)
    keys = ("feature", "series", "animation", "modeling", "episode")
    ids = {key: getattr(studio, key).pk for key in keys}
    ids["playlist"] = Playlist.objects.create(name="Day", project=studio.feature).pk
    ids["client_playlist"] = Playlist.objects.create(name="Show", project=studio.feature, for_client=True).pk
    ids["nowhere"] = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"

    def status(method: str, path: str) -> int:
        files = sheet("Name,Other", "") if method == "POST" else None
        return rights.status(caller, method, path, ids, {}, files)

    assert rights.wrong(MATRIX, column, status) == {}


def test_no_route_is_left_out():
    """Those of ShotGrid and Kitsu are in a matrix of their own."""
    there = {
        (method.upper(), str(pattern.pattern))
        for pattern in router.urls
        for method in pattern.callback.actions.keys() - {"head"}
        if str(pattern.pattern).startswith(("^import/", "^export/"))
    }
    lines = [(method, path) for method, path, _ in rights.read(MATRIX)]
    lines += [line for line in ROUTES if line[1].startswith(("/import/shotgun/", "/import/kitsu/"))]
    tried = {
        (method, resolve(PARAMETER.sub(lambda name: sample(f"{name.group(1)}_id"), path)).route)
        for method, path in lines
    }
    assert len(there) > 50
    assert there - tried == set()
