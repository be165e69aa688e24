"""What a production uses and who is on its team, edited on its page."""

from django import forms
from unfold.widgets import UnfoldAdminSelect2MultipleWidget

from kitsu_site.admin.links import LinkFormSet, LinkInline
from kitsu_site.roles import Role
from production.models import ProjectPersonLink, ProjectTaskStatusLink, ProjectTaskTypeLink
from production.services import project_settings, team


class OfManagers(LinkInline):
    def may_write(self, scope, obj):
        return scope.in_project(obj).is_manager


class Members(LinkFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "role" in form.fields:
            general = "as in the studio"
            if form.instance.person_id:
                general = f"{general}: {Role(form.instance.person.role).label}"
            form.fields["role"].choices = [("", general), *((role, Role(role).label) for role in team.ROLES)]

    def write(self, link, *, created, by):
        role = link.role or None
        if created:
            team.add(project=self.instance, person=link.person, role=role, by=by)
        else:
            team.set_role(project_id=self.instance.pk, person_id=link.person_id, role=role, by=by)

    def remove(self, link, *, by):
        team.remove(project=self.instance, person_id=link.person_id, by=by)


class Team(OfManagers):
    model = ProjectPersonLink
    relation, names, formset = "team", ("member", "team"), Members
    fields = ("person", "role")
    ordering = ("person__first_name", "person__last_name")


class Setting(LinkFormSet):
    def remove(self, link, *, by):
        thing_id = getattr(link, self.model._meta.get_field(self.end).attname)
        project_settings.stop_using(project=self.instance, links=self.model, thing_id=thing_id, by=by)


class UsedTaskTypes(Setting):
    def write(self, link, *, created, by):
        project_settings.set_task_type(
            project=self.instance, task_type_id=link.task_type_id, priority=link.priority, by=by
        )


class TaskTypes(OfManagers):
    model = ProjectTaskTypeLink
    relation, names, formset = "task_types", ("task type", "task types"), UsedTaskTypes
    fields = ("task_type", "priority")
    ordering = ("task_type__for_entity", "priority", "task_type__name")


class UsedTaskStatuses(Setting):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "roles_for_board" in form.fields:
            form.fields["roles_for_board"] = forms.MultipleChoiceField(
                choices=Role.choices,
                required=False,
                widget=UnfoldAdminSelect2MultipleWidget,
                label="On the boards of",
            )

    def write(self, link, *, created, by):
        project_settings.set_task_status(
            project=self.instance,
            task_status_id=link.task_status_id,
            priority=link.priority,
            roles_for_board=link.roles_for_board or [],
            by=by,
        )


class TaskStatuses(OfManagers):
    model = ProjectTaskStatusLink
    relation, names, formset = "task_statuses", ("task status", "task statuses"), UsedTaskStatuses
    fields = ("task_status", "priority", "roles_for_board")
    ordering = ("priority", "task_status__name")


INLINES = (Team, TaskTypes, TaskStatuses)
