"""What a supervisor does to many tasks of the list at once: a form between the list and the change."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.response import TemplateResponse
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelect2Widget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.models import Person
from kitsu_site.admin.forms import RelatedChoice
from kitsu_site.admin.resources import scope_of
from kitsu_site.exceptions import StudioError
from production import policies
from production.models import Task, TaskStatus
from production.services import assignments, comments, tasks

MOST_COMMENTED = 500  # each comment has all its effects
SHOWN = 12
APPLY = "apply"


def choice(label: str, rows, label_of=str, **options) -> RelatedChoice:
    field = RelatedChoice(rows, label=label, widget=UnfoldAdminSelect2Widget(), **options)
    field.label_of = label_of
    return field


class AssignForm(forms.Form):
    def __init__(self, *args, people, label_of, **options):
        super().__init__(*args, **options)
        self.fields["person"] = choice(
            "Person", people, label_of, required=False, help_text="Nobody: all are taken off the tasks."
        )
        self.fields["alone"] = forms.BooleanField(
            label="Instead of who is assigned now", required=False, widget=UnfoldBooleanSwitchWidget()
        )


class CommentForm(forms.Form):
    def __init__(self, *args, statuses, **options):
        super().__init__(*args, **options)
        self.fields["status"] = choice("Status", statuses)
        self.fields["text"] = forms.CharField(
            label="Comment", required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 4})
        )


class PlanForm(forms.Form):
    """Empty fields change nothing."""

    start_date = forms.DateTimeField(label="Start", required=False, widget=UnfoldAdminSingleDateWidget())
    due_date = forms.DateTimeField(label="Due", required=False, widget=UnfoldAdminSingleDateWidget())
    estimation = forms.IntegerField(
        label="Estimation",
        required=False,
        min_value=0,
        max_value=10_000_000,
        help_text="In minutes.",
        widget=UnfoldAdminIntegerFieldWidget(),
    )
    priority = forms.IntegerField(
        label="Priority",
        required=False,
        min_value=0,
        max_value=100,
        help_text="Empty fields change nothing.",
        widget=UnfoldAdminIntegerFieldWidget(),
    )

    def clean(self):
        values = {name: value for name, value in super().clean().items() if value is not None}
        if not values and not self.errors:
            raise forms.ValidationError("Say what is to change.")
        if values.get("start_date") and values.get("due_date") and values["due_date"] < values["start_date"]:
            self.add_error("due_date", "It is before the start.")
        return values


class TaskActions:
    """Actions of the list of tasks; each leaves alone, and says so, the tasks that are not the viewer's."""

    actions = ("assign_selected", "comment_selected", "plan_selected")

    @admin.action(description="Assign", permissions=["change"])
    def assign_selected(self, request, queryset):
        page = self.admin_site.get_model_admin(Person)
        people = page.choices(request).filter(active=True).order_by("first_name", "last_name")
        form = self.form_of(request, AssignForm, people=people, label_of=page.label)
        return self.step(request, queryset, form, "Assign", self.assign)

    @admin.action(description="Set a status, with a comment", permissions=["change"])
    def comment_selected(self, request, queryset):
        statuses = TaskStatus.objects.exclude(archived=True).order_by("priority", "name")
        form = self.form_of(request, CommentForm, statuses=statuses)
        return self.step(request, queryset, form, "Set a status", self.comment)

    @admin.action(description="Plan: dates, estimation, priority", permissions=["change"])
    def plan_selected(self, request, queryset):
        return self.step(request, queryset, self.form_of(request, PlanForm), "Plan", self.plan)

    def form_of(self, request, form_class, **options):
        return form_class(request.POST if APPLY in request.POST else None, **options)

    def step(self, request, queryset, form, title: str, act):
        """The form; once it is filled in, `act(request, tasks, **values)`, answering how many are done."""
        if form.is_bound and form.is_valid():
            chosen = queryset.select_related("task_type", "task_status", "project", "entity")
            try:
                done, left = act(request, list(chosen), **form.cleaned_data)
            except StudioError as refusal:
                form.add_error(None, refusal.message)
            else:
                self.message_user(request, f"{tasks_in(done)} changed.", messages.SUCCESS)
                if left:
                    self.message_user(
                        request, f"{tasks_in(left)} left alone: not yours to change.", messages.WARNING
                    )
                return None
        total = queryset.count()
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
            "action": request.POST["action"],
            "across": request.POST.get("select_across") == "1",
            "checkbox": ACTION_CHECKBOX_NAME,
            "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "labels": [self.label(task) for task in queryset.select_related(*self.label_related)[:SHOWN]],
            "more": max(0, total - SHOWN),
            "total": tasks_in(total),
            "apply": APPLY,
        }
        return TemplateResponse(request, "admin/bulk_action.html", context)

    # Acts

    def assign(self, request, chosen: list[Task], *, person: Person | None, alone: bool) -> tuple[int, int]:
        """Put a person on tasks, or take everybody off."""
        scope = scope_of(request)
        if person is None:
            allowed = [task for task in chosen if supervises(scope, task)]
            assignments.clear(tasks=allowed, by=request.user)
            return len(allowed), len(chosen) - len(allowed)
        departments = policies.departments_of(person)
        allowed = [
            task
            for task in chosen
            if policies.can_assign(scope, task, person, departments)
            and policies.can_assign_kind(task, person)
        ]
        if alone:
            assignments.replace(tasks=allowed, person=person, by=request.user)
        else:
            assignments.assign(tasks=allowed, person=person, by=request.user)
        return len(allowed), len(chosen) - len(allowed)

    def comment(self, request, chosen: list[Task], *, status: TaskStatus, text: str) -> tuple[int, int]:
        """Comment tasks, with all that follows from it."""
        if len(chosen) > MOST_COMMENTED:
            raise comments.Invalid(f"At most {MOST_COMMENTED} tasks are commented at once.")
        scope = scope_of(request)
        allowed = [
            task
            for task in chosen
            if policies.can_act_on_task(scope, task)
            and policies.can_set_status(scope, task.project_id, status)
        ]
        draft = {"status": status, "author": request.user, "text": text}
        comments.post_many(drafts=[{"task": task, **draft} for task in allowed], by=request.user)
        return len(allowed), len(chosen) - len(allowed)

    def plan(self, request, chosen: list[Task], **values) -> tuple[int, int]:
        """Give tasks dates, an estimation, a priority."""
        scope = scope_of(request)
        allowed = [task for task in chosen if policies.can_change_task(scope, task, values)]
        tasks.plan(tasks=allowed, values=values, by=request.user)
        return len(allowed), len(chosen) - len(allowed)


def supervises(scope, task: Task) -> bool:
    department = task.task_type.department_id if task.task_type else None
    return scope.in_project(task.project_id).supervises(department)


def tasks_in(number: int) -> str:
    return "1 task" if number == 1 else f"{number} tasks"
