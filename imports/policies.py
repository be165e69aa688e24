"""Who may import and export (notes on imports)."""

from files.policies import can_download_playlist


def can_import_people(scope) -> bool:
    return scope.is_admin


def can_import(scope, project_id) -> bool:
    """Managers of the production."""
    return scope.in_project(project_id).is_manager


def can_import_estimations(scope, project_id, task_type) -> bool:
    """The same, and supervisors of the team who have no department, or the task type's."""
    return scope.in_project(project_id).supervises(task_type.department_id)


def can_export_studio(scope) -> bool:
    """Managers by their own role: these exports are the studio's, of all its productions."""
    return scope.is_manager


def can_export(scope, project_id) -> bool:
    """The team, without vendors."""
    there = scope.in_project(project_id)
    return there.is_member and not there.is_vendor


def can_export_playlist(scope, playlist) -> bool:
    """Managers and supervisors there, and clients where it is for them."""
    return can_download_playlist(scope, playlist)
