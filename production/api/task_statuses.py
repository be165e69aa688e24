"""Task statuses: /data/task-status."""

from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.policies import Vocabulary
from production.api.wires import TASK_STATUS
from production.services.task_statuses import TaskStatusRows


class TaskStatusViewSet(CrudViewSet):
    wire, policy, rows = TASK_STATUS, Vocabulary(), TaskStatusRows()
