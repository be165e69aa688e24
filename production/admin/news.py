from unfold.paginator import InfinitePaginator

from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import related
from kitsu_site.admin.filters import RelatedFilter
from production.models import News


class NewsAdmin(StudioAdmin):
    """Written with the comments."""

    group, icon, names = "Activity", "newspaper", ("news", "news")
    addable = changeable = False
    list_display = (
        "created_at",
        related("author", order="first_name"),
        related("task__project", "production"),
        related("task__entity"),
        related("task__task_type"),
        "change",
    )
    list_select_related = ("author", "task__project", "task__entity", "task__task_type")
    list_filter = (("task__project", RelatedFilter), ("author", RelatedFilter))
    search_fields = ("task__entity__name",)
    ordering = ("-created_at",)
    label_related = ("author", "task__entity")
    paginator = InfinitePaginator

    def label(self, obj):
        return f"{obj.author}, {obj.created_at:%Y-%m-%d %H:%M}"


site.register(News, NewsAdmin)
