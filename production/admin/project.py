from collections import Counter
from urllib.parse import urlencode

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from unfold.decorators import action, display
from unfold.forms import BaseDialogForm
from unfold.views import ChangeList
from unfold.widgets import UnfoldAdminSelect2Widget, UnfoldAdminTextInputWidget

from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import color, colored
from kitsu_site.admin.dialogs import dialog, to_page
from kitsu_site.admin.filters import RelatedFilter
from kitsu_site.admin.forms import RelatedChoice
from kitsu_site.admin.resources import scope_of
from production.admin import progress, project_overview
from production.admin.project_links import INLINES
from production.models import Project, ProjectStatus, ProjectTemplate
from production.services import project_removal, project_status, project_templates

LINKS = ("task_types", "task_statuses", "asset_types", "status_automations", "preview_background_files")
PICTURE = ("fps", "ratio", "resolution", "hd_bitrate_compression", "ld_bitrate_compression")
REVIEWS = (
    "max_retakes",
    "is_clients_isolated",
    "is_preview_download_allowed",
    "is_set_preview_automated",
    "is_publish_default_for_artists",
    "is_single_preview_per_revision",
    "revision_padding",
    "is_frame_in_numbering",
    "default_preview_background_file",
)
TEMPLATE = "project_template"


class TemplateForm(BaseDialogForm):
    name = forms.CharField(max_length=80, widget=UnfoldAdminTextInputWidget)


class ProjectList(ChangeList):
    """The productions of a page of the list, with the bars of their tasks."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        statuses = progress.statuses_in_order()
        counts = progress.counts(scope_of(request), [project.pk for project in self.result_list])
        for project in self.result_list:
            project.bar = progress.bar(statuses, counts[project.pk])


class ProjectAdmin(StudioAdmin):
    """A production: where it stands above, its settings below, its links in tabs of their own."""

    group, icon, names = "Productions", "movie", ("production", "productions")
    order = 1
    list_display = (
        "name",
        "code",
        colored("project_status", "status"),
        "progress",
        "production_type",
        "style",
        "start_date",
        "end_date",
    )
    list_select_related = ("project_status",)
    list_filter = (("project_status", RelatedFilter), "production_type", "production_style")
    search_fields = ("name", "code")
    ordering = ("name",)
    unprotected = ("team",)  # the API has routes of their own for it
    inlines = INLINES
    change_form_outer_before_template = "admin/project_overview.html"
    actions = ("archive_selected", "reopen_selected")
    actions_detail = ("archive", "reopen", "save_as_template")
    read_only = ("has_avatar", "shotgun_id", "from_schedule_version")
    sections = (
        (None, ("name", "code", "project_status", "production_type", "production_style", "description")),
        ("Team", ("team",)),
        ("Planning", ("start_date", "end_date", "man_days", "nb_episodes", "episode_span")),
        ("What it uses", LINKS),
        ("Picture", PICTURE),
        ("Reviews", REVIEWS),
        ("Behaviour", ("homepage", "is_bot_collaboration_enabled", "has_avatar", "from_schedule_version")),
    )

    def get_changelist(self, request, **kwargs):
        return ProjectList

    @display(description="progress")
    def progress(self, obj):
        return render_to_string("admin/progress_column.html", {"bar": obj.bar}) if obj.bar["total"] else None

    @display(description="style", ordering="production_style")
    def style(self, obj):
        return obj.get_production_style_display()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["overview"] = project_overview.context(scope_of(request), obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def page_names(self, request, obj):
        """What has a tab of its own on the page of a production is no field of it."""
        names = super().page_names(request, obj)
        tabs = {inline.relation for inline in INLINES} if obj is not None else ()
        return [name for name in names if name not in tabs]

    def get_inlines(self, request, obj):
        return self.inlines if obj is not None else ()

    # Created from a template

    def get_fieldsets(self, request, obj=None):
        first, *others = super().get_fieldsets(request, obj)
        if obj is None:
            first[1]["fields"].insert(1, TEMPLATE)
        else:
            others = [(title, {**section, "classes": ["tab"]}) for title, section in others]
        return [first, *others]

    def more_fields(self, request, obj):
        if obj is not None:
            return {}
        page = self.admin_site.get_model_admin(ProjectTemplate)
        return {
            TEMPLATE: RelatedChoice(
                page.choices(request).order_by("name"),
                required=False,
                label="From template",
                help_text="What you change below wins over the template.",
                widget=UnfoldAdminSelect2Widget(),
            )
        }

    def values_of(self, obj, form, names):
        """With a template, only what the form says differently from its defaults."""
        template = form.cleaned_data.get(TEMPLATE)
        names = [name for name in names if name != TEMPLATE]
        if template is None:
            return super().values_of(obj, form, names)
        said = {"name", *form.changed_data}
        values = super().values_of(obj, form, [name for name in names if name in said])
        return {**values, "project_template_id": template.pk}

    # Deleted with everything in it

    def get_deleted_objects(self, objs, request):
        """What would go with the productions, by kind; one that is open stands in the way."""
        projects = list(objs)
        kinds = {model._meta.db_table: model._meta.verbose_name_plural for model in apps.get_models()}
        counts = Counter()
        for project in projects:
            counts.update({kinds[t]: n for t, n in project_removal.counts(project.pk).items()})
        refused = {p for p in projects if not self.has_delete_permission(request, p)}
        opened = [f"{p} is open: archive it first." for p in projects if is_open(p)]
        return list(map(str, projects)), dict(counts.most_common()), set(map(str, refused)), opened

    def delete_model(self, request, obj):
        resource = self.resource(request)
        resource.before_destroy(obj)
        resource.service.delete(row=obj, by=request.user, force=True)

    # Open and closed

    def has_archive_permission(self, request, object_id=None):
        return self.is_changed(request, object_id, wanted=True)

    def has_reopen_permission(self, request, object_id=None):
        return self.is_changed(request, object_id, wanted=False)

    def is_changed(self, request, object_id, *, wanted: bool) -> bool:
        """Whether the viewer may change the production, which is open or is not."""
        project = self.get_object(request, object_id)
        if project is None or not self.has_change_permission(request, project):
            return False
        return is_open(project) == wanted

    @action(
        description="Archive",
        icon="archive",
        permissions=["archive"],
        dialog=dialog(
            "Archive the production?",
            "It leaves the lists of open productions; nothing is removed.",
            "Archive",
        ),
    )
    def archive(self, request, form, object_id):
        return self.to_status(request, object_id, project_status.CLOSED, "was archived")

    @action(
        description="Reopen",
        icon="unarchive",
        permissions=["reopen"],
        dialog=dialog("Reopen the production?", "It is back in the lists of open productions.", "Reopen"),
    )
    def reopen(self, request, form, object_id):
        return self.to_status(request, object_id, project_status.OPEN, "is open again")

    def to_status(self, request, object_id, name: str, done: str):
        project = self.get_object(request, object_id)
        self.set_status(request, project, name)
        self.message_user(request, f"{project} {done}.", messages.SUCCESS)
        return to_page(project)

    def set_status(self, request, project, name: str) -> None:
        """Open or close a production; raises `Refused`."""
        self.update_row(request, project, {"project_status_id": project_status.named(name).pk}, {})
        self.log_change(request, project, [{"changed": {"fields": ["project status"]}}])

    @admin.action(description="Archive the selected productions", permissions=["change"])
    def archive_selected(self, request, queryset):
        self.set_statuses(request, queryset, project_status.CLOSED, "archived")

    @admin.action(description="Reopen the selected productions", permissions=["change"])
    def reopen_selected(self, request, queryset):
        self.set_statuses(request, queryset, project_status.OPEN, "reopened")

    def set_statuses(self, request, queryset, name: str, done: str) -> None:
        """Open or close productions, all or none; those that are so already are left alone."""
        projects = list(queryset.exclude(project_status__name=name))
        for project in projects:
            self.set_status(request, project, name)
        words = "1 production was" if len(projects) == 1 else f"{len(projects)} productions were"
        self.message_user(request, f"{words} {done}.", messages.SUCCESS)

    # Kept as a template

    def has_save_as_template_permission(self, request, object_id=None):
        page = self.admin_site.get_model_admin(ProjectTemplate)
        return page.has_add_permission(request) and self.get_object(request, object_id) is not None

    @action(
        description="Save as template",
        icon="content_copy",
        permissions=["save_as_template"],
        dialog={
            **dialog("Save as template", "A template with the settings of this production.", "Save"),
            "form_class": TemplateForm,
        },
    )
    def save_as_template(self, request, form, object_id):
        project, name = self.get_object(request, object_id), form.cleaned_data["name"]
        template = project_templates.create_from(
            project=project, name=name, description=None, by=request.user
        )
        self.message_user(request, f"The template {template} was made.", messages.SUCCESS)
        return to_page(template)


def is_open(project) -> bool:
    return getattr(project.project_status, "name", None) == project_status.OPEN


class ProjectTemplateAdmin(StudioAdmin):
    group, icon, names = "Productions", "content_copy", ("production template", "production templates")
    list_display = ("name", "production_type", "production_style", "fps", "resolution")
    list_filter = ("production_type", "production_style")
    ordering = ("name",)
    unprotected = LINKS
    actions_detail = ("new_production",)
    sections = (
        (None, ("name", "production_type", "production_style", "description")),
        ("What it brings", LINKS),
        ("Picture", PICTURE),
        ("Reviews", REVIEWS),
    )

    def has_new_production_permission(self, request, object_id=None):
        return self.admin_site.get_model_admin(Project).has_add_permission(request)

    @action(description="New production from it", icon="add", permissions=["new_production"])
    def new_production(self, request, object_id):
        url = reverse("admin:production_project_add")
        return HttpResponseRedirect(f"{url}?{urlencode({TEMPLATE: object_id})}")


class ProjectStatusAdmin(StudioAdmin):
    icon, names = "flag", ("production status", "production statuses")
    list_display = ("name", color)
    ordering = ("name",)


site.register(Project, ProjectAdmin)
site.register(ProjectTemplate, ProjectTemplateAdmin)
site.register(ProjectStatus, ProjectStatusAdmin)
