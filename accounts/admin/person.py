from django.contrib import admin
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.urls import path, reverse
from unfold.decorators import display

from accounts.admin import own_second_factors
from accounts.admin.person_actions import PersonActions
from accounts.api.wires import SHORT_PERSON
from accounts.models import Person
from accounts.services import revocations
from kitsu_site import avatars, sending
from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import related
from kitsu_site.admin.filters import RelatedFilter
from kitsu_site.admin.resources import scope_of
from kitsu_site.exceptions import Missing

ROLE_COLORS = {
    "Studio manager": "danger",
    "Production manager": "warning",
    "Supervisor": "info",
    "Artist": "success",
}


class SecondFactorFilter(admin.SimpleListFilter):
    """Who has a second factor, and who has none."""

    title, parameter_name = "second factor", "second_factor"

    def lookups(self, request, model_admin):
        return [("yes", "Has one"), ("no", "Has none")]

    def queryset(self, request, queryset):
        has_one = Q(totp_enabled=True) | Q(email_otp_enabled=True) | Q(fido_enabled=True)
        if self.value() == "yes":
            return queryset.filter(has_one)
        return queryset.exclude(has_one) if self.value() == "no" else queryset


class PersonAdmin(PersonActions, StudioAdmin):
    """People: all columns but the secrets for admins, the short form for the others."""

    group, icon, names = "People", "person", ("person", "people")
    order = 1
    list_display = ("name", "email", "role_label", "departments_label", related("studio"), "active", "is_bot")
    list_select_related = ("studio",)
    list_filter = ("role", "active", "is_bot", ("departments", RelatedFilter), ("studio", RelatedFilter))
    search_fields = ("first_name", "last_name", "email", "desktop_login")
    ordering = ("first_name", "last_name")
    # Avatars are uploaded; second factors and API tokens (drawn with a date) have routes of their own.
    read_only = (
        "has_avatar",
        "is_bot",
        "totp_enabled",
        "email_otp_enabled",
        "fido_enabled",
        "preferred_two_factor_authentication",
        "expiration_date",
        "is_generated_from_ldap",
        "ldap_uid",
        "shotgun_id",
        "last_presence",
    )
    sections = (
        (
            None,
            (
                "first_name",
                "last_name",
                "email",
                "phone",
                "role",
                "active",
                "archived",
                "departments",
                "studio",
            ),
        ),
        ("Work", ("position", "seniority", "contract_type", "daily_salary", "is_guest", "desktop_login")),
        ("Preferences", ("timezone", "locale", "country", "use_12_hour_clock", "display_date_format")),
        (
            "Notifications",
            (
                "notifications_enabled",
                "notifications_slack_enabled",
                "notifications_slack_userid",
                "notifications_mattermost_enabled",
                "notifications_mattermost_userid",
                "notifications_discord_enabled",
                "notifications_discord_userid",
            ),
        ),
    )

    @display(description="name", ordering="first_name", header=True)
    def name(self, obj):
        """With the picture, or the initials of who has none."""
        initials = "".join(word[0] for word in (obj.first_name, obj.last_name) if word).upper()
        picture = {"path": reverse("admin:accounts_person_avatar", args=[obj.pk])} if obj.has_avatar else {}
        return [str(obj), None, initials or "?", {**picture, "width": 32, "height": 32, "borderless": True}]

    @display(description="role", ordering="role", label=ROLE_COLORS)
    def role_label(self, obj):
        return obj.get_role_display()

    @display(description="departments")
    def departments_label(self, obj):
        return ", ".join(department.name for department in obj.departments.all()) or None

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("departments")

    def hidden(self, request):
        """The short form, and nothing of what an API token is, for who is no admin."""
        hidden = super().hidden(request)
        if scope_of(request).is_admin:
            return hidden
        shown = {*SHORT_PERSON, "email", "departments"}
        return {*hidden, *(f.name for f in self.opts.concrete_fields if f.column not in shown)}

    def page_names(self, request, obj):
        """The API lists people to everybody, and shows their addresses to admins."""
        names = super().page_names(request, obj)
        return names if scope_of(request).is_admin else [n for n in names if n != "email"]

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        return columns if scope_of(request).is_admin else [c for c in columns if c != "email"]

    def get_list_filter(self, request):
        """Whether there is a second factor is for admins to know."""
        filters = super().get_list_filter(request)
        return [*filters, SecondFactorFilter] if scope_of(request).is_admin else filters

    @transaction.atomic
    def update_row(self, request, obj, values, links):
        """Who is switched off here stays out for good, as by the button."""
        row = super().update_row(request, obj, values, links)
        if "active" in values and not row.active:
            revocations.revoke_all(row)
        return row

    # Pictures, which browsers of the back office have no token to ask the API for

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("<uuid:pk>/avatar/", guarded(self.avatar), name="accounts_person_avatar"),
            path("me/second-factors/", guarded(own_second_factors.page), name="own_second_factors"),
            *super().get_urls(),
        ]

    def avatar(self, request, pk):
        person = self.get_queryset(request).filter(pk=pk, has_avatar=True).first()
        if person is None or not self.has_view_permission(request):
            raise Http404("There is no picture.")
        try:
            return sending.answer(request, avatars.place(person.pk), kind="image/png")
        except Missing:
            raise Http404("There is no picture.") from None


site.register(Person, PersonAdmin)
