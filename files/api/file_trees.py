"""File trees: /actions/projects/{project_id}/set-file-tree, /data/entities/guess-from-path."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from files.services import file_trees, path_guesses
from kitsu_site.api.serializers import Id, StrictText
from kitsu_site.api.uploads import PARSERS
from kitsu_site.exceptions import Refused
from production.api.reach import ReachViewSet
from production.api.wires import PROJECT


class TreeInput(serializers.Serializer):
    tree_name = StrictText(allow_blank=False)


class PathInput(serializers.Serializer):
    project_id = Id()
    file_path = StrictText(allow_blank=False)
    sep = StrictText(default="/", allow_blank=False, max_length=5)


class FileTrees(ReachViewSet):
    parser_classes = PARSERS

    @action(detail=False, methods=["post"], url_path="{project_id}/set-file-tree")
    def set_file_tree(self, request, project_id):
        project = self.project(project_id)
        if not self.scope.in_project(project).is_manager:
            raise Refused("Only managers of the production set its file tree.")
        name = self.read(TreeInput)["tree_name"]
        project = file_trees.set_tree(project=project, name=name, by=self.person)
        return Response(PROJECT.row(project))


class PathGuesses(ReachViewSet):
    parser_classes = PARSERS

    @action(detail=False, methods=["post"], url_path="guess-from-path")
    def guess(self, request):
        body = self.read(PathInput)
        project = self.project(body["project_id"])
        found = path_guesses.guess(project=project, path=body["file_path"], sep=body["sep"], scope=self.scope)
        return Response(found)

    @action(detail=False, methods=["post"], url_path="guess_from_path")
    def guess_as_before(self, request):
        """The former address, which older clients call."""
        return self.guess(request)


def register(router):
    router.register("actions/projects", FileTrees)
    router.register("data/entities", PathGuesses)
