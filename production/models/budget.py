from django.conf import settings
from django.db import models

from accounts.models import Position, Seniority
from kitsu_site.db import StudioModel, StudioQuerySet


class BudgetQuerySet(StudioQuerySet):
    def visible_to(self, scope):
        """The budgets of productions that one manages, and their entries."""
        if scope.is_admin:
            return self
        managed = scope.projects("manager")
        return self.filter(**{f"{self.model.project_path}__in": managed}) if managed else self.none()


class Budget(StudioModel):
    """One revision of the budget of a production."""

    project = models.ForeignKey(
        "Project", on_delete=models.PROTECT, null=True, blank=True, related_name="budgets"
    )
    revision = models.IntegerField(default=1)
    name = models.CharField(max_length=255)
    currency = models.CharField(max_length=3, null=True, blank=True)

    project_path = "project_id"
    objects = BudgetQuerySet.as_manager()

    class Meta:
        db_table = "budget"

    def __str__(self):
        return self.name


class BudgetEntry(StudioModel):
    """A position in a budget: somebody of a department, for some months, at a daily salary."""

    budget = models.ForeignKey("Budget", on_delete=models.PROTECT, related_name="entries")
    department = models.ForeignKey("accounts.Department", on_delete=models.PROTECT, related_name="entries")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    start_date = models.DateField()
    months_duration = models.IntegerField()
    daily_salary = models.FloatField()
    position = models.CharField(
        max_length=255, choices=Position.choices, null=True, blank=True, default=Position.ARTIST
    )
    seniority = models.CharField(
        max_length=255, choices=Seniority.choices, null=True, blank=True, default=Seniority.MID
    )
    exceptions = models.JSONField(null=True, blank=True)

    project_path = "budget__project_id"
    objects = BudgetQuerySet.as_manager()

    class Meta:
        db_table = "budget_entry"
