import uuid

from django.db import models

from kitsu_site.db import DatedLink, PublicQuerySet, StudioModel


class HardwareItem(StudioModel):
    """A kind of machine or device, with its monthly cost."""

    name = models.CharField(max_length=40)
    short_name = models.CharField(max_length=20)
    archived = models.BooleanField(null=True, blank=True, default=False)
    monthly_cost = models.IntegerField(null=True, blank=True, default=0)
    inventory_amount = models.IntegerField(null=True, blank=True, default=0)

    class Meta:
        db_table = "hardware_item"
        constraints = [
            models.UniqueConstraint(fields=["name"], name="hardware_item_name_key"),
        ]

    def __str__(self):
        return self.name


class HardwareItemDepartmentLink(DatedLink):
    """A department uses a kind of hardware."""

    pk = models.CompositePrimaryKey("department_id", "hardware_item_id", "id")
    department = models.ForeignKey("Department", on_delete=models.PROTECT, related_name="hardware_item_links")
    hardware_item = models.ForeignKey(
        "HardwareItem", on_delete=models.PROTECT, related_name="department_links"
    )
    id = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        db_table = "hardware_item_department_link"
        constraints = [
            models.UniqueConstraint(
                fields=["hardware_item", "department"],
                name="hardware_item_department_link_uc",
            ),
        ]


class Software(StudioModel):
    """A software that the studio works with, with its file extensions and monthly cost."""

    name = models.CharField(max_length=40)
    short_name = models.CharField(max_length=20)
    archived = models.BooleanField(null=True, blank=True, default=False)
    version = models.CharField(max_length=20, null=True, blank=True)
    file_extension = models.CharField(max_length=20)
    secondary_extensions = models.JSONField(null=True, blank=True)
    monthly_cost = models.IntegerField(null=True, blank=True, default=0)
    inventory_amount = models.IntegerField(null=True, blank=True, default=0)

    objects = PublicQuerySet.as_manager()

    class Meta:
        db_table = "software"
        constraints = [
            models.UniqueConstraint(fields=["name"], name="software_name_key"),
        ]

    def __str__(self):
        return self.name


class SoftwareDepartmentLink(DatedLink):
    """A department uses a software."""

    pk = models.CompositePrimaryKey("department_id", "software_id", "id")
    department = models.ForeignKey("Department", on_delete=models.PROTECT, related_name="software_links")
    software = models.ForeignKey("Software", on_delete=models.PROTECT, related_name="department_links")
    id = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        db_table = "software_department_link"
        constraints = [
            models.UniqueConstraint(
                fields=["department", "software"],
                name="software_department_link_uc",
            ),
        ]
