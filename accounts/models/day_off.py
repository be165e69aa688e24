from django.db import models

from kitsu_site.db import StudioModel


class DayOff(StudioModel):
    """Days that a person is away, both ends included."""

    date = models.DateField()
    end_date = models.DateField()
    description = models.TextField(null=True, blank=True)
    person = models.ForeignKey(
        "Person", on_delete=models.PROTECT, null=True, blank=True, related_name="day_offs"
    )

    class Meta:
        db_table = "day_off"
        constraints = [
            models.UniqueConstraint(fields=["person", "date"], name="day_off_uc"),
            models.CheckConstraint(
                condition=models.Q(date__lte=models.F("end_date")), name="day_off_date_check"
            ),
        ]

    def __str__(self):
        return f"{self.date} - {self.end_date}"
