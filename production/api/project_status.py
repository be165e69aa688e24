"""Whether productions are open: /data/project-status."""

from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.policies import Vocabulary
from kitsu_site.api.wire import Wire
from production.models import ProjectStatus


class ProjectStatusViewSet(CrudViewSet):
    wire, policy = Wire(ProjectStatus), Vocabulary()
