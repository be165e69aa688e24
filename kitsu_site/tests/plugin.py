"""The pytest plugin of the project: the environment of the tests, and the fixtures that all apps share.

pytest.ini loads it by `-p`, hence before Django reads its settings; nothing of Django is
imported at the top. The database is SQLite in memory, or the server that DATABASE_URL names.
"""

import gc
import os
import shutil
import tempfile

import pytest

# A developer's own services must neither be used nor be touched by tests.
UNWANTED = ("REDIS_URL", "CELERY_BROKER_URL", "MAIL_SERVER", "STORAGE_BACKEND", "PREVIEW_FOLDER", "DEBUG")
DATA = tempfile.mkdtemp(prefix="kitsu-tests-")

for name in UNWANTED:
    os.environ.pop(name, None)
os.environ.update(
    KITSU_DATA=DATA,  # per process: the workers of xdist share no folder
    SECRET_KEY="tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABC",
    BCRYPT_LOG_ROUNDS="4",  # the least there is: tests hash many passwords
    LOGLEVEL="WARNING",
    MEDIA_WORKER="false",  # a test that wants one starts it
    PGOPTIONS="-c synchronous_commit=off -c jit=off",  # no row is to last, no query is worth compiling
)


def pytest_addoption(parser):
    parser.addoption(
        "--update-baseline",
        action="store_true",
        help="write what is measured (recordings that pass, query counts) as the new baseline",
    )


def pytest_configure(config):
    from django.conf import settings
    from django.core.servers.basehttp import WSGIRequestHandler
    from django.db.backends.postgresql.operations import DatabaseOperations
    from django.db.models.signals import post_migrate

    # WhiteNoise looks static files up when asked: a list of them all would be made for each test's client.
    settings.WHITENOISE_AUTOREFRESH = True
    DatabaseOperations.sql_flush = deletions
    # The live server sends head and body apart: each answer would wait for the client's delayed ACK.
    WSGIRequestHandler.disable_nagle_algorithm = True
    # Django's permissions, which nothing here asks for, would be made anew after each test that commits.
    assert post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


def pytest_collection_finish(session):
    """Look for garbage less often, and not among what was imported: it took an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def deletions(operations, style, tables, *, reset_sequences=False, allow_cascade=False) -> list[str]:
    """Empty tables by DELETE, where Django has TRUNCATE: tests have few rows, and its new files are dear."""
    # Triggers count what goes from the other tables.
    ordered = sorted(tables, key=lambda table: table == "production_change")
    return [";".join(f"DELETE FROM {operations.quote_name(table)}" for table in ordered)]  # noqa: S608


def pytest_unconfigure(config):
    shutil.rmtree(DATA, ignore_errors=True)


@pytest.fixture(autouse=True)
def _nothing_cached():
    """Each test starts with empty caches, like each with an empty database."""
    from django.core.cache import caches

    for cache in caches.all():
        cache.clear()


@pytest.fixture(scope="session", autouse=True)
def served_effort() -> str:
    """With how much effort movies are encoded for users; for tests it is a fifth."""
    from kitsu_site.media import movies

    effort, movies.EFFORT = movies.EFFORT, "ultrafast"
    return effort


@pytest.fixture
def admin_account(db):
    """The one account of a new server: admin@example.com / mysecretpassword."""
    from accounts.services import persons

    return persons.create_admin(email="admin@example.com", password="mysecretpassword")[0]


@pytest.fixture
def studio(db):
    """The small named world of `kitsu_site.tests.world`."""
    from kitsu_site.tests import world

    return world.build()


@pytest.fixture
def api(db):
    """Calls as somebody: `api("manager").get("/data/projects")`, `api(person)`, `api()` for nobody.

    A name is that of a person of `studio` (which the test must then use) or of `admin_account`.
    """
    from kitsu_site.tests.client import Api

    return Api.of
