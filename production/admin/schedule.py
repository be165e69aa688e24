from django.contrib import messages
from unfold.decorators import action

from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import minutes, related
from kitsu_site.admin.dialogs import dialog, to_page
from kitsu_site.admin.filters import RelatedFilter
from kitsu_site.admin.resources import scope_of
from production.models import (
    Milestone,
    ProductionScheduleVersion,
    ProductionScheduleVersionTaskLink,
    ScheduleItem,
)
from production.services import schedule_versions


class MilestoneAdmin(StudioAdmin):
    group, icon = "Schedule & budget", "outlined_flag"
    order = 1
    list_display = ("name", "date", related("project", "production"), related("task_type"))
    list_select_related = ("project", "task_type")
    list_filter = (("project", RelatedFilter), ("task_type", RelatedFilter))
    search_fields = ("name", "project__name")
    ordering = ("-date",)
    date_hierarchy = "date"


class ScheduleItemAdmin(StudioAdmin):
    group, icon = "Schedule & budget", "calendar_month"
    list_display = (
        related("project", "production"),
        related("task_type"),
        "start_date",
        "end_date",
        "man_days",
    )
    list_display_links = ("start_date", "end_date")
    list_select_related = ("project", "task_type")
    list_filter = (("project", RelatedFilter), ("task_type", RelatedFilter))
    search_fields = ("project__name", "task_type__name")
    ordering = ("-start_date",)
    date_hierarchy = "start_date"
    label_related = ("project", "task_type")
    read_only = ("object_id",)

    def label(self, obj):
        return f"{obj.project}: {obj.task_type or '-'}"


class ScheduleVersionAdmin(StudioAdmin):
    group, icon, names = "Schedule & budget", "event_repeat", ("schedule version", "schedule versions")
    list_display = ("name", related("project", "production"), "locked", "canceled", "updated_at")
    list_select_related = ("project",)
    list_filter = (("project", RelatedFilter), "locked", "canceled")
    search_fields = ("name", "project__name")
    ordering = ("project__name", "name")
    label_related = ("project",)
    actions_detail = ("take_in", "apply")

    def label(self, obj):
        return f"{obj.project}: {obj.name}"

    def has_plan_permission(self, request, object_id=None):
        """As the API: managers of the production of the version."""
        version = self.get_object(request, object_id)
        return version is not None and self.has_change_permission(request, version)

    @action(
        description="Take in the tasks",
        icon="download",
        permissions=["plan"],
        dialog=dialog(
            "Take in the tasks of the production?",
            "The plan gets the dates, estimations and assignees that the tasks have now.",
            "Take in",
        ),
    )
    def take_in(self, request, form, object_id):
        version = self.get_object(request, object_id)
        count = schedule_versions.copy_production(version=version, by=request.user)
        self.message_user(request, f"{version} holds the plan of {tasks(count)}.", messages.SUCCESS)
        return to_page(version)

    @action(
        description="Apply to the tasks",
        icon="event_available",
        permissions=["plan"],
        dialog=dialog(
            "Apply the plan to the tasks?",
            "The tasks of the production get its dates and estimations; what they have is lost.",
            "Apply",
        ),
    )
    def apply(self, request, form, object_id):
        version = self.get_object(request, object_id)
        count = schedule_versions.apply(version=version, by=request.user)
        self.message_user(request, f"{version} was applied to {tasks(count)}.", messages.SUCCESS)
        return to_page(version)


def tasks(count: int) -> str:
    return "1 task" if count == 1 else f"{count} tasks"


class ScheduleVersionTaskLinkAdmin(StudioAdmin):
    group, icon, names = "Schedule & budget", "event_note", ("planned task", "planned tasks")
    list_display = (
        related("task__entity", "entity"),
        related("task__task_type", "type"),
        related("production_schedule_version", "version"),
        "start_date",
        "due_date",
        minutes("estimation"),
    )
    list_select_related = ("task__entity", "task__task_type", "production_schedule_version")
    list_filter = (("production_schedule_version", RelatedFilter), ("task__task_type", RelatedFilter))
    search_fields = ("task__entity__name", "production_schedule_version__name")
    ordering = ("-start_date",)
    label_related = ("task__entity", "task__task_type", "production_schedule_version")

    def label(self, obj):
        return f"{obj.task.entity}: {obj.task.task_type}"

    def may_add(self, request):
        """By the version's production, which the form has yet to say."""
        scope = scope_of(request)
        return scope.is_admin or bool(scope.projects("manager"))


site.register(Milestone, MilestoneAdmin)
site.register(ScheduleItem, ScheduleItemAdmin)
site.register(ProductionScheduleVersion, ScheduleVersionAdmin)
site.register(ProductionScheduleVersionTaskLink, ScheduleVersionTaskLinkAdmin)
