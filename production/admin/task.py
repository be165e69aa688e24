from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import action, display

from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import colored, minutes, related
from kitsu_site.admin.filters import RelatedFilter
from kitsu_site.admin.resources import scope_of
from kitsu_site.db.base import utcnow
from production.admin import person_week, workload
from production.admin.entity import MERGED
from production.admin.task_actions import TaskActions
from production.models import Entity, Task, TaskPersonLink

LATE = '<span style="color:#DC2626;font-weight:600" title="late">{}</span>'


class LateFilter(DropdownFilter):
    """Tasks that are past their due date and not done."""

    title, parameter_name = "due date", "late"

    def lookups(self, request, model_admin):
        return [("yes", "Late"), ("no", "Not late")]

    def queryset(self, request, queryset):
        if self.value() not in ("yes", "no"):
            return queryset
        late = queryset.late(utcnow())
        return late if self.value() == "yes" else queryset.exclude(pk__in=late.values("pk"))


STAGES = {
    "open": ("Not done", ~Q(task_status__is_done=True)),
    "wip": ("In progress", Q(task_status__is_wip=True)),
    "feedback": ("Waiting for feedback", Q(task_status__is_feedback_request=True)),
    "retake": ("Retake", Q(task_status__is_retake=True)),
    "done": ("Done", Q(task_status__is_done=True)),
}


class StageFilter(DropdownFilter):
    """Tasks by what their status means, whatever the studio calls it."""

    title, parameter_name = "stage", "stage"

    def lookups(self, request, model_admin):
        return [(value, label) for value, (label, _) in STAGES.items()]

    def queryset(self, request, queryset):
        return queryset.filter(STAGES[self.value()][1]) if self.value() in STAGES else queryset


class EstimationFilter(DropdownFilter):
    """Tasks that nobody has estimated yet."""

    title, parameter_name = "estimation", "estimated"

    def lookups(self, request, model_admin):
        return [("no", "Without estimation"), ("yes", "With estimation")]

    def queryset(self, request, queryset):
        without = Q(estimation__isnull=True) | Q(estimation=0)
        rules = {"no": without, "yes": ~without}
        return queryset.filter(rules[self.value()]) if self.value() in rules else queryset


class AssignedFilter(DropdownFilter):
    """Tasks that nobody works on."""

    title, parameter_name = "assigned", "assigned"

    def lookups(self, request, model_admin):
        return [("no", "Nobody"), ("yes", "Somebody")]

    def queryset(self, request, queryset):
        if self.value() not in ("yes", "no"):
            return queryset
        somebody = Exists(TaskPersonLink.objects.filter(task=OuterRef("pk")))
        return queryset.filter(somebody if self.value() == "yes" else ~somebody)


class TaskAdmin(TaskActions, StudioAdmin):
    group, icon = "Tasks", "task_alt"
    order = 1
    pages = (("Workload", "stacked_bar_chart", "admin:workload"),)
    list_display = (
        "title",
        related("project", "production"),
        colored("task_type", "type"),
        colored("task_status", "status"),
        "people",
        minutes("estimation"),
        minutes("duration", "spent"),
        "due",
        "priority",
    )
    list_select_related = ("project", "entity__parent", "task_type", "task_status")
    list_filter = (
        ("project", RelatedFilter),
        ("task_type", RelatedFilter),
        ("task_status", RelatedFilter),
        ("assignees", RelatedFilter),
        ("entity", RelatedFilter),
        StageFilter,
        LateFilter,
        EstimationFilter,
        AssignedFilter,
    )
    actions_list = ("workload",)
    search_fields = ("entity__name", "entity__parent__name", "task_type__name", "name")
    ordering = ("-updated_at",)
    label_related = ("project", "entity", "task_type")
    # What comments, time spent and previews make of a task.
    read_only = (
        "duration",
        "retake_count",
        "real_start_date",
        "end_date",
        "done_date",
        "last_comment_date",
        "last_preview_file_id",
        "nb_assets_ready",
        "shotgun_id",
    )
    sections = (
        (None, ("entity", "task_type", "project", "name", "task_status", "assignees", "description")),
        ("Planning", ("start_date", "due_date", "estimation", "priority", "difficulty", "completion_rate")),
        ("Metadata", ("data",)),
        ("History", (*read_only, "assigner")),
    )

    @display(description="entity", ordering="entity__name", header=True)
    def title(self, obj):
        return [obj.entity.name, getattr(obj.entity.parent, "name", "")] if obj.entity else [obj.name, ""]

    @display(description="assignees")
    def people(self, obj):
        return ", ".join(str(person) for person in obj.assignees.all()) or None

    @display(description="due", ordering="due_date")
    def due(self, obj):
        if obj.due_date is None:
            return None
        is_done = obj.task_status is not None and obj.task_status.is_done
        day = date_format(obj.due_date, "j M Y")
        return day if is_done or obj.due_date >= utcnow() else format_html(LATE, day)

    @action(description="Workload of my team", icon="stacked_bar_chart")
    def workload(self, request):
        return HttpResponseRedirect(reverse("admin:workload"))

    def get_urls(self):
        pages = [
            path("workload/", self.admin_site.admin_view(workload.page), name="workload"),
            path("week/<uuid:person_id>/", self.admin_site.admin_view(person_week.page), name="person_week"),
        ]
        return [*pages, *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("assignees")

    def label(self, obj):
        names = [
            getattr(obj.project, "name", None),
            getattr(obj.entity, "name", None),
            str(obj.task_type or obj.name),
        ]
        return " / ".join(filter(None, names))

    def may_add(self, request):
        """By the entity's production, which the form has yet to say."""
        scope = scope_of(request)
        return scope.is_admin or bool(scope.projects("admin", "manager", "supervisor", "user"))

    def page_names(self, request, obj):
        """The production of a task is its entity's."""
        names = super().page_names(request, obj)
        return [n for n in names if obj is not None or n not in ("project", "assigner")]

    def get_changeform_initial_data(self, request):
        return {"name": "main", **super().get_changeform_initial_data(request)}

    def create_row(self, request, values, links):
        entity = Entity.objects.filter(pk=values["entity_id"]).first()
        project_id = entity.project_id if entity else None
        return super().create_row(request, {**values, "project_id": project_id}, links)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "data":
            field.help_text = MERGED
        if db_field.name == "estimation":
            field.help_text = "In minutes."
        return field


site.register(Task, TaskAdmin)
