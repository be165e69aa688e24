from django.db import models

from kitsu_site.db import StudioModel, UTCDateTimeField


class DesktopLoginLog(StudioModel):
    """A sign-in on a workstation, reported by a desktop client."""

    person = models.ForeignKey("Person", on_delete=models.PROTECT, related_name="desktop_login_logs")
    date = UTCDateTimeField()

    class Meta:
        db_table = "desktop_login_log"


class LoginLog(StudioModel):
    """A successful sign-in."""

    class Origin(models.TextChoices):
        WEB = "web"
        SCRIPT = "script"

    person = models.ForeignKey("Person", on_delete=models.PROTECT, related_name="login_logs")
    ip_address = models.CharField(max_length=50, null=True, blank=True)
    origin = models.CharField(max_length=255, choices=Origin.choices, null=True, blank=True)

    class Meta:
        db_table = "login_log"
