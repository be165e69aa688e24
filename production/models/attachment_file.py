from django.db import models

from kitsu_site.db import StudioModel


class AttachmentFile(StudioModel):
    """A file joined to a comment, one of its replies, or a chat message."""

    name = models.CharField(max_length=250, null=True, blank=True)
    size = models.BigIntegerField(null=True, blank=True, default=1)
    extension = models.CharField(max_length=6, null=True, blank=True)
    mimetype = models.CharField(max_length=255, null=True, blank=True)
    comment = models.ForeignKey(
        "Comment", on_delete=models.PROTECT, null=True, blank=True, related_name="attachment_files"
    )
    reply_id = models.UUIDField(null=True, blank=True)
    chat_message = models.ForeignKey(
        "ChatMessage", on_delete=models.PROTECT, null=True, blank=True, related_name="attachment_files"
    )

    class Meta:
        db_table = "attachment_file"

    def __str__(self):
        return self.name or ""
