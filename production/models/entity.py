import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from kitsu_site.db import DatedLink, ProductionQuerySet, StudioModel

from .entity_type import TIMELINE, EntityType


class EntityQuerySet(ProductionQuerySet):
    def of_kind(self, kind: str):
        """Entities of one kind: Asset, Shot, Sequence, Episode, Scene, Edit or Concept."""
        if kind == "Asset":
            return self.exclude(entity_type__in=EntityType.objects.filter(name__in=TIMELINE).values("pk"))
        return self.filter(entity_type__in=EntityType.objects.filter(name=kind).values("pk"))

    def with_work_of(self, person):
        """Entities with a task assigned to that person: what a vendor reaches."""
        return self.filter(pk__in=self.model._base_manager.filter(tasks__assignees=person).values("pk"))

    def around_work_of(self, person):
        """Sequences and episodes that hold a shot, or episodes an asset, with a task of that person."""
        worked_on = self.model._base_manager.filter(tasks__assignees=person)
        shots = worked_on.filter(entity_type__name="Shot")
        return self.filter(
            Q(pk__in=shots.values("parent_id"))
            | Q(pk__in=shots.values("parent__parent_id"))
            | Q(pk__in=worked_on.exclude(entity_type__name__in=TIMELINE).values("source_id"))
        )


class Entity(StudioModel):
    """An asset, shot, sequence, episode, scene, edit or concept: told apart by its type's name."""

    class Status(models.TextChoices):
        STANDBY = "standby"
        RUNNING = "running"
        COMPLETE = "complete"
        CANCELED = "canceled"

    name = models.CharField(max_length=160)
    code = models.CharField(max_length=160, null=True, blank=True)
    description = models.TextField(null=True, blank=True)
    shotgun_id = models.IntegerField(null=True, blank=True)
    canceled = models.BooleanField(null=True, blank=True, default=False)
    nb_frames = models.IntegerField(null=True, blank=True)
    nb_entities_out = models.IntegerField(null=True, blank=True, default=0)
    is_casting_standby = models.BooleanField(null=True, blank=True, default=False)
    is_shared = models.BooleanField(default=False, db_default=False)
    status = models.CharField(max_length=255, choices=Status.choices, default=Status.RUNNING)
    project = models.ForeignKey("Project", on_delete=models.PROTECT, related_name="entities")
    entity_type = models.ForeignKey("EntityType", on_delete=models.PROTECT, related_name="entities")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    source = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="sourced_entities"
    )
    preview_file = models.ForeignKey(
        "files.PreviewFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="main_entities",
    )
    data = models.JSONField(null=True, blank=True)
    ready_for = models.ForeignKey(
        "TaskType",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_column="ready_for",
        db_index=False,
        related_name="ready_entities",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_column="created_by",
        db_index=False,
        related_name="created_entities",
    )
    entities_out = models.ManyToManyField(
        "self",
        through="EntityLink",
        through_fields=("entity_in", "entity_out"),
        symmetrical=False,
        related_name="entities_in",
        blank=True,
    )
    entity_concept_links = models.ManyToManyField(
        "self",
        through="EntityConceptLink",
        through_fields=("entity_in", "entity_out"),
        symmetrical=False,
        related_name="concepts",
        blank=True,
    )
    instance_casting = models.ManyToManyField(
        "AssetInstance", through="AssetInstanceLink", related_name="shots", blank=True
    )

    project_path = "project_id"
    vendor_path = "tasks__assignees"
    client_visible = True

    objects = EntityQuerySet.as_manager()

    class Meta:
        db_table = "entity"
        constraints = [
            models.UniqueConstraint(
                fields=["name", "project", "entity_type", "parent"],
                name="entity_uc",
            ),
        ]
        indexes = [
            models.Index(fields=["entity_type", "parent"]),
            models.Index(fields=["entity_type", "project"]),
            models.Index(fields=["project", "entity_type", "status"]),
            models.Index(fields=["status"]),
        ]

    @property
    def kind(self) -> str:
        """Asset, Shot, Sequence, Episode, Scene, Edit or Concept."""
        return self.entity_type.kind

    def __str__(self):
        return self.name


class EntityConceptLink(DatedLink):
    """A concept (in) illustrates an entity (out)."""

    pk = models.CompositePrimaryKey("entity_in_id", "entity_out_id", "id")
    entity_in = models.ForeignKey(
        "Entity", on_delete=models.PROTECT, db_index=False, related_name="concept_links_out"
    )
    entity_out = models.ForeignKey(
        "Entity", on_delete=models.PROTECT, db_index=False, related_name="concept_links_in"
    )
    id = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        db_table = "entity_concept_link"


class EntityLink(DatedLink):
    """Casting: the entity `in` (a shot, an episode, an asset) uses the asset `out`, so many times."""

    pk = models.CompositePrimaryKey("entity_in_id", "entity_out_id", "id")
    entity_in = models.ForeignKey("Entity", on_delete=models.PROTECT, related_name="casting_links")
    entity_out = models.ForeignKey("Entity", on_delete=models.PROTECT, related_name="cast_in_links")
    data = models.JSONField(null=True, blank=True)
    nb_occurences = models.IntegerField(null=True, blank=True, default=1)
    label = models.CharField(max_length=80, null=True, blank=True, default="")
    id = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        db_table = "entity_link"
        constraints = [
            models.UniqueConstraint(fields=["entity_in", "entity_out"], name="entity_link_uc"),
        ]


class EntityVersion(StudioModel):
    """What a shot or an edit was called and held before it changed."""

    name = models.CharField(max_length=160)
    data = models.JSONField(null=True, blank=True)
    entity = models.ForeignKey(
        "Entity", on_delete=models.PROTECT, null=True, blank=True, related_name="versions"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="versions"
    )

    project_path = "entity__project_id"
    vendor_path = "entity__tasks__assignees"
    client_visible = True

    objects = ProductionQuerySet.as_manager()

    class Meta:
        db_table = "entity_version"

    def __str__(self):
        return self.name
