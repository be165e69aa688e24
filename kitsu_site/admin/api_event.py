from unfold.paginator import InfinitePaginator

from kitsu_site.models import ApiEvent

from .columns import related
from .filters import RelatedFilter
from .model_admin import StudioAdmin
from .resources import scope_of
from .site import site


class ApiEventAdmin(StudioAdmin):
    """The log of all that happened: read only."""

    group, icon, names = "Activity", "history", ("event", "events")
    order = 1
    addable = changeable = deletable = False
    list_display = (
        "name",
        related("user", "by", order="first_name"),
        related("project", "production"),
        "created_at",
    )
    list_select_related = ("user", "project")
    list_filter = (("user", RelatedFilter), ("project", RelatedFilter))
    search_fields = ("name",)
    ordering = ("-created_at",)
    date_hierarchy = None  # it would count a log of millions of rows
    paginator = InfinitePaginator

    def is_open_to(self, request):
        return scope_of(request).is_admin


site.register(ApiEvent, ApiEventAdmin)
