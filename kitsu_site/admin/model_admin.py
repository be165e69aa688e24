"""StudioAdmin: the page of a model in the back office, on the same rights and services as the API."""

from functools import cached_property, partial

from django.contrib.admin import ShowFacets
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from unfold import widgets
from unfold.admin import ModelAdmin

from kitsu_site.api.errors import referenced
from kitsu_site.db.fields import ArrayField, TextArrayField
from kitsu_site.events import plain
from kitsu_site.exceptions import Refused, StudioError

from .columns import flag
from .deletion import DeletionMixin
from .forms import JSONField, LinesField, RelatedChoice, RelatedChoices, SecretField, StudioForm
from .resources import scope_of
from .rights import RightsMixin, sent

REFUSALS = (
    StudioError, ValidationError, ProtectedError, RestrictedError, IntegrityError, DataError
)  # fmt: skip
SHOWN_LINKS = 50
TIMES = ("created_at", "updated_at")


def words(refusal: Exception) -> str:
    """A refusal as a line to read."""
    if isinstance(refusal, StudioError):
        return refusal.message
    if isinstance(refusal, (ProtectedError, RestrictedError)):
        return referenced(refusal)
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    if isinstance(refusal, IntegrityError):
        return "The change breaks a constraint of the data."
    return "A value does not fit its column."


class StudioAdmin(RightsMixin, DeletionMixin, ModelAdmin):
    """What the page of a noun says of itself:

    `group`, `order`, `icon`: where the sidebar shows it; `names`: what it is called, one and many;
    `sections`: its fields, as (title, names); those that no section names follow under "More";
    `pages`: its further pages in the sidebar, as (title, icon, name of the address);
    `label_related`: what `label` needs of other rows; `write_only`: secrets that can be set.
    """

    group = "Studio vocabulary"
    icon = "sell"
    order = 5
    names: tuple[str, str] | None = None
    sections: tuple = ()
    pages: tuple = ()
    label_related: tuple[str, ...] = ()
    write_only: tuple[str, ...] = ()

    search_fields = ("name",)
    list_per_page = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_filter_submit = True
    list_fullwidth = True
    compressed_fields = True
    formfield_overrides = {
        models.JSONField: {"form_class": JSONField},
        models.TextField: {"widget": widgets.UnfoldAdminExpandableTextareaWidget},
        TextArrayField: {"form_class": LinesField},
    }

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        if self.names:
            # The words of the back office; no option of the model, hence of no migration.
            self.opts.verbose_name, self.opts.verbose_name_plural = self.names

    def label(self, obj) -> str:
        """What a row is called where it is chosen or referred to."""
        return str(obj) or str(obj.pk)

    def choices(self, request):
        """The rows to choose from, with what their labels need."""
        return (
            self.model._default_manager.all()
            .visible_to(scope_of(request))
            .select_related(*self.label_related)
        )

    def get_unfold_action(self, action: str):
        """An action of a page; in its address the words are joined by hyphens."""
        found = super().get_unfold_action(action)
        found.path = found.path.replace("_", "-")
        return found

    # What is on the page

    def editable_names(self) -> list[str]:
        """The fields that a page has, in the order of the model."""
        columns = [f.name for f in self.opts.concrete_fields if self.is_plain(f)]
        return [*columns, *(f.name for f in self.opts.many_to_many)]

    def times(self) -> list[str]:
        """When a row was made and changed, where the table says so."""
        return [field.name for field in self.opts.concrete_fields if field.name in TIMES]

    def is_plain(self, field) -> bool:
        if field.name in ("id", *TIMES) or isinstance(field, models.BinaryField):
            return False
        return not isinstance(field, ArrayField) or isinstance(field, TextArrayField)

    def page_names(self, request, obj) -> list[str]:
        """The fields that this viewer sees; a new row has none that only others write."""
        hidden = self.hidden(request)
        names = [n for n in self.editable_names() if n not in hidden]
        if obj is None:
            links = {f.name for f in self.opts.many_to_many}
            never = {*self.read_only, *(links & (self.protected(request)))}
            names = [n for n in names if n not in never]
        if self.write_only and scope_of(request).is_admin:
            names += self.write_only
        return names

    def locked_names(self, request, obj) -> set[str]:
        """The fields shown without a field to write in."""

        def find(_):
            if obj is None:
                return set()
            names = set(self.page_names(request, obj))
            if not self.has_change_permission(request, obj):
                return names
            return names - self.writable_fields(request, obj)

        return self.once(request, f"locked {getattr(obj, 'pk', None)}", find)

    def writable_fields(self, request, obj) -> set[str]:
        """The fields of its page that the viewer may write."""
        names, secrets = set(self.page_names(request, obj)), set(self.write_only)
        return (names & secrets) | self.writable_names(request, obj, names - secrets)

    def get_fieldsets(self, request, obj=None):
        names, locked = self.page_names(request, obj), self.locked_names(request, obj)
        named = {name for _, section in self.sections for name in section}
        rest = [name for name in names if name not in named]
        sections = [(title, [n for n in section if n in names]) for title, section in self.sections]
        sections.append(("More" if self.sections else None, rest))
        if obj is not None:
            sections.append(("Dates", self.times()))
        locked = {*locked, *TIMES}
        return [
            (title, {"fields": [self.shown(request, n) if n in locked else n for n in section]})
            for title, section in sections
            if section
        ]

    def get_readonly_fields(self, request, obj=None):
        locked = [*sorted(self.locked_names(request, obj)), *self.times()]
        return [self.shown(request, name) for name in locked]

    def shown(self, request, name: str):
        """A field as it is read: by its name, or what shows a relation (one for each request)."""
        field = self.opts.get_field(name)
        if not field.is_relation:
            return name
        return self.once(request, f"shown {name}", lambda _: ShownRelation(self, request, field))

    def get_list_display(self, request):
        hidden = self.hidden(request)
        columns = [c for c in super().get_list_display(request) if callable(c) or c not in hidden]
        return [self.flags.get(column, column) for column in columns]

    @cached_property
    def flags(self) -> dict:
        """The columns of the model's switches, by name."""
        return {f.name: flag(f.name) for f in self.opts.concrete_fields if isinstance(f, models.BooleanField)}

    def lookup_allowed(self, lookup, value, request=None):
        """Neither a hidden column nor one of another model's secrets may be guessed by filtering."""
        model = self.model
        for name in lookup.split("__"):
            field = next(
                (f for f in model._meta.get_fields() if name in (f.name, getattr(f, "attname", ""))), None
            )
            if field is None:
                break
            page = self.admin_site._registry.get(model)
            if page is None or field.name in page.hidden(request):
                return False
            if not field.is_relation:
                break
            model = field.related_model
        return super().lookup_allowed(lookup, value, request)

    def to_field_allowed(self, request, to_field):
        return to_field == self.opts.pk.name

    # Form fields

    def get_autocomplete_fields(self, request):
        return [f.name for f in self.opts.concrete_fields if isinstance(f, models.ForeignKey)]

    def get_form(self, request, obj=None, change=False, **kwargs):
        names = set(self.page_names(request, obj)) - self.locked_names(request, obj)
        declared = {f.name: self.links_field(f, request) for f in self.opts.many_to_many if f.name in names}
        declared |= {
            name: SecretField(label=title_of(self.opts.get_field(name)))
            for name in self.write_only
            if name in names
        }
        declared |= self.more_fields(request, obj)
        kwargs["form"] = type("Form", (StudioForm,), {**declared, "request": request})
        return super().get_form(request, obj, change, **kwargs)

    def more_fields(self, request, obj) -> dict:
        """Fields of the form that are no columns, by name; `values_of` says what they come to."""
        return {}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        page = self.admin_site.get_model_admin(db_field.related_model)
        kwargs["widget"] = AutocompleteSelect(db_field, self.admin_site)
        kwargs["form_class"], kwargs["queryset"] = RelatedChoice, page.choices(request)
        field = db_field.formfield(**kwargs)
        field.label_of = page.label
        return field

    def links_field(self, field, request):
        """The field of a relation to many: Django's own needs a link table without a model."""
        page = self.admin_site.get_model_admin(field.related_model)
        made = RelatedChoices(
            page.choices(request),
            required=False,
            label=title_of(field),
            widget=AutocompleteSelectMultiple(field, self.admin_site),
        )
        made.label_of = page.label
        return made

    def formfield_for_nullboolean_field(self, db_field, request, **kwargs):
        """A column that may be null for no reason is on or off all the same."""
        from django import forms

        return forms.BooleanField(
            required=False,
            initial=bool(db_field.get_default()),
            widget=widgets.UnfoldBooleanSwitchWidget(),
        )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.label, field.show_hidden_initial = title_of(db_field), False
        return field

    # Saving

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Django's view; where the service refuses, the form is shown again with the reason."""
        view = partial(super().changeform_view, request, object_id, form_url, extra_context)
        try:
            return view()
        except REFUSALS as refusal:
            if request.method != "POST":
                raise
            request.refusal = (
                refusal if isinstance(refusal, (StudioError, ValidationError)) else words(refusal)
            )
            return view()

    def save_model(self, request, obj, form, change):
        """Create or change the row through its service, as the API would for the same person."""
        names = form.changed_data if change else form.cleaned_data
        links = {
            f.name: [row.pk for row in form.cleaned_data[f.name]]
            for f in self.opts.many_to_many
            if f.name in names
        }
        values = self.values_of(obj, form, [name for name in names if name not in links])
        if not change:
            row = self.create_row(request, values, {n: ids for n, ids in links.items() if ids})
        elif values or links:
            row = self.update_row(request, obj, values, links)
        else:
            return
        for field in self.opts.concrete_fields:
            setattr(obj, field.attname, getattr(row, field.attname))
        obj._state.adding = False

    def values_of(self, obj, form, names) -> dict:
        """What the fields `names` of the form say of columns, by attribute of the model."""
        attnames = [self.opts.get_field(name).attname for name in names]
        return {attname: getattr(obj, attname) for attname in attnames}

    def save_related(self, request, form, formsets, change):
        """The service has written the relations of the form; those with rows on the page write their own."""
        for formset in formsets:
            formset.save_by(request.user)

    def create_row(self, request, values: dict, links: dict):
        resource, body = self.resource(request), self.body_of(values, links)
        resource.before_create(body)
        if not resource.policy.may_create(scope_of(request), body):
            raise Refused("You may not create that.")
        return resource.service.create(values=values, links=links, by=request.user)

    def update_row(self, request, obj, values: dict, links: dict):
        """Change the row as it stands in the database, not as the form left it."""
        resource = self.resource(request)
        row = self.model._base_manager.get(pk=obj.pk)
        if not resource.policy.may_update(scope_of(request), row, self.body_of(values, links)):
            raise Refused("You may not change that.")
        return resource.service.update(row=row, values=values, links=links, by=request.user)

    def body_of(self, values: dict, links: dict) -> dict:
        """What a client of the API would send; `values` may hold more than columns."""
        by_attname = {f.attname: f for f in self.opts.concrete_fields}
        columns = {by_attname[name]: value for name, value in values.items() if name in by_attname}
        body = {name: plain(value) for name, value in values.items() if name not in by_attname}
        body |= {field.column: sent(field, value) for field, value in columns.items()}
        return body | {name: [str(pk) for pk in ids] for name, ids in links.items()}

    # Titles and ways back

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["subtitle"], context["original"] = self.label(obj), Named(obj, self.label(obj))
        context["show_save_as_new"] = False
        return super().render_change_form(request, context, add, change, form_url, obj)

    def render_delete_form(self, request, context):
        context["object"] = Named(context["object"], self.label(context["object"]))
        return super().render_delete_form(request, context)

    def back(self, request):
        """To the page that a refused action was started from."""
        path = request.get_full_path()
        if request.resolver_match.url_name.endswith("_delete"):
            object_id = request.resolver_match.kwargs["object_id"]
            path = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id])
        return HttpResponseRedirect(path)


class Named:
    """A row under the name that its page gives it, for templates."""

    def __init__(self, row, name: str):
        self.row, self.name = row, name

    def __getattr__(self, attribute):
        return getattr(self.row, attribute)

    def __str__(self):
        return self.name


def title_of(field) -> str:
    """The label of a field, in the words of the trade."""
    words = str(field.verbose_name).removeprefix("is ").replace("nb ", "number of ")
    return capfirst(words.replace("project", "production"))


class ShownRelation:
    """A relation that is only read: links to the rows it leads to, as far as the viewer sees them."""

    def __init__(self, admin, request, field):
        self.field, self.request = field, request
        self.short_description = title_of(field)
        self.__name__ = field.name
        self.page = admin.admin_site.get_model_admin(field.related_model)

    def __call__(self, obj):
        rows = self.page.choices(self.request)
        if not self.field.many_to_many:
            target = getattr(obj, self.field.attname)
            row = rows.filter(pk=target).first() if target else None
            return self.link(row) if row is not None else None
        rows = rows.filter(pk__in=getattr(obj, self.field.name).values("pk"))
        first = [(self.link(row),) for row in rows[: SHOWN_LINKS + 1]]
        shown = format_html_join(", ", "{}", first[:SHOWN_LINKS])
        if len(first) > SHOWN_LINKS:
            return format_html("{} and {} more", shown, rows.count() - SHOWN_LINKS)
        return shown or None

    def link(self, row):
        label = self.page.label(row)
        if not self.page.has_view_permission(self.request):
            return label
        opts = self.page.opts
        url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
        return format_html('<a href="{}" class="text-link">{}</a>', url, label)
