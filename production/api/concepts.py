"""Concepts: /data/concepts, /data/projects/{project_id}/concepts."""

from rest_framework.decorators import action
from rest_framework.response import Response

from production import entity_policies
from production.api.entity_inputs import ConceptInput
from production.api.kinds import KindViewSet
from production.api.lists.concepts import ConceptList
from production.api.wires import ENTITY
from production.services import concepts


class ConceptRoutes(KindViewSet):
    kind = "Concept"
    extra = {"project_name": "project__name"}
    list_class = ConceptList


class ConceptViewSet(ConceptRoutes):
    def list(self, request):
        project_id = self.asked("project_id")
        self.enter(project_id)
        rows = self.filtered(self.listed(project_id))
        return self.plain(rows.order_by("name", "pk"), project_id=project_id)

    @action(detail=False, url_path="with-tasks")
    def with_tasks(self, request):
        project_id = self.asked("project_id")
        self.enter(project_id)
        rows = self.listed(project_id)
        if pk := self.asked("id"):
            rows = rows.filter(pk=pk)
        return self.big_list(rows, project_id)

    def retrieve(self, request, pk):
        concept = self.readable(pk)
        return Response({**ConceptList.one(concept), **ENTITY.row(concept, links=True)})


class ProjectConcepts(ConceptRoutes):
    """/data/projects/{project_id}/concepts."""

    def list(self, request, project_id):
        return self.list_of_project(project_id)

    def create(self, request, project_id):
        project = self.project(project_id)
        self.check(entity_policies.is_staff, project.pk)
        body = self.read(ConceptInput)
        linked_ids = [item["id"] for item in body.pop("entity_concept_links")]
        concept = concepts.create_concept(project=project, linked_ids=linked_ids, by=self.person, **body)
        return Response(ENTITY.row(concept), status=201)


def register(router):
    router.register("data/concepts", ConceptViewSet)
    router.register("data/projects/{project_id}/concepts", ProjectConcepts)
