"""The team of a production (notes on production, section 3)."""

from django.db import transaction

from accounts.models import Person
from kitsu_site.exceptions import Invalid
from kitsu_site.roles import Role
from production.models import Project, ProjectPersonLink
from production.services.project_settings import changed

# The roles that a member may have of their own in a production.
ROLES = [role for role in Role.values if role != Role.ADMIN]


@transaction.atomic
def add(*, project: Project, person: Person, role: str | None, by) -> None:
    """Put a person on the team; who is on it already only takes the `role`, where one is given."""
    link, created = ProjectPersonLink.objects.get_or_create(
        project=project, person=person, defaults={"role": role}
    )
    changed(project, by=by)
    if role is not None:  # a change of its own, as clients are told
        if not created:
            ProjectPersonLink.objects.filter(pk=link.pk).update(role=role)
        changed(project, by=by)


@transaction.atomic
def set_role(*, project_id, person_id, role: str | None, by) -> None:
    """Give a member a role of their own in the production (None: their general one).

    Raises `Invalid` where the person is not on the team.
    """
    if not ProjectPersonLink.objects.filter(project_id=project_id, person_id=person_id).update(role=role):
        raise Invalid("person_id: this person is not on the team.", field="person_id")
    changed(project_id, by=by)


@transaction.atomic
def remove(*, project: Project, person_id, by) -> None:
    """Take a person off the team, with the role they had there."""
    ProjectPersonLink.objects.filter(project=project, person_id=person_id).delete()
    changed(project, by=by)
