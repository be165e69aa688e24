from django.db import models

from kitsu_site.db import StudioModel

from .person import Position, Seniority


class SalaryScale(StudioModel):
    """The daily salary of a position and seniority in a department."""

    department = models.ForeignKey("Department", on_delete=models.CASCADE, related_name="salary_scales")
    position = models.CharField(
        max_length=255, choices=Position.choices, null=True, blank=True, default=Position.ARTIST
    )
    seniority = models.CharField(
        max_length=255, choices=Seniority.choices, null=True, blank=True, default=Seniority.MID
    )
    salary = models.IntegerField(default=0)

    class Meta:
        db_table = "salary_scale"
