"""Shared playlists: the token opens that playlist, and nothing else."""

import re

import pytest
from django.core import mail

from accounts.models import Person
from files.models import PreviewFile
from files.services import comment_previews, playlist_shares
from kitsu_site.models import ApiEvent
from kitsu_site.tests import media
from kitsu_site.tests.routes import ROUTES as CONTRACT
from production.models import Comment, Playlist, PlaylistShareLink, Task, TaskStatus


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A folder of its own for each test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}},
    }
    return tmp_path


@pytest.fixture
def shown(studio, api):
    """The preview that is in the playlist."""
    return uploaded(studio.first_animation, studio, api)


@pytest.fixture
def hidden(studio, api):
    """A preview that is not."""
    return uploaded(studio.second_animation, studio, api)


def uploaded(task, studio, api) -> PreviewFile:
    comment = Comment.objects.create(
        object_id=task.pk, object_type="Task", person=studio.animator, task_status=studio.wip, text="internal"
    )
    preview = comment_previews.add(comment=comment, task=task, by=studio.animator)
    form = {"file": media.upload("shot.png", media.png())}
    assert api("admin").post(f"/pictures/preview-files/{preview.pk}", form=form).status_code == 201
    return preview


@pytest.fixture
def playlist(studio, shown):
    shots = [{"entity_id": str(studio.first_shot.pk), "preview_file_id": str(shown.pk)}]
    return Playlist.objects.create(name="Review", project=studio.feature, shots=shots)


def make_link(playlist, studio, **options) -> PlaylistShareLink:
    values = {"expiration": None, "can_comment": True, "password": None, **options}
    return playlist_shares.share(playlist=playlist, by=studio.manager, **values)


@pytest.fixture
def link(playlist, studio):
    return make_link(playlist, studio)


@pytest.fixture
def guest(link):
    return playlist_shares.guest(link=link, first_name="Nina", last_name="Volk")[0]


READS = (
    ("", 200),
    ("/context", 200),
    ("/comments", 200),
    ("/preview-files/{preview}", 200),
    ("/preview-files/{preview}/download", 200),
    ("/pictures/thumbnails/preview-files/{preview}.png", 200),
    ("/pictures/originals/preview-files/{preview}.png", 200),
    ("/pictures/originals/preview-files/{preview}.pdf", 404),
    ("/movies/originals/preview-files/{preview}.mp4", 404),
    ("/movies/tiles/preview-files/{preview}.png", 404),
)
WRITES = (
    ("POST", "/guest"),
    ("POST", "/comments"),
    ("PUT", "/comments/{comment}"),
    ("DELETE", "/comments/{comment}"),
    ("POST", "/comments/{comment}/attachments"),
    ("DELETE", "/comments/{comment}/attachments/{comment}"),
    ("PUT", "/annotations"),
)


def address(link, path, preview, comment="9f4d2f0a-1111-4222-8333-0123456789ab") -> str:
    return f"/shared/playlists/{link.token}{path}".format(preview=preview.pk, comment=comment)


def test_the_token_opens_its_playlist(api, link, shown):
    assert {path: api().get(address(link, path, shown)).status_code for path, _ in READS} == dict(READS)


def test_the_token_opens_no_other_preview(api, link, hidden):
    paths = [path for path, _ in READS if "{preview}" in path]
    assert {api().get(address(link, path, hidden)).status_code for path in paths} == {403}


CLOSED = {
    "revoked": {"is_active": False},
    "over": {"expiration_date": "2020-01-01"},
    "unknown": {"token": "another"},
}


ROUTES = [("GET", path) for path, _ in READS] + list(WRITES)


def statuses(api, link, preview, params=None) -> set[int]:
    """What every shared route answers."""
    calls = [(method, address(link, path, preview)) for method, path in ROUTES]
    return {api().call(method, path, {}, params=params).status_code for method, path in calls}


@pytest.mark.parametrize("change", CLOSED.values(), ids=CLOSED)
def test_a_closed_link_opens_nothing(api, link, shown, change):
    PlaylistShareLink.objects.filter(pk=link.pk).update(**change)
    assert statuses(api, link, shown) == {404}


def test_a_password_is_wanted_for_every_route(api, playlist, studio, shown):
    link = make_link(playlist, studio, password="pier seven")
    assert statuses(api, link, shown) == {404}
    assert statuses(api, link, shown, {"password": "pier"}) == {404}
    answers = {
        path: api().get(address(link, path, shown), {"password": "pier seven"}).status_code
        for path, _ in READS
    }
    assert answers == dict(READS)


def test_a_password_is_stored_hashed_and_never_answered(api, playlist, studio):
    answer = api("manager").post(f"/data/playlists/{playlist.pk}/share", {"password": "pier seven"})
    assert answer.json()["has_password"] is True
    assert "password" not in answer.json()
    assert PlaylistShareLink.objects.get().password.startswith("$2b$")


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("2031-06-30", "2031-06-30T23:59:59"),
        ("2031-06-30T12:00:00", "2031-06-30T12:00:00"),
        ("2031-06-30T12:00:00+02:00", "2031-06-30T10:00:00"),
        ("", None),
    ],
)
def test_a_link_ends_at_the_end_of_its_day(api, playlist, sent, stored):
    answer = api("manager").post(f"/data/playlists/{playlist.pk}/share", {"expiration_date": sent})
    assert answer.json()["expiration_date"] == stored


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("admin", 201),
        ("manager", 201),
        ("supervisor", 403),
        ("animator", 403),
        ("client", 403),
        ("vendor", 403),
    ],
)
def test_who_may_share(api, playlist, who, status):
    assert api(who).post(f"/data/playlists/{playlist.pk}/share", {}).status_code == status


def test_revoking_closes_a_link_and_keeps_it(api, playlist, link):
    answer = api("manager").delete(f"/data/playlists/{playlist.pk}/share/{link.token}")
    assert (answer.status_code, answer.json()["is_active"]) == (200, False)
    assert api("manager").get(f"/data/playlists/{playlist.pk}/share").json() == []
    assert PlaylistShareLink.objects.filter(pk=link.pk).exists()


def test_an_invitation_is_mailed_once_to_each(
    api, playlist, link, studio, django_capture_on_commit_callbacks
):
    path = f"/data/playlists/{playlist.pk}/share/{link.token}/invite"
    body = {
        "emails": ["ana@example.com", "ANA@example.com"],
        "person_ids": [str(studio.client.pk)],
        "message": "<b>Look</b>",
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = api("manager").post(path, body)
    assert answer.json() == {"sent": ["ana@example.com", "client@example.com"]}
    assert [message.to for message in mail.outbox] == [["ana@example.com"], ["client@example.com"]]
    assert link.token in mail.outbox[0].body
    assert "<b>" not in mail.outbox[0].alternatives[0][0]


# Guests


def test_a_guest_is_known_by_name_on_a_link(api, link, playlist, studio):
    path = f"/shared/playlists/{link.token}/guest"
    first = api().post(path, {"first_name": " Nina ", "last_name": "Volk"})
    assert first.status_code == 201
    assert first.json() == {
        "id": first.json()["id"],
        "first_name": "Nina",
        "last_name": "Volk",
        "full_name": "Nina Volk",
        "has_avatar": False,
        "role": "client",
        "is_guest": True,
        "type": "Person",
    }
    assert api().post(path, {"first_name": "Nina", "last_name": "Volk"}).json() == first.json()
    again = api().post(path, {"guest_id": first.json()["id"]})
    assert (again.status_code, again.json()) == (200, first.json())
    other = api().post(
        f"/shared/playlists/{make_link(playlist, studio).token}/guest", {"guest_id": first.json()["id"]}
    )
    assert other.json()["id"] != first.json()["id"]
    person = Person.objects.get(pk=first.json()["id"])
    assert (person.password, person.role, person.data) == (None, "client", {"share_link_id": str(link.pk)})


def test_a_guests_comment_does_all_that_a_comment_does(api, link, guest, studio):
    count = ApiEvent.objects.count()
    body = {
        "guest_id": str(guest.pk),
        "task_id": str(studio.first_animation.pk),
        "task_status_id": str(studio.wfa.pk),
        "text": "Lovely",
    }
    answer = api().post(f"/shared/playlists/{link.token}/comments", body)
    assert (answer.status_code, answer.json()["text"]) == (201, "Lovely")
    assert answer.json()["person"]["id"] == str(guest.pk)
    assert Task.objects.get(pk=studio.first_animation.pk).task_status_id == studio.wfa.pk
    names = list(ApiEvent.objects.order_by("created_at").values_list("name", flat=True))[count:]
    assert names == ["comment:new", "task:update", "task:status-changed", "task:to-review", "news:new"]
    listed = api().get(f"/shared/playlists/{link.token}/comments").json()
    assert [comment["text"] for comment in listed] == ["Lovely"]


def test_what_a_guest_may_not_say(api, link, guest, studio, playlist):
    path = f"/shared/playlists/{link.token}/comments"
    good = {
        "guest_id": str(guest.pk),
        "task_id": str(studio.first_animation.pk),
        "task_status_id": str(studio.wfa.pk),
    }
    TaskStatus.objects.filter(pk=studio.done.pk).update(is_client_allowed=False)
    mute = make_link(playlist, studio, can_comment=False)
    assert api().post(path, {**good, "task_id": str(studio.second_animation.pk)}).status_code == 403
    assert api().post(path, {**good, "guest_id": str(studio.animator.pk)}).status_code == 403
    assert api().post(path, {**good, "task_status_id": str(studio.done.pk)}).status_code == 400
    assert api().post(path, {"guest_id": str(guest.pk)}).status_code == 400
    assert api().post(f"/shared/playlists/{mute.token}/comments", good).status_code == 403


def test_a_guest_changes_nothing_of_others(api, link, guest, studio):
    other = Comment.objects.filter(object_id=studio.first_animation.pk).get()
    path = f"/shared/playlists/{link.token}/comments/{other.pk}"
    body = {"guest_id": str(guest.pk), "text": "mine now"}
    assert api().put(path, body).status_code == 403
    assert api().call("DELETE", path, body).status_code == 403
    other.refresh_from_db()
    assert other.text == "internal"


def test_a_guest_draws_upon_what_is_shown_only(api, link, guest, shown, hidden):
    drawn = {"time": 0, "drawing": {"objects": [{"id": "x", "type": "circle"}]}}
    path = f"/shared/playlists/{link.token}/annotations"
    body = {"guest_id": str(guest.pk), "preview_file_id": str(shown.pk), "additions": [drawn]}
    assert api().put(path, body).json()["annotations"] == [drawn]
    assert api().put(path, {**body, "preview_file_id": str(hidden.pk)}).status_code == 403


def test_attachments_of_what_is_not_shown_are_closed(api, link, guest, studio):
    def attach(comment, name, content):
        form = {"guest_id": str(guest.pk), "file": media.upload(name, content)}
        return api().post(f"/shared/playlists/{link.token}/comments/{comment}/attachments", form=form)

    body = {
        "guest_id": str(guest.pk),
        "task_id": str(studio.first_animation.pk),
        "task_status_id": str(studio.wfa.pk),
    }
    comment = api().post(f"/shared/playlists/{link.token}/comments", body).json()["id"]
    page = attach(comment, "page.html", b"<script>alert(1)</script>").json()["attachment_files"][0]
    answer = api().get(f"/shared/playlists/{link.token}/attachment-files/{page['id']}/file/page.html")
    assert answer["Content-Disposition"] == "attachment; filename=page.html"
    assert answer["Content-Type"] == "application/octet-stream"
    Comment.objects.filter(pk=comment).update(person=studio.animator)
    answer = api().get(f"/shared/playlists/{link.token}/attachment-files/{page['id']}/file/page.html")
    assert answer.status_code == 404


def test_the_context_tells_of_nothing_outside_the_playlist(api, link, studio):
    entities = api().get(f"/shared/playlists/{link.token}/context").json()["entities"]
    assert [entity["name"] for entity in entities] == ["SH010"]


def test_wrong_passwords_are_limited_and_right_calls_are_not(api, playlist, studio, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "guesses_per_account": "2/minute"}
    link = make_link(playlist, studio, password="pier seven")
    path = f"/shared/playlists/{link.token}"
    right = [api().get(path, {"password": "pier seven"}).status_code for _ in range(3)]
    wrong = [api().get(path, {"password": guess}).status_code for guess in ("a", "b")]
    refused = api().get(path, {"password": "pier seven"})
    assert (right, wrong, refused.status_code) == ([200] * 3, [404] * 2, 429)
    assert 0 < int(refused["Retry-After"]) <= 60


@pytest.fixture
def elsewhere(studio, hidden, api):
    """A comment with an attachment on a task that is not in the playlist, by a guest of another link."""
    shots = [{"entity_id": str(studio.second_shot.pk), "preview_file_id": str(hidden.pk)}]
    other = make_link(Playlist.objects.create(name="Other", project=studio.feature, shots=shots), studio)
    guest = playlist_shares.guest(link=other, first_name="Ivo", last_name="")[0]
    body = {
        "guest_id": str(guest.pk),
        "task_id": str(studio.second_animation.pk),
        "task_status_id": str(studio.wfa.pk),
    }
    comment = api().post(f"/shared/playlists/{other.token}/comments", body).json()["id"]
    form = {"guest_id": str(guest.pk), "file": media.upload("n.png", media.png())}
    path = f"/shared/playlists/{other.token}/comments/{comment}/attachments"
    file = api().post(path, form=form).json()["attachment_files"][0]["id"]
    return {"guest": str(guest.pk), "comment": comment, "file": file}


@pytest.mark.parametrize("whose", ["of this link", "of the other link"])
def test_the_token_reaches_no_comment_of_another_playlist(api, link, guest, elsewhere, whose):
    body = {"guest_id": str(guest.pk) if whose == "of this link" else elsewhere["guest"], "text": "mine"}
    here, comment = f"/shared/playlists/{link.token}", elsewhere["comment"]
    form = {"guest_id": body["guest_id"], "file": media.upload("n.png", media.png())}
    answers = [
        api().put(f"{here}/comments/{comment}", body),
        api().call("DELETE", f"{here}/comments/{comment}", body),
        api().post(f"{here}/comments/{comment}/attachments", form=form),
        api().call("DELETE", f"{here}/comments/{comment}/attachments/{elsewhere['file']}", body),
        api().get(f"{here}/attachment-files/{elsewhere['file']}/file/n.png"),
    ]
    refused = 404 if whose == "of this link" else 403
    assert [answer.status_code for answer in answers] == [refused] * 4 + [404]
    assert api().get(f"{here}/comments").json() == []
    assert Comment.objects.get(pk=comment).text == ""


def test_every_shared_route_is_tried_here():
    tried = {(method, re.sub(r"\{\w+\}", "{}", path.replace(".pdf", ".{}"))) for method, path in ROUTES}
    tried.add(("GET", "/attachment-files/{}/file/{}"))
    prefix = "/shared/playlists/{token}"
    known = {
        (m, re.sub(r"\{\w+\}", "{}", path.removeprefix(prefix))) for m, path in CONTRACT if prefix in path
    }
    assert known - tried == set()
