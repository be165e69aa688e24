from accounts.models import DesktopLoginLog, LoginLog
from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import related
from kitsu_site.admin.filters import RelatedFilter


class LogAdmin(StudioAdmin):
    """Written by what happens, never by hand."""

    group = "Activity"
    addable = changeable = deletable = False
    list_select_related = ("person",)
    search_fields = ("person__first_name", "person__last_name", "person__email")
    label_related = ("person",)


class LoginLogAdmin(LogAdmin):
    icon, names = "login", ("sign-in", "sign-ins")
    list_display = ("created_at", related("person", order="first_name"), "ip_address", "origin")
    list_filter = (("person", RelatedFilter), "origin")
    ordering = ("-created_at",)
    date_hierarchy = "created_at"

    def label(self, obj):
        return f"{obj.person}, {obj.created_at:%Y-%m-%d %H:%M}"


class DesktopLoginLogAdmin(LogAdmin):
    icon, names = "desktop_windows", ("workstation sign-in", "workstation sign-ins")
    list_display = ("date", related("person", order="first_name"))
    list_filter = (("person", RelatedFilter),)
    ordering = ("-date",)
    date_hierarchy = "date"

    def label(self, obj):
        return f"{obj.person}, {obj.date:%Y-%m-%d %H:%M}"


site.register(LoginLog, LoginLogAdmin)
site.register(DesktopLoginLog, DesktopLoginLogAdmin)
