"""What happened on an entity: its time spent, and the concepts that show it."""

from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.wire import Wire
from production import entity_policies
from production.api.kinds import KindViewSet
from production.api.lists.concepts import LinkedList
from production.models import Entity, TimeSpent

TIME_SPENT = Wire(TimeSpent)


class EntityActivity(KindViewSet):
    def readable_of_any_kind(self, pk) -> Entity:
        entity = self.find(Entity, pk)
        self.check(entity_policies.can_read, entity)
        return entity

    @action(detail=True, url_path="time-spents")
    def time_spents(self, request, pk):
        rows = TimeSpent.objects.filter(task__entity=self.readable_of_any_kind(pk))
        return Response(TIME_SPENT.rows(rows.order_by("-date", "-created_at")))

    @action(detail=True, url_path="entities-linked/with-tasks")
    def entities_linked(self, request, pk):
        """The concepts that illustrate an entity, with tasks, for who may read that entity."""
        entity = self.readable_of_any_kind(pk)
        concepts = Entity.objects.filter(entity_concept_links=entity, project=entity.project_id)
        concepts = self.reached(concepts, entity.project_id)
        found = LinkedList(self.scope, concepts, project_id=entity.project_id)
        return self.conditional(entity.project_id, found.whole)


def register(router):
    router.register("data/entities", EntityActivity)
