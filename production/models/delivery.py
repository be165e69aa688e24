from django.conf import settings
from django.db import models

from kitsu_site.db import StudioModel, StudioQuerySet, UTCDateTimeField


class Delivery(StudioModel):
    """What a person is told outside of the application: a mail, or a message of a chat service.

    It holds its words, and refers to nothing that they are about: what was said may be gone when it is sent.
    """

    class Channel(models.TextChoices):
        MAIL = "mail"
        SLACK = "slack"
        MATTERMOST = "mattermost"
        DISCORD = "discord"

    class Status(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=20, choices=Channel.choices)
    subject = models.CharField(max_length=300)
    text = models.TextField(default="", blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    attempts = models.IntegerField(default=0)
    message = models.TextField(default="", blank=True)  # why the last attempt failed
    next_attempt_at = UTCDateTimeField(null=True, blank=True)
    sent_at = UTCDateTimeField(null=True, blank=True)

    objects = StudioQuerySet.as_manager()

    class Meta:
        db_table = "production_delivery"
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["status", "next_attempt_at"], name="delivery_due"),
            models.Index(fields=["-created_at"], name="delivery_newest"),
        ]

    def __str__(self):
        return self.subject
