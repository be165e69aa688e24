"""Conversations about entities (notes on tasks, section 7)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kitsu_site.models import ApiEvent
from production.models import AttachmentFile, Chat, ChatMessage

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


@pytest.fixture
def chat(studio):
    return f"/data/entities/{studio.first_shot.pk}/chat"


@pytest.fixture
def join(studio):
    return f"/actions/user/chats/{studio.first_shot.pk}/join"


def test_only_who_joined_writes(studio, api, chat, join):
    assert api("animator").post(f"{chat}/messages", {"message": "Hello"}).status_code == 400
    assert api("animator").post(join).status_code == 200
    assert api("animator").post(join).status_code == 200
    said = api("animator").post(f"{chat}/messages", {"message": "Hello"})
    assert said.status_code == 201
    found = api("manager").get(chat).json()
    assert found["participants"] == [str(studio.animator.pk)]
    assert found["messages"] == [{**said.json(), "attachment_files": []}]
    assert Chat.objects.count() == 1
    assert api("animator").delete(join).status_code == 204
    assert api("animator").delete(join).status_code == 204
    assert api("animator").post(f"{chat}/messages", {"message": "Bye"}).status_code == 400
    assert ApiEvent.objects.count() == 0  # chats are not kept in the log


def test_files_come_and_go_with_a_message_and_pictures_have_thumbnails(api, chat, join):
    api("animator").post(join)
    form = {"message": "See", "a": SimpleUploadedFile("a.png", PNG), "b": SimpleUploadedFile("b.png", b"no")}
    said = api("animator").post(f"{chat}/messages", form=form)
    assert [file["name"] for file in said.json()["attachment_files"]] == ["a.png", "b.png"]
    good, bad = (
        f"/pictures/thumbnails/attachment-files/{f['id']}.png" for f in said.json()["attachment_files"]
    )
    assert api("manager").get(good)["Content-Type"] == "image/png"
    assert api("manager").get(bad).status_code == 404
    assert api("outsider").get(good).status_code == 403
    one = f"{chat}/messages/{said.json()['id']}"
    assert api("manager").delete(one).status_code == 403
    assert api("admin").delete(one).status_code == 204
    assert (ChatMessage.objects.count(), AttachmentFile.objects.count()) == (0, 0)


RIGHTS = {
    # who: read, join
    "admin": (200, 200),
    "manager": (200, 200),
    "animator": (200, 200),
    "vendor": (403, 403),
    "client": (200, 200),
    "outsider": (403, 403),
}


@pytest.mark.parametrize(("who", "statuses"), RIGHTS.items())
def test_who_reads_and_joins(api, chat, join, who, statuses):
    answers = (api(who).get(chat), api(who).post(join))
    assert tuple(answer.status_code for answer in answers) == statuses
    assert api(who).get(f"{chat}/messages").status_code == statuses[0]


def test_a_message_is_looked_for_in_its_own_chat(studio, api, chat, join):
    api("animator").post(join)
    said = api("animator").post(f"{chat}/messages", {"message": "Hello"}).json()
    other = f"/data/entities/{studio.second_shot.pk}/chat/messages/{said['id']}"
    assert api("admin").get(other).status_code == 403
    assert api("admin").get(f"{chat}/messages/wrong").status_code == 404
    assert api("admin").post(f"{chat}/messages", {}).status_code == 400


def test_ones_own_chats(studio, api, chat, join):
    api("animator").post(join)
    assert api("animator").get("/data/user/chats").json() == [
        {
            "id": str(Chat.objects.get().pk),
            "object_id": str(studio.first_shot.pk),
            "last_message": None,
            "entity_name": "SQ01 / SH010",
            "project_id": str(studio.feature.pk),
            "preview_file_id": None,
        }
    ]
    assert api("manager").get("/data/user/chats").json() == []
