"""How much the studio has made: /stats."""

from rest_framework.response import Response

from files.models import PreviewFile
from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.exceptions import Refused
from production.models import Comment


class Stats(ScopedViewSet):
    def list(self, request):
        if not self.scope.is_admin:
            raise Refused("Only admins see the statistics.")
        kinds = {"video": "mp4", "picture": "png", "model": "obj"}
        return Response(
            {
                f"number_of_{kind}_previews": PreviewFile.objects.filter(extension=extension).count()
                for kind, extension in kinds.items()
            }
            | {"number_of_comments": Comment.objects.count()}
        )
