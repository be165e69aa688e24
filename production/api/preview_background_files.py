"""Backgrounds of 3D previews: /data/preview-background-files."""

from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.policies import Vocabulary
from kitsu_site.api.wire import Wire
from production.models import PreviewBackgroundFile
from production.services.preview_background_files import PreviewBackgroundFileRows


class PreviewBackgroundFileViewSet(CrudViewSet):
    wire, policy, rows = Wire(PreviewBackgroundFile), Vocabulary(), PreviewBackgroundFileRows()
