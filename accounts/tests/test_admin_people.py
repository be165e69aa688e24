"""The page of people in the back office: pictures, invitations, second factors, who is kept out."""

import io

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from PIL import Image

from accounts.models import Person
from accounts.services import avatars, sessions
from kitsu_site.tests.client import Api
from kitsu_site.tests.office import Office, address, said, text


@pytest.fixture
def office(studio):
    """The back office as one of the studio's people gets it."""
    return lambda name: Office(studio.people[name])


def press(office: Office, person: Person, name: str):
    """A button of a person's page, and the one of its dialog."""
    path = address(Person, "change", person.pk).replace("/change/", "")
    return office.client.post(f"{path}/{name.replace('_', '-')}/", {"_form_submitted": "on"})


def buttons(office: Office, person: Person) -> set[str]:
    names = {
        "Send an invitation",
        "Reset the second factor",
        "Sign out everywhere",
        "Deactivate",
        "Reactivate",
    }
    page = text(office.change(person))
    return {name for name in names if name in page}


def token_status(token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return Api().get("/auth/authenticated", headers=headers).status_code


@pytest.fixture
def pictured(studio) -> Person:
    """The animator, with a picture."""
    content = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(content, "PNG")
    avatars.set_of_person(
        person=studio.animator, file=ContentFile(content.getvalue(), "ann.png"), by=studio.admin
    )
    return studio.animator


def test_the_list_shows_pictures_and_initials(pictured, studio, office):
    page = office("supervisor").rows(Person)
    assert f"/admin/accounts/person/{pictured.pk}/avatar/" in page.content.decode()
    assert f"/admin/accounts/person/{studio.modeler.pk}/avatar/" not in page.content.decode()
    assert "MM" in text(page)


def test_a_picture_is_for_who_signed_in_to_the_back_office(pictured, office, client):
    path = f"/admin/accounts/person/{pictured.pk}/avatar/"
    answer = office("manager").client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert client.get(path).status_code == 302


def test_there_is_no_picture_of_who_has_none(studio, office):
    path = f"/admin/accounts/person/{studio.modeler.pk}/avatar/"
    assert office("admin").client.get(path).status_code == 404


def test_the_switch_of_the_page_ends_tokens_for_good_like_the_button(studio, office):
    opened = sessions.open_session(studio.animator)["access_token"]
    assert token_status(opened) == 200
    page = office("admin").change(studio.animator, {"active": "false"})
    assert page.status_code == 302
    assert Person.objects.get(pk=studio.animator.pk).active is False
    office("admin").change(studio.animator, {"active": "true"})
    assert Person.objects.get(pk=studio.animator.pk).active is True
    assert token_status(opened) == 401


def test_another_change_on_the_page_ends_no_token(studio, office):
    opened = sessions.open_session(studio.animator)["access_token"]
    assert office("admin").change(studio.animator, {"phone": "12"}).status_code == 302
    assert token_status(opened) == 200


def test_only_admins_have_buttons(studio, office):
    assert buttons(office("admin"), studio.animator) == {
        "Send an invitation",
        "Sign out everywhere",
        "Deactivate",
    }
    assert buttons(office("manager"), studio.animator) == set()


@pytest.mark.parametrize("name", ["invite", "reset_second_factor", "sign_out", "deactivate", "reactivate"])
def test_what_has_no_button_is_refused(studio, office, name):
    assert press(office("manager"), studio.animator, name).status_code == 403


def test_somebody_is_invited(studio, office, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = press(office("admin"), studio.animator, "invite")
    assert said(answer) == ["An invitation was sent to animator@example.com."]
    assert [message.to for message in mail.outbox] == [["animator@example.com"]]


def test_several_are_invited(studio, office, django_capture_on_commit_callbacks):
    Person.objects.filter(pk=studio.modeler.pk).update(active=False)
    with django_capture_on_commit_callbacks(execute=True):
        people = [studio.animator, studio.manager, studio.modeler, studio.bot]
        answer = office("admin").act(Person, "invite_selected", people)
    assert said(answer) == ["2 invitations were sent."]
    assert len(mail.outbox) == 2


def test_second_factors_are_taken_away(studio, office, django_capture_on_commit_callbacks):
    Person.objects.filter(pk=studio.animator.pk).update(totp_enabled=True)
    admin = office("admin")
    assert "Reset the second factor" in buttons(admin, studio.animator)
    with django_capture_on_commit_callbacks(execute=True):
        answer = press(admin, studio.animator, "reset_second_factor")
    assert said(answer) == ["Ann Animator signs in with the password alone."]
    assert not Person.objects.get(pk=studio.animator.pk).totp_enabled
    assert mail.outbox[0].subject == "Two-factor authentication was disabled"


def test_those_of_another_admin_stay(studio, office):
    Person.objects.filter(pk=studio.manager.pk).update(role="admin", totp_enabled=True)
    assert press(office("admin"), studio.manager, "reset_second_factor").status_code == 403


def test_somebody_is_deactivated_for_good_and_let_in_again(studio, office):
    token = sessions.open_session(studio.animator)["access_token"]
    admin = office("admin")
    press(admin, studio.animator, "deactivate")
    assert said(press(admin, studio.animator, "reactivate")) == [
        "Ann Animator is not active any more.",
        "Ann Animator is active again.",
    ]
    assert Person.objects.get(pk=studio.animator.pk).active
    assert token_status(token) == 401


def test_nobody_deactivates_themselves(studio, office):
    admin = office("admin")
    assert press(admin, studio.admin, "deactivate").status_code == 403
    assert said(admin.act(Person, "deactivate_selected", [studio.admin, studio.animator])) == [
        "1 person is not active any more."
    ]
    assert Person.objects.get(pk=studio.admin.pk).active


def test_a_protected_account_stays_and_it_is_said_why(studio, office, settings):
    settings.PROTECTED_ACCOUNTS = ["manager@example.com"]
    reason = "This account is protected (setting PROTECTED_ACCOUNTS)."
    assert said(press(office("admin"), studio.manager, "deactivate")) == [reason]
    answer = office("admin").act(Person, "deactivate_selected", [studio.manager])
    assert said(answer) == [f"Mona Manager: {reason}", "0 people are not active any more."]
    assert Person.objects.get(pk=studio.manager.pk).active


def test_somebody_is_signed_out_everywhere(studio, office):
    token = sessions.open_session(studio.animator)["access_token"]
    answer = press(office("admin"), studio.animator, "sign_out")
    assert said(answer) == ["Ann Animator is signed out everywhere."]
    assert token_status(token) == 401


@pytest.mark.parametrize(("value", "found"), [("yes", {"Ann"}), ("no", {"Moe", "Mona"})])
def test_people_are_found_by_their_second_factor(studio, office, value, found):
    Person.objects.filter(pk=studio.animator.pk).update(fido_enabled=True)
    page = office("admin").rows(Person, second_factor=value)
    names = {person.first_name for person in page.context["cl"].result_list}
    assert names & {"Ann", "Moe", "Mona"} == found


def test_others_cannot_tell_who_has_one(studio, office):
    Person.objects.filter(pk=studio.animator.pk).update(fido_enabled=True)
    answer = office("manager").rows(Person, second_factor="no")
    assert answer.status_code == 302 or "Ann Animator" in text(answer)
