from django.db import models

from kitsu_site.db import LinkModel, ProductionQuerySet, StudioModel


class DepartmentMetadataDescriptorLink(LinkModel):
    """A metadata column is shown to a department."""

    pk = models.CompositePrimaryKey("metadata_descriptor_id", "department_id")
    metadata_descriptor = models.ForeignKey(
        "MetadataDescriptor", on_delete=models.CASCADE, related_name="department_links"
    )
    department = models.ForeignKey(
        "accounts.Department", on_delete=models.PROTECT, related_name="metadata_descriptor_links"
    )

    class Meta:
        db_table = "department_metadata_descriptor_link"


class MetadataDescriptor(StudioModel):
    """A column that a production adds to its entities or tasks; the values are in their `data`."""

    class DataType(models.TextChoices):
        STRING = "string"
        NUMBER = "number"
        LIST = "list"
        TAGLIST = "taglist"
        BOOLEAN = "boolean"
        CHECKLIST = "checklist"
        DATE = "date"
        URL = "url"
        TEXTAREA = "textarea"
        PERSON = "person"

    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="metadata_descriptors")
    entity_type = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    data_type = models.CharField(max_length=255, choices=DataType.choices, null=True, blank=True)
    field_name = models.CharField(max_length=120)
    choices = models.JSONField(null=True, blank=True)
    for_client = models.BooleanField(null=True, blank=True, default=False, db_index=True)
    position = models.IntegerField(null=True, blank=True)
    task_type = models.ForeignKey(
        "TaskType", on_delete=models.PROTECT, null=True, blank=True, related_name="metadata_descriptors"
    )
    departments = models.ManyToManyField(
        "accounts.Department",
        through="DepartmentMetadataDescriptorLink",
        related_name="metadata_descriptors",
        blank=True,
    )

    project_path = "project_id"
    vendor_path = None
    client_visible = True

    objects = ProductionQuerySet.as_manager()

    class Meta:
        db_table = "metadata_descriptor"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "entity_type", "task_type", "name"],
                condition=models.Q(task_type__isnull=False),
                name="metadata_descriptor_task_type_uc",
            ),
            models.UniqueConstraint(
                fields=["project", "entity_type", "task_type", "field_name"],
                condition=models.Q(task_type__isnull=False),
                name="metadata_descriptor_task_type_uc2",
            ),
            models.UniqueConstraint(
                fields=["project", "entity_type", "name"],
                condition=models.Q(task_type__isnull=True),
                name="metadata_descriptor_uc",
            ),
            models.UniqueConstraint(
                fields=["project", "entity_type", "field_name"],
                condition=models.Q(task_type__isnull=True),
                name="metadata_descriptor_uc2",
            ),
        ]
        indexes = [
            models.Index(fields=["entity_type"]),
        ]

    def __str__(self):
        return self.name
