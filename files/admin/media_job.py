from django.contrib import admin, messages
from django.template.loader import render_to_string
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display

from files.models import MediaJob
from files.services import media_jobs
from kitsu_site.admin import StudioAdmin, site
from kitsu_site.admin.columns import excerpt, related
from kitsu_site.admin.filters import RelatedFilter
from kitsu_site.admin.resources import scope_of
from production.admin.project import dialog, to_page

COLORS = {"done": "#16A34A", "failed": "#DC2626", "running": "#2563EB", "waiting": "#D97706"}


class MediaJobAdmin(StudioAdmin):
    """Started by uploads and builds; what failed can be tried again by who manages the production."""

    group, icon, names = "Reviews", "hourglass", ("media job", "media jobs")
    addable = changeable = False
    list_display = (
        "what",
        "production",
        "status_label",
        "progress_bar",
        excerpt("message", "last words"),
        related("person", "by", order="first_name"),
        "attempts",
        "created_at",
        "took",
    )
    list_select_related = (
        "preview_file__task__entity",
        "preview_file__task__task_type",
        "preview_file__task__project",
        "build_job__playlist__project",
        "person",
    )
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("preview_file__task__project", RelatedFilter),
    )
    search_fields = ("preview_file__original_name", "preview_file__task__entity__name", "message")
    ordering = ("-created_at",)
    actions = ("retry_selected",)
    actions_detail = ("retry",)
    sections = (
        (None, ("preview_file", "build_job", "status", "progress", "message")),
        ("Attempts", ("attempts", "worker", "started_at", "seen_at", "ended_at", "person", "options")),
    )

    @display(description="what")
    def what(self, obj):
        if obj.build_job_id:
            return f"Film of {obj.build_job.playlist.name}"
        preview = obj.preview_file
        task = preview.task if preview else None
        if task is None or task.entity is None:
            return preview.original_name if preview else "-"
        kind = task.task_type.name if task.task_type else "-"
        return f"{task.entity.name} / {kind}, revision {preview.revision}"

    @display(description="production")
    def production(self, obj):
        project = project_of(obj)
        return project.name if project else None

    @display(
        description="status",
        ordering="status",
        label={"done": "success", "failed": "danger", "running": "info", "waiting": "warning"},
    )
    def status_label(self, obj):
        return obj.status

    @display(description="progress", ordering="progress")
    def progress_bar(self, obj):
        context = {"percent": max(0, min(100, obj.progress)), "color": COLORS[obj.status]}
        return render_to_string("admin/job_progress.html", context)

    @display(description="took")
    def took(self, obj):
        if not obj.started_at or not obj.ended_at or obj.ended_at < obj.started_at:
            return None
        return f"{(obj.ended_at - obj.started_at).total_seconds():.0f} s"

    def label(self, obj):
        return f"{obj.status}, {obj.created_at:%Y-%m-%d %H:%M}"

    # Trying again

    def manages(self, request, job) -> bool:
        project = project_of(job)
        scope = scope_of(request)
        return scope.is_admin or (project is not None and scope.in_project(project).is_manager)

    def has_retry_permission(self, request, object_id=None):
        if object_id is None:
            return scope_of(request).is_manager
        job = self.get_object(request, object_id)
        return job is not None and job.status == MediaJob.Status.FAILED and self.manages(request, job)

    @action(
        description="Try again",
        icon="refresh",
        permissions=["retry"],
        dialog=dialog("Try the job again?", "What was uploaded was kept; the work begins anew.", "Try again"),
    )
    def retry(self, request, form, object_id):
        job = self.get_object(request, object_id)
        media_jobs.retry(job=job, by=request.user)
        self.message_user(request, "The job waits for its turn again.", messages.SUCCESS)
        return to_page(job)

    @admin.action(description="Try the selected again", permissions=["retry"])
    def retry_selected(self, request, queryset):
        failed = queryset.filter(status=MediaJob.Status.FAILED).select_related(*self.list_select_related)
        jobs = [job for job in failed if self.manages(request, job)]
        for job in jobs:
            media_jobs.retry(job=job, by=request.user)
        words = "1 job waits" if len(jobs) == 1 else f"{len(jobs)} jobs wait"
        self.message_user(request, f"{words} again; others had not failed.", messages.SUCCESS)


def project_of(job: MediaJob):
    """The production that a job is for."""
    if job.build_job_id:
        return job.build_job.playlist.project
    task = job.preview_file.task if job.preview_file_id else None
    return task.project if task else None


site.register(MediaJob, MediaJobAdmin)
