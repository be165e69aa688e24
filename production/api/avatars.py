"""The picture of a production: /pictures/thumbnails/projects (notes on production, section 11)."""

from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site import avatars, sending
from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.api.uploads import PARSERS, uploaded
from kitsu_site.exceptions import Missing, Refused
from production.models import Project
from production.services import avatars as services


class ProjectAvatars(ScopedViewSet):
    parser_classes = PARSERS

    @action(detail=False, methods=["get"], url_path="{instance_id}")
    def picture(self, request, instance_id):
        return self.read_one(request, instance_id)

    @action(detail=False, methods=["get"], url_path="{instance_id}.png")
    def picture_png(self, request, instance_id):
        return self.read_one(request, instance_id)

    @picture.mapping.post
    def upload(self, request, instance_id):
        project = self.find(Project, instance_id)
        return self.write(request, project, self.scope.in_project(project).is_manager)

    @picture_png.mapping.post
    def upload_png(self, request, instance_id):
        return self.write(request, self.find(Project, instance_id), self.scope.is_admin)

    def read_one(self, request, pk):
        project = self.find(Project, pk)
        if not self.scope.is_manager and not self.scope.in_project(project).is_member:
            raise Refused("You are not on the team of this production.")
        if not project.has_avatar:
            raise Missing("There is no picture.")
        place = avatars.place(project.pk)
        return sending.answer(request, place, kind="image/png")

    def write(self, request, project, allowed: bool):
        if not allowed:
            raise Refused("You may not change the picture of this production.")
        services.set_of_project(project=project, file=uploaded(request), by=self.person)
        return Response({"thumbnail_path": avatars.path("projects", project.pk)}, status=201)


def register(router):
    router.register("pictures/thumbnails/projects", ProjectAvatars)
