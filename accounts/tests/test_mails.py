"""Mail about accounts: in text and HTML, in the person's language, after the change is committed."""

import smtplib
import threading

import pytest
from django.core import mail
from django.db import transaction
from django.template.loader import get_template

from accounts import tasks
from accounts.models import Organisation, Person
from accounts.services import mails

NAMES = [
    "forgotten_password",
    "invitation",
    "one_time_code",
    "password_changed",
    "two_factor_disabled",
    "two_factor_enabled",
]


@pytest.fixture
def sent(mailoutbox, django_capture_on_commit_callbacks):
    """What a function mails: the mails, once it is committed."""

    def collect(function, *args):
        with django_capture_on_commit_callbacks(execute=True):
            function(*args)
        return list(mailoutbox)

    return collect


def html_of(message) -> str:
    [(content, kind)] = message.alternatives
    assert kind == "text/html"
    return content


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", NAMES)
def test_every_mail_is_there_in_every_language(name, language):
    assert get_template(f"accounts/mail/{language}/{name}.txt").template.source.endswith(
        "{% endautoescape %}"
    )


def test_a_mail_is_text_and_html(studio, sent):
    [message] = sent(mails.one_time_code, studio.animator, "123456")
    assert message.body == "Hello Ann,\n\nYour code is 123456. It is good once, for five minutes.\n"
    assert "<p>Your code is 123456. It is good once, for five minutes.</p>" in html_of(message)
    assert "Little Studio" in html_of(message)


@pytest.mark.parametrize(
    ("locale", "subject"),
    [
        ("fr_FR", "Votre code"),
        ("fr", "Votre code"),
        ("en_GB", "Your code"),
        ("de_DE", "Your code"),
        ("", "Your code"),
        (None, "Your code"),
    ],
)
def test_a_mail_is_in_the_language_of_the_person_if_there_is_one_in_it(studio, sent, locale, subject):
    studio.animator.locale = locale
    [message] = sent(mails.one_time_code, studio.animator, "123456")
    assert message.subject == subject


def test_who_has_no_locale_is_written_to_in_the_studios(studio, sent, settings):
    settings.DEFAULT_LOCALE, studio.animator.locale = "fr_FR", None
    [message] = sent(mails.password_changed, studio.animator)
    assert message.subject == "Votre mot de passe a été changé"


def test_the_link_of_an_invitation_is_one_to_click_on(studio, sent, settings):
    settings.DOMAIN_PROTOCOL, settings.DOMAIN_NAME = "https", "kitsu.example.com"
    [message] = sent(mails.invitation, studio.animator)
    assert message.subject == "Welcome to kitsu.example.com"
    assert "&type=new\n" in message.body
    assert '<a href="https://kitsu.example.com/reset-change-password?email=animator%40example.com' in html_of(
        message
    )


def test_names_are_text_in_both_forms(studio, sent):
    studio.animator.first_name = "Ann & <b>Bob</b>"
    Organisation.objects.update(name="<i>Studio</i>")
    [message] = sent(mails.password_changed, studio.animator)
    assert message.body.startswith("Hello Ann & <b>Bob</b>,\n")
    assert "Hello Ann &amp; &lt;b&gt;Bob&lt;/b&gt;," in html_of(message)
    assert "&lt;i&gt;Studio&lt;/i&gt;" in html_of(message)


def test_a_name_adds_no_header(studio, sent):
    studio.animator.first_name = "Ann\nBcc: all@example.com"
    [message] = sent(mails.password_changed, studio.animator)
    assert message.subject == "Your password was changed"
    assert "Bcc" not in dict(message.message().items())


def test_nothing_is_mailed_of_what_is_rolled_back(studio, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        mails.password_changed(studio.animator)
        transaction.set_rollback(True)
    assert mailoutbox == []


def test_nothing_is_mailed_where_mail_is_off_or_there_is_no_address(studio, sent, settings):
    studio.modeler.email = None
    assert sent(mails.password_changed, studio.modeler) == []
    settings.MAIL_ENABLED = False
    assert sent(mails.password_changed, studio.animator) == []


def test_a_mail_server_that_does_not_answer_fails_no_call(
    studio, api, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(self, messages):
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        response = api().post("/auth/reset-password", {"email": "animator@example.com"})
    assert response.status_code == 200


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_nobody_waits_for_the_mail_server(studio, settings, monkeypatch):
    settings.EMAIL_HOST = "smtp.example.com"
    answered, done = threading.Event(), threading.Event()

    def send(self):
        assert answered.wait(30)
        mail.outbox.append(self)
        done.set()

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", send)
    mails.password_changed(Person.objects.get(pk=studio.animator.pk))
    assert mail.outbox == []
    answered.set()
    assert done.wait(30)
    assert [message.to for message in mail.outbox] == [["animator@example.com"]]
    tasks.threads().shutdown()
    tasks.threads.cache_clear()
