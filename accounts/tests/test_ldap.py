"""People of a directory, with a real OpenLDAP server on local ports (notes on accounts and on commands)."""

import base64
import io

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from accounts.models import Person
from accounts.services import ldap, passwords, sessions
from accounts.tests.directory_server import BASE, READER, READER_PASSWORD, DirectoryServer, group, person
from kitsu_site.exceptions import Invalid
from kitsu_site.tests.client import Api
from kitsu_site.tests.world import PASSWORD

SECRET = "directory-secret"


def photo() -> str:
    content = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(content, "JPEG")
    return base64.b64encode(content.getvalue()).decode()


ENTRIES = (
    person("ada", "Ada", "Lind").rstrip()
    + f"\njpegPhoto:: {photo()}\n"
    + person("bo", "Bo", "Falk")
    + person("cy(x)*", "Cy", "Star").replace("mail: cy(x)*@", "mail: cy@")
    + person("daemon", "Back", "Up")
    + group("artists", "ada", "bo", "cy\\28x\\29*")
    + group("leads", "bo")
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with DirectoryServer(tmp_path_factory.mktemp("directory"), ENTRIES).running() as running:
        yield running


@pytest.fixture
def directory(server, settings, studio):
    """The settings of a studio with a directory, where nobody of it is known yet."""
    settings.AUTH_STRATEGY = "auth_remote_ldap"
    settings.LDAP_HOST, settings.LDAP_PORT = "127.0.0.1", server.port
    settings.LDAP_BASE_DN = BASE
    settings.LDAP_USER, settings.LDAP_PASSWORD = READER, READER_PASSWORD
    return server


@pytest.fixture
def ada(directory):
    """Somebody of the directory."""
    return Person.objects.create(
        first_name="Ada",
        last_name="Lind",
        email="ada@studio.example",
        desktop_login="ada",
        is_generated_from_ldap=True,
    )


def sign_in(login: str, password: str):
    return Api().post("/auth/login", {"email": login, "password": password})


def sync(capsys, **options) -> list[str]:
    call_command("sync_ldap", **options)
    return capsys.readouterr().out.splitlines()


# Signing in


@pytest.mark.parametrize("login", ["ada", "ada@studio.example"])
def test_the_directory_says_whose_password_it_is(ada, login):
    answer = sign_in(login, SECRET)
    assert (answer.status_code, answer.json()["user"]["id"]) == (200, str(ada.pk))


@pytest.mark.parametrize("password", ["wrong", "", "default"])
def test_a_wrong_password_is_refused(ada, password):
    answer = sign_in("ada", password)
    assert (answer.status_code, answer.json()["login"]) == (400, False)


def test_a_wrong_password_is_counted(ada):
    sign_in("ada", "wrong")
    assert Person.objects.get(pk=ada.pk).login_failed_attemps == 1


def test_a_local_password_of_somebody_of_the_directory_does_not_count(ada):
    ada.set_password(PASSWORD)
    ada.save()
    assert sign_in("ada", PASSWORD).status_code == 400


@pytest.mark.parametrize("login", ["*", "a*", "ada)(uid=*", "cy(x)", "*)(|(uid=*", "\\61da"])
def test_a_login_is_no_filter(directory, login):
    Person.objects.create(first_name="A", last_name="B", desktop_login=login, is_generated_from_ldap=True)
    assert sign_in(login, SECRET).status_code == 400


def test_a_login_with_the_signs_of_filters_signs_in(directory):
    Person.objects.create(
        first_name="Cy", last_name="Star", desktop_login="cy(x)*", is_generated_from_ldap=True
    )
    assert sign_in("cy(x)*", SECRET).status_code == 200


def test_admins_with_a_local_password_sign_in_without_the_directory(directory, settings):
    settings.LDAP_PORT = 9
    assert sign_in("admin@example.com", PASSWORD).status_code == 200


@pytest.mark.parametrize(("fallback", "status"), [(False, 400), (True, 200)])
def test_others_with_a_local_password_need_the_fallback(directory, settings, fallback, status):
    settings.LDAP_FALLBACK = fallback
    assert sign_in("animator@example.com", PASSWORD).status_code == status


def test_a_directory_that_does_not_answer_is_told(ada, settings):
    settings.LDAP_PORT = 9
    answer = sign_in("ada", SECRET)
    assert answer.status_code == 500
    assert answer.json()["login"] is False
    assert "127.0.0.1:9" in answer.json()["message"]
    assert Person.objects.get(pk=ada.pk).login_failed_attemps == 0


def test_the_back_office_opens_with_the_password_of_the_directory(ada, client):
    Person.objects.filter(pk=ada.pk).update(role="manager")
    answer = client.post("/admin/login/?next=/admin/", {"username": "ada", "password": SECRET})
    assert answer.status_code == 302


def test_the_password_of_the_directory_is_not_changed_here(ada, api):
    session = api(ada)
    body = {"old_password": SECRET, "password": "another-one-1", "password_2": "another-one-1"}
    answer = session.post("/auth/change-password", body)
    assert answer.json()["message"] == "The password is the directory's: it is changed there."
    with pytest.raises(Invalid):
        passwords.change(person=ada, password="another-one-1")


# Encryption


@pytest.mark.parametrize("how", ["tls", "start_tls"])
def test_the_connection_is_encrypted(ada, directory, settings, how):
    settings.LDAP_HOST, settings.LDAP_CA_CERTIFICATE = "localhost", directory.certificate
    settings.LDAP_SSL, settings.LDAP_START_TLS = how == "tls", how == "start_tls"
    settings.LDAP_PORT = directory.tls_port if how == "tls" else directory.port
    assert sign_in("ada", SECRET).status_code == 200


@pytest.mark.parametrize("how", ["tls", "start_tls"])
def test_a_server_that_cannot_be_trusted_is_told_no_password(ada, directory, settings, how):
    settings.LDAP_SSL, settings.LDAP_START_TLS = how == "tls", how == "start_tls"
    settings.LDAP_PORT = directory.tls_port if how == "tls" else directory.port
    answer = sign_in("ada", SECRET)
    assert answer.status_code == 500
    assert "certificate" in answer.json()["message"].lower()


# Sync


def test_people_of_the_directory_are_made(directory, capsys):
    lines = sync(capsys)
    assert sorted(lines[:-1]) == [
        "made: Ada Lind (ada)",
        "made: Back Up (daemon)",
        "made: Bo Falk (bo)",
        "made: Cy Star (cy(x)*)",
    ]
    assert lines[-1] == "4 in the directory: 4 made."
    ada = Person.objects.get(desktop_login="ada")
    assert (ada.full_name, ada.email, ada.role) == ("Ada Lind", "ada@studio.example", "user")
    assert (ada.is_generated_from_ldap, ada.has_usable_password()) == (True, False)
    assert sign_in("ada", SECRET).status_code == 200


def test_the_picture_of_the_directory_becomes_the_avatar(directory, capsys, api):
    sync(capsys)
    ada = Person.objects.get(desktop_login="ada")
    assert ada.has_avatar
    answer = api("admin").get(f"/pictures/thumbnails/persons/{ada.pk}.png")
    assert Image.open(io.BytesIO(b"".join(answer.streaming_content))).size == (400, 400)


def test_a_second_time_nothing_is_written(directory, capsys, events):
    sync(capsys)
    before = events()
    assert sync(capsys) == ["4 in the directory: nothing to do."]
    assert events() == before


def test_somebody_is_found_by_address_and_brought_up_to_date(directory, studio, capsys):
    Person.objects.filter(pk=studio.animator.pk).update(email="bo@studio.example")
    sync(capsys)
    bo = Person.objects.get(pk=studio.animator.pk)
    assert (bo.full_name, bo.desktop_login, bo.is_generated_from_ldap) == ("Bo Falk", "bo", True)


def test_somebody_is_found_again_by_the_id_of_the_directory(directory, capsys):
    sync(capsys)
    Person.objects.filter(desktop_login="bo").update(desktop_login="x", email="x@example.com")
    assert "changed: Bo Falk (bo)" in sync(capsys)
    assert Person.objects.filter(desktop_login="bo", email="bo@studio.example").count() == 1


def test_who_left_the_directory_is_deactivated_and_signed_out(directory, capsys):
    gone = Person.objects.create(first_name="Gone", last_name="Girl", is_generated_from_ldap=True)
    token = sessions.open_session(gone)["access_token"]
    assert "disabled: Gone Girl" in sync(capsys)
    gone.refresh_from_db()
    assert gone.active is False
    Person.objects.filter(pk=gone.pk).update(active=True)
    headers = {"Authorization": f"Bearer {token}"}
    assert Api().get("/auth/authenticated", headers=headers).status_code == 401


def test_people_who_are_not_of_the_directory_stay(directory, studio, capsys):
    sync(capsys)
    assert Person.objects.get(pk=studio.modeler.pk).active


def test_a_group_and_exclusions_say_who_counts(directory, settings, capsys):
    settings.LDAP_GROUP, settings.LDAP_EXCLUDED_ACCOUNTS = f"cn=artists,{BASE}", ["ADA"]
    assert sorted(sync(capsys)[:-1]) == ["made: Bo Falk (bo)", "made: Cy Star (cy(x)*)"]


def test_groups_have_roles(directory, settings, capsys):
    settings.LDAP_GROUP = "artists"
    settings.LDAP_ROLE_GROUPS = {"supervisor": f"cn=leads,{BASE}", "user": "artists"}
    sync(capsys)
    roles = dict(Person.objects.filter(is_generated_from_ldap=True).values_list("desktop_login", "role"))
    assert roles == {"ada": "user", "bo": "supervisor", "cy(x)*": "user"}


def test_who_leaves_a_group_loses_its_role(directory, settings, capsys):
    settings.LDAP_ROLE_GROUPS = {"admin": f"cn=leads,{BASE}"}
    sync(capsys)
    Person.objects.filter(desktop_login="ada").update(role="admin")
    assert "changed: Ada Lind (ada)" in sync(capsys)
    assert Person.objects.get(desktop_login="ada").role == "user"


def test_an_address_in_the_domain_of_the_studio_is_preferred(directory, settings, capsys):
    settings.EMAIL_DOMAIN = "films.example"
    sync(capsys)
    assert Person.objects.get(desktop_login="ada").email == "ada@films.example"


def test_a_dry_run_tells_and_changes_nothing(directory, capsys):
    before = Person.objects.count()
    lines = sync(capsys, dry_run=True)
    assert "made: Ada Lind (ada)" in lines
    assert lines[-1] == "4 in the directory: 4 made. Nothing was changed."
    assert Person.objects.count() == before


def test_the_user_limit_ends_it(directory, settings):
    settings.USER_LIMIT = Person.objects.filter(active=True, is_bot=False).count() + 1
    with pytest.raises(CommandError, match=r"The limit of \d+ active people is reached"):
        call_command("sync_ldap")
    assert Person.objects.filter(is_generated_from_ldap=True).count() == 1


def test_one_who_cannot_be_written_does_not_keep_the_others(directory, settings, studio, capsys):
    settings.PROTECTED_ACCOUNTS = ["bo@studio.example"]
    settings.LDAP_ROLE_GROUPS = {"user": f"cn=leads,{BASE}"}
    Person.objects.filter(pk=studio.manager.pk).update(email="bo@studio.example")
    lines = sync(capsys)
    assert "failed: Bo Falk (bo): This account is protected (setting PROTECTED_ACCOUNTS)." in lines
    assert "made: Ada Lind (ada)" in lines


def test_a_directory_that_lists_nobody_keeps_nobody_out(directory, settings, ada):
    settings.LDAP_EXCLUDED_ACCOUNTS = ["ada", "bo", "cy(x)*", "daemon"]
    with pytest.raises(CommandError, match="The directory lists nobody: nothing is changed"):
        call_command("sync_ldap")
    assert Person.objects.get(pk=ada.pk).active


# The check


def test_the_check_tells_what_it_finds(directory, settings, capsys):
    settings.LDAP_ROLE_GROUPS = {"supervisor": f"cn=leads,{BASE}"}
    call_command("check_ldap", login="ada")
    assert capsys.readouterr().out.splitlines() == [
        f"server: 127.0.0.1:{directory.port}, not encrypted",
        f"bound as: {READER}",
        f"people: 4 below {BASE}",
        "supervisor: 1",
        "user: 3",
        f"ada: uid=ada,ou=people,{BASE} (ada@studio.example, active)",
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"LDAP_PASSWORD": "wrong"}, f"LDAP: bind as {READER}: invalidCredentials (49)"),
        ({"LDAP_BASE_DN": "dc=nowhere"}, "LDAP: search below dc=nowhere: noSuchObject (32)"),
        ({"LDAP_GROUP": "nobody"}, "LDAP: there are 0 groups 'nobody'."),
        ({"LDAP_PORT": 9}, "LDAP: connection to 127.0.0.1:9: "),
    ],
)
def test_the_check_tells_in_the_servers_words_what_is_wrong(directory, settings, changes, message):
    for name, value in changes.items():
        setattr(settings, name, value)
    with pytest.raises(CommandError) as refusal:
        call_command("check_ldap")
    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize(
    ("user", "active_directory", "bound"),
    [
        ("cn=reader,dc=studio", False, "cn=reader,dc=studio"),
        ("reader", False, f"uid=reader,{BASE}"),
        ("reader", True, "reader@studio.example"),
        ("STUDIO\\reader", True, "STUDIO\\reader"),
        ("", False, ""),
    ],
)
def test_the_account_is_a_full_name_or_a_login(settings, user, active_directory, bound):
    settings.LDAP_USER, settings.LDAP_IS_AD = user, active_directory
    settings.LDAP_BASE_DN, settings.LDAP_DOMAIN = BASE, "studio.example"
    assert ldap.account_dn() == bound
