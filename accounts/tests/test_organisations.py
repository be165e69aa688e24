"""The studio itself and what clients are told (notes on accounts, section 5)."""

import datetime

import pytest

from accounts.models import Organisation
from accounts.services import organisations
from kitsu_site.tests.concurrency import at_once

CHAT_SECRETS = {"chat_token_slack", "chat_webhook_mattermost", "chat_token_discord"}


def test_the_first_who_needs_it_makes_the_organisation(admin_account, api):
    assert [row["name"] for row in api("admin").get("/data/organisations").json()] == ["Kitsu"]


@pytest.mark.django_db(transaction=True)
def test_two_who_need_it_at_once_make_one():
    first, second = at_once(organisations.current, organisations.current)
    assert first == second
    assert Organisation.objects.count() == 1


def test_the_first_of_several_counts(studio):
    Organisation.objects.create(name="Another House", created_at=datetime.datetime(2031, 1, 1))
    assert organisations.current() == studio.organisation


@pytest.mark.parametrize("who", ["manager", "supervisor", "animator", "vendor", "client"])
def test_others_do_not_see_the_chat_secrets(studio, api, who):
    path = f"/data/organisations/{studio.organisation.pk}"
    assert CHAT_SECRETS.isdisjoint(api(who).get(path).json())
    assert CHAT_SECRETS.isdisjoint(api(who).get("/data/organisations").json()[0])


@pytest.mark.parametrize("name", sorted(CHAT_SECRETS))
def test_others_do_not_filter_by_the_chat_secrets(studio, api, name):
    assert api("manager").get("/data/organisations", {name: "x"}).status_code == 400
    assert api("admin").get("/data/organisations", {name: "x"}).json() == []


def test_an_admin_sets_the_chat_secrets(studio, api, events):
    path = f"/data/organisations/{studio.organisation.pk}"
    row = api("admin").put(path, {"chat_token_slack": "xoxb-fox", "hours_by_day": "7.5"}).json()
    assert (row["chat_token_slack"], row["hours_by_day"]) == ("xoxb-fox", 7.5)
    assert events() == [("organisation:update", {"organisation_id": row["id"]})]


@pytest.mark.parametrize("who", ["manager", "animator", "client"])
def test_only_admins_change_the_organisation(studio, api, who):
    assert api(who).put(f"/data/organisations/{studio.organisation.pk}", {"name": "Mine"}).status_code == 403


def test_clients_are_told_what_they_need_before_anybody_signs_in(studio, api, settings):
    settings.SENTRY_KITSU = {"dsn": "", "sampleRate": 0.1}
    Organisation.objects.update(dark_theme_by_default=True)
    assert api().get("/config").json() == {
        "is_self_hosted": True,
        "crisp_token": "",
        "dark_theme_by_default": True,
        "indexer_configured": True,
        "saml_enabled": False,
        "saml_idp_name": "",
        "oidc_enabled": False,
        "oidc_idp_name": "",
        "default_locale": "en_US",
        "default_timezone": "Europe/Paris",
        "enforce_2fa": False,
    }


def test_clients_are_told_where_errors_are_reported(studio, api, settings):
    settings.SENTRY_KITSU = {"dsn": "https://key@sentry.example.com/1", "sampleRate": 0.5}
    assert api().get("/config").json()["sentry"] == {
        "dsn": "https://key@sentry.example.com/1",
        "sampleRate": 0.5,
    }
