from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import related
from kitsu_site.admin.filters import RelatedFilter
from production.models import SearchFilter, SearchFilterGroup


class SavedAdmin(StudioAdmin):
    group = "Activity"
    list_select_related = ("person", "project", "department")
    list_filter = (("person", RelatedFilter), ("project", RelatedFilter), "is_shared")
    ordering = ("list_type", "name")


class SearchFilterAdmin(SavedAdmin):
    icon, names = "saved_search", ("saved search", "saved searches")
    list_display = (
        "name",
        "search_query",
        "list_type",
        related("person", order="first_name"),
        related("project", "production"),
        "is_shared",
    )
    search_fields = ("name", "search_query")


class SearchFilterGroupAdmin(SavedAdmin):
    icon, names = "folder_special", ("group of searches", "groups of searches")
    list_display = (
        "name",
        "list_type",
        related("person", order="first_name"),
        related("project", "production"),
        "is_shared",
    )


site.register(SearchFilter, SearchFilterAdmin)
site.register(SearchFilterGroup, SearchFilterGroupAdmin)
