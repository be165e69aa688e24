"""Productions and what is in them, on the wire."""

from kitsu_site.api.wire import Wire
from production import models
from production.models.entity_type import TIMELINE

CONCEPT_LINKS = "entity_concept_links"
ENTITY_LINKS = ("entities_out", "entities_in", CONCEPT_LINKS, "instance_casting")


class EntityWire(Wire):
    """An entity; its `type` is its kind: Asset, Shot, ... A concept always shows what it illustrates."""

    def rows(self, queryset, *, links=False, only=None, parsed=False, extra=None) -> list[dict]:
        wanted = only if only is None else {*only, "entity_type_id"}
        rows = super().rows(queryset, links=links, only=wanted, parsed=parsed, extra=extra)
        kinds = dict(models.EntityType.objects.filter(name__in=TIMELINE).values_list("id", "name"))
        for row in rows:
            row["type"] = kinds.get(row["entity_type_id"], "Asset")
            if only is not None and "entity_type_id" not in only:
                del row["entity_type_id"]
        if not links and (only is None or CONCEPT_LINKS in only):
            self.add_concept_links([row for row in rows if row["type"] == "Concept"], queryset)
        return rows

    def add_concept_links(self, concepts: list[dict], queryset) -> None:
        found = self.links[CONCEPT_LINKS].ids(queryset, concepts) if concepts else {}
        for row in concepts:
            row[CONCEPT_LINKS] = found.get(row["id"], [])


PROJECT = Wire(models.Project)
ENTITY = EntityWire(models.Entity, links=ENTITY_LINKS)
RAW_ENTITY = Wire(models.Entity, links=ENTITY_LINKS)  # `type`: Entity
TASK = Wire(models.Task)
COMMENT = Wire(
    models.Comment,
    links=("previews", "mentions", "department_mentions", "acknowledgements", "attachment_files"),
)
ATTACHMENT_FILE = Wire(models.AttachmentFile)
CHAT_MESSAGE = Wire(models.ChatMessage, links=("attachment_files",))
TASK_TYPE = Wire(models.TaskType)
TASK_STATUS = Wire(models.TaskStatus)
ENTITY_TYPE = Wire(models.EntityType)
ASSET_TYPE = Wire(models.EntityType, type="AssetType")
PROJECT_TASK_TYPE_LINK = Wire(models.ProjectTaskTypeLink)
PROJECT_TASK_STATUS_LINK = Wire(models.ProjectTaskStatusLink)
NOTIFICATION = Wire(models.Notification, shown_as={"type": "notification_type"})
METADATA_DESCRIPTOR = Wire(models.MetadataDescriptor)
