"""The back office for tests: a browser that somebody signed in with, and the addresses of its pages."""

import uuid

from django.contrib.admin.utils import quote
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

import kitsu_site.urls  # noqa: F401 - loads the pages


class Office:
    """The pages as one person gets them."""

    def __init__(self, person):
        self.person, self.client = person, Client()
        self.client.force_login(person)

    def rows(self, model, **params):
        return self.client.get(address(model, "changelist"), params)

    def add(self, model, form: dict | None = None):
        path = address(model, "add")
        return self.client.get(path) if form is None else self.client.post(path, form)

    def change(self, row, form: dict | None = None):
        """The page of a row, or what is answered to a form: what the page held, and the changes of `form`."""
        path = address(type(row), "change", row.pk)
        page = self.client.get(path)
        if form is None or page.status_code != 200:
            return page
        return self.client.post(path, {**filled(page), **form})

    def delete(self, row, *, confirm: bool = True):
        path = address(type(row), "delete", row.pk)
        return self.client.post(path, {"post": "yes"}) if confirm else self.client.get(path)

    def history(self, row):
        return self.client.get(address(type(row), "history", row.pk))

    def act(self, model, action: str, rows, **form):
        """An action of the list on some of its rows."""
        form = {"action": action, "_selected_action": [str(getattr(row, "pk", row)) for row in rows], **form}
        return self.client.post(address(model, "changelist"), form)

    def choices(self, model, field: str, term: str = "") -> list[str] | int:
        """The labels that a foreign key of `model` offers to who types `term`, or the status of a refusal."""
        source = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
        answer = self.client.get("/admin/autocomplete/", {**source, "field_name": field, "term": term})
        if answer.status_code != 200:
            return answer.status_code
        return sorted(result["text"] for result in answer.json()["results"])


def address(model, page: str, *args) -> str:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, args=[quote(arg) for arg in args])


def fields(page) -> set[str]:
    """The names of the fields that a form lets write."""
    return set(page.context["adminform"].form.fields)


def filled(page) -> dict:
    """A page's forms as a browser would send them back untouched."""
    data = filled_form(page.context["adminform"].form)
    for inline in page.context["inline_admin_formsets"]:
        formset = inline.formset
        for form in (formset.management_form, *formset.initial_forms):
            data |= filled_form(form)
    return data


def filled_form(form) -> dict:
    data = {}
    for bound in form:
        value = bound.value()
        widget = bound.field.widget
        inner = getattr(widget, "widget", widget)
        if hasattr(inner, "decompress"):
            for number, part in enumerate(inner.decompress(value)):
                data[f"{bound.html_name}_{number}"] = "" if part is None else str(part)
        elif isinstance(value, (list, tuple)):
            data[bound.html_name] = [str(item) for item in value]
        elif isinstance(value, bool):
            data |= {bound.html_name: "on"} if value else {}
        elif value is not None:
            data[bound.html_name] = str(value) if isinstance(value, (uuid.UUID, int, float)) else value
    return data


def errors(answer) -> dict:
    """What is wrong with a form, by field; {} where it was taken."""
    if answer.status_code == 302:
        return {}
    found = dict(answer.context["adminform"].form.errors)
    for inline in answer.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            found |= {form.add_prefix(name): problems for name, problems in form.errors.items()}
        if problems := inline.formset.non_form_errors():
            found[inline.formset.prefix] = problems
    return found


def text(answer) -> str:
    """What there is to read on a page."""
    return " ".join(strip_tags(answer.content.decode()).split())


def said(answer) -> list[str]:
    """The messages that wait for the next page."""
    return [str(message) for message in answer.wsgi_request._messages]


def shown(page) -> set[str]:
    """The names of the fields that a page shows, to read or to write."""
    return {
        field.field["name"] if isinstance(field.field, dict) else field.field.name
        for section in page.context["adminform"]
        for line in section
        for field in line
    }
