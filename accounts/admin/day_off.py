from accounts.models import DayOff
from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import excerpt, related
from kitsu_site.admin.filters import RelatedFilter


class DayOffAdmin(StudioAdmin):
    group, icon, names = "People", "beach_access", ("day off", "days off")
    list_display = ("date", "end_date", related("person", order="first_name"), excerpt("description"))
    list_select_related = ("person",)
    list_filter = (("person", RelatedFilter),)
    search_fields = ("person__first_name", "person__last_name", "description")
    ordering = ("-date",)
    date_hierarchy = "date"

    def label(self, obj):
        return f"{obj.date} - {obj.end_date}"


site.register(DayOff, DayOffAdmin)
