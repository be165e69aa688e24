"""Notifications by mail, Slack, Mattermost and Discord: against servers that really listen."""

import datetime
import threading

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts.models import Organisation, Person
from kitsu_site.db.base import utcnow
from kitsu_site.tests.office import Office
from production import tasks
from production.models import Delivery, Notification, Project, Task
from production.services import assignments, comments, deliveries, replies
from production.tests.services import mail_server, web_service

ALL = {
    "notifications_enabled": True,
    "notifications_slack_enabled": True,
    "notifications_slack_userid": "U123",
    "notifications_mattermost_enabled": True,
    "notifications_mattermost_userid": "ann",
    "notifications_discord_enabled": True,
    "notifications_discord_userid": "4242",
}
MAIL = {"notifications_enabled": True}


@pytest.fixture
def wish(studio):
    """Have a person want to be told: `wish("animator", notifications_enabled=True)`."""
    Organisation.objects.update(chat_token_slack="xoxb-1", chat_token_discord="disc-1")

    def change(name: str, **values) -> Person:
        person = getattr(studio, name)
        Person.objects.filter(pk=person.pk).update(**values)
        return person

    return change


@pytest.fixture
def comment(studio):
    """The manager says something on the animator's task; `by` is another name."""

    def post(text="Softer, please.", by="manager", status="retake", task="first_animation"):
        author = Person.objects.get(pk=getattr(studio, by).pk)
        task = Task.objects.get(pk=getattr(studio, task).pk)
        return comments.post(task=task, status=getattr(studio, status), author=author, by=author, text=text)

    return post


@pytest.fixture
def service(settings):
    with web_service() as service:
        settings.SLACK_API_URL = f"{service.url}/slack"
        settings.DISCORD_API_URL = f"{service.url}/discord"
        service.answers["/slack/chat.postMessage"] = (200, {"ok": True})
        service.answers["/discord/users/@me/channels"] = (200, {"id": "77"})
        Organisation.objects.update(chat_webhook_mattermost=f"{service.url}/hooks/secret")
        yield service


@pytest.fixture
def mailbox(settings):
    with mail_server() as (mailbox, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield mailbox


def written() -> list[tuple]:
    order = Delivery.objects.order_by("person__first_name", "channel")
    return list(order.values_list("person__first_name", "channel", "subject"))


def send_all() -> None:
    for pk in Delivery.objects.values_list("pk", flat=True):
        deliveries.attempt(pk)


# Who is told of what


def test_nobody_is_told_outside_who_did_not_ask(comment, wish):
    comment()
    assert Notification.objects.count() == 1
    assert written() == []


def test_a_comment_is_told_by_every_channel_that_a_person_asked_for(comment, wish, service):
    wish("animator", **ALL)
    comment()
    subject = "Mona Manager commented Big Buck / SQ01 / SH010 / Animation"
    assert written() == [("Ann", name, subject) for name in ("discord", "mail", "mattermost", "slack")]


def test_a_service_that_the_studio_does_not_have_is_passed_over(comment, wish):
    Organisation.objects.update(chat_token_slack="", chat_webhook_mattermost="", chat_token_discord=None)
    wish("animator", **ALL)
    comment()
    assert [channel for _, channel, _ in written()] == ["mail"]


def test_the_text_has_status_words_and_the_page_of_the_task(comment, wish, studio):
    wish("animator", **MAIL)
    comment("Softer,\nplease.")
    path = f"/productions/{studio.feature.pk}/shots/tasks/{studio.first_animation.pk}"
    assert Delivery.objects.get().text == (
        f"Status: Retake\n\nSofter,\nplease.\n\nhttps://localhost:8080{path}"
    )


def test_who_follows_and_is_mentioned_gets_one_message(comment, wish):
    wish("animator", **MAIL)
    comment("@Ann Animator softer")
    assert written() == [("Ann", "mail", "Mona Manager mentioned you on Big Buck / SQ01 / SH010 / Animation")]


def test_a_reply_is_told_to_who_wrote_before(comment, wish, studio):
    wish("manager", **MAIL)
    made = comment()
    task = Task.objects.get(pk=studio.first_animation.pk)
    replies.add(comment=made, task=task, text="Done.", by=studio.animator)
    assert written() == [("Mona", "mail", "Ann Animator replied on Big Buck / SQ01 / SH010 / Animation")]
    assert Delivery.objects.get().text.startswith("Done.\n\nhttps://")


def test_an_edit_tells_only_whom_it_mentions_anew(comment, wish, studio, api):
    wish("animator", **MAIL)
    wish("modeler", **MAIL)
    made = comment("@Ann Animator softer")
    Delivery.objects.all().delete()
    api("manager").put(f"/data/comments/{made.pk}", {"text": "@Ann Animator and @Moe Modeler softer"})
    assert [name for name, *_ in written()] == ["Moe"]


def test_many_tasks_given_at_once_are_one_message(wish, studio):
    wish("vendor", **MAIL)
    given = [studio.first_animation, studio.first_compositing, studio.second_animation]
    assignments.assign(tasks=given, person=studio.vendor, by=studio.manager)
    assert written() == [("Vera", "mail", "Mona Manager assigned 3 tasks to you")]
    assert "- Big Buck / SQ01 / SH010 / Compositing\n" in Delivery.objects.get().text


def test_a_message_is_in_the_language_of_the_person(comment, wish):
    wish("animator", **MAIL, locale="fr_FR")
    comment()
    assert written() == [("Ann", "mail", "Mona Manager a commenté Big Buck / SQ01 / SH010 / Animation")]


def test_artists_do_not_read_what_clients_wrote(comment, wish):
    wish("animator", **MAIL)
    comment("Between us", by="client", status="wip")
    assert "Between us" not in Delivery.objects.get().text


def test_who_lost_access_is_not_told(comment, wish, studio):
    wish("animator", **MAIL)
    Project.objects.get(pk=studio.feature.pk).team.remove(studio.animator)
    comment()
    assert written() == []


def test_a_ready_playlist_is_told_to_clients(wish, studio, api):
    wish("client", **MAIL)
    body = {"name": "Dailies", "project_id": str(studio.feature.pk), "for_client": True}
    made = api("manager").post("/data/playlists", body).json()["id"]
    assert api("manager").post(f"/data/playlists/{made}/notify-clients", {}).status_code == 200
    assert written() == [("Clay", "mail", "The playlist Dailies is ready")]


def test_what_is_rolled_back_is_not_told(comment, wish):
    wish("animator", **MAIL)
    with transaction.atomic():
        comment()
        transaction.set_rollback(True)
    assert written() == []


# By which channel


def test_a_mail_arrives_as_text_and_html(comment, wish, mailbox):
    wish("animator", **MAIL)
    comment("Softer & <b>slower</b>")
    send_all()
    [(to, mail)] = mailbox.mails
    assert to == ["animator@example.com"]
    assert mail["Subject"] == "Mona Manager commented Big Buck / SQ01 / SH010 / Animation"
    assert "Softer & <b>slower</b>" in mail.get_body(("plain",)).get_content()
    assert "Softer &amp; &lt;b&gt;slower&lt;/b&gt;" in mail.get_body(("html",)).get_content()
    assert Delivery.objects.get().status == "sent"


def test_slack_gets_a_message_that_pings_nobody_else(comment, wish, service):
    wish("animator", notifications_slack_enabled=True, notifications_slack_userid="U123")
    comment("<!channel> softer")
    send_all()
    [call] = service.calls
    assert call.path == "/slack/chat.postMessage"
    assert (call.token, call.body["channel"]) == ("Bearer xoxb-1", "U123")
    assert "&lt;!channel&gt; softer" in call.body["text"]


def test_mattermost_gets_a_direct_message_by_the_webhook(comment, wish, service):
    wish("animator", notifications_mattermost_enabled=True, notifications_mattermost_userid="ann")
    comment()
    send_all()
    [call] = service.calls
    assert (call.path, call.body["channel"]) == ("/hooks/secret", "@ann")
    assert call.body["text"].startswith("Mona Manager commented Big Buck")


def test_discord_gets_a_direct_message_of_the_bot(comment, wish, service):
    wish("animator", notifications_discord_enabled=True, notifications_discord_userid="4242")
    comment("x" * 3000)
    send_all()
    opened, message = service.calls
    assert (opened.body, opened.token) == ({"recipient_id": "4242"}, "Bot disc-1")
    assert message.path == "/discord/channels/77/messages"
    assert message.body["allowed_mentions"] == {"parse": []}
    assert len(message.body["content"]) == 2000


def test_discord_finds_who_is_known_by_name(comment, wish, service):
    service.answers["/discord/users/@me/guilds"] = (200, [{"id": "5"}])
    found = [{"user": {"id": "1", "username": "anne"}}, {"user": {"id": "2", "username": "Ann"}}]
    service.answers["/discord/guilds/5/members/search"] = (200, found)
    wish("animator", notifications_discord_enabled=True, notifications_discord_userid="ann#0001")
    comment()
    send_all()
    assert service.calls[2].body == {"recipient_id": "2"}


# When it fails


def only() -> tuple:
    delivery = Delivery.objects.get()
    return delivery.status, delivery.attempts, delivery.message


@pytest.fixture
def slack(comment, wish, service):
    """A delivery to Slack that waits; answers the service."""
    wish("animator", notifications_slack_enabled=True, notifications_slack_userid="U123")
    comment()
    return service


def test_what_is_wrong_for_good_is_not_tried_again(slack):
    slack.answers["/slack/chat.postMessage"] = (200, {"ok": False, "error": "channel_not_found"})
    send_all()
    assert only() == ("failed", 1, "Slack answers channel_not_found.")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((503, {}), "Slack answers 503."),
        ((200, {"ok": False, "error": "internal_error"}), "Slack answers internal_error."),
    ],
)
def test_what_may_pass_is_tried_again_later_and_later(slack, answer, message):
    slack.answers["/slack/chat.postMessage"] = answer
    pk = Delivery.objects.get().pk
    pauses = [deliveries.attempt(pk) for _ in range(6)]
    assert pauses == [30, 120, 480, 1920, 7680, None]
    assert only() == ("failed", 6, message)


def test_a_service_says_how_long_to_wait(slack):
    slack.answers["/slack/chat.postMessage"] = (429, {}, {"Retry-After": "90"})
    assert deliveries.attempt(Delivery.objects.get().pk) == 90


def test_a_service_that_is_not_there_is_tried_again(slack, settings):
    settings.SLACK_API_URL = "http://127.0.0.1:9"
    assert deliveries.attempt(Delivery.objects.get().pk) == 30
    assert only() == ("waiting", 1, "Slack does not answer (ConnectionError).")


def test_a_failure_never_tells_the_webhook(comment, wish, service):
    wish("animator", notifications_mattermost_enabled=True, notifications_mattermost_userid="ann")
    Organisation.objects.update(chat_webhook_mattermost="http://127.0.0.1:9/hooks/secret")
    comment()
    send_all()
    assert only()[2] == "Mattermost does not answer (ConnectionError)."


@pytest.mark.parametrize(
    ("refusal", "outcome"), [("550 No such user", "failed"), ("451 Try again later", "waiting")]
)
def test_a_mail_server_may_refuse_for_good_or_for_now(comment, wish, mailbox, refusal, outcome):
    mailbox.refused["animator@example.com"] = refusal
    wish("animator", **MAIL)
    comment()
    send_all()
    code = refusal[:3]
    assert only() == (outcome, 1, f"The mail server does not take animator@example.com ({code}).")


def test_a_delivery_is_sent_once(slack):
    pk = Delivery.objects.get().pk
    assert [deliveries.attempt(pk), deliveries.attempt(pk)] == [None, None]
    assert len(slack.calls) == 1


def test_who_left_is_not_written_to(slack, studio):
    Person.objects.filter(pk=studio.animator.pk).update(active=False)
    send_all()
    assert (slack.calls, only()[2]) == ([], "The person is no longer active.")


def test_what_a_killed_process_left_is_due_once(slack):
    long_ago = utcnow() - datetime.timedelta(hours=1)
    Delivery.objects.update(status="sending", updated_at=long_ago)
    assert [deliveries.due(), deliveries.due()] == [[Delivery.objects.get().pk], []]


def test_what_was_sent_is_forgotten_after_a_month(slack):
    send_all()
    assert deliveries.forget_old() == 0
    Delivery.objects.update(next_attempt_at=utcnow() - datetime.timedelta(days=31))
    assert deliveries.forget_old() == 1


def test_a_command_sends_what_waits_and_what_failed(slack, capsys):
    Delivery.objects.update(status="failed", attempts=6, message="Slack answers 503.")
    call_command("send_deliveries")
    assert capsys.readouterr().out == "0 of 0 sent.\n"
    call_command("send_deliveries", failed=True)
    assert capsys.readouterr().out == "1 of 1 sent.\n"
    assert only() == ("sent", 1, "")


# Who sends


@pytest.mark.django_db(transaction=True)
def test_the_call_does_not_wait_for_the_services(studio, wish, service, api, monkeypatch):
    wish("animator", notifications_slack_enabled=True, notifications_slack_userid="U123")
    answered, sent = threading.Event(), threading.Event()
    send = tasks.send

    def send_later(delivery_id):
        assert answered.wait(30)
        send(delivery_id)
        sent.set()

    monkeypatch.setattr(tasks, "send", send_later)
    path = f"/actions/tasks/{studio.first_animation.pk}/comment"
    answer = api("manager").post(path, {"task_status_id": str(studio.retake.pk), "comment": "Softer"})
    assert (answer.status_code, service.calls) == (201, [])
    answered.set()
    assert sent.wait(30)
    tasks.threads().shutdown()
    tasks.threads.cache_clear()
    assert (len(service.calls), only()[0]) == (1, "sent")


@pytest.mark.django_db(transaction=True)
def test_with_a_broker_that_is_down_the_delivery_stays_due_and_nobody_waits(
    studio, wish, api, settings, monkeypatch
):
    monkeypatch.setattr("kombu.utils.functional.sleep", lambda seconds: pytest.fail("it waits"))
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:9/0"
    wish("animator", **MAIL)
    monkeypatch.setitem(tasks.deliver.app.conf, "broker_url", settings.CELERY_BROKER_URL)
    monkeypatch.setitem(tasks.deliver.app.conf, "task_always_eager", False)
    path = f"/actions/tasks/{studio.first_animation.pk}/comment"
    answer = api("manager").post(path, {"task_status_id": str(studio.retake.pk), "comment": "Softer"})
    assert (answer.status_code, only()) == (201, ("waiting", 0, ""))


def test_admins_see_why_and_send_again(slack, studio):
    Delivery.objects.update(status="failed", message="Slack answers channel_not_found.")
    office = Office(studio.admin)
    assert "Slack answers channel_not_found." in office.rows(Delivery).content.decode()
    office.act(Delivery, "send_again", Delivery.objects.all())
    assert only()[:2] == ("waiting", 0)
    assert Office(studio.manager).rows(Delivery).status_code == 403
