"""How far the shots of each episode are: /data/projects/{project_id}/episodes/stats and /retake-stats."""

from collections import defaultdict

from django.db.models import Count, Sum
from rest_framework.decorators import action
from rest_framework.response import Response

from production import entity_policies
from production.api.kinds import KindViewSet
from production.models import Task

ALL = "all"
MEASURES = ("count", "frames", "drawings")


class EpisodeStats(KindViewSet):
    """Shots without an episode do not count; vendors see what their own tasks make."""

    kind = "Episode"

    @action(detail=False)
    def stats(self, request, project_id):
        found = {}
        for episode, task_type, measures, status, _ in self.tasks(project_id):
            label = {"name": status["short_name"], "color": status["color"]}
            for place in ((episode, task_type), (episode, ALL), (ALL, task_type), (ALL, ALL)):
                by_status = found.setdefault(place[0], {}).setdefault(place[1], {})
                add(by_status.setdefault(status["id"], {**label, **nothing()}), measures)
        return Response(found)

    @action(detail=False, url_path="retake-stats")
    def retake_stats(self, request, project_id):
        rows = list(self.tasks(project_id))
        most = defaultdict(int)
        for episode, task_type, _, _, retakes in rows:
            for place in ((episode, task_type), (episode, ALL), (ALL, task_type), (ALL, ALL)):
                most[place] = max(most[place], retakes)
        found = {ALL: {ALL: retake_entry(0, 0)}}
        for (episode, task_type), retakes in most.items():
            takes = 0 if episode == ALL else retakes
            found.setdefault(episode, {})[task_type] = retake_entry(retakes, takes)
        for episode, task_type, measures, status, retakes in rows:
            for place in ((episode, task_type), (episode, ALL), (ALL, task_type), (ALL, ALL)):
                entry = found[place[0]][place[1]]
                add(entry[state_of(status)], measures)
                for take, states in entry["evolution"].items():
                    add(states[state_at(take, status, retakes)], measures)
        return Response(found)

    def tasks(self, project_id):
        """(episode, task type, measures, status, retakes) of the shots' tasks, counted by the database."""
        project = self.project(project_id)
        self.check(entity_policies.is_on_team, project.pk)
        tasks = Task.objects.visible_to(self.scope).filter(
            project=project,
            entity__entity_type__name="Shot",
            entity__parent__parent__isnull=False,
            task_status__isnull=False,
        )
        status = ("id", "short_name", "color", "is_done", "is_retake")
        grouped = tasks.values_list(
            "entity__parent__parent_id",
            "task_type_id",
            "retake_count",
            *(f"task_status__{name}" for name in status),
        ).annotate(Count("pk"), Sum("entity__nb_frames"), Sum("nb_drawings"))
        for episode, task_type, retakes, *rest in grouped.order_by():
            measures = dict(zip(MEASURES, (value or 0 for value in rest[len(status) :]), strict=True))
            yield episode, task_type, measures, dict(zip(status, rest, strict=False)), retakes or 0


def nothing() -> dict:
    return dict.fromkeys(MEASURES, 0)


def add(total: dict, measures: dict) -> None:
    for name in MEASURES:
        total[name] += measures[name]


def states() -> dict:
    return {"done": nothing(), "retake": nothing(), "other": nothing()}


def retake_entry(most: int, takes: int) -> dict:
    """The most retakes of a task, how things stood at each take, and how they stand now."""
    return {
        "max_retake_count": most,
        "evolution": {take: states() for take in range(1, takes + 1)},
        **states(),
    }


def state_of(status: dict) -> str:
    if status["is_done"]:
        return "done"
    return "retake" if status["is_retake"] else "other"


def state_at(take: int, status: dict, retakes: int) -> str:
    """Where a task stood at a take: sent back, else done or neither as it is now."""
    if retakes >= take:
        return "retake"
    return "done" if status["is_done"] else "other"


def register(router):
    router.register("data/projects/{project_id}/episodes", EpisodeStats)
