"""Links of a row to others, edited on its page: a person of a team with a role, a task type with a place."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.forms.models import BaseInlineFormSet
from django.utils.html import format_html
from unfold.admin import TabularInline

from .forms import RelatedChoice
from .resources import scope_of

JOINT = ","


class Shown(forms.Widget):
    """What a link leads to, to read."""

    def render(self, name, value, attrs=None, renderer=None):
        return format_html('<span class="text-important font-medium">{}</span>', value)


class ShownChoice(forms.Field):
    """The end of a link that is there: it is never another one."""

    widget = Shown

    def __init__(self, row, label: str):
        super().__init__(initial=row, required=False, disabled=True)
        self.name = label

    def prepare_value(self, value):
        return self.name


class LinkForm(forms.ModelForm):
    """A link; that there is but one of a kind is the service's to keep."""

    def validate_unique(self):
        """Nothing to ask the database."""

    def validate_constraints(self):
        """Nothing to ask the database."""


class LinkFormSet(BaseInlineFormSet):
    """Links whose key is made of the keys of their ends; `end` names the other one.

    Subclasses say what writing and removing one comes down to.
    """

    end: str
    label_of = staticmethod(str)

    def write(self, link, *, created: bool, by) -> None:
        raise NotImplementedError

    def remove(self, link, *, by) -> None:
        raise NotImplementedError

    def _get_to_python(self, field):
        """From the key as the page holds it to the key as rows have it."""
        parts = self.model._meta.pk.fields

        def key(text):
            values = (text or "").split(JOINT)
            if len(values) != len(parts):
                raise forms.ValidationError("This is no link of the page.")
            return tuple(part.to_python(value) for part, value in zip(parts, values, strict=True))

        return key

    def add_fields(self, form, index):
        super().add_fields(form, index)
        link, key = form.instance, ""
        if not link._state.adding:
            key = JOINT.join(str(part) for part in link.pk)
            row = getattr(link, self.end)
            if self.end in form.fields:
                form.initial[self.end] = row
                form.fields[self.end] = ShownChoice(row, self.label_of(row))
        form.fields["pk"] = forms.CharField(initial=key, required=False, widget=forms.HiddenInput)

    def save_by(self, person) -> None:
        """Write what changed, through the services; also what the log of the page's changes needs."""
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        for form in self.forms:
            link, created = form.instance, form.instance._state.adding
            if form in self.deleted_forms:
                if not created:
                    self.remove(link, by=person)
                    self.deleted_objects.append(link)
            elif form.has_changed():
                self.write(link, created=created, by=person)
                if created:
                    self.new_objects.append(link)
                else:
                    self.changed_objects.append((link, form.changed_data))


class LinkInline(TabularInline):
    """`model`: the links; `relation`: what the page's model calls the relation; `names`: one and many."""

    form, formset = LinkForm, LinkFormSet
    relation: str
    names: tuple[str, str]
    extra = 0
    tab = True
    hide_title = True

    def __init__(self, parent_model, admin_site):
        self.source = parent_model._meta.get_field(self.relation)
        self.verbose_name, self.verbose_name_plural = self.names
        super().__init__(parent_model, admin_site)

    @property
    def end(self) -> str:
        """The field that leads to the other end of the links."""
        return self.source.m2m_reverse_field_name()

    def get_queryset(self, request):
        return self.model._default_manager.select_related(self.end).order_by(*self.ordering)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name != self.end:
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        page = self.admin_site.get_model_admin(db_field.related_model)
        field = RelatedChoice(
            page.choices(request),
            widget=AutocompleteSelect(self.source, self.admin_site),
            label=self.names[0].capitalize(),
        )
        field.label_of = page.label
        return field

    def get_formset(self, request, obj=None, **kwargs):
        page = self.admin_site.get_model_admin(self.model._meta.get_field(self.end).related_model)
        made = type(self.formset.__name__, (self.formset,), {"end": self.end, "label_of": page.label})
        return super().get_formset(request, obj, formset=made, **kwargs)

    # Rights: who sees the page sees its links, and those whom `may_write` names write them.

    def may_write(self, scope, obj) -> bool:
        raise NotImplementedError

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff

    def has_change_permission(self, request, obj=None):
        return obj is not None and self.may_write(scope_of(request), obj)

    has_add_permission = has_change_permission
    has_delete_permission = has_change_permission
