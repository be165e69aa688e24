from django.db import models

from kitsu_site.db import PublicQuerySet, StudioModel


class Organisation(StudioModel):
    """The studio itself; the first row counts."""

    name = models.CharField(max_length=80)
    hours_by_day = models.FloatField(default=8.0)
    has_avatar = models.BooleanField(null=True, blank=True, default=False)
    use_original_file_name = models.BooleanField(null=True, blank=True, default=False)
    timesheets_locked = models.BooleanField(null=True, blank=True, default=False)
    format_duration_in_hours = models.BooleanField(null=True, blank=True, default=False)
    hd_by_default = models.BooleanField(null=True, blank=True, default=False)
    chat_token_slack = models.CharField(max_length=80, null=True, blank=True, default="")
    chat_webhook_mattermost = models.CharField(max_length=80, null=True, blank=True, default="")
    chat_token_discord = models.CharField(max_length=80, null=True, blank=True, default="")
    dark_theme_by_default = models.BooleanField(null=True, blank=True, default=False)

    objects = PublicQuerySet.as_manager()

    class Meta:
        db_table = "organisation"
        constraints = [
            models.UniqueConstraint(fields=["name"], name="organisation_name_key"),
        ]

    def __str__(self):
        return self.name
