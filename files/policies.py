"""Who may do what with files (notes on files)."""

from production import policies
from production.policies import OfProduction


class PreviewFiles(policies.Listed):
    """Listed for the team; vendors those of their tasks; made by admins, through comments by others."""

    def may_create(self, scope, values) -> bool:
        return scope.is_admin


class TeamFiles(OfProduction):
    """Listed for who is no vendor, made one by one by admins."""

    def may_list(self, scope, params) -> bool:
        return scope.role != "vendor"

    def may_create(self, scope, values) -> bool:
        return scope.is_admin

    def may_delete(self, scope, row) -> bool:
        return scope.is_admin


class WorkingFiles(TeamFiles):
    def may_update(self, scope, row, values) -> bool:
        return scope.is_admin or (row.task is not None and policies.can_act_on_task(scope, row.task))


class OutputFiles(TeamFiles):
    def listed(self, scope, rows, params):
        rows = rows.visible_to(scope)
        return rows if scope.is_admin else rows.in_open_productions()

    def may_update(self, scope, row, values) -> bool:
        if super().may_update(scope, row, values):
            return True
        there = scope.in_project(policies.project_of(row))
        return there.is_member and policies.works_on(scope, row.temporal_entity_id or row.entity_id)


# Questions about files


def is_admin(scope) -> bool:
    return scope.is_admin


def can_add_files(scope, entity) -> bool:
    """The team but clients; vendors where they have a task (notes on what is stricter, B)."""
    return policies.can_reach(scope, entity) and not scope.in_project(entity.project_id).is_client


def can_publish_files(scope, task) -> bool:
    """The same, by the task that the file is of."""
    return policies.can_access_task(scope, task) and not scope.in_project(task.project_id).is_client


def can_see_file(scope, row) -> bool:
    """The team; vendors on entities with a task of theirs."""
    return scope.is_admin or (row.entity is not None and policies.can_reach(scope, row.entity))


# Questions about previews


def can_see_preview(scope, preview) -> bool:
    """Who has access to its task."""
    return scope.is_admin or (preview.task is not None and policies.can_access_task(scope, preview.task))


def can_see_picture(scope, preview) -> bool:
    """Who reaches its entity, and anybody but a vendor where it is the picture of a shared asset."""
    if scope.is_admin:
        return True
    if preview.task is None or preview.task.entity is None:
        return False
    entity = preview.task.entity
    if policies.can_reach(scope, entity):
        return True
    return scope.role != "vendor" and entity.is_shared and entity.preview_file_id == preview.pk


def can_publish(scope, task) -> bool:
    """Who acts on a task, but no client (notes on what is stricter, B)."""
    return not scope.in_project(task.project_id).is_client and policies.can_act_on_task(scope, task)


def can_fill_preview(scope, preview) -> bool:
    """Who acts on its task, but no client (notes on what is stricter, B)."""
    if preview.task is None:
        return scope.is_admin
    return can_publish(scope, preview.task)


def can_set_main(scope, preview) -> bool:
    return preview.task is not None and can_set_main_of_task(scope, preview.task)


def can_set_main_of_task(scope, task) -> bool:
    """Who reaches the entity, but no client."""
    return policies.can_access_task(scope, task) and not scope.in_project(task.project_id).is_client


def can_annotate(scope, preview) -> bool:
    """Managers and clients of the team, supervisors of the task type's department."""
    if preview.task is None:
        return scope.is_admin
    there = scope.in_project(preview.task.project_id)
    kind = preview.task.task_type
    return there.is_client or there.supervises(kind.department_id if kind else None)


def manages_preview(scope, preview) -> bool:
    """Managers of its production."""
    if preview.task is None:
        return scope.is_admin
    return scope.in_project(preview.task.project_id).is_manager


# Questions about playlists


def can_see_playlist(scope, playlist) -> bool:
    """The team but vendors; clients those that are for them."""
    return policies.can_see(scope, playlist)


def can_change_playlist(scope, playlist) -> bool:
    return policies.Playlists().may_update(scope, playlist, {})


def manages_playlist(scope, playlist) -> bool:
    return scope.in_project(playlist.project_id).is_manager


def can_see_build(scope, playlist) -> bool:
    """Managers, and clients where it is for them."""
    there = scope.in_project(playlist.project_id)
    return there.is_manager or (there.is_client and bool(playlist.for_client))


def can_download_playlist(scope, playlist) -> bool:
    """The same, and supervisors of the team."""
    return scope.in_project(playlist.project_id).is_supervisor or can_see_build(scope, playlist)


def shares_playlist(scope, playlist) -> bool:
    """Managers by their own role who are managers there."""
    return scope.is_manager and manages_playlist(scope, playlist)
