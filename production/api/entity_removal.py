"""DELETE of each kind, and of many entities at once."""

from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.filters import as_uuid, wanted
from kitsu_site.exceptions import Invalid, Refused
from production import entity_policies
from production.api.kinds import KindViewSet
from production.models import Entity
from production.services import entity_removal

AT_ONCE = ("Asset", "Shot", "Edit", "Concept")


class Removal(KindViewSet):
    """One entity, by its creator or a manager."""

    def destroy(self, request, pk):
        entity = self.entity(pk)
        self.check(entity_policies.owns, entity)
        self.remove(entity, force=wanted(request.query_params, "force"))
        return Response(status=204)

    def remove(self, entity: Entity, *, force: bool) -> None:
        entity_removal.delete(entities=[entity], force=force, by=self.person)


class AssetRemoval(Removal):
    kind = "Asset"


class ShotRemoval(Removal):
    kind = "Shot"


class EditRemoval(Removal):
    kind = "Edit"


class ConceptRemoval(Removal):
    kind = "Concept"


class SceneRemoval(Removal):
    kind = "Scene"

    def remove(self, entity, *, force):
        entity_removal.delete_scene(scene=entity, by=self.person)


class SequenceRemoval(Removal):
    kind = "Sequence"

    def remove(self, entity, *, force):
        entity_removal.delete_sequence(sequence=entity, force=force, by=self.person)


class EpisodeRemoval(Removal):
    kind = "Episode"

    def remove(self, entity, *, force):
        entity_removal.delete_episode(episode=entity, force=force, by=self.person)


class ManyRemoval(KindViewSet):
    """POST /actions/projects/{project_id}/delete-entities."""

    @action(detail=False, methods=["post"], url_path="delete-entities")
    def delete_entities(self, request, project_id):
        project = self.project(project_id)
        self.check(entity_policies.is_on_team, project.pk)
        if not isinstance(request.data, list):
            raise Invalid("A list of ids expected.")
        ids = list(dict.fromkeys(as_uuid("ids", pk) for pk in request.data))
        found = {}
        for part in entity_removal.parts(ids):
            found |= Entity.objects.select_related("entity_type").in_bulk(part)
        of_others = any(entity.created_by_id != self.person.pk for entity in found.values())
        if of_others and not entity_policies.manages(self.scope, project.pk):
            raise Refused("Only managers delete what others made.")
        entities = [
            found[pk]
            for pk in ids
            if pk in found and found[pk].project_id == project.pk and found[pk].kind in AT_ONCE
        ]
        force = wanted(request.query_params, "force")
        entity_removal.delete_many(entities=entities, force=force, by=self.person)
        return Response([entity.pk for entity in entities])


def register(router):
    router.register("data/assets", AssetRemoval)
    router.register("data/shots", ShotRemoval)
    router.register("data/edits", EditRemoval)
    router.register("data/concepts", ConceptRemoval)
    router.register("data/scenes", SceneRemoval)
    router.register("data/sequences", SequenceRemoval)
    router.register("data/episodes", EpisodeRemoval)
    router.register("actions/projects/{project_id}", ManyRemoval)
