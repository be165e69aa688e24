from django.template.response import TemplateResponse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display

from files.admin import preview_pictures, storage_use
from files.models import MediaJob, PreviewFile
from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import related, safe_color
from kitsu_site.admin.filters import RelatedFilter
from kitsu_site.admin.resources import scope_of

STATUS_COLORS = {"ready": "success", "processing": "info", "broken": "danger", "missing": "warning"}
VALIDATION_COLORS = {"validated": "success", "rejected": "danger"}
MOST_OTHERS = 24


class PreviewFileAdmin(StudioAdmin):
    """Previews are published with a file: here they are looked at, judged and removed.

    Their list is a gallery (its template `change_list_results.html`).
    """

    group, icon = "Reviews", "image"
    order = 2
    addable = False
    list_per_page = 48
    actions_list = ("storage",)
    change_form_outer_before_template = "admin/preview_player.html"
    list_display = (
        "name",
        related("task__entity"),
        related("task__task_type"),
        related("task__project", "production"),
        "revision",
        "extension",
        "status_label",
        "validation_label",
        related("person", "author", order="first_name"),
        "created_at",
    )
    list_select_related = ("task__entity", "task__task_type", "task__project", "person")
    list_filter = (
        ("task__project", RelatedFilter),
        ("task__task_type", RelatedFilter),
        ("status", ChoicesDropdownFilter),
        ("validation_status", ChoicesDropdownFilter),
    )
    search_fields = ("name", "original_name", "task__entity__name")
    ordering = ("-created_at",)
    label_related = ("task__entity",)
    # Facts of the uploaded file.
    read_only = (
        "task",
        "person",
        "original_name",
        "extension",
        "path",
        "file_size",
        "status",
        "width",
        "height",
        "duration",
        "is_movie",
        "url",
        "uploaded_movie_url",
        "uploaded_movie_name",
        "source_file",
        "shotgun_id",
        "token_in",
        "token_out",
        "revision",
        "position",
    )
    sections = (
        (None, ("name", "task", "revision", "position", "validation_status", "description")),
        (
            "File",
            ("status", "extension", "original_name", "file_size", "width", "height", "duration", "is_movie"),
        ),
        ("Annotations", ("annotations", "data")),
    )

    @display(description="status", ordering="status", label=STATUS_COLORS)
    def status_label(self, obj):
        return obj.status

    @display(description="verdict", ordering="validation_status", label=VALIDATION_COLORS)
    def validation_label(self, obj):
        return obj.validation_status

    # The gallery, and the preview on its page

    def get_urls(self):
        return [*preview_pictures.routes(self), *super().get_urls()]

    def get_changelist_instance(self, request):
        found = super().get_changelist_instance(request)
        for preview in found.result_list:
            preview.card = card(preview)
        return found

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        preview = self.get_object(request, object_id) if object_id else None
        shown = {"shown": player(preview, scope_of(request))} if preview else {}
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    @action(description="Storage use", icon="database")
    def storage(self, request):
        context = {
            **self.admin_site.each_context(request),
            "title": "Storage use",
            "use": storage_use.by_production(scope_of(request), anew="anew" in request.GET),
        }
        return TemplateResponse(request, "admin/storage_use.html", context)

    def label(self, obj):
        entity = obj.task.entity.name if obj.task and obj.task.entity else obj.name
        return f"{entity or obj.pk}, revision {obj.revision}"


def card(preview: PreviewFile) -> dict:
    """What the gallery shows of a preview."""
    entity = preview.task.entity if preview.task else None
    kind = preview.task.task_type if preview.task else None
    ready = preview.status == PreviewFile.Status.READY
    seen = ready and preview.extension in ("png", "mp4")
    return {
        "picture": preview_pictures.address(preview.pk, "thumbnail") if seen else None,
        "preview": preview_pictures.address(preview.pk, "preview") if seen else None,
        "icon": "movie" if preview.extension == "mp4" else "image" if seen else "draft",
        "is_movie": seen and preview.extension == "mp4",
        "title": entity.name if entity else preview.name,
        "task_type": kind.name if kind else "",
        "color": safe_color(kind.color if kind else None),
        "ready": ready,
        "tone": STATUS_COLORS.get(preview.status),
        "verdict": preview.validation_status if preview.validation_status in VALIDATION_COLORS else "",
    }


def player(preview: PreviewFile, scope) -> dict:
    """What the page of a preview shows: itself, what became of its movie, the others of its task."""
    beside = (
        PreviewFile.objects.visible_to(scope)
        .filter(task=preview.task_id)
        .exclude(task=None)
        .select_related("task__entity", "task__task_type")
        .order_by("-revision", "position")
    )
    others = list(beside[:MOST_OTHERS])
    for other in others:
        other.card = card(other)
    return {
        "card": card(preview),
        "movie": preview_pictures.address(preview.pk, preview_pictures.MOVIE),
        "original": preview_pictures.address(preview.pk, "original"),
        "file": preview_pictures.address(preview.pk, preview_pictures.FILE),
        "job": MediaJob.objects.filter(preview_file=preview).order_by("-created_at").first(),
        "others": others if len(others) > 1 else [],
    }


site.register(PreviewFile, PreviewFileAdmin)
