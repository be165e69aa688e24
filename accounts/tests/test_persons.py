"""People: /data/persons and what is done to one of them (notes on accounts, section 3)."""

import datetime

import pytest

from accounts.models import Person
from accounts.services import persons
from kitsu_site.db.base import utcnow
from kitsu_site.tests.concurrency import at_once
from kitsu_site.tests.world import PASSWORD

SECRETS = {
    "password",
    "totp_secret",
    "email_otp_secret",
    "otp_recovery_codes",
    "fido_credentials",
    "fido_devices",
    "jti",
    "login_failed_attemps",
    "last_login_failed",
}
EVERYBODY = ["admin", "manager", "supervisor", "animator", "vendor", "client"]
NEW = {"first_name": "Nia", "last_name": "New", "email": "nia@example.com"}


def stored(person) -> Person:
    return Person.objects.get(pk=person.pk)


def put(api, who, person, body, **options):
    return api(who).put(f"/data/persons/{person.pk}", body, **options)


def short_form(studio) -> dict:
    return {
        "id": str(studio.animator.pk),
        "type": "Person",
        "first_name": "Ann",
        "last_name": "Animator",
        "full_name": "Ann Animator",
        "has_avatar": False,
        "active": True,
        "departments": [str(studio.animation_department.pk)],
        "studio_id": None,
        "role": "user",
        "desktop_login": None,
        "is_bot": False,
    }


# Reading


def test_an_admin_reads_everything_but_the_secrets(studio, api):
    row = api("admin").get(f"/data/persons/{studio.animator.pk}").json()
    assert SECRETS.isdisjoint(row)
    assert (row["email"], row["daily_salary"], row["departments"]) == (
        "animator@example.com",
        0,
        [str(studio.animation_department.pk)],
    )


def test_a_manager_reads_one_person_in_full(studio, api):
    assert "daily_salary" in api("manager").get(f"/data/persons/{studio.animator.pk}").json()


def test_a_manager_lists_people_in_the_short_form(studio, api):
    rows = api("manager").get("/data/persons", {"first_name": "Ann", "relations": "true"}).json()
    assert rows == [short_form(studio)]


@pytest.mark.parametrize("who", ["supervisor", "animator", "vendor", "client"])
def test_others_read_the_short_form_even_of_themselves(studio, api, who):
    assert api(who).get(f"/data/persons/{studio.animator.pk}").json() == short_form(studio)


def test_without_relations_the_short_form_has_empty_departments(studio, api):
    row = api("client").get(f"/data/persons/{studio.animator.pk}", {"relations": "false"}).json()
    assert row["departments"] == []


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_lists_everybody_without_a_secret(studio, api, who):
    rows = api(who).get("/data/persons").json()
    assert len(rows) == 9
    assert all(SECRETS.isdisjoint(row) for row in rows)


def test_only_an_admin_is_given_password_hashes(studio, api):
    params = {"with_pass_hash": "true", "first_name": "Ann"}
    assert api("admin").get("/data/persons", params).json()[0]["password"].startswith("$2b$04$")
    assert "password" not in api("manager").get("/data/persons", params).json()[0]


@pytest.mark.parametrize("name", sorted(SECRETS - {"fido_devices"}))
@pytest.mark.parametrize("who", ["admin", "animator"])
def test_nobody_filters_by_a_secret(studio, api, who, name):
    assert api(who).get("/data/persons", {name: "x"}).status_code == 400


@pytest.mark.parametrize("name", ["phone", "daily_salary", "totp_enabled", "last_presence", "data"])
def test_nobody_filters_by_what_they_do_not_see(studio, api, name):
    assert api("manager").get("/data/persons", {name: "1"}).status_code == 400


def test_everybody_finds_people_by_their_address_without_seeing_it(studio, api):
    rows = api("client").get("/data/persons", {"email": "ANIMATOR@example.com"}).json()
    assert [(row["first_name"], "email" in row) for row in rows] == [("Ann", False)]


def test_people_are_found_by_their_full_name(studio, api):
    rows = api("client").get("/data/persons", {"full_name": "Ann Animator"}).json()
    assert [row["id"] for row in rows] == [str(studio.animator.pk)]


def test_fields_cannot_ask_for_more_than_the_form_holds(studio, api):
    params = {"fields": "first_name,daily_salary,password,email", "first_name": "Ann"}
    assert api("vendor").get("/data/persons", params).json() == [
        {"id": str(studio.animator.pk), "type": "Person", "first_name": "Ann"}
    ]


def test_a_list_takes_three_queries_whatever_its_length(studio, api, django_assert_num_queries):
    caller = api("admin")
    with django_assert_num_queries(3):  # the token, the people, their departments
        caller.get("/data/persons", {"relations": "true"})


# Creating


def test_an_admin_creates_a_person(studio, api, events):
    response = api("admin").post(
        "/data/persons", {**NEW, "departments": [str(studio.modeling_department.pk)]}
    )
    assert response.status_code == 201
    row = response.json()
    assert {name: row[name] for name in (*NEW, "role", "position", "seniority", "departments", "active")} == {
        **NEW,
        "role": "user",
        "position": "artist",
        "seniority": "mid",
        "departments": [str(studio.modeling_department.pk)],
        "active": True,
    }
    assert SECRETS.isdisjoint(row)
    assert "access_token" not in row
    assert events() == [("person:new", {"person_id": row["id"]})]


@pytest.mark.parametrize("who", EVERYBODY[1:])
def test_nobody_else_creates_people(studio, api, who):
    assert api(who).post("/data/persons", NEW).status_code == 403
    assert not Person.objects.filter(email="nia@example.com").exists()


def test_a_password_given_at_creation_is_hashed(studio, api):
    api("admin").post("/data/persons", {**NEW, "password": "short"})
    assert Person.objects.get(email="nia@example.com").check_password("short")


@pytest.mark.parametrize("name", ["totp_enabled", "email_otp_enabled", "fido_enabled"])
def test_nobody_starts_with_a_second_factor(studio, api, name):
    assert api("admin").post("/data/persons", {**NEW, name: True}).json()[name] is False


WRONG = {
    "role": "king",
    "contract_type": "lifelong",
    "position": "boss",
    "seniority": "ancient",
    "country": "GBR",
    "locale": "xx_YY",
    "display_date_format": "D-M-Y",
    "timezone": "Mars/Base",
    "data": ["a list"],
    "expiration_date": "2019-01-01",
    "email": "no-at-sign",
    "studio_id": "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10",
    "first_name": None,
    "phone": "1" * 31,
    "active": "perhaps",
}


@pytest.mark.parametrize(("name", "value"), WRONG.items())
def test_a_creation_names_the_field_that_is_wrong(studio, api, name, value):
    response = api("admin").post("/data/persons", {**NEW, name: value})
    assert response.status_code == 400
    assert [error["field"] for error in response.json()["data"]["errors"]] == [name]
    assert not Person.objects.filter(first_name="Nia").exists()


@pytest.mark.parametrize("name", ["locale", "timezone", "display_date_format"])
def test_a_blank_preference_is_none_that_is_known(studio, api, name):
    assert put(api, "animator", studio.animator, {name: ""}).status_code == 400
    assert put(api, "animator", studio.animator, {name: None}).json()[name] is None


@pytest.mark.parametrize(
    ("kept", "zone"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        (None, "Europe/Paris"),
        ("", "Europe/Paris"),
        ("Mars/Base", "Europe/Paris"),
        ("../Paris", "Europe/Paris"),
    ],
)
def test_who_has_no_time_zone_that_is_known_has_the_studios(settings, kept, zone):
    settings.DEFAULT_TIMEZONE = "Europe/Paris"
    assert Person(timezone=kept).zone == zone


@pytest.mark.parametrize(("name", "value"), WRONG.items())
def test_a_change_names_the_field_that_is_wrong(studio, api, name, value):
    before = Person.objects.filter(pk=studio.animator.pk).values().get()
    response = put(api, "admin", studio.animator, {name: value})
    assert response.status_code == 400
    assert [error["field"] for error in response.json()["data"]["errors"]] == [name]
    assert Person.objects.filter(pk=studio.animator.pk).values().get() == before


@pytest.mark.parametrize("name", ["jti", "totp_secret", "otp_recovery_codes", "full_name", "shoe_size"])
def test_what_is_no_field_cannot_be_given(studio, api, name):
    assert api("admin").post("/data/persons", {**NEW, name: "x"}).status_code == 400


def test_an_address_is_somebodys_alone_whatever_its_case(studio, api):
    response = api("admin").post("/data/persons", {**NEW, "email": "ANIMATOR@example.com"})
    assert response.json()["message"] == "Email already in use."


def test_a_bot_may_share_an_address_and_is_shown_its_token_once(studio, api):
    body = {"first_name": "Farm", "last_name": "", "email": "animator@example.com", "is_bot": True}
    answer = api("admin").post("/data/persons", body).json()
    caller = {"headers": {"Authorization": f"Bearer {answer['access_token']}"}}
    assert api().get("/auth/authenticated", **caller).json()["user"]["id"] == answer["id"]
    assert "access_token" not in api("admin").get(f"/data/persons/{answer['id']}").json()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_an_address_at_once_one_is_refused(studio, api):
    def create():
        return api("admin").post("/data/persons", NEW).status_code

    assert sorted(at_once(create, create)) == [201, 400]


def test_a_full_studio_takes_nobody_more(studio, api, settings):
    settings.USER_LIMIT = 8  # the people of the studio: the bot is not counted
    response = api("manager").post("/data/persons", NEW)
    assert (response.status_code, response.json()["data"]) == (400, {"limit": 8})


@pytest.mark.parametrize("extra", [{"is_bot": True}, {"is_guest": True}, {"active": False}])
def test_a_full_studio_takes_who_does_not_count(studio, api, settings, extra):
    settings.USER_LIMIT = 8
    assert api("admin").post("/data/persons", {**NEW, **extra}).status_code == 201


def test_a_full_studio_activates_nobody(studio, api, settings):
    Person.objects.filter(pk=studio.outsider.pk).update(active=False)
    settings.USER_LIMIT = 7
    assert put(api, "admin", studio.outsider, {"active": True}).status_code == 400
    assert stored(studio.outsider).active is False


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_take_the_last_place_twice(studio, api, settings):
    settings.USER_LIMIT = 9

    def create(name):
        return lambda: persons.ROWS.create(values={"first_name": name, "last_name": "Last"})

    results = at_once(create("One"), create("Two"))
    assert sorted(type(result).__name__ for result in results) == ["Invalid", "Person"]


# Changing


def test_an_admin_changes_a_person(studio, api, events):
    body = {"role": "supervisor", "departments": [], "country": "ie", "data": {"badge": "N-13"}}
    row = put(api, "admin", studio.animator, body).json()
    assert {name: row[name] for name in body} == {**body, "country": "IE"}
    assert events() == [("person:update", {"person_id": str(studio.animator.pk)})]


def test_one_changes_oneself_and_is_answered_the_full_form(studio, api):
    row = put(api, "animator", studio.animator, {"phone": "+49 30 1234", "locale": "de_DE"}).json()
    assert (row["phone"], row["locale"], row["departments"]) == (
        "+49 30 1234",
        "de_DE",
        [str(studio.animation_department.pk)],
    )


@pytest.mark.parametrize("who", ["manager", "supervisor", "modeler", "vendor", "client", "bot"])
def test_nobody_else_changes_a_person(studio, api, who):
    assert put(api, who, studio.animator, {"phone": "1"}).status_code == 403


ONLY_BY_ADMINS = {
    "role": "admin",
    "active": False,
    "is_bot": True,
    "archived": True,
    "is_generated_from_ldap": True,
    "ldap_uid": "u1",
    "last_presence": "2030-01-01",
    "studio_id": None,
    "departments": [],
    "login_failed_attemps": 7,
    "last_login_failed": "2030-01-01",
}
NEVER_BY_ONESELF = {
    "daily_salary": 999,
    "position": "lead",
    "seniority": "senior",
    "is_guest": True,
    "totp_enabled": True,
    "email_otp_enabled": True,
    "fido_enabled": True,
    "preferred_two_factor_authentication": "totp",
}
NEVER = {
    "password": "smuggled",
    "jti": "x",
    "full_name": "Somebody Else",
    "totp_secret": "x",
    "shoe_size": 44,
}


@pytest.mark.parametrize(("name", "value"), {**ONLY_BY_ADMINS, **NEVER_BY_ONESELF, **NEVER}.items())
def test_one_cannot_change_that_of_oneself(studio, api, name, value):
    before = Person.objects.filter(pk=studio.animator.pk).values().get()
    assert put(api, "animator", studio.animator, {name: value}).status_code == 200
    after = Person.objects.filter(pk=studio.animator.pk).values().get()
    assert {**after, "updated_at": None} == {**before, "updated_at": None}
    assert stored(studio.animator).departments.count() == 1


@pytest.mark.parametrize(("name", "value"), {**NEVER_BY_ONESELF, "role": "user"}.items())
def test_not_even_an_admin_raises_oneself(studio, api, name, value):
    before = getattr(stored(studio.admin), name)
    put(api, "admin", studio.admin, {name: value})
    assert getattr(stored(studio.admin), name) == before


def test_an_admin_ends_a_lock_out(studio, api):
    Person.objects.filter(pk=studio.animator.pk).update(
        login_failed_attemps=5, last_login_failed=utcnow() - datetime.timedelta(seconds=3)
    )
    login = {"email": "animator@example.com", "password": PASSWORD}
    assert api().post("/auth/login", login).json()["too_many_failed_login_attemps"] is True
    row = put(api, "admin", studio.animator, {"login_failed_attemps": 0, "last_login_failed": None}).json()
    assert SECRETS.isdisjoint(row)
    assert api().post("/auth/login", login).status_code == 200


def test_an_unknown_second_factor_is_refused(studio, api):
    assert put(api, "admin", studio.animator, {"two_factor_authentication": "pigeon"}).status_code == 400


def test_an_unchanged_end_in_the_past_may_stay(studio, api):
    Person.objects.filter(pk=studio.animator.pk).update(expiration_date=datetime.date(2019, 1, 1))
    row = put(api, "admin", studio.animator, {"expiration_date": "2019-01-01"}).json()
    assert (row["expiration_date"], "access_token" in row) == ("2019-01-01", False)


def test_a_new_end_draws_a_token_that_voids_the_former(studio, api):
    first = put(api, "animator", studio.animator, {"expiration_date": "2031-12-31"}).json()["access_token"]
    second = put(api, "animator", studio.animator, {"expiration_date": None}).json()["access_token"]
    calls = [
        api().get("/auth/authenticated", headers={"Authorization": f"Bearer {token}"}).status_code
        for token in (first, second)
    ]
    assert calls == [401, 200]


def test_a_bot_does_not_move_its_own_end(studio, api):
    row = put(api, "bot", studio.bot, {"phone": "13", "expiration_date": "2031-01-01"}).json()
    assert (row["phone"], row["expiration_date"], "access_token" in row) == ("13", None, False)


def test_a_token_may_last_to_the_end_of_the_calendar(studio, api):
    token = put(api, "admin", studio.bot, {"expiration_date": "9999-12-31"}).json()["access_token"]
    call = {"headers": {"Authorization": f"Bearer {token}"}}
    assert api().get("/auth/authenticated", **call).json()["user"]["expiration_date"] == "9999-12-31"


def test_a_bot_that_becomes_a_person_needs_an_address_of_its_own(studio, api):
    Person.objects.filter(pk=studio.bot.pk).update(email="client@example.com")
    response = put(api, "admin", studio.bot, {"is_bot": False})
    assert (response.status_code, response.json()["message"]) == (400, "Email already in use.")
    response = put(api, "admin", studio.bot, {"is_bot": False, "email": "farm@example.com"})
    assert (response.status_code, stored(studio.bot).is_bot) == (200, False)


@pytest.mark.django_db(transaction=True)
def test_of_two_tokens_drawn_at_once_one_is_good(studio, api):
    def draw():
        return put(api, "admin", studio.bot, {"expiration_date": None}).json()["access_token"]

    answered = at_once(draw, draw)
    calls = [
        api().get("/auth/authenticated", headers={"Authorization": f"Bearer {token}"}).status_code
        for token in answered
    ]
    assert sorted(calls) == [200, 401]


@pytest.mark.parametrize(
    "body", [{"active": False}, {"role": "user"}, {"is_bot": True}, {"email": "new@example.com"}]
)
def test_nobody_takes_rights_from_a_protected_account(studio, api, settings, body):
    settings.PROTECTED_ACCOUNTS = ["manager@example.com"]
    assert put(api, "admin", studio.manager, body).status_code == 403
    row = stored(studio.manager)
    assert (row.active, row.role, row.is_bot, row.email) == (True, "manager", False, "manager@example.com")


def test_what_else_a_protected_account_holds_may_change(studio, api, settings):
    settings.PROTECTED_ACCOUNTS = ["manager@example.com"]
    body = {"phone": "1", "email": "Manager@example.com", "role": "manager"}
    assert put(api, "admin", studio.manager, body).json()["phone"] == "1"
