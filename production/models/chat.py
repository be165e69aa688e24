from django.conf import settings
from django.db import models

from kitsu_site.db import LinkModel, StudioModel, UTCDateTimeField


class Chat(StudioModel):
    """The conversation about an entity; made on first use."""

    object_id = models.UUIDField(db_index=True)
    object_type = models.CharField(max_length=80, default="entity")
    last_message = UTCDateTimeField(null=True, blank=True)
    participants = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="ChatParticipant", related_name="chats", blank=True
    )

    class Meta:
        db_table = "chat"
        indexes = [
            models.Index(fields=["object_type"]),
        ]


class ChatMessage(StudioModel):
    """What somebody said in a chat."""

    chat = models.ForeignKey("Chat", on_delete=models.PROTECT, related_name="messages")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="chat_messages"
    )
    text = models.TextField(null=True, blank=True)

    class Meta:
        db_table = "chat_message"


class ChatParticipant(LinkModel):
    """A person takes part in a chat."""

    pk = models.CompositePrimaryKey("chat_id", "person_id")
    chat = models.ForeignKey(
        "Chat", on_delete=models.CASCADE, db_index=False, related_name="participant_links"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, db_index=False, related_name="chat_links"
    )

    class Meta:
        db_table = "chat_participant"
