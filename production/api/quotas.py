"""Quotas of a production: /data/projects/{project_id}/quotas (notes on production, section 8)."""

from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.filters import as_uuid
from production import policies
from production.api.in_production import InProduction
from production.services import quotas


class Quotas(InProduction):
    def retrieve(self, request, project_id, pk):
        project = self.team_project(project_id)
        task_type_id = as_uuid("task_type_id", pk)
        return Response(quotas.of_task_type(project, task_type_id, **self.counting()))

    @action(detail=False, methods=["get"], url_path="persons/{person_id}")
    def of_person(self, request, project_id, person_id):
        project = self.project(project_id, lambda there: True)
        person_id = as_uuid("person_id", person_id)
        self.check(policies.can_see_quotas_of, project, person_id)
        return Response(quotas.of_person(project, person_id, **self.counting()))

    def counting(self) -> dict:
        """How to count, and for which studio."""
        params = self.request.query_params
        studio_id = params.get("studio_id")
        return {
            "count_mode": params.get("count_mode") or "weighted",
            "studio_id": as_uuid("studio_id", studio_id) if studio_id else None,
        }


def register(router):
    router.register("data/projects/{project_id}/quotas", Quotas)
