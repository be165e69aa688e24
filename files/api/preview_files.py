"""Previews: /data/preview-files."""

from files import policies
from files.models import PreviewFile
from files.services.preview_files import PreviewFileRows
from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.wire import Wire

PREVIEW_FILE = Wire(PreviewFile, links=("comments",))


class PreviewFileViewSet(CrudViewSet):
    wire, policy, rows = PREVIEW_FILE, policies.PreviewFiles(), PreviewFileRows()
