"""Who asks, about which production."""

import uuid
from dataclasses import dataclass
from functools import cached_property

from kitsu_site.roles import Role


@dataclass(frozen=True)
class ProjectScope:
    """A person within one production. `role` is None for who is not on its team."""

    role: str | None
    departments: frozenset[uuid.UUID]

    @property
    def is_member(self) -> bool:
        """On the team, or admin."""
        return self.role is not None

    @property
    def is_manager(self) -> bool:
        """Manager there, or admin."""
        return self.role in (Role.ADMIN, Role.MANAGER)

    @property
    def is_supervisor(self) -> bool:
        return self.role == Role.SUPERVISOR

    @property
    def is_client(self) -> bool:
        return self.role == Role.CLIENT

    @property
    def is_vendor(self) -> bool:
        return self.role == Role.VENDOR

    def supervises(self, department_id: uuid.UUID | None) -> bool:
        """Manager there, or supervisor without department or of that one."""
        return self.is_manager or (
            self.is_supervisor and (not self.departments or department_id in self.departments)
        )


class Scope:
    """The person who asks; made once per request, and lazily: what is not looked at costs nothing.

    A role is only ever asked for a production (`in_project`), but for what belongs to the
    whole studio (`is_admin`, `role`).
    """

    def __init__(self, person):
        self.person = person

    @property
    def role(self) -> str:
        """The role in the whole studio, where no production is at hand."""
        return self.person.role

    @property
    def is_admin(self) -> bool:
        return self.person.role == Role.ADMIN

    @property
    def is_manager(self) -> bool:
        """Any manager: admin or manager in the whole studio."""
        return self.person.role in (Role.ADMIN, Role.MANAGER)

    @cached_property
    def departments(self) -> frozenset[uuid.UUID]:
        """The ids of the departments the person belongs to."""
        return frozenset(self.person.department_links.values_list("department_id", flat=True))

    @cached_property
    def link_roles(self) -> dict[uuid.UUID, str | None]:
        """The role of the team link by production, for the teams the person is on; None: the general one."""
        return dict(self.person.team_links.values_list("project_id", "role"))

    @cached_property
    def roles(self) -> dict[uuid.UUID, str]:
        """The effective role by production, for the teams the person is on."""
        return {project_id: self.effective(role) for project_id, role in self.link_roles.items()}

    def effective(self, link_role: str | None) -> str:
        """A role on a team link replaces the general one; an admin stays admin."""
        return Role.ADMIN.value if self.is_admin else (link_role or self.role)

    def in_project(self, project) -> ProjectScope:
        """The person in `project`, a row or an id (text or UUID, None: in no production)."""
        project_id = getattr(project, "pk", project)
        if self.is_admin:
            return ProjectScope(Role.ADMIN.value, frozenset())
        if project_id is not None and not isinstance(project_id, uuid.UUID):
            project_id = uuid.UUID(str(project_id))
        role = self.roles.get(project_id)
        return ProjectScope(role, self.departments if role == Role.SUPERVISOR else frozenset())

    def projects(self, *roles: str) -> list[uuid.UUID]:
        """The ids of the productions where the person has one of `roles` (any: all of theirs)."""
        return [project_id for project_id, role in self.roles.items() if not roles or role in roles]
