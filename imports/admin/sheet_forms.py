"""The forms of an import in the back office: the sheet and where it goes, and the confirmation."""

from functools import cached_property

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from import_export.forms import ConfirmImportForm
from unfold.contrib.import_export.forms import ImportForm, SelectableFieldsExportForm
from unfold.widgets import UnfoldAdminSelect2Widget, UnfoldBooleanSwitchWidget

from imports import policies
from imports.admin.uploads import Upload
from imports.services.sheets import Sheet
from kitsu_site.exceptions import Missing
from production.models import Entity, Project, TaskType

KINDS = ("Asset", "Shot")  # that are estimated


class Door:
    """What somebody may import by the sheets of a page: into which productions, for which task types."""

    def __init__(self, scope, sheets: list[Sheet]):
        self.scope, self.sheets = scope, sheets
        self.in_production = any(sheet.in_production for sheet in sheets)
        self.of_task_type = any(sheet.of_task_type for sheet in sheets)
        self.updates = any(sheet.updates for sheet in sheets)

    @property
    def is_open(self) -> bool:
        if not self.in_production:
            return policies.can_import_people(self.scope)
        return self.scope.is_admin or any(map(self.leads_to, self.scope.roles))

    @property
    def projects(self):
        """The productions that the viewer may import into."""
        rows = Project.objects.visible_to(self.scope).order_by("name", "pk")
        if self.scope.is_admin:
            return rows
        return rows.filter(pk__in=[pk for pk in self.scope.roles if self.leads_to(pk)])

    @property
    def task_types(self):
        return TaskType.objects.visible_to(self.scope).filter(for_entity__in=KINDS).order_by("name", "pk")

    @property
    def episodes(self):
        """The episodes of those productions."""
        rows = Entity.objects.of_kind("Episode").filter(project__in=self.projects)
        return rows.select_related("project").order_by("project__name", "name", "pk")

    @cached_property
    def known_task_types(self) -> list[TaskType]:
        return list(self.task_types)

    def leads_to(self, project_id) -> bool:
        if self.of_task_type:
            return any(self.allows(project_id, task_type) for task_type in self.known_task_types)
        return policies.can_import(self.scope, project_id)

    def allows(self, project_id, task_type: TaskType) -> bool:
        return policies.can_import_estimations(self.scope, project_id, task_type)


class EpisodeChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return f"{obj.project} / {obj}"


class DestinationForm(forms.Form):
    """Where the rows of a sheet go; what a page does not ask for is no field of it."""

    project = forms.ModelChoiceField(Project.objects.none(), label="Production")
    task_type = forms.ModelChoiceField(TaskType.objects.none(), label="Task type")
    episode = EpisodeChoice(
        Entity.objects.none(), required=False, help_text="Of a series: only what is in this episode."
    )
    update = forms.BooleanField(
        required=False,
        label="Change what is there already",
        help_text="Off: rows of things that are known change nothing.",
    )

    def open_to(self, door: Door) -> None:
        self.door = door
        self.fields["project"].queryset = door.projects
        self.fields["task_type"].queryset = door.task_types
        self.fields["episode"].queryset = door.episodes
        for name, wanted in (
            ("project", door.in_production),
            ("task_type", door.of_task_type),
            ("episode", door.of_task_type and door.episodes.exists()),
            ("update", door.updates),
        ):
            if not wanted:
                del self.fields[name]

    def clean(self):
        super().clean()
        project, task_type = self.cleaned_data.get("project"), self.cleaned_data.get("task_type")
        if project and task_type and not self.door.allows(project.pk, task_type):
            self.add_error("task_type", f"You may not estimate {task_type} in {project}.")
        episode = self.cleaned_data.get("episode")
        if project and episode and episode.project_id != project.pk:
            self.add_error("episode", f"{episode} is no episode of {project}.")
        return self.cleaned_data

    def about(self) -> dict:
        """What the importer is told, besides who imports."""
        names = ("project", "task_type", "episode", "update")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}

    def destination(self) -> str:
        """The same in words."""
        names = ("project", "episode", "task_type")
        return ", ".join(str(self.cleaned_data[name]) for name in names if self.cleaned_data.get(name))

    def chosen(self) -> dict:
        """The same as the confirmation form has it."""
        return {name: getattr(value, "pk", value) for name, value in self.about().items()}


class SheetForm(DestinationForm, ImportForm):
    """A sheet, what its rows are, and where they go."""

    field_order = ("resource", "project", "episode", "task_type", "import_file", "update")

    def __init__(self, formats, resources, *, door: Door, **kwargs):
        super().__init__(formats, resources, **kwargs)
        self.open_to(door)
        self.fields["resource"].label = "Rows are"
        self.fields["import_file"].label = "File"
        self.fields["import_file"].help_text = "CSV, in whatever encoding, or the first sheet of an XLSX."
        self.fields["format"].widget = forms.HiddenInput()  # the file tells
        for name in ("project", "episode", "task_type"):
            if name in self.fields:
                self.fields[name].widget = UnfoldAdminSelect2Widget(choices=self.fields[name].choices)
        if "update" in self.fields:
            self.fields["update"].widget = UnfoldBooleanSwitchWidget()

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > settings.IMPORT_MAX_SIZE:
            size, most = filesizeformat(file.size), filesizeformat(settings.IMPORT_MAX_SIZE)
            raise forms.ValidationError(f"{size}, more than {most} (setting IMPORT_MAX_SIZE).")
        file.owner = self.door.scope.person
        return file


class ConfirmForm(DestinationForm, ConfirmImportForm):
    """What was looked at, once more: all of it is checked again."""

    format = forms.ChoiceField(choices=[("0", "CSV or XLSX")])
    resource = forms.ChoiceField()

    def __init__(self, resources, *, door: Door, **kwargs):
        super().__init__(**kwargs)
        self.open_to(door)
        self.fields["resource"].choices = [(str(number), "") for number in range(len(resources))]
        for field in self.fields.values():
            field.widget = forms.HiddenInput()

    def clean_import_file_name(self) -> str:
        """The viewer's own upload, which is there and is that one."""
        name = Upload.named(self.door.scope.person, self.cleaned_data["import_file_name"])
        try:
            Upload(name=name).read()
        except Missing:
            raise forms.ValidationError(
                "The sheet is not there any more: it was imported, or another one was uploaded since."
            ) from None
        return name


class ColumnsForm(SelectableFieldsExportForm):
    """What an export holds, and its format."""

    def __init__(self, formats, resources, **kwargs):
        super().__init__(formats, resources, **kwargs)
        for resource in resources:
            for name, column in resource.fields.items():
                self.fields[self.create_boolean_field_name(resource, name)].label = column.column_name
        self.fields["format"].initial = "0"
