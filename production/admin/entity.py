from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.template.response import TemplateResponse
from django.urls import path
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import related, tags, thumbnail
from kitsu_site.admin.filters import RelatedFilter
from kitsu_site.admin.resources import scope_of
from kitsu_site.exceptions import Refused
from production.admin import breakdown
from production.admin.entity_filters import (
    EpisodeFilter,
    KindFilter,
    SequenceFilter,
    TaskStatusFilter,
    TaskTypeFilter,
)
from production.admin.entity_metadata import MetadataForm, columns_of
from production.models import Entity, EntityVersion, Task
from production.services import entity_metadata

STATUS_COLORS = {"running": "info", "complete": "success", "standby": "warning", "canceled": "danger"}
MERGED = "Merged into what is stored, key by key; null empties a key."
MOST_NAMES = 10  # of the chosen entities


class EntityAdmin(StudioAdmin):
    """Assets, shots, sequences, episodes, scenes, edits and concepts."""

    group, icon, names = "Breakdown", "category", ("entity", "assets and shots")
    order = 1
    pages = (("Breakdown", "grid_view", "admin:production_entity_breakdown"),)
    list_display = (
        thumbnail("preview_file_id"),
        "title",
        related("entity_type", "type"),
        related("project", "production"),
        "work",
        "status_label",
        "nb_frames",
        "canceled",
    )
    list_display_links = ("title",)
    list_select_related = ("entity_type", "project", "parent__parent")
    list_filter = (
        ("project", RelatedFilter),
        KindFilter,
        ("entity_type", RelatedFilter),
        EpisodeFilter,
        SequenceFilter,
        TaskTypeFilter,
        TaskStatusFilter,
        ("status", ChoicesDropdownFilter),
        "canceled",
        "is_shared",
    )
    actions = ("edit_metadata",)
    search_fields = ("name", "code", "parent__name")
    ordering = ("project__name", "entity_type__name", "parent__name", "name")
    label_related = ("project", "entity_type", "parent")
    read_only = ("created_by", "shotgun_id", "nb_entities_out", "preview_file")
    sections = (
        (None, ("name", "code", "project", "entity_type", "parent", "description")),
        ("State", ("status", "canceled", "is_shared", "is_casting_standby", "ready_for", "nb_frames")),
        ("Metadata", ("data",)),
        ("Links", ("source", "entities_out", "instance_casting", "entity_concept_links", "preview_file")),
    )

    # The list

    @display(description="name", ordering="name", header=True)
    def title(self, obj):
        parents = [obj.parent.parent, obj.parent] if obj.parent else []
        return [obj.name, " / ".join(parent.name for parent in parents if parent)]

    @display(description="tasks")
    def work(self, obj):
        return tags(
            (
                getattr(task.task_type, "short_name", None) or str(task.task_type or task.name),
                getattr(task.task_status, "color", None),
                f"{task.task_type}: {task.task_status or 'no status'}",
            )
            for task in obj.tasks.all()
        )

    @display(description="status", ordering="status", label=STATUS_COLORS)
    def status_label(self, obj):
        return obj.status

    def get_queryset(self, request):
        tasks = Task.objects.visible_to(scope_of(request)).select_related("task_type", "task_status")
        tasks = tasks.order_by("task_type__priority", "task_type__name")
        return super().get_queryset(request).prefetch_related(Prefetch("tasks", tasks))

    def label(self, obj):
        path = [obj.project.name, obj.entity_type.name, getattr(obj.parent, "name", None), obj.name]
        return " / ".join(filter(None, path))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "data":
            field.help_text = MERGED
        return field

    # Metadata of many

    @admin.action(description="Edit the metadata of the selected entities", permissions=["change"])
    def edit_metadata(self, request, queryset):
        """Ask for the values, then write them into all of the rows, or into none."""
        rows = list(queryset.prefetch_related(None).select_related("entity_type", "project"))
        form = MetadataForm(columns_of(rows), request.POST if "apply" in request.POST else None)
        if form.is_bound and form.is_valid():
            self.change_metadata(request, rows, form.changes())
            return None
        names = [f"{row.entity_type} {row}" for row in rows[:MOST_NAMES]]
        return TemplateResponse(
            request,
            "admin/entity_metadata.html",
            {
                **self.admin_site.each_context(request),
                "title": "Edit metadata",
                "opts": self.opts,
                "form": form,
                "number": len(rows),
                "names": names,
                "more": max(0, len(rows) - MOST_NAMES),
                "selected": request.POST.getlist("_selected_action"),
                "select_across": request.POST.get("select_across", "0"),
            },
        )

    def change_metadata(self, request, rows, values: dict) -> None:
        """Write metadata into all of the rows; raises `Refused` where the viewer may not in one of them."""
        policy, scope = self.resource(request).policy, scope_of(request)
        for row in rows:
            if not policy.may_update(scope, row, {"data": values}):
                raise Refused(f"You may not change that metadata of {self.label(row)}. Nothing was changed.")
        entity_metadata.change(ids=[row.pk for row in rows], values=values, by=request.user)
        words = "1 entity" if len(rows) == 1 else f"{len(rows)} entities"
        self.message_user(request, f"The metadata of {words} was changed.", messages.SUCCESS)

    # The breakdown of a sequence

    def get_urls(self):
        view = self.admin_site.admin_view(self.breakdown)
        return [path("breakdown/", view, name="production_entity_breakdown"), *super().get_urls()]

    def breakdown(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {**self.admin_site.each_context(request), "title": "Breakdown"}
        found = breakdown.context(scope_of(request), request.GET.get("project"), request.GET.get("sequence"))
        return TemplateResponse(request, "admin/breakdown.html", {**context, **found})


class EntityVersionAdmin(StudioAdmin):
    """What shots and edits were before: written with each change."""

    group, icon, names = "Breakdown", "manage_history", ("version", "versions of shots")
    addable = changeable = False
    list_display = ("name", related("entity"), related("entity__project", "production"), "created_at")
    list_select_related = ("entity__project",)
    list_filter = (("entity", RelatedFilter), ("person", RelatedFilter))
    search_fields = ("name", "entity__name")
    ordering = ("-created_at",)


site.register(Entity, EntityAdmin)
site.register(EntityVersion, EntityVersionAdmin)
