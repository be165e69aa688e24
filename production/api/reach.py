"""Looking things up within the reach of who asks: 404 where there is none, 403 where it is not theirs."""

from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.exceptions import Missing
from production import policies
from production.models import Comment, Entity, Project, Task


class ReachViewSet(ScopedViewSet):
    """Rows by the ids of a path."""

    def project(self, pk) -> Project:
        """A production on whose team the person is."""
        project = self.find(Project, pk)
        self.check(policies.is_member, project.pk)
        return project

    def entity(self, pk) -> Entity:
        """An entity in reach: on the team, vendors with a task of theirs on it."""
        entity = self.find(Entity.objects.select_related("entity_type", "project"), pk)
        self.check(policies.can_reach, entity)
        return entity

    def task(self, pk, rule=policies.can_access_task) -> Task:
        """A task that the rule lets the person at; by default one that they may see."""
        task = self.find(Task.objects.select_related("task_type", "entity__entity_type", "project"), pk)
        self.check(rule, task)
        return task

    def comment_of(self, task: Task, pk) -> Comment:
        """A comment of that very task which the person may read."""
        comment = self.find(Comment.objects.select_related("person", "task_status"), pk)
        if comment.object_id != task.pk:
            raise Missing(f"The task has no comment {pk}.")
        self.check(policies.can_read_comment, comment, task)
        return comment
