"""The commands on accounts (notes on commands)."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Person
from accounts.services import devices
from kitsu_site.tests.world import PASSWORD


@pytest.fixture
def run(capsys):
    """`run("create_admin", ...)` is what the command printed."""

    def call(*args) -> str:
        call_command(*args)
        return capsys.readouterr().out

    return call


def refused(*args) -> tuple[str, int]:
    """The message and exit code of a command that fails."""
    with pytest.raises(CommandError) as caught:
        call_command(*args)
    return str(caught.value), caught.value.returncode


def stored(person) -> Person:
    return Person.objects.get(pk=person.pk)


# create_admin


def test_a_first_admin_is_made(db, run):
    assert run("create_admin", "Boss@Example.com", "--password", PASSWORD) == "Admin successfully created.\n"
    admin = Person.objects.get()
    assert (admin.full_name, admin.email, admin.role) == ("Super Admin", "boss@example.com", "admin")
    assert admin.check_password(PASSWORD)


def test_somebody_is_raised_to_admin_and_keeps_their_password(studio, run, settings):
    settings.PROTECTED_ACCOUNTS = ["animator@example.com"]
    printed = run("create_admin", "animator@example.com", "--password", "something else")
    assert printed == "Existing user's role has been upgraded to 'admin'.\n"
    assert stored(studio.animator).role == "admin"
    assert stored(studio.animator).check_password(PASSWORD)


def test_nothing_is_said_of_who_is_admin_already(studio, run):
    assert run("create_admin", "admin@example.com") == ""


def test_a_new_admin_needs_a_password(db):
    assert refused("create_admin", "boss@example.com") == ("--password is wanted for a new account.", 2)


@pytest.mark.parametrize(
    ("email", "password", "message"),
    [
        ("boss@example.com", "short", "At least 8 characters are wanted."),
        ("boss", PASSWORD, "'boss' is no email address"),
    ],
)
def test_no_admin_is_made_of_what_does_not_fit(db, email, password, message):
    printed, code = refused("create_admin", email, "--password", password)
    assert printed.startswith(message)
    assert code == 1
    assert not Person.objects.exists()


def test_no_admin_is_made_in_a_full_studio(studio, settings):
    settings.USER_LIMIT = 8
    message, code = refused("create_admin", "boss@example.com", "--password", PASSWORD)
    assert (message, code) == ("The limit of 8 active people is reached (setting USER_LIMIT).", 1)


# change_password


def test_a_password_is_changed(studio, run):
    printed = run("change_password", "Animator@example.com", "--password", "another password")
    assert printed == "Password changed for animator@example.com\n"
    assert stored(studio.animator).check_password("another password")


def test_a_short_password_is_refused(studio):
    message = refused("change_password", "animator@example.com", "--password", "short")[0]
    assert message == "At least 8 characters are wanted."
    assert stored(studio.animator).check_password(PASSWORD)


@pytest.mark.parametrize("email", ["nobody@example.com", "bot@example.com"])
def test_an_unknown_address_is_named(studio, email):
    assert refused("change_password", email, "--password", PASSWORD) == (f"Nobody signs in as {email}.", 1)


def test_the_new_password_must_be_given(studio):
    assert "--password" in refused("change_password", "animator@example.com")[0]


# create_bot


def test_a_bots_token_is_printed_alone_and_opens_the_api(studio, run, api):
    token = run("create_bot", "--email", "farm@example.com", "--name", "Farm", "--role", "manager")
    bearer = {"headers": {"Authorization": f"Bearer {token.strip()}"}}
    user = api().get("/auth/authenticated", **bearer).json()["user"]
    assert {name: user[name] for name in ("full_name", "email", "role", "is_bot", "expiration_date")} == {
        "full_name": "Farm",
        "email": "farm@example.com",
        "role": "manager",
        "is_bot": True,
        "expiration_date": None,
    }


def test_a_bots_token_may_end(studio, run):
    run("create_bot", "--email", "farm@example.com", "--name", "Farm", "--expiration-date", "2100-01-31")
    assert str(Person.objects.get(first_name="Farm").expiration_date) == "2100-01-31"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--expiration-date", "2019-01-01"], "The expiration date is past."),
        (
            ["--expiration-date", "soon"],
            "Error: argument --expiration-date: invalid fromisoformat value: 'soon'",
        ),
        (["--role", "king"], "Error: argument --role: invalid choice: 'king'"),
        (["--email", "farm"], "'farm' is no email address"),
    ],
)
def test_no_bot_is_made_of_what_does_not_fit(studio, options, message):
    args = ["create_bot", "--email", "farm@example.com", "--name", "Farm", *options]
    assert refused(*args)[0].startswith(message)
    assert Person.objects.filter(is_bot=True).count() == 1


# set_person_active


def test_a_person_is_kept_out_and_let_in_again(studio, run):
    assert run("set_person_active", "animator@example.com", "--unactive") == (
        "Ann Animator (animator@example.com) is now inactive.\n"
    )
    assert stored(studio.animator).active is False
    assert run("set_person_active", "animator@example.com") == (
        "Ann Animator (animator@example.com) is now active.\n"
    )
    assert stored(studio.animator).active is True


def test_a_change_by_command_is_told_like_any_other(studio, run, events):
    run("set_person_active", "animator@example.com", "--unactive")
    assert events() == [("person:update", {"person_id": str(studio.animator.pk)})]


def test_nobody_is_let_into_a_full_studio(studio, settings):
    Person.objects.filter(pk=studio.animator.pk).update(active=False)
    settings.USER_LIMIT = 7
    message = refused("set_person_active", "animator@example.com")[0]
    assert message == "The limit of 7 active people is reached (setting USER_LIMIT)."
    assert stored(studio.animator).active is False


def test_who_is_unknown_is_neither_let_in_nor_kept_out(studio):
    assert refused("set_person_active", "nobody@example.com") == ("Nobody signs in as nobody@example.com.", 1)


# disable_two_factor_authentication


@pytest.mark.parametrize("login", ["animator@example.com", "aanimator"])
def test_second_factors_are_taken_away(studio, run, login):
    Person.objects.filter(pk=studio.animator.pk).update(
        desktop_login="aanimator", email_otp_enabled=True, email_otp_secret="A" * 32
    )
    devices.replace(studio.animator, "totp", key="a1" * 20)
    printed = run("disable_two_factor_authentication", login)
    assert printed == f"Ann Animator ({login}) signs in with the password alone.\n"
    assert (stored(studio.animator).email_otp_enabled, stored(studio.animator).email_otp_secret) == (
        False,
        None,
    )
    assert devices.of(stored(studio.animator), "totp") is None


@pytest.mark.parametrize(
    ("login", "message"),
    [
        ("nobody@example.com", "Nobody signs in as nobody@example.com."),
        ("animator@example.com", "No second factor is enabled."),
    ],
)
def test_there_must_be_some_to_take_away(studio, login, message):
    assert refused("disable_two_factor_authentication", login) == (message, 1)


@pytest.mark.parametrize(
    "command",
    [
        "create_admin",
        "change_password",
        "create_bot",
        "set_person_active",
        "disable_two_factor_authentication",
    ],
)
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as caught:
        call_command(command, "--help")
    assert caught.value.code == 0
    assert "usage:" in capsys.readouterr().out
