from django.conf import settings
from django.db import models
from django.db.models import Q

from kitsu_site.db import StudioModel, StudioQuerySet

from .project import Project


class SavedSearchQuerySet(StudioQuerySet):
    def shown_to(self, scope):
        """One's own and the shared ones of one's productions: of open productions, or of none.

        Those of a department are for its people, and for managers of the studio.
        """
        seen = Project.objects.visible_to(scope).values("pk")
        rule = Q(person=scope.person) | (Q(is_shared=True) & (Q(project=None) | Q(project__in=seen)))
        rule &= Q(project=None) | Q(project__project_status__name="Open")
        if not scope.is_manager:
            rule &= Q(department=None) | Q(department__in=scope.departments)
        return self.filter(rule)

    def owned_by(self, scope):
        """One's own; all of them for an admin."""
        return self if scope.is_admin else self.filter(person=scope.person)


class SearchFilter(StudioModel):
    """A search that somebody saved, maybe shared with a production's team."""

    list_type = models.CharField(max_length=80)
    entity_type = models.CharField(max_length=80, null=True, blank=True)
    name = models.CharField(max_length=200, blank=True, default="")
    search_query = models.CharField(max_length=500, blank=True, default="")
    is_shared = models.BooleanField(default=False, db_default=False)
    department = models.ForeignKey(
        "accounts.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="search_filters",
    )
    search_filter_group = models.ForeignKey(
        "SearchFilterGroup",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="search_filters",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="search_filters",
    )
    project = models.ForeignKey(
        "Project", on_delete=models.PROTECT, null=True, blank=True, related_name="search_filters"
    )

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        db_table = "search_filter"
        indexes = [
            models.Index(fields=["list_type"]),
        ]

    def __str__(self):
        return self.name


class SearchFilterGroup(StudioModel):
    """A named group of saved searches."""

    list_type = models.CharField(max_length=80)
    entity_type = models.CharField(max_length=80, null=True, blank=True)
    name = models.CharField(max_length=200, blank=True, default="")
    color = models.CharField(max_length=8, blank=True, default="")
    is_shared = models.BooleanField(default=False, db_default=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="search_filter_groups",
    )
    project = models.ForeignKey(
        "Project", on_delete=models.PROTECT, null=True, blank=True, related_name="search_filter_groups"
    )
    department = models.ForeignKey(
        "accounts.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="search_filter_groups",
    )

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        db_table = "search_filter_group"
        indexes = [
            models.Index(fields=["list_type"]),
        ]

    def __str__(self):
        return self.name
