"""Filters of the lists that load nothing but what is chosen."""

from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.contrib.filters.forms import AutocompleteDropdownForm


class ScopedDropdownForm(AutocompleteDropdownForm):
    """The chosen row is looked up among those that the viewer sees."""

    def __init__(self, request, name, label, choices, field, model_admin, **kwargs):
        super().__init__(
            request=request,
            name=name,
            label=label.replace("project", "production"),
            choices=choices,
            field=field,
            model_admin=model_admin,
            **kwargs,
        )
        related = model_admin.admin_site.get_model_admin(field.remote_field.model)
        self.fields[name].queryset = related.choices(request)
        self.fields[name].label_from_instance = related.label


class RelatedFilter(AutocompleteSelectFilter):
    """By a related row, found by typing."""

    form_class = ScopedDropdownForm
