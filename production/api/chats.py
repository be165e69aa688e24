"""Conversations about entities (notes on tasks, section 7)."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.serializers import StrictText
from kitsu_site.api.wire import Wire
from kitsu_site.exceptions import Refused
from production.api import entity_names
from production.api.parsers import PARSERS, uploads
from production.api.reach import ReachViewSet
from production.api.wires import CHAT_MESSAGE
from production.models import AttachmentFile, Chat, ChatMessage, Entity
from production.services import chats

CHAT = Wire(Chat)
FILE = ("id", "name", "extension", "size")


class ChatViewSet(CrudViewSet):
    wire, protected = CHAT, ("object_id", "object_type")


class ChatMessageViewSet(CrudViewSet):
    wire, rows = CHAT_MESSAGE, chats.ChatMessageRows()


class MessageInput(serializers.Serializer):
    message = StrictText()


class EntityChat(ReachViewSet):
    """/data/entities/{entity_id}/chat..."""

    parser_classes = PARSERS

    @action(detail=False, methods=["get"], url_path="{entity_id}/chat")
    def chat(self, request, entity_id):
        chat = self.chat_of(entity_id)
        return Response({**CHAT.row(chat, links=True), "messages": messages(chat.messages.all())})

    @action(detail=False, methods=["get"], url_path="{entity_id}/chat/messages")
    def messages(self, request, entity_id):
        return Response(messages(self.chat_of(entity_id).messages.all()))

    @messages.mapping.post
    def say(self, request, entity_id):
        chat = self.chat_of(entity_id)
        text = self.read(MessageInput)["message"]
        message = chats.say(chat=chat, text=text, by=self.person, files=uploads(request))
        answer = CHAT_MESSAGE.row(message)
        if files := files_of([message.pk]).get(message.pk):
            answer["attachment_files"] = files
        return Response(answer, status=201)

    @action(detail=False, methods=["get"], url_path="{entity_id}/chat/messages/{message_id}")
    def message(self, request, entity_id, message_id):
        message = self.message_of(self.chat_of(entity_id), message_id)
        return Response(messages(ChatMessage.objects.filter(pk=message.pk))[0])

    @message.mapping.delete
    def delete_message(self, request, entity_id, message_id):
        message = self.message_of(self.chat_of(entity_id), message_id)
        if not (self.scope.is_admin or message.person_id == self.person.pk):
            raise Refused("Only its author and admins delete a message.")
        chats.delete_message(message=message, by=self.person)
        return Response(status=204)

    def chat_of(self, entity_id) -> Chat:
        return chats.of_entity(self.entity(entity_id))

    def message_of(self, chat: Chat, message_id) -> ChatMessage:
        message = self.find(ChatMessage, message_id)
        if message.chat_id != chat.pk:
            raise Refused("The message is of another chat.")
        return message


class ChatActions(ReachViewSet):
    """/actions/user/chats/{entity_id}/join"""

    @action(detail=False, methods=["post"], url_path="chats/{entity_id}/join")
    def join(self, request, entity_id):
        chat = chats.of_entity(self.entity(entity_id))
        chats.join(chat=chat, person=self.person)
        return Response(CHAT.row(chat))

    @join.mapping.delete
    def leave(self, request, entity_id):
        chats.leave(chat=chats.of_entity(self.entity(entity_id)), person=self.person)
        return Response(status=204)


class OwnChats(ReachViewSet):
    """/data/user/chats: those one is in, of open productions."""

    @action(detail=False, methods=["get"], url_path="chats")
    def all(self, request):
        mine = Chat.objects.filter(participants=self.person).order_by("created_at")
        entities = Entity.objects.visible_to(self.scope).in_open_productions()
        entities = entities.filter(pk__in=mine.values("object_id"))
        columns = {name: lookup.removeprefix("x__") for name, lookup in entity_names.columns("x").items()}
        found = {
            row[0]: (dict(zip(columns, row, strict=False)), row[-2], row[-1])
            for row in entities.values_list(*columns.values(), "project_id", "preview_file_id")
        }
        return Response(
            [
                {
                    "id": chat.pk,
                    "object_id": chat.object_id,
                    "last_message": chat.last_message,
                    "entity_name": entity_names.whole_name(found[chat.object_id][0]),
                    "project_id": found[chat.object_id][1],
                    "preview_file_id": found[chat.object_id][2],
                }
                for chat in mine
                if chat.object_id in found
            ]
        )


def messages(rows) -> list[dict]:
    """Messages with their files, first ones first."""
    found = CHAT_MESSAGE.rows(rows.order_by("created_at", "pk"))
    files = files_of([row["id"] for row in found])
    return [{**row, "attachment_files": files.get(row["id"], [])} for row in found]


def files_of(message_ids: list) -> dict:
    """{message: its files in a few keys}."""
    found = {}
    rows = AttachmentFile.objects.filter(chat_message_id__in=message_ids).order_by("created_at")
    for row in rows.values("chat_message_id", *FILE):
        found.setdefault(row.pop("chat_message_id"), []).append(row)
    return found


def register(router):
    router.register("data/entities", EntityChat)
    router.register("actions/user", ChatActions)
    router.register("data/user", OwnChats)
