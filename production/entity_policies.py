"""Who may do what with entities (notes on entities, "Vocabulary" and section 12): pure questions."""

from production import policies
from production.models import Entity


def is_on_team(scope, project_id) -> bool:
    """On the team of the production that a list is asked for; without one, admins only.

    404 for an unknown production, but for admins, whose list is empty.
    """
    if project_id is None:
        return scope.is_admin
    return policies.is_member(scope, project_id)


def can_see_kind(scope, kind: str, project_id) -> bool:
    """Whether a role of the team sees entities of a kind at all."""
    there = scope.in_project(project_id)
    if kind == "Concept":
        return not there.is_vendor and not there.is_client
    return not (kind == "Scene" and there.is_vendor)


def can_read(scope, entity: Entity) -> bool:
    """On the team, within reach of the entity, and no client before a concept."""
    if not policies.can_reach(scope, entity):
        return False
    return not (entity.kind == "Concept" and scope.in_project(entity.project_id).is_client)


def is_staff(scope, project_id) -> bool:
    """On the team, but neither vendor nor client."""
    there = scope.in_project(project_id)
    return there.is_member and not there.is_vendor and not there.is_client


def is_no_vendor(scope, project_id) -> bool:
    there = scope.in_project(project_id)
    return there.is_member and not there.is_vendor


def manages(scope, project_id) -> bool:
    """Manager of the production."""
    return scope.in_project(project_id).is_manager


def owns(scope, entity: Entity) -> bool:
    """Manager of its production, or its creator while on the team."""
    there = scope.in_project(entity.project_id)
    return there.is_manager or (there.is_member and entity.created_by_id == scope.person.pk)


def can_work_on(scope, entity: Entity) -> bool:
    """Who ties instances and shots together: the team but clients; vendors where they have a task."""
    return policies.can_reach(scope, entity) and not scope.in_project(entity.project_id).is_client
