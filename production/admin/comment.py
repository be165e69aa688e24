from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Concat
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import colored, excerpt, related
from kitsu_site.admin.filters import RelatedFilter
from production.models import AttachmentFile, Comment, Task


class CommentAdmin(StudioAdmin):
    """Comments are written where the task is looked at: here they are read, corrected and removed."""

    group, icon = "Tasks", "chat_bubble"
    order = 2
    addable = False
    list_display = (
        excerpt("text"),
        "about",
        related("person", "author", order="first_name"),
        colored("task_status", "status"),
        "pinned",
        "for_client",
        "created_at",
    )
    list_select_related = ("person", "task_status")
    list_filter = (("person", RelatedFilter), ("task_status", RelatedFilter), "for_client", "pinned")
    search_fields = ("text",)
    ordering = ("-created_at",)
    label_related = ("person",)
    paginator = InfinitePaginator
    read_only = (
        "object_id",
        "object_type",
        "person",
        "editor",
        "replies",
        "preview_file",
        "previews",
        "shotgun_id",
    )

    def get_queryset(self, request):
        """With what each comment is about: it hangs on its task by no foreign key."""
        parts = ("project__name", Value(" / "), "entity__name", Value(" / "), "task_type__name")
        task = Task.objects.filter(pk=OuterRef("object_id")).annotate(path=Concat(*parts))
        return super().get_queryset(request).annotate(task_path=Subquery(task.values("path")))

    @display(description="about")
    def about(self, obj):
        return obj.task_path

    def label(self, obj):
        text = " ".join((obj.text or "").split())
        return f"{obj.person}: {text[:60]}"


class AttachmentFileAdmin(StudioAdmin):
    group, icon = "Files", "attach_file"
    addable = changeable = False
    list_display = ("name", "extension", "mimetype", "size", "created_at")
    search_fields = ("name",)
    ordering = ("-created_at",)


site.register(Comment, CommentAdmin)
site.register(AttachmentFile, AttachmentFileAdmin)
