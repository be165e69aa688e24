"""Who may do what in a production (notes on crud, section 6; on production, section 0)."""

import uuid

from django.db.models import Q

from kitsu_site.api.filters import as_uuid
from kitsu_site.api.policies import Policy, Vocabulary
from kitsu_site.exceptions import Invalid, Missing
from production.models import Comment, Entity, Project, Task, TaskPersonLink, TaskType

SUPERVISED_COLUMNS = {"priority", "start_date", "due_date", "estimation", "difficulty", "data"}


# Questions about a production


def project_of(row) -> uuid.UUID | None:
    """The id of the production that a row hangs on, by its model's `project_path`."""
    value = row
    for name in row.project_path.split("__"):
        value = getattr(value, name, None)
    return value


def project_in(body: dict) -> uuid.UUID:
    """The id of the production that a body names; raises `Invalid` where it names none."""
    if not body.get("project_id"):
        raise Invalid("project_id: it is required.", field="project_id")
    return as_uuid("project_id", body["project_id"])


def is_admin(scope) -> bool:
    return scope.is_admin


def is_manager(scope, project_id) -> bool:
    """Manager of the production; 404 where there is none, for who is no admin."""
    if not scope.is_admin and not Project.objects.filter(pk=project_id).exists():
        raise Missing("There is no such production.")
    return scope.in_project(project_id).is_manager


def is_member(scope, project_id) -> bool:
    """On the team; 404 where there is no such production, for who is no admin."""
    if not scope.is_admin and not Project.objects.filter(pk=project_id).exists():
        raise Missing("There is no such production.")
    return scope.in_project(project_id).is_member


def can_see(scope, row) -> bool:
    """Whether the one door shows the row."""
    return scope.is_admin or type(row).objects.visible_to(scope).filter(pk=row.pk).exists()


def manages_production_of(scope, row) -> bool:
    """Manager of the production that a row hangs on."""
    return scope.in_project(project_of(row)).is_manager


def can_see_quotas_of(scope, project, person_id) -> bool:
    """Managers and supervisors of the team, and the person themself."""
    there = scope.in_project(project)
    return there.is_manager or there.is_supervisor or person_id == scope.person.pk


def can_change_columns(scope, project, departments) -> bool:
    """Managers, and supervisors where all of their departments are among the column's (notes on
    production, section 0).
    """
    there = scope.in_project(project)
    return there.is_manager or (
        there.is_supervisor and bool(departments) and there.departments <= set(departments)
    )


# Questions about tasks (notes on tasks, section 0)


def is_assigned(scope, task: Task) -> bool:
    return TaskPersonLink.objects.filter(task=task, person=scope.person).exists()


def works_on(scope, entity_id) -> bool:
    """Whether the person is assigned to a task of the entity."""
    return TaskPersonLink.objects.filter(task__entity_id=entity_id, person=scope.person).exists()


def can_reach(scope, entity: Entity) -> bool:
    """On the team, and for vendors a task of theirs on that very entity."""
    there = scope.in_project(entity.project_id)
    return there.is_member and (not there.is_vendor or works_on(scope, entity.pk))


def can_access_task(scope, task: Task) -> bool:
    """On the team, and within reach of the task's entity."""
    there = scope.in_project(task.project_id)
    return there.is_member and (not there.is_vendor or works_on(scope, task.entity_id))


def can_act_on_task(scope, task: Task) -> bool:
    """Managers, clients, assignees, supervisors of the department, and the entity's creator."""
    there = scope.in_project(task.project_id)
    if not there.is_member:
        return False
    if there.is_manager or there.is_client:
        return True
    return (
        there.supervises(task.task_type.department_id if task.task_type else None)
        or is_assigned(scope, task)
        or (task.entity is not None and task.entity.created_by_id == scope.person.pk)
    )


def is_within_reach(scope, task: Task) -> bool:
    """On the team, as a first check: what may be done there is asked next."""
    return scope.in_project(task.project_id).is_member


def is_mentioned_on(scope, task: Task) -> bool:
    """On the team, no vendor, and mentioned on the task: in a comment or a reply, or by a department."""
    there = scope.in_project(task.project_id)
    if not there.is_member or there.is_vendor:
        return False
    comments = Comment.objects.filter(object_id=task.pk)
    departments = scope.departments
    mentioned = Q(mentions=scope.person) | Q(department_mentions__in=departments)
    if comments.filter(mentioned).exists():
        return True
    me, mine = str(scope.person.pk), {str(pk) for pk in departments}
    return any(
        me in (reply.get("mentions") or ()) or mine & set(reply.get("department_mentions") or ())
        for replies in comments.exclude(replies=[]).values_list("replies", flat=True)
        for reply in replies or ()
    )


def can_read_comment(scope, comment: Comment, task: Task) -> bool:
    """Access to the task, and the role's own limits (notes on tasks, section 2, "Reading")."""
    return can_access_task(scope, task) and (
        Comment.objects.filter(pk=comment.pk).readable_for(scope, task.project).exists()
    )


def can_reply(scope, comment: Comment, task: Task) -> bool:
    """Its author, who may act on the task, who is mentioned; clients only within their own studio."""
    if scope.in_project(task.project_id).is_client and comment.person.role == "client":
        return comment.person.studio_id == scope.person.studio_id
    if comment.person_id == scope.person.pk:
        return True
    return can_act_on_task(scope, task) or is_mentioned_on(scope, task)


def can_attach(scope, comment: Comment, task: Task) -> bool:
    """Its author while on the team, and managers of the production."""
    there = scope.in_project(task.project_id)
    return there.is_manager or (there.is_member and comment.person_id == scope.person.pk)


def can_log_time(scope, task: Task, person) -> bool:
    """Oneself and managers of the production, and only for who is assigned."""
    there = scope.in_project(task.project_id)
    allowed = there.is_manager or (there.is_member and person.pk == scope.person.pk)
    return allowed and TaskPersonLink.objects.filter(task=task, person=person).exists()


def can_create_tasks(scope, project_id) -> bool:
    """Who creates tasks one by one: the team, but neither clients nor vendors."""
    there = scope.in_project(project_id)
    return there.is_member and not there.is_client and not there.is_vendor


def can_change_task(scope, task: Task, changes) -> bool:
    """Managers any column; supervisors of the department some of them."""
    there = scope.in_project(task.project_id)
    if there.is_manager:
        return True
    department = task.task_type.department_id if task.task_type else None
    return set(changes) <= SUPERVISED_COLUMNS and there.supervises(department)


def departments_of(person) -> frozenset:
    """The ids of the departments of a person."""
    return frozenset(person.department_links.values_list("department_id", flat=True))


def can_assign(scope, task: Task, person, departments: frozenset) -> bool:
    """Managers; supervisors within their departments; anybody oneself within theirs.

    `departments`: those of `person`, asked for once (`departments_of`).
    """
    there = scope.in_project(task.project_id)
    if there.is_manager:
        return True
    department = task.task_type.department_id if task.task_type else None
    if there.is_supervisor and (
        not there.departments or (department in there.departments and there.departments & departments)
    ):
        return True
    return there.is_member and person.pk == scope.person.pk and department in departments


def can_assign_kind(task: Task, person) -> bool:
    """Bots are assigned only where the production collaborates with them."""
    return not person.is_bot or bool(task.project and task.project.is_bot_collaboration_enabled)


def can_clear_assignation(scope, task: Task, person_id, assigned: bool) -> bool:
    """Managers, supervisors of the department, and an assignee oneself."""
    there = scope.in_project(task.project_id)
    if there.supervises(task.task_type.department_id if task.task_type else None):
        return True
    return there.is_member and assigned and person_id == scope.person.pk


def can_set_status(scope, project_id, status) -> bool:
    """Artists and vendors set only what is allowed to artists, clients what is allowed to them."""
    role = scope.in_project(project_id).role
    if role in ("user", "vendor"):
        return bool(status.is_artist_allowed)
    return bool(status.is_client_allowed) if role == "client" else True


# Policies of the generic collections


class OfProduction(Policy):
    """The team sees, the manager of the production writes; the list is for admins."""

    def may_read(self, scope, row) -> bool:
        return can_see(scope, row)

    def may_create(self, scope, values) -> bool:
        return is_manager(scope, project_in(values))

    def may_update(self, scope, row, values) -> bool:
        return scope.in_project(project_of(row)).is_manager

    def may_delete(self, scope, row) -> bool:
        return scope.in_project(project_of(row)).is_manager


class Listed(OfProduction):
    """The same, and everybody lists what they see in open productions."""

    def may_list(self, scope, params) -> bool:
        return True

    def listed(self, scope, rows, params):
        rows = rows.visible_to(scope)
        return rows if scope.is_admin else rows.in_open_productions()


class Projects(Listed):
    def may_create(self, scope, values) -> bool:
        return scope.is_admin

    def may_delete(self, scope, row) -> bool:
        return scope.is_admin


class ProjectTemplates(Policy):
    """Any manager reads, admins write."""

    def may_list(self, scope, params) -> bool:
        return scope.is_manager

    def may_read(self, scope, row) -> bool:
        return scope.is_manager


class ScheduleItems(Policy):
    def may_update(self, scope, row, values) -> bool:
        """Supervisors of the department of its task type, and of that of the one it is given."""
        there = scope.in_project(row.project_id)
        kinds = [row.task_type]
        if values.get("task_type_id"):
            kinds += TaskType.objects.filter(pk=as_uuid("task_type_id", values["task_type_id"]))
        return all(there.supervises(kind.department_id if kind else None) for kind in kinds)


class ScheduleVersions(OfProduction):
    """Listed by production, for the team but clients and vendors."""

    def may_list(self, scope, params) -> bool:
        if not params.get("project_id"):
            return scope.is_admin
        project_id = as_uuid("project_id", params["project_id"])
        there = scope.in_project(project_id)
        return is_member(scope, project_id) and not there.is_vendor and not there.is_client

    def may_delete(self, scope, row) -> bool:
        return scope.is_admin


class ScheduleVersionTaskLinks(OfProduction):
    def may_create(self, scope, values) -> bool:
        from production.models import ProductionScheduleVersion

        if not values.get("production_schedule_version_id"):
            raise Invalid(
                "production_schedule_version_id: it is required.", field="production_schedule_version_id"
            )
        pk = as_uuid("production_schedule_version_id", values["production_schedule_version_id"])
        version = ProductionScheduleVersion.objects.filter(pk=pk).first()
        if version is None:
            raise Missing("There is no such schedule version.")
        return scope.in_project(version.project_id).is_manager


class MetadataDescriptors(Vocabulary):
    """Listed for who is on the team of an open production; the rest is for admins."""

    def listed(self, scope, rows, params):
        return Listed().listed(scope, rows, params)

    def may_read(self, scope, row) -> bool:
        return scope.is_admin


class Entities(Listed):
    def may_update(self, scope, row, values) -> bool:
        there = scope.in_project(row.project_id)
        if there.is_manager or (there.is_member and row.created_by_id == scope.person.pk):
            return True
        return there.is_supervisor and set(values) <= {"data"} and self.may_write_data(scope, row, values)

    def may_write_data(self, scope, row, values) -> bool:
        """A supervisor with departments writes only the metadata shown to one of them."""
        departments = scope.in_project(row.project_id).departments
        if not departments:
            return True
        kind = row.kind if row.kind in ("Asset", "Shot", "Edit") else None
        allowed = row.project.metadata_descriptors.filter(
            entity_type=kind, departments__in=departments
        ).values_list("field_name", flat=True)
        return set(values.get("data") or {}) <= set(allowed)

    def may_delete(self, scope, row) -> bool:
        there = scope.in_project(row.project_id)
        return there.is_manager or (there.is_member and row.created_by_id == scope.person.pk)


class Reachable(Policy):
    """Read and changed by who reaches the entity; the rest is for admins."""

    def may_read(self, scope, row) -> bool:
        return can_see(scope, row)

    def may_update(self, scope, row, values) -> bool:
        return can_see(scope, row) and not scope.in_project(project_of(row)).is_client


class Tasks(Listed):
    """Vendors list the tasks assigned to them, of closed productions too."""

    def listed(self, scope, rows, params):
        rows = rows.visible_to(scope)
        if scope.is_admin:
            return rows
        return rows.open_or_of(scope.projects("vendor"))

    def may_read(self, scope, row) -> bool:
        return can_access_task(scope, row)

    def may_create(self, scope, values) -> bool:
        entity_id = values.get("entity_id")
        if not entity_id:
            raise Invalid("entity_id: it is required.", field="entity_id")
        entity = Entity.objects.filter(pk=as_uuid("entity_id", entity_id)).first()
        if entity is None:
            raise Missing("There is no such entity.")
        return can_create_tasks(scope, entity.project_id)

    def may_update(self, scope, row, values) -> bool:
        return can_change_task(scope, row, values)


class TimeSpents(Policy):
    def may_delete(self, scope, row) -> bool:
        """Oneself or a manager of the production, for an assignee."""
        if scope.is_admin:
            return True
        if row.task is None or not row.task.person_links.filter(person_id=row.person_id).exists():
            return False
        return row.person_id == scope.person.pk or scope.in_project(row.task.project_id).is_manager


class Comments(Policy):
    """Notes on tasks, section 2."""

    guarded = ("for_client", "pinned", "person_id", "object_id")  # sent as they are, they change nothing

    def may_read(self, scope, row) -> bool:
        task = row.task
        return scope.is_admin or (task is not None and can_read_comment(scope, row, task))

    def may_update(self, scope, row, values) -> bool:
        task = row.task
        if task is None:
            return scope.is_admin
        there = scope.in_project(task.project_id)
        if there.is_manager:
            return True
        changed = {name for name in self.guarded if name in values and not is_kept(row, name, values[name])}
        if not can_read_comment(scope, row, task) or "for_client" in changed:
            return False
        supervises = there.supervises(task.task_type.department_id if task.task_type else None)
        if "pinned" in changed and not supervises:
            return False
        is_author = row.person_id == scope.person.pk
        if set(values) - {"pinned", "checklist"} and not is_author:
            return False
        if {"person_id", "object_id"} & changed:
            return False
        if "checklist" in values and not is_author and not supervises:
            return is_assigned(scope, task) or not only_ticks(row.checklist, values["checklist"])
        return self.may_set_status(scope, row, task, values)

    def may_set_status(self, scope, row, task, values) -> bool:
        from production.models import TaskStatus

        wanted = values.get("task_status_id")
        if wanted is None or str(wanted) == str(row.task_status_id):
            return True
        status = TaskStatus.objects.filter(pk=as_uuid("task_status_id", wanted)).first()
        return can_act_on_task(scope, task) and (
            status is None or can_set_status(scope, task.project_id, status)
        )

    def may_delete(self, scope, row) -> bool:
        if scope.is_admin:
            return True
        task = row.task
        there = scope.in_project(task.project_id if task else None)
        return there.is_manager or (there.is_member and row.person_id == scope.person.pk)


def is_kept(row, name: str, value) -> bool:
    """Whether a value sent for a column is the one that it has."""
    stored = getattr(row, name)
    return str(value) == str(stored) or (stored is None and value is False)


def only_ticks(before, after) -> bool:
    """Whether two checklists differ by nothing but what is ticked."""
    if not isinstance(after, list) or len(before or []) != len(after):
        return False
    return all(
        isinstance(old, dict) and isinstance(new, dict) and old.get("text") == new.get("text")
        for old, new in zip(before or [], after, strict=True)
    )


class AttachmentFiles(Policy):
    def may_read(self, scope, row) -> bool:
        """By the comment it is joined to, or by the entity of its chat."""
        if scope.is_admin:
            return True
        if row.comment_id:
            return Comments().may_read(scope, row.comment)
        if row.chat_message_id:
            entity = Entity.objects.filter(pk=row.chat_message.chat.object_id).first()
            return entity is not None and can_reach(scope, entity)
        return False


class Playlists(OfProduction):
    """Supervisors make their own, managers any; vendors see none."""

    def may_list(self, scope, params) -> bool:
        return scope.role != "vendor"

    def may_create(self, scope, values) -> bool:
        project_id = project_in(values)
        there = scope.in_project(project_id)
        return is_member(scope, project_id) and (there.is_manager or there.is_supervisor)

    def may_update(self, scope, row, values) -> bool:
        there = scope.in_project(row.project_id)
        own = row.created_by_id in (None, scope.person.pk)
        return there.is_manager or (there.is_supervisor and own)

    def may_delete(self, scope, row) -> bool:
        return self.may_update(scope, row, {})


def known_task(pk) -> bool:
    """Whether there is a task of that id; raises `Invalid` for a malformed one."""
    return Task.objects.filter(pk=as_uuid("task_id", pk)).exists()
