"""Task types: /data/task-types."""

from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api import filters
from kitsu_site.api.crud import CrudViewSet, ScopedViewSet
from kitsu_site.api.policies import Vocabulary
from kitsu_site.exceptions import Invalid, Refused
from production.api.wires import TASK_TYPE
from production.models import TaskType
from production.services import task_types


class TaskTypeViewSet(CrudViewSet):
    wire, policy, rows = TASK_TYPE, Vocabulary(), task_types.TaskTypeRows()


class TaskTypeActions(ScopedViewSet):
    @action(detail=False, methods=["post"])
    def reorder(self, request):
        body = self.object_body()
        if not self.scope.is_admin:
            raise Refused("Only admins order the task types.")
        ids = body.get("task_type_ids")
        if not isinstance(ids, list):
            raise Invalid("task_type_ids: a list of ids expected.", field="task_type_ids")
        ids = [filters.as_uuid("task_type_ids", pk) for pk in ids]
        ordered = task_types.reorder(task_type_ids=ids, by=self.person)
        rows = {
            row["id"]: row for row in TASK_TYPE.rows(TaskType.objects.filter(pk__in=[t.pk for t in ordered]))
        }
        return Response([rows[t.pk] for t in ordered])
