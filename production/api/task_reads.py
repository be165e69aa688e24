"""Tasks with what is around them: one in full, those of a production or of an entity."""

from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.wires import PERSON, SHORT
from accounts.models import Person
from accounts.policies import sees_whole_person
from kitsu_site.api import filters
from kitsu_site.api.pagination import Page
from production.api.reach import ReachViewSet
from production.api.wires import ENTITY, ENTITY_TYPE, PROJECT, RAW_ENTITY, TASK, TASK_STATUS, TASK_TYPE
from production.models import Entity, Task, TaskType


class TaskReads(ReachViewSet):
    """/data/tasks/{task_id}/..."""

    @action(detail=False, methods=["get"], url_path="{task_id}/full")
    def full(self, request, task_id):
        task = self.task(task_id)
        answer = TASK.row(task, links=True)
        wire = PERSON if sees_whole_person(self.scope) else SHORT
        wanted = {*answer["assignees"], *filter(None, [task.assigner_id])}
        people = {row["id"]: row for row in wire.rows(Person.objects.filter(pk__in=wanted), links=True)}
        answer["persons"] = [people[pk] for pk in answer["assignees"]]
        if task.assigner_id:
            answer["assigner"] = people[task.assigner_id]
        answer |= {
            "project": PROJECT.row(task.project),
            "task_type": TASK_TYPE.row(task.task_type) if task.task_type else None,
            "task_status": TASK_STATUS.row(task.task_status) if task.task_status_id else None,
            "is_subscribed": task.subscriptions.filter(person=self.person).exists(),
        }
        if task.entity is not None:
            answer["entity"] = RAW_ENTITY.row(task.entity)
            answer["entity_type"] = ENTITY_TYPE.row(task.entity.entity_type)
            answer |= {name: ENTITY.row(entity) for name, entity in above(task.entity).items()}
        return Response(answer)


class ProjectTasks(ReachViewSet):
    """/data/projects/{project_id}/tasks"""

    @action(detail=False, methods=["get"], url_path="{project_id}/tasks")
    def tasks(self, request, project_id):
        project = self.project(project_id)
        params = request.query_params
        tasks = Task.objects.within_reach_of(self.scope).filter(project=project)
        if value := params.get("task_type_id"):
            tasks = tasks.filter(task_type_id=filters.as_uuid("task_type_id", value))
        if value := params.get("episode_id"):
            tasks = tasks.visible_to(self.scope)  # vendors: theirs alone, of an episode
            tasks = tasks.filter(entity__parent__parent_id=filters.as_uuid("episode_id", value))
        return Response(listed(tasks, TASK, params))


class EntityTasks(ReachViewSet):
    """/data/entities/{entity_id}/task-types/{task_type_id}/tasks"""

    @action(detail=False, methods=["get"], url_path="{entity_id}/task-types/{task_type_id}/tasks")
    def of_type(self, request, entity_id, task_type_id):
        entity = self.entity(entity_id)
        task_type = self.find(TaskType, task_type_id)
        tasks = Task.objects.filter(entity=entity, task_type=task_type).order_by("name")
        return Response(TASK.rows(tasks))


def above(entity: Entity) -> dict[str, Entity]:
    """The sequence and the episode that an entity is in, by these names."""
    sequence = {"Shot": entity.parent, "Scene": entity.parent, "Sequence": entity}.get(entity.kind)
    if sequence is None:
        return {}
    found = {"sequence": sequence}
    if entity.kind != "Sequence" and sequence.parent is not None:
        found["episode"] = sequence.parent
    return found


def listed(rows, wire, params, *, links: bool = True) -> list | dict:
    """Rows, with their relations if `links`, last changed first; a page of them where one is asked for.

    A page past the end has a total of 0 here.
    """
    page = Page.of(params)
    if page is None:
        return wire.rows(rows.order_by("-updated_at", "-created_at", "pk"), links=links)
    found = wire.rows(page.cut(rows), links=links)
    envelope = page.envelope(found, rows.count())
    if not found:
        envelope["total"] = 0
    return envelope


def register(router):
    router.register("data/tasks", TaskReads)
    router.register("data/projects", ProjectTasks)
    router.register("data/entities", EntityTasks)
