from django.conf import settings
from django.db import models
from django.db.models import Q

from kitsu_site.db import StudioModel, StudioQuerySet


class TimeSpentQuerySet(StudioQuerySet):
    def visible_to(self, scope):
        """One's own; managers that of their productions, supervisors within their departments there."""
        if scope.is_admin:
            return self
        rule = Q(person=scope.person) | Q(task__project_id__in=scope.projects("manager"))
        supervised = Q(task__project_id__in=scope.projects("supervisor"))
        if scope.departments:
            supervised &= Q(task__task_type__department_id__in=scope.departments)
        return self.filter(rule | supervised)

    def between(self, start, end):
        """That of some days, both ends included."""
        return self.filter(date__gte=start, date__lte=end)


class TimeSpent(StudioModel):
    """Minutes that a person worked on a task on a day."""

    duration = models.FloatField()
    date = models.DateField()
    task = models.ForeignKey(
        "Task", on_delete=models.PROTECT, null=True, blank=True, related_name="time_spents"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="time_spents"
    )

    objects = TimeSpentQuerySet.as_manager()
    project_path = "task__project_id"

    class Meta:
        db_table = "time_spent"
        constraints = [
            models.UniqueConstraint(fields=["person", "task", "date"], name="time_spent_uc"),
            models.CheckConstraint(condition=models.Q(duration__gt=0), name="check_duration_positive"),
        ]

    def __str__(self):
        return f"{self.date}: {self.duration:g} min"
