from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from kitsu_site.db import LinkModel, StudioModel, StudioQuerySet, TextArrayField

from .project import Project, ProjectPersonLink
from .task import Task


class CommentQuerySet(StudioQuerySet):
    """Comments hang on a task by `object_id`, which is no foreign key."""

    def visible_to(self, scope):
        """Those of tasks in reach, less what a role may not see (notes on tasks, section 2)."""
        if scope.is_admin:
            return self
        artists = scope.projects("user", "vendor")
        rule = Q(object_id__in=tasks_of(scope, scope.projects("manager", "supervisor", "admin")))
        rule |= Q(object_id__in=tasks_of(scope, artists)) & ~by_clients_of(artists)
        clients = scope.projects("client")
        isolated = Project.objects.filter(pk__in=clients, is_clients_isolated=True).values("pk")
        rule |= Q(object_id__in=tasks_of(scope, clients)) & (
            for_client(scope.person)
            | (
                Q(person__role="client")
                & ~Q(object_id__in=Task.objects.filter(project__in=isolated).values("pk"))
            )
        )
        return self.filter(rule)

    def readable_for(self, scope, project):
        """Those, of one production, whose words the role there may read.

        Artists and vendors read none by clients; clients read those for them, those that mention
        them, and those by clients, or only their own of the latter where clients are isolated.
        """
        there = scope.in_project(project.pk)
        if there.is_client:
            rule = for_client(scope.person)
            return self.filter(rule if project.is_clients_isolated else rule | Q(person__role="client"))
        if there.role in ("user", "vendor"):
            return self.exclude(by_clients_of([project.pk]))
        return self if there.is_member else self.none()

    def listed_for(self, scope, project):
        """Those that the role there lists: clients what they read, and whatever has previews.

        A client of this production alone finds their own words by their ids, or where clients are isolated.
        """
        if not scope.in_project(project.pk).is_client:
            return self.readable_for(scope, project)
        readable = self.model.objects.readable_for(scope, project)
        if not project.is_clients_isolated and scope.role != "client":
            readable = readable.exclude(person=scope.person, for_client=False)
        with_previews = CommentPreviewLink.objects.values("comment_id")
        return self.filter(Q(pk__in=readable.values("pk")) | Q(pk__in=with_previews))


def tasks_of(scope, project_ids):
    """The ids of the tasks in reach of `scope` in some of its productions."""
    return Task.objects.visible_to(scope).filter(project_id__in=project_ids).values("pk")


def for_client(person) -> Q:
    """What is meant for clients, or for that very client, or is by them."""
    mine = CommentMention.objects.filter(person=person).values("comment_id")
    return Q(for_client=True) | Q(person=person) | Q(pk__in=mine)


def by_clients_of(project_ids) -> Q:
    """Comments by who is a client in the production of their task: by role there, else in general.

    `project_ids`: the productions that matter, None for all.
    """
    links = ProjectPersonLink.objects.filter(project__tasks=OuterRef("object_id"), person=OuterRef("person"))
    if project_ids is not None:
        links = links.filter(project_id__in=project_ids)
    another_role = links.filter(role__isnull=False).exclude(role="client")
    is_client_there = Q(Exists(links.filter(role="client")))
    return is_client_there | (Q(person__role="client") & ~Q(Exists(another_role)))


class Comment(StudioModel):
    """What somebody says of a task, with the status it sets, a checklist, replies and previews."""

    shotgun_id = models.IntegerField(null=True, blank=True)
    object_id = models.UUIDField(db_index=True)
    object_type = models.CharField(max_length=80)
    text = models.TextField(null=True, blank=True)
    data = models.JSONField(null=True, blank=True)
    replies = models.JSONField(null=True, blank=True, default=list)
    checklist = models.JSONField(null=True, blank=True)
    pinned = models.BooleanField(null=True, blank=True)
    links = TextArrayField(null=True, blank=True)
    task_status = models.ForeignKey(
        "TaskStatus", on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="edited_comments",
    )
    preview_file = models.ForeignKey(
        "files.PreviewFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="main_comments",
    )
    for_client = models.BooleanField(null=True, blank=True, default=False, db_default=False)
    acknowledgements = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="CommentAcknowledgement",
        related_name="acknowledged_comments",
        blank=True,
    )
    mentions = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="CommentMention", related_name="mentioned_in_comments", blank=True
    )
    department_mentions = models.ManyToManyField(
        "accounts.Department",
        through="CommentDepartmentMention",
        related_name="mentioned_in_comments",
        blank=True,
    )
    previews = models.ManyToManyField(
        "files.PreviewFile", through="CommentPreviewLink", related_name="comments", blank=True
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        db_table = "comment"
        indexes = [
            models.Index(fields=["object_type"]),
        ]

    @property
    def task(self) -> Task | None:
        """The task it is about."""
        return (
            Task.objects.select_related("task_type", "entity").filter(pk=self.object_id).first()
            if self.object_type == "Task"
            else None
        )

    def __str__(self):
        return self.text or ""


class CommentAcknowledgement(LinkModel):
    """A person acknowledged a comment."""

    pk = models.CompositePrimaryKey("comment_id", "person_id")
    comment = models.ForeignKey(
        "Comment",
        on_delete=models.CASCADE,
        db_column="comment",
        db_index=False,
        related_name="acknowledgement_links",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        db_column="person",
        db_index=False,
        related_name="acknowledgement_links",
    )

    class Meta:
        db_table = "comment_acknoledgments"


class CommentDepartmentMention(LinkModel):
    """A department is mentioned in a comment."""

    pk = models.CompositePrimaryKey("comment_id", "department_id")
    comment = models.ForeignKey(
        "Comment",
        on_delete=models.CASCADE,
        db_column="comment",
        db_index=False,
        related_name="department_mention_links",
    )
    department = models.ForeignKey(
        "accounts.Department",
        on_delete=models.PROTECT,
        db_column="department",
        db_index=False,
        related_name="mention_links",
    )

    class Meta:
        db_table = "comment_department_mentions"


class CommentMention(LinkModel):
    """A person is mentioned in a comment."""

    pk = models.CompositePrimaryKey("comment_id", "person_id")
    comment = models.ForeignKey(
        "Comment", on_delete=models.CASCADE, db_column="comment", db_index=False, related_name="mention_links"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        db_column="person",
        db_index=False,
        related_name="mention_links",
    )

    class Meta:
        db_table = "comment_mentions"


class CommentPreviewLink(LinkModel):
    """A preview was published with a comment."""

    pk = models.CompositePrimaryKey("comment_id", "preview_file_id")
    comment = models.ForeignKey(
        "Comment", on_delete=models.CASCADE, db_column="comment", related_name="preview_links"
    )
    preview_file = models.ForeignKey(
        "files.PreviewFile", on_delete=models.PROTECT, db_column="preview_file", related_name="comment_links"
    )

    class Meta:
        db_table = "comment_preview_link"
