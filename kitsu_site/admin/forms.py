"""The forms of the back office: readable JSON, lists by line, labelled choices, secrets that only go in."""

import json

from django import forms
from unfold import widgets

from kitsu_site.exceptions import StudioError


class StudioForm(forms.ModelForm):
    """A row's form; what the service refused the first time becomes an error of the field it names."""

    request = None

    def _post_clean(self):
        super()._post_clean()
        refusal = getattr(self.request, "refusal", None)
        if refusal is None or self.errors:
            return
        if isinstance(refusal, StudioError):
            name = (refusal.field or "").removesuffix("_id")
            self.add_error(name if name in self.fields else None, refusal.message)
        else:
            self.add_error(None, refusal)


def refuse_constant(name: str):
    raise ValueError(f"{name} is no JSON value.")


class JSONField(forms.JSONField):
    """JSON, indented; empty is null."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs.update({"rows": 8, "spellcheck": "false"})
        self.widget.attrs["style"] = "font-family: ui-monospace, monospace; font-size: 12px"

    def to_python(self, value):
        value = super().to_python(value)
        if value is not None:
            self.check(value)
        return value

    def check(self, value) -> None:
        """NaN and the like are Python's JSON, not a database's."""
        try:
            json.loads(json.dumps(value), parse_constant=refuse_constant)
        except ValueError:
            raise forms.ValidationError(
                self.error_messages["invalid"], code="invalid", params={"value": value}
            ) from None

    def prepare_value(self, value):
        if value is None or isinstance(value, forms.fields.InvalidJSONInput):
            return value
        return json.dumps(value, indent=2, ensure_ascii=False)


class LinesField(forms.CharField):
    """A list of text, one a line."""

    widget = widgets.UnfoldAdminTextareaWidget

    def __init__(self, **kwargs):
        kwargs["help_text"] = kwargs.get("help_text") or "One a line."
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        if isinstance(value, list):
            return value
        return [line.strip() for line in super().to_python(value).splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


class RelatedChoice(forms.ModelChoiceField):
    """A row to choose, called by what its own page calls it."""

    label_of = staticmethod(str)

    def label_from_instance(self, obj):
        return self.label_of(obj)


class RelatedChoices(forms.ModelMultipleChoiceField):
    label_of = staticmethod(str)

    def label_from_instance(self, obj):
        return self.label_of(obj)


CLEAR = "-"


class SecretField(forms.CharField):
    """A secret that can be set and taken away, and is never shown."""

    def __init__(self, **kwargs):
        kwargs["help_text"] = f"Never shown. Empty: it stays as it is; {CLEAR}: it is removed."
        kwargs["widget"] = widgets.UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"})
        super().__init__(required=False, **kwargs)

    def has_changed(self, initial, data):
        return bool(data)

    def clean(self, value):
        value = super().clean(value)
        return "" if value == CLEAR else value
