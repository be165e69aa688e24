from accounts.models import PasswordReset
from kitsu_site.admin import StudioAdmin, site


class PasswordResetAdmin(StudioAdmin):
    """Who was sent a link to choose a password; deleting the row makes the link useless."""

    group, icon, names = "Activity", "lock_reset", ("password link", "password links")
    addable = changeable = False
    secret = ("nonce",)
    list_display = ("email", "expires_at")
    search_fields = ("email",)
    ordering = ("-expires_at",)


site.register(PasswordReset, PasswordResetAdmin)
