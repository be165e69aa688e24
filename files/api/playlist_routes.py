"""Playlists of a production, and what is done with one of them (notes on files, "Playlists")."""

from django.db.models import F
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.models import Department, Studio
from files import policies
from files.api import playlist_wire
from files.api.playlist_wire import BUILD_JOB, PLAYLIST
from files.api.preview_actions import written
from files.api.preview_names import download_name
from files.models import BuildJob, PreviewFile
from files.services import playlist_builds, playlist_content
from files.services.file_paths import slug
from kitsu_site import sending
from kitsu_site.api import filters
from kitsu_site.api.serializers import Id
from kitsu_site.api.uploads import PARSERS
from kitsu_site.exceptions import Invalid, Missing, Refused
from production.api.parsers import Items, Whatever
from production.api.reach import ReachViewSet
from production.api.task_reads import listed
from production.models import Entity, Playlist, Project, Task
from production.policies import can_access_task

PAGE = 20
NEWEST_FIRST = ("created_at", "updated_at")


class EntryInput(serializers.Serializer):
    entity_id = Id()
    preview_file_id = Whatever(default=None, allow_null=True)


class EntriesInput(serializers.Serializer):
    entities = Items(child=EntryInput(), min_length=1)


class TasksInput(serializers.Serializer):
    task_ids = Items(child=Id())
    sort = serializers.BooleanField(default=False)


class ClientsInput(serializers.Serializer):
    studio_id = Whatever(default=None, allow_null=True)
    department_id = Whatever(default=None, allow_null=True)


class PlaylistRoutes(ReachViewSet):
    parser_classes = PARSERS

    def playlist(self, pk, rule=policies.can_see_playlist) -> Playlist:
        playlist = self.find(Playlist.objects.select_related("project", "episode"), pk)
        self.check(rule, playlist)
        return playlist


class ProjectPlaylists(PlaylistRoutes):
    """/data/projects/{project_id}/playlists..."""

    def production(self, project_id) -> Project | None:
        """The production, for its team but vendors; an admin's unknown one is empty."""
        try:
            project = self.project(project_id)
        except Missing:
            if self.scope.is_admin:
                return None
            raise
        if self.scope.in_project(project).is_vendor:
            raise Refused("Vendors see no playlists.")
        return project

    def page_of(self, rows) -> Response:
        """A page of 20, as a plain list."""
        params = self.request.query_params
        if params.get("task_type_id"):
            rows = rows.filter(task_type_id=filters.as_uuid("task_type_id", params["task_type_id"]))
        sort = params.get("sort_by") or "updated_at"
        if sort not in PLAYLIST.columns or sort == "shots":
            raise Invalid(f"sort_by: there is no column {sort}.", field="sort_by")
        column = PLAYLIST.columns[sort].attname
        order = F(column).desc() if sort in NEWEST_FIRST else F(column).asc()
        page = max(1, filters.as_integer("page", params.get("page") or 1))
        start = (page - 1) * PAGE
        found = PLAYLIST.rows(rows.order_by(order, "id")[start : start + PAGE], parsed=True)
        for row in found:
            shots = row.pop("shots") or []
            first = shots[0].get("preview_file_id") if shots and isinstance(shots[0], dict) else None
            if first:
                row["first_preview_file_id"] = first
        return Response(found)

    def visible(self, project):
        return Playlist.objects.filter(project=project).visible_to(self.scope)

    @action(detail=False, methods=["get"], url_path="{project_id}/playlists")
    def playlists(self, request, project_id):
        project = self.production(project_id)
        return Response([]) if project is None else self.page_of(self.visible(project))

    @action(detail=False, methods=["get"], url_path="{project_id}/episodes/{episode_id}/playlists")
    def of_episode(self, request, project_id, episode_id):
        project = self.production(project_id)
        if project is None:
            return Response([])
        if episode_id in ("main", "all"):
            rows = self.visible(project).filter(episode=None)
            rows = rows.filter(is_for_all=True) if episode_id == "all" else rows.exclude(is_for_all=True)
            return self.page_of(rows)
        episode = self.find(Entity.objects.filter(project=project), episode_id)
        return self.page_of(self.visible(project).filter(episode=episode))

    @action(detail=False, methods=["get"], url_path="{project_id}/playlists/all")
    def every(self, request, project_id):
        project = self.project_of_admins(project_id)
        rows = Playlist.objects.filter(project=project)
        return Response(listed(rows, PLAYLIST, request.query_params))

    @action(detail=False, methods=["get"], url_path="{project_id}/build-jobs")
    def build_jobs(self, request, project_id):
        """All builds of the production's playlists, the last changed first."""
        project = self.project_of_admins(project_id)
        rows = BuildJob.objects.filter(playlist__project=project)
        return Response(BUILD_JOB.rows(rows.order_by("-updated_at", "id")))

    def project_of_admins(self, project_id) -> Project:
        """The production of the path, for what copies it whole to another server."""
        project = self.project(project_id)
        if not self.scope.is_admin:
            raise Refused("Only admins list all playlists and builds of a production.")
        return project

    @action(detail=False, methods=["get"], url_path="{project_id}/playlists/{playlist_id}")
    def playlist_with_previews(self, request, project_id, playlist_id):
        project = self.project(project_id)
        playlist = self.playlist(playlist_id)
        if playlist.project_id != project.pk:
            raise Missing(f"The production has no playlist {playlist_id}.")
        return Response(playlist_wire.whole(playlist))

    @action(detail=False, methods=["post"], url_path="{project_id}/playlists/temp")
    def temporary(self, request, project_id):
        project = self.project(project_id)
        body = self.read(TasksInput)
        related = Task.objects.select_related("entity__entity_type", "entity__parent", "project")
        found = related.in_bulk(body["task_ids"])
        for pk in body["task_ids"]:
            task = found.get(pk)
            if task is None:
                raise Missing(f"There is no task {pk}.")
            self.check(can_access_task, task)
            if task.project_id != project.pk:
                raise Missing(f"The production has no task {pk}.")
            if task.entity_id is None:
                raise Invalid(f"task_ids: the task {pk} is of no entity.", field="task_ids")
        ordered = [found[pk] for pk in body["task_ids"]]
        by_name = body["sort"] or filters.wanted(request.query_params, "sort")
        return Response(playlist_wire.temporary(ordered, ordered=by_name))


class PlaylistActions(PlaylistRoutes):
    """/actions/playlists/{playlist_id}/..."""

    @action(detail=False, methods=["post"], url_path="{playlist_id}/add-entity")
    def add_entity(self, request, playlist_id):
        playlist = self.playlist(playlist_id, policies.can_change_playlist)
        return self.add(playlist, [self.read(EntryInput)])

    @action(detail=False, methods=["post"], url_path="{playlist_id}/add-entities")
    def add_entities(self, request, playlist_id):
        playlist = self.playlist(playlist_id, policies.can_change_playlist)
        return self.add(playlist, self.read(EntriesInput)["entities"])

    def add(self, playlist: Playlist, entries: list[dict]) -> Response:
        rows = []
        for entry in entries:
            preview = None
            if entry["preview_file_id"]:
                pk = filters.as_uuid("preview_file_id", entry["preview_file_id"])
                preview = self.find(PreviewFile.objects.select_related("task"), str(pk))
            rows.append({"entity": self.find(Entity, str(entry["entity_id"])), "preview": preview})
        playlist = playlist_content.add(playlist=playlist, entries=rows, by=self.person)
        return Response(PLAYLIST.row(playlist))


class PlaylistFiles(PlaylistRoutes):
    """/data/playlists/{playlist_id}/...: clients told, archives, films."""

    @action(detail=False, methods=["post"], url_path="{playlist_id}/notify-clients")
    def notify_clients(self, request, playlist_id):
        playlist = self.playlist(playlist_id, policies.manages_playlist)
        body = self.read(ClientsInput)
        playlist_content.notify_clients(
            playlist=playlist,
            studio_id=self.narrowed("studio_id", Studio, body["studio_id"]),
            department_id=self.narrowed("department_id", Department, body["department_id"]),
            by=self.person,
        )
        return Response({"status": "success"})

    def narrowed(self, name: str, model, value):
        return self.find(model, str(filters.as_uuid(name, value))).pk if value else None

    @action(detail=False, methods=["get"], url_path="{playlist_id}/download/zip")
    def download(self, request, playlist_id):
        playlist = self.playlist(playlist_id, policies.can_download_playlist)
        return written(
            lambda file: playlist_builds.archive(playlist, file, download_name),
            "application/zip",
            f"{archive_name(playlist)}.zip",
        )

    @action(detail=False, methods=["get"], url_path="{playlist_id}/build/mp4")
    def build(self, request, playlist_id):
        playlist = self.playlist(playlist_id, policies.manages_playlist)
        again = filters.wanted(request.query_params, "full")
        job = playlist_builds.start(playlist=playlist, again=again, by=self.person)
        return Response(BUILD_JOB.row(job))

    @action(detail=False, methods=["get"], url_path="{playlist_id}/jobs/{build_job_id}")
    def job(self, request, playlist_id, build_job_id):
        playlist = self.playlist(playlist_id, policies.can_see_build)
        return Response(BUILD_JOB.row(self.job_of(playlist, build_job_id)))

    @job.mapping.delete
    def remove_job(self, request, playlist_id, build_job_id):
        playlist = self.playlist(playlist_id, policies.can_see_build)
        playlist_builds.remove(job=self.job_of(playlist, build_job_id), by=self.person)
        return Response(status=204)

    @action(detail=False, methods=["get"], url_path="{playlist_id}/jobs/{build_job_id}/build/mp4")
    def film(self, request, playlist_id, build_job_id):
        playlist = self.playlist(playlist_id, policies.can_download_playlist)
        job = self.job_of(playlist, build_job_id)
        if job.status != BuildJob.Status.SUCCEEDED:
            raise Invalid(f"The build is {job.status}.")
        name = f"{archive_name(playlist)}.mp4"
        return sending.answer(request, playlist_builds.place(job.pk), kind="video/mp4", download=name)

    def job_of(self, playlist: Playlist, pk) -> BuildJob:
        return self.find(BuildJob.objects.filter(playlist=playlist).select_related("playlist"), pk)


def archive_name(playlist: Playlist) -> str:
    """`<production>[_<episode or pack>]_<playlist>`; the middle in series only."""
    parts = [playlist.project.name, playlist.name]
    if playlist.project.production_type == "tvshow":
        pack = "all assets" if playlist.is_for_all else "main pack"
        parts.insert(1, playlist.episode.name if playlist.episode else pack)
    return slug("_".join(parts))


def register(router):
    router.register("data/projects", ProjectPlaylists)
    router.register("actions/playlists", PlaylistActions)
    router.register("data/playlists", PlaylistFiles)
