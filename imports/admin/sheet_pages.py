"""Import and export on the pages of the back office, by django-import-export's workflow."""

import uuid

from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst, slugify
from import_export.admin import ExportActionMixin, ImportMixin
from import_export.formats.base_formats import CSV, XLSX

from imports.admin.sheet_forms import ColumnsForm, ConfirmForm, Door, SheetForm
from imports.admin.sheet_resources import RESOURCES, SheetFormat
from imports.admin.uploads import Upload
from imports.services.csv_files import written
from imports.services.plans import Action
from imports.services.sheets import SHEETS
from kitsu_site.admin.resources import scope_of
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import StudioError

MOST_SHOWN = 1000  # rows of a preview
IMPORTANCE = (Action.REFUSED, Action.CREATE, Action.UPDATE, Action.UNCHANGED)
LOGGED = {Action.CREATE: ADDITION, Action.UPDATE: CHANGE}
DONE = {Action.CREATE: "created", Action.UPDATE: "changed", Action.UNCHANGED: "left as they were"}
LONGEST_NAME = 200  # of a row in Django's log


class SheetImportMixin(ImportMixin):
    """A page with an "Import" button. `sheets`: the names of what is imported there."""

    sheets: tuple[str, ...] = ()
    import_template_name = "admin/sheet_import.html"
    import_form_class, confirm_form_class = SheetForm, ConfirmForm
    import_formats = [SheetFormat]
    tmp_storage_class = Upload

    # Who may

    def door(self, request) -> Door:
        return self.once(
            request, "import", lambda _: Door(scope_of(request), [SHEETS[name] for name in self.sheets])
        )

    def has_import_permission(self, request):
        return self.has_view_permission(request) and self.once(
            request, "may import", lambda _: self.door(request).is_open
        )

    # The forms

    def get_import_resource_classes(self, request):
        return [RESOURCES[name] for name in self.sheets]

    def get_import_form_kwargs(self, request):
        return {**super().get_import_form_kwargs(request), "door": self.door(request)}

    def get_import_form_initial(self, request):
        """Addresses may say what is imported into what: `?sheet=casting&project=ID`."""
        chosen = {name: request.GET[name] for name in ("project", "task_type") if name in request.GET}
        if request.GET.get("sheet") in self.sheets:
            chosen["resource"] = str(self.sheets.index(request.GET["sheet"]))
        return {**chosen, "format": "0"}

    def get_confirm_form_kwargs(self, request, import_form=None):
        kwargs = super().get_confirm_form_kwargs(request, import_form)
        return {**kwargs, "resources": self.sheets, "door": self.door(request)}

    def get_confirm_form_initial(self, request, import_form):
        initial = super().get_confirm_form_initial(request, import_form)
        if import_form is None:
            return initial
        upload = Upload(name=initial["import_file_name"])
        return {**initial, "import_file_name": upload.digest, **import_form.chosen()}

    # The file

    def write_to_tmp_storage(self, import_file, input_format):
        return Upload.of(import_file.owner, import_file.read())

    def add_data_read_fail_error_to_form(self, form, e):
        if not isinstance(e, StudioError):
            raise e
        form.add_error("import_file", capfirst(e.message.removeprefix("file: ")))

    # Looking and keeping

    def get_import_data_kwargs(self, **kwargs):
        return {"about": kwargs["form"].about()}

    def get_import_context_data(self, **kwargs):
        sheets = [
            {"name": name.capitalize(), "required": SHEETS[name].required, "optional": SHEETS[name].optional}
            for name in self.sheets
        ]
        return {"sheets": sheets, "in_production": SHEETS[self.sheets[0]].in_production}

    def import_action(self, request, **kwargs):
        """The form, or the preview of what it holds; what cannot be confirmed is not kept."""
        response = super().import_action(request, **kwargs)
        context = response.context_data
        file = context["form"].files.get("import_file")
        if hasattr(file, "tmp_storage_name") and "confirm_form" not in context:
            Upload(name=file.tmp_storage_name).remove()
        if "result" in context:
            context.update(self.preview(context["result"]), file_name=file.name)
            context["destination"] = context["form"].destination()
        return response

    def process_result(self, result, request):
        """After the confirmation: what was refused by then is shown, and nothing was written."""
        if result.has_errors():
            context = {
                **self.admin_site.each_context(request),
                **self.preview(result),
                "title": "Import",
                "opts": self.opts,
                "result": result,
                "file_name": request.POST.get("original_file_name"),
            }
            return TemplateResponse(request, [self.import_template_name], context)
        return super().process_result(result, request)

    def preview(self, result) -> dict:
        """What the template shows of a result: of too many rows, those that matter most."""
        if result.plan is None:
            return {}
        changes = result.plan.changes
        chosen = sorted(changes, key=lambda change: IMPORTANCE.index(change.action))[:MOST_SHOWN]
        return {
            "counts": result.plan.counts(),
            "changes": sorted(chosen, key=lambda change: change.line),
            "more": len(changes) - len(chosen),
            "warnings": result.plan.warnings[:MOST_SHOWN],
            "more_warnings": max(0, len(result.plan.warnings) - MOST_SHOWN),
        }

    def add_success_message(self, result, request):
        counts = result.plan.counts()
        numbers = [f"{counts[action]:,} {word}" for action, word in DONE.items() if counts[action]]
        name = request.POST.get("original_file_name", "The sheet")
        self.message_user(request, f"{name} was imported: {', '.join(numbers)}.", messages.SUCCESS)

    def generate_log_entries(self, result, request):
        """A line of Django's log for each row of this page's model that was made or changed."""
        content_type = ContentType.objects.get_for_model(self.model)
        changed = {
            (change.action, change.target.pk): change
            for change in result.plan.changes
            if change.action in LOGGED and isinstance(change.target, self.model)
        }
        LogEntry.objects.bulk_create(
            LogEntry(
                user_id=request.user.pk,
                content_type=content_type,
                object_id=pk,
                object_repr=change.name[:LONGEST_NAME],
                action_flag=LOGGED[action],
                change_message=f"Imported from {request.POST.get('original_file_name')}, line {change.line}.",
            )
            for (action, pk), change in changed.items()
        )


class SheetExportMixin(ExportActionMixin):
    """A page with an "Export" button, and the action of the same name. `export_resource`: its columns."""

    export_resource: type
    export_formats = [CSV, XLSX]
    export_form_class = ColumnsForm
    change_form_template = None  # rows are exported from the list
    show_change_form_export = False

    def get_export_resource_classes(self, request):
        """The columns that the viewer may see."""
        names = set(self.page_names(request, self.model()))
        visible = type(self.export_resource.__name__, (self.export_resource,), {})
        visible.fields = {
            name: column for name, column in visible.fields.items() if column.attribute in names
        }
        return [visible]

    def get_export_queryset(self, request):
        """What the list shows with its filters, of all pages."""
        return self.exportable(request, super().get_export_queryset(request))

    def exportable(self, request, rows):
        """Those of the rows that the viewer may take along."""
        return rows

    def get_valid_export_item_pks(self, request):
        """The chosen rows as they were sent; which of them are exported says the query of the list."""
        return [pk for pk in request.POST.getlist("export_items") if is_id(pk)]

    def export_action(self, request):
        try:
            return super().export_action(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(self.address("changelist") + "?e=1")

    def _do_file_export(self, file_format, request, queryset, export_form=None):
        """CSV goes out while the rows are read; a workbook is one only at its end."""
        if not isinstance(file_format, CSV):
            return super()._do_file_export(file_format, request, queryset, export_form)
        resource = self.choose_export_resource_class(export_form, request)()
        lines = resource.lines(queryset, export_form.get_selected_resource_export_fields())
        name = self.get_export_filename(request, queryset, file_format)
        return StreamingHttpResponse(
            written(lines, delimiter=","),
            content_type=file_format.get_content_type(),
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def export_admin_action(self, request, queryset):
        """The chosen rows; all that the list shows are no choice, but its filters."""
        if request.POST.get("select_across") == "1":
            return HttpResponseRedirect(f"{self.address('export')}?{request.GET.urlencode()}")
        return super().export_admin_action(request, queryset)

    def address(self, page: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")

    def get_export_filename(self, request, queryset, file_format):
        name = slugify(self.opts.verbose_name_plural)
        return f"{name}-{utcnow():%Y-%m-%d}.{file_format.get_extension()}"


class SheetPage(SheetImportMixin, SheetExportMixin):
    """Both."""

    import_export_change_list_template = "admin/import_export/change_list_import_export.html"


def is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
