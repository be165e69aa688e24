"""The news of a production: one for each comment, but not on concepts (notes on tasks, section 4)."""

from kitsu_site import events
from production.models import Comment, News, Task


def publish(*, comment: Comment, task: Task, change: bool, by) -> News | None:
    """Make a comment news; `change`: whether it changed the status."""
    if task.entity is not None and task.entity.kind == "Concept":
        return None
    news = News.objects.create(
        comment=comment,
        task=task,
        author_id=comment.person_id,
        change=change,
        created_at=comment.created_at,
    )
    events.emit(
        "news:new",
        by=by,
        project_id=task.project_id,
        news_id=news.pk,
        task_status_id=comment.task_status_id,
        task_type_id=task.task_type_id,
    )
    return news


def withdraw(*, comment: Comment, task: Task, by) -> None:
    """Take back the news of a comment."""
    gone = list(News.objects.filter(comment=comment).values_list("pk", flat=True))
    News.objects.filter(pk__in=gone).delete()
    events.emit_all(events.event("news:delete", by=by, project_id=task.project_id, news_id=pk) for pk in gone)
