"""A database that Kitsu made, taken over by `manage.py adopt_database`.

Which of the two classes is collected follows the database that the suite runs on.
"""

import io
import json
from contextlib import contextmanager
from pathlib import Path

import pyotp
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client

from kitsu_site.db.scratch import scratch_database
from kitsu_site.tests import backups

CONTRACT = Path(__file__).parent / "contract"
POSTGRESQL = connection.vendor == "postgresql"
PROJECT = "6b1b5b3e-0d0a-4f0e-8f5c-0a3f7f4d2c04"
PERSON = "6b1b5b3e-0d0a-4f0e-8f5c-0a3f7f4d2c01"
OLD_PASSWORD = "difference engine"

pytestmark = pytest.mark.xdist_group("adoption")  # its tests share a database


def strict_keys(database) -> list:
    """The foreign keys that Kitsu made: they are looked at with each row."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND NOT condeferrable ORDER BY 1"
        )
        return cursor.fetchall()


def adopt(**options) -> str:
    """The output of the command."""
    out = io.StringIO()
    call_command("adopt_database", stdout=out, **options)
    return out.getvalue()


@contextmanager
def kitsu_database(name: str):
    """A database as a Kitsu server leaves it, in the place of the suite's own."""
    with scratch_database(name) as theirs:
        with theirs.cursor() as cursor:
            for script in ("schema.sql", "kitsu_rows.sql"):
                cursor.execute((CONTRACT / script).read_text())
        yield theirs


@pytest.fixture(scope="module")
def adopted(django_db_setup, django_db_blocker):
    """One that is adopted, for tests that leave it as it is."""
    with django_db_blocker.unblock(), kitsu_database("adopted"):
        adopt()
        yield


class TestOnSQLite:
    __test__ = not POSTGRESQL

    def test_it_is_refused_with_what_to_set(self, db):
        with pytest.raises(CommandError, match="set DATABASE_URL to the address of one, such as postgres://"):
            adopt()


class TestOnPostgreSQL:
    __test__ = POSTGRESQL

    @pytest.fixture
    def kitsu(self, django_db_setup, django_db_blocker):
        with django_db_blocker.unblock(), kitsu_database("kitsu") as theirs:
            yield theirs

    @pytest.fixture
    def client(self, adopted, django_db_blocker):
        """Who signed in with the password they had, after the adoption; what they do is undone."""
        with django_db_blocker.unblock(), transaction.atomic():
            yield self.signed_in()
            transaction.set_rollback(True)

    def signed_in(self) -> Client:
        client = Client()
        answer = self.send(client.post, "/auth/login", email="ada@example.com", password=OLD_PASSWORD)
        assert answer.status_code == 200, answer.content
        client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {answer.json()['access_token']}"
        return client

    def send(self, method, path, **body):
        return method(path, json.dumps(body), content_type="application/json")

    def test_productions_and_tasks_are_there_with_what_they_held(self, client):
        [project] = client.get("/data/projects").json()
        [task] = client.get(f"/data/tasks?project_id={PROJECT}&relations=true").json()
        assert (project["name"], project["production_style"]) == ("Analytical Engine", "2d3d")
        assert project["data"] == {"budget": 12}
        assert (task["start_date"], task["estimation"]) == ("2023-05-08T00:00:00", 480.0)
        assert (task["data"], task["assignees"]) == (None, [PERSON])

    def test_a_person_is_read_with_the_columns_that_only_postgresql_has(self, client):
        own = client.get("/auth/authenticated").json()["user"]
        assert (own["fido_devices"], own["contract_type"]) == (["blue key"], "freelance")
        assert (own["created_at"], own["data"]) == ("2023-05-06T07:08:09", None)

    def test_a_new_production_is_read_back_beside_the_old_one(self, client):
        made = self.send(client.post, "/data/projects", name="Jacquard")
        assert made.status_code == 201, made.content
        assert client.get(f"/data/projects/{made.json()['id']}").json()["project_status_name"] == "Open"
        assert {p["name"] for p in client.get("/data/projects").json()} == {"Analytical Engine", "Jacquard"}

    def test_it_makes_only_tables_of_our_own_and_names_those_it_leaves_alone(self, kitsu):
        out = adopt()
        assert "Other tables, left alone: alembic_version.\n" in out
        assert "record imports.0001_schema: its tables are there\n" in out
        assert "run accounts.0002_tokens\n" in out
        ours = (
            "issued_token",
            "mail_device",
            "mailed_code",
            "password_reset",
            "recovery_code",
            "recovery_device",
            "revoked_token",
            "token_generation",
        )
        made = ", ".join(f"accounts_{name}" for name in ours)
        assert f"Tables made: {made}, auth_group," in out

    def test_second_factors_go_on_and_can_go_back(self, kitsu):
        secret, read = pyotp.random_base32(), "SELECT totp_secret, otp_recovery_codes FROM person"
        with kitsu.cursor() as cursor:
            cursor.execute("UPDATE person SET totp_enabled = true, totp_secret = %s", [secret])
            adopt()
            cursor.execute(read)
            assert cursor.fetchall() == [(None, None)]
            proof = {"password": OLD_PASSWORD, "totp": pyotp.TOTP(secret).now()}
            answer = self.send(Client().post, "/auth/login", email="ada@example.com", **proof)
            assert answer.status_code == 200, answer.content
            call_command("hand_back_database", stdout=io.StringIO())
            cursor.execute(read)
            [(given, [code])] = cursor.fetchall()
            assert (given, bytes(code)) == (secret, b"$2b$04$code")

    def test_the_second_time_there_is_nothing_to_do(self, client):
        assert "This database is adopted already: nothing to do.\n" in adopt()

    def test_a_dry_run_makes_no_table(self, kitsu):
        before = kitsu.introspection.table_names()
        assert adopt(dry_run=True).endswith("Nothing was changed.\n")
        assert kitsu.introspection.table_names() == before

    def test_every_difference_is_named_and_nothing_is_changed(self, kitsu):
        with kitsu.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE task DROP COLUMN difficulty;"
                "ALTER TABLE task ALTER COLUMN name TYPE varchar(40);"
                "ALTER TABLE news ALTER COLUMN preview_file_id SET NOT NULL;"
                "ALTER TABLE news ADD COLUMN weather integer NOT NULL;"
                "DROP TABLE playlist_share_link;"
            )
        before, out = kitsu.introspection.table_names(), io.StringIO()
        with pytest.raises(CommandError, match=r"Differences: 5\. Nothing was changed\."):
            call_command("adopt_database", stdout=out)
        assert out.getvalue().splitlines() == [
            "TABLE                COLUMN           WANTED                   FOUND",
            "news                 preview_file_id  uuid, null allowed       uuid, never null",
            "news                 weather          no such column           integer, never null, no default",
            "playlist_share_link                   the table                nothing",
            "task                 name             varchar(80), never null  varchar(40), never null",
            "task                 difficulty       integer, never null      nothing",
        ]
        assert kitsu.introspection.table_names() == before

    def test_a_column_that_we_do_not_know_is_left_alone_where_it_may_be_empty(self, kitsu):
        with kitsu.cursor() as cursor:
            cursor.execute("ALTER TABLE project ADD COLUMN mood text")
        assert "Other columns, left alone: project.mood.\n" in adopt()

    def test_a_backup_of_it_is_restored_over_it(self, kitsu, tmp_path):
        adopt()
        self.signed_in()
        backups.make(tmp_path / "backup.tar")
        before, keys = backups.contents(), strict_keys(kitsu)
        assert len(keys) > 100
        backups.restore(tmp_path / "backup.tar", force=True)
        assert backups.contents() == before
        assert strict_keys(kitsu) == keys

    def test_a_database_without_any_table_of_kitsu_is_refused(self, kitsu):
        with kitsu.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        with pytest.raises(CommandError, match="holds no table of Kitsu"):
            adopt()
