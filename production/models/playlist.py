from django.conf import settings
from django.db import models
from django.db.models import Q

from kitsu_site.db import ProductionQuerySet, StudioModel, UTCDateTimeField


class PlaylistQuerySet(ProductionQuerySet):
    def team_rule(self, scope):
        """Clients see those made for them."""
        for_others = Q(for_client=True) | ~Q(project_id__in=scope.projects("client"))
        return super().team_rule(scope) & for_others


class Playlist(StudioModel):
    """Entities and previews put in order for a review."""

    name = models.CharField(max_length=80)
    shots = models.JSONField(null=True, blank=True)
    project = models.ForeignKey(
        "Project", on_delete=models.PROTECT, null=True, blank=True, related_name="playlists"
    )
    episode = models.ForeignKey(
        "Entity", on_delete=models.PROTECT, null=True, blank=True, related_name="episode_playlists"
    )
    task_type = models.ForeignKey(
        "TaskType", on_delete=models.PROTECT, null=True, blank=True, related_name="playlists"
    )
    for_client = models.BooleanField(null=True, blank=True, default=False, db_index=True)
    for_entity = models.CharField(max_length=10, null=True, blank=True, default="shot")
    is_for_all = models.BooleanField(null=True, blank=True, default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_column="created_by",
        db_index=False,
        related_name="created_playlists",
    )

    project_path = "project_id"
    vendor_path = False
    client_visible = True

    objects = PlaylistQuerySet.as_manager()

    class Meta:
        db_table = "playlist"
        constraints = [
            models.UniqueConstraint(fields=["name", "project", "episode"], name="playlist_uc"),
        ]
        indexes = [
            models.Index(fields=["for_entity"]),
        ]

    def __str__(self):
        return self.name


class PlaylistShareLink(StudioModel):
    """A secret address that opens one playlist to people without an account."""

    token = models.CharField(max_length=64)
    playlist = models.ForeignKey("Playlist", on_delete=models.PROTECT, related_name="share_links")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        db_column="created_by",
        db_index=False,
        related_name="share_links",
    )
    expiration_date = UTCDateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    can_comment = models.BooleanField(default=True)
    password = models.CharField(max_length=255, null=True, blank=True)

    class Meta:
        db_table = "playlist_share_link"
        constraints = [
            models.UniqueConstraint(fields=["token"], name="ix_playlist_share_link_token"),
        ]
        indexes = [
            models.Index(fields=["playlist", "is_active"]),
        ]
