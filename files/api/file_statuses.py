"""Statuses of output files: /data/file-status."""

from files.models import FileStatus
from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.policies import Vocabulary
from kitsu_site.api.wire import Wire


class FileStatusViewSet(CrudViewSet):
    wire, policy = Wire(FileStatus), Vocabulary()
