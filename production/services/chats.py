"""Conversations about entities (notes on tasks, section 7)."""

import tempfile
from pathlib import Path

from django.db import transaction

from accounts.models import Person
from kitsu_site import events, storage
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid
from kitsu_site.media import MediaError, pictures
from kitsu_site.services import Rows
from production.models import AttachmentFile, Chat, ChatMessage, ChatParticipant, Entity
from production.services import attachments


class ChatMessageRows(Rows):
    """The files of a message go with it."""

    def __init__(self):
        super().__init__(ChatMessage)

    def clear(self, row, *, by, force):
        attachments.remove(AttachmentFile.objects.filter(chat_message=row))


@transaction.atomic
def of_entity(entity: Entity) -> Chat:
    """The chat of an entity, made when first needed."""
    found = Chat.objects.filter(object_id=entity.pk).order_by("created_at").first()
    if found is not None:
        return found
    Entity.objects.select_for_update(no_key=True).get(pk=entity.pk)  # two must not make two
    found = Chat.objects.filter(object_id=entity.pk).order_by("created_at").first()
    return found or Chat.objects.create(object_id=entity.pk, object_type="entity")


@transaction.atomic
def join(*, chat: Chat, person: Person) -> None:
    ChatParticipant.objects.bulk_create([ChatParticipant(chat=chat, person=person)], ignore_conflicts=True)
    tell("chat:joined", chat, by=person, person_id=person.pk)


@transaction.atomic
def leave(*, chat: Chat, person: Person) -> None:
    ChatParticipant.objects.filter(chat=chat, person=person).delete()
    tell("chat:left", chat, by=person, person_id=person.pk)


@transaction.atomic
def say(*, chat: Chat, text: str, by: Person, files=()) -> ChatMessage:
    """Write in a chat; raises `Invalid` for who is not in it."""
    if not ChatParticipant.objects.filter(chat=chat, person=by).exists():
        raise Invalid("Only who joined the chat writes in it.")
    message = ChatMessage.objects.create(chat=chat, person=by, text=text)
    chat.last_message = utcnow()
    chat.save(update_fields=["last_message", "updated_at"])
    with storage.taken_back() as stored:
        for row in attachments.add(list(files), stored, chat_message=message):
            add_thumbnail(row, stored)
        tell(
            "chat:new-message",
            chat,
            by=by,
            chat_message_id=message.pk,
            last_message=message.created_at,
        )
    return message


@transaction.atomic
def delete_message(*, message: ChatMessage, by: Person) -> None:
    """Take a message away, with its files."""
    chat, pk = message.chat, message.pk
    attachments.remove(AttachmentFile.objects.filter(chat_message=message))
    message.delete()
    tell("chat:deleted-message", chat, by=by, chat_message_id=pk)


def tell(name: str, chat: Chat, *, by, **payload) -> None:
    """Chats are only told to who listens: nothing of them is kept in the log."""
    events.emit(name, by=by, kept=False, chat_id=chat.pk, **payload)


def add_thumbnail(row: AttachmentFile, stored: list) -> None:
    """Store a small square of a PNG; a picture that cannot be drawn has none."""
    if row.mimetype != "image/png":
        return
    place = attachments.thumbnail_place(row.pk)
    try:
        with storage.opened(attachments.place(row.pk)) as file:
            picture = pictures.load(file)
    except MediaError:
        return
    with tempfile.TemporaryDirectory(prefix="kitsu-") as folder:
        square = Path(folder) / "square.png"
        pictures.save_png(pictures.cropped(picture, pictures.CHAT_THUMBNAIL), square)
        stored.append(place)
        storage.save_path(place, square)
