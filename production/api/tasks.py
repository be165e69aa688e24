"""Tasks: /data/tasks."""

from kitsu_site.api import filters
from kitsu_site.api.crud import CrudViewSet
from kitsu_site.exceptions import Missing
from production import policies
from production.api.wires import TASK
from production.models import TaskType
from production.services.tasks import TaskRows


class TaskViewSet(CrudViewSet):
    wire, policy, rows = TASK, policies.Tasks(), TaskRows()

    def before_create(self, body):
        body["name"] = body.get("name") or "main"
        if not body.get("task_type_id"):
            raise Missing("task_type_id: there is no such task type.")
        self.find(TaskType, body["task_type_id"])

    def writable(self, row, body):
        if "data" in body and body["data"] is None:
            body = {**body, "data": {}}
        return body

    def narrow(self, queryset, params):
        if episode_id := params.get("episode_id"):
            queryset = queryset.filter(entity__parent__parent_id=filters.as_uuid("episode_id", episode_id))
        return queryset
