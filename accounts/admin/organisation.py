from accounts.api.wires import CHAT_SECRETS
from accounts.models import Organisation
from kitsu_site.admin import StudioAdmin, site


class OrganisationAdmin(StudioAdmin):
    """The studio itself. Its chat tokens can be set by admins, and are shown to nobody."""

    group, icon, names = "People", "business", ("organisation", "organisation")
    list_display = ("name", "hours_by_day", "timesheets_locked", "created_at")
    ordering = ("created_at",)
    secret = write_only = CHAT_SECRETS
    read_only = ("has_avatar",)
    sections = (
        (
            None,
            (
                "name",
                "hours_by_day",
                "timesheets_locked",
                "format_duration_in_hours",
                "use_original_file_name",
            ),
        ),
        ("Look", ("dark_theme_by_default", "hd_by_default", "has_avatar")),
        ("Chats", CHAT_SECRETS),
    )


site.register(Organisation, OrganisationAdmin)
