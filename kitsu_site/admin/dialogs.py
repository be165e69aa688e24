"""Actions of a row that ask before they act, for unfold's `action(dialog=...)`."""

from django.http import HttpResponse
from django.urls import reverse


def dialog(title: str, description: str, button: str) -> dict:
    """What the dialog says, and its button."""
    return {"title": title, "description": description, "form_submit_text": button}


def to_page(row) -> HttpResponse:
    """After a dialog: to the page of a row."""
    opts = row._meta
    url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
    return HttpResponse(headers={"HX-Redirect": url})
