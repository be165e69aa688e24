"""The team of a production: /data/projects/{project_id}/team."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.wires import PERSON, SHORT
from accounts.models import Person
from accounts.policies import sees_whole_person
from kitsu_site.api.filters import as_uuid
from kitsu_site.api.serializers import ForeignId
from kitsu_site.exceptions import Refused
from production import policies
from production.api.in_production import InProduction
from production.api.wires import PROJECT
from production.services import team


class RoleInput(serializers.Serializer):
    role = serializers.ChoiceField(choices=team.ROLES, allow_null=True, default=None)


class MemberInput(RoleInput):
    person_id = ForeignId(queryset=Person.objects.all())


class TeamViewSet(InProduction):
    def list(self, request, project_id):
        project = self.team_project(project_id)
        whole = self.scope.in_project(project).is_manager and sees_whole_person(self.scope)
        wire = PERSON if whole else SHORT
        roles = dict(project.team_links.values_list("person_id", "role"))
        rows = wire.rows(Person.objects.filter(pk__in=project.team_links.values("person_id")), links=True)
        return Response([{**row, "project_role": roles.get(row["id"])} for row in rows])

    def create(self, request, project_id):
        project = self.managed_project(project_id)
        body = self.read(MemberInput)
        person = self.find(Person, body["person_id"])
        team.add(project=project, person=person, role=body["role"], by=self.person)
        return Response(PROJECT.row(project), status=201)

    def update(self, request, project_id, pk):
        project_id, person_id = as_uuid("project_id", project_id), as_uuid("person_id", pk)
        if not policies.is_manager(self.scope, project_id):
            raise Refused("Only managers of the production give roles in it.")
        role = self.read(RoleInput)["role"]
        team.set_role(project_id=project_id, person_id=person_id, role=role, by=self.person)
        return Response({"project_id": project_id, "person_id": person_id, "role": role})

    def destroy(self, request, project_id, pk):
        project = self.managed_project(project_id)
        team.remove(project=project, person_id=as_uuid("person_id", pk), by=self.person)
        return Response(status=204)


def register(router):
    router.register("data/projects/{project_id}/team", TeamViewSet)
