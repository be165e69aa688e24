"""Metadata of many entities at once: the action "Edit metadata" and its form."""

from dataclasses import dataclass

from django import forms
from unfold import widgets

from production.models import Entity, MetadataDescriptor

LONGEST_KEY = 100
NO_CHANGE = "unchanged"


@dataclass(frozen=True)
class Column:
    """A key of metadata that the chosen entities have in common, as far as a descriptor says so."""

    key: str
    title: str
    data_type: str
    choices: tuple[str, ...]


def columns_of(entities: list[Entity]) -> list[Column]:
    """The columns of the productions and kinds of the entities, by title."""
    wanted = {(entity.project_id, entity.kind) for entity in entities}
    found = {}
    rows = MetadataDescriptor.objects.filter(
        project_id__in={project_id for project_id, _ in wanted}, entity_type__in={kind for _, kind in wanted}
    )
    for row in rows.order_by("position", "name"):
        if (row.project_id, row.entity_type) in wanted:
            choices = tuple(map(str, row.choices or ()))
            found.setdefault(row.field_name, Column(row.field_name, row.name, row.data_type, choices))
    return list(found.values())


class MetadataForm(forms.Form):
    """A field for each column: what is left empty stays; what is ticked to be emptied becomes null."""

    def __init__(self, columns: list[Column], data=None):
        super().__init__(data)
        self.columns = columns
        for column in columns:
            self.fields[f"value_{column.key}"] = field_of(column)
            self.fields[f"empty_{column.key}"] = forms.BooleanField(
                required=False, label="empty", widget=widgets.UnfoldBooleanWidget()
            )
        self.fields["key"] = forms.CharField(
            required=False,
            max_length=LONGEST_KEY,
            label="Another key",
            help_text="Of metadata that no column is made for.",
            widget=widgets.UnfoldAdminTextInputWidget(),
        )
        self.fields["value"] = forms.CharField(
            required=False, label="Its text", widget=widgets.UnfoldAdminTextInputWidget()
        )

    @property
    def lines(self) -> list[dict]:
        """The fields by column, for the template."""
        return [{"value": self[f"value_{c.key}"], "empty": self[f"empty_{c.key}"]} for c in self.columns]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("value") and not cleaned.get("key"):
            self.add_error("key", "Of which key is this text?")
        if not self.errors and not self.changes():
            raise forms.ValidationError("Nothing is changed yet: fill in a value, or tick one to be emptied.")
        return cleaned

    def changes(self) -> dict:
        """{key: new value} of what is to change; null empties a key."""
        found = {}
        for column in self.columns:
            value = self.cleaned_data.get(f"value_{column.key}")
            if self.cleaned_data.get(f"empty_{column.key}"):
                found[column.key] = None
            elif value not in (None, "", []):
                found[column.key] = value
        if self.cleaned_data.get("key"):
            found[self.cleaned_data["key"]] = self.cleaned_data["value"] or None
        return found


def field_of(column: Column) -> forms.Field:
    """What a column is written in: by its type of data."""
    options = {"required": False, "label": column.title}
    if column.data_type == "boolean":
        choices = [("", ""), ("true", "Yes"), ("false", "No")]  # as clients store them
        return forms.ChoiceField(**options, choices=choices, widget=widgets.UnfoldAdminSelectWidget())
    if column.data_type == "number":
        return Number(**options, widget=widgets.UnfoldAdminDecimalFieldWidget())
    if column.data_type == "list" and column.choices:
        choices = [("", ""), *((choice, choice) for choice in column.choices)]
        return forms.ChoiceField(**options, choices=choices, widget=widgets.UnfoldAdminSelectWidget())
    return forms.CharField(**options, widget=widgets.UnfoldAdminTextInputWidget())


class Number(forms.FloatField):
    """A number, whole where it can be."""

    def clean(self, value):
        number = super().clean(value)
        return int(number) if number is not None and number.is_integer() else number
