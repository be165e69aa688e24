"""Productions and what is in them, on the wire."""

from kitsu_site.api.wire import Wire
from production import models
from production.models.entity_type import TIMELINE


class EntityWire(Wire):
    """An entity; its `type` is its kind: Asset, Shot, ..."""

    def rows(self, queryset, *, links=False, only=None, parsed=False, extra=None) -> list[dict]:
        wanted = only if only is None else {*only, "entity_type_id"}
        rows = super().rows(queryset, links=links, only=wanted, parsed=parsed, extra=extra)
        kinds = dict(models.EntityType.objects.filter(name__in=TIMELINE).values_list("id", "name"))
        for row in rows:
            row["type"] = kinds.get(row["entity_type_id"], "Asset")
            if only is not None and "entity_type_id" not in only:
                del row["entity_type_id"]
        return rows


ENTITY_LINKS = ("entities_out", "entities_in", "entity_concept_links", "instance_casting")

PROJECT = Wire(models.Project)
ENTITY = EntityWire(models.Entity, links=ENTITY_LINKS)
CONCEPT = EntityWire(models.Entity, links=("entity_concept_links",))
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
