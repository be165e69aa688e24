"""/data/concepts/with-tasks, and the entities linked to one."""

from collections import defaultdict

from django.db.models import Case, F, TextField, Value, When

from production.models import EntityConceptLink
from production.models.entity_type import TIMELINE

from .base import EntityList, of_tasks
from .columns import column, ident, json, later, moment


class ConceptList(EntityList):
    kind = "Concept"
    entity_columns = {
        "canceled": column("canceled"),
        "data": json("data", none="{}"),
        "description": column("description"),
        "entity_type_id": ident("entity_type_id"),
        "fps": later(),
        "frame_in": later(),
        "frame_out": later(),
        "id": ident("id"),
        "name": column("name"),
        "nb_frames": column("nb_frames"),
        "parent_id": ident("parent_id"),
        "preview_file_id": ident("preview_file_id"),
        "project_id": ident("project_id"),
        "project_name": column("project__name"),
        "source_id": ident("source_id"),
        "nb_entities_out": column("nb_entities_out"),
        "is_casting_standby": column("is_casting_standby"),
        "tasks": later(),
        "entity_concept_links": later(),
        "type": Case(
            When(entity_type__name__in=TIMELINE, then=F("entity_type__name")),
            default=Value("Asset"),
            output_field=TextField(),
        ),
        "updated_at": moment("updated_at"),
        "created_at": moment("created_at"),
        "created_by": ident("created_by_id"),
    }
    task_columns = of_tasks(
        "id duration due_date entity_id end_date estimation last_comment_date nb_assets_ready priority"
        " real_start_date retake_count start_date task_status_id task_type_id data is_subscribed assignees"
    )

    def relations(self):
        found = defaultdict(list)
        links = EntityConceptLink.objects.filter(entity_in__in=self.entities.order_by().values("pk"))
        pairs = links.order_by("created_at", "entity_out_id")
        for concept_id, entity_id in pairs.values_list(ident("entity_in_id"), ident("entity_out_id")):
            found[concept_id].append(entity_id)
        return {"entity_concept_links": found}


class LinkedList(ConceptList):
    """What is linked to an entity: the tasks also say who assigned them."""

    task_columns = of_tasks(
        "id duration due_date end_date entity_id estimation last_comment_date nb_assets_ready priority"
        " real_start_date retake_count start_date task_status_id task_type_id assigner_id assignees"
    )
