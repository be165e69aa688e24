"""The concepts that illustrate an entity."""

from rest_framework.decorators import action

from production import entity_policies
from production.api.kinds import KindViewSet
from production.api.lists.concepts import LinkedList
from production.models import Entity


class EntityActivity(KindViewSet):
    @action(detail=True, url_path="entities-linked/with-tasks")
    def entities_linked(self, request, pk):
        """The concepts that illustrate an entity, with tasks, for who may read that entity."""
        entity = self.find(Entity, pk)
        self.check(entity_policies.can_read, entity)
        concepts = Entity.objects.filter(entity_concept_links=entity, project=entity.project_id)
        concepts = self.reached(concepts, entity.project_id)
        found = LinkedList(self.scope, concepts, project_id=entity.project_id)
        return self.conditional(entity.project_id, found.whole)


def register(router):
    router.register("data/entities", EntityActivity)
