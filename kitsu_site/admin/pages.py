"""Pages of the back office that belong to no model."""

from django.http import HttpResponse
from django.template.loader import render_to_string

HINTS = {
    400: "The address or the form holds something that cannot be.",
    403: "Your role does not allow that here.",
    404: "It may have been removed, or it is not yours to see.",
    429: "Wait a minute, then try again.",
    500: "It was written to the server's log.",
}


def error_page(code: int, message: str) -> HttpResponse:
    """An error to read; it needs no database and no session."""
    page = render_to_string("admin/error.html", {"code": code, "message": message, "hint": HINTS[code]})
    return HttpResponse(page, status=code)
