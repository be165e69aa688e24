"""Validators (ETags) of what is listed of a production: who asks for what, and the count of its changes.

The database itself counts (see `ProductionChange`), so that an unchanged list costs a look at one number,
however long it is, and no change goes unseen.
"""

import hashlib
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import get_conditional_response

from production.models import EntityType, ProductionChange


def etag(request, scope, project_id: UUID) -> str:
    """The validator of what `scope` is shown of a production by this path and query."""
    there = scope.in_project(project_id)
    changes = ProductionChange.objects.filter(project_id=project_id).order_by("pk")
    parts = [
        settings.VERSION,
        request.path,
        sorted(request.GET.lists()),
        scope.person.pk,
        there.role,
        sorted(map(str, scope.departments)) if there.is_vendor else None,  # they decide what is masked
        list(EntityType.objects.order_by("pk").values_list("pk", "name")),
        list(changes.values_list("pk", "changes", "changed_at")),
    ]
    digest = hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()
    return f'"{digest}"'


def unchanged(request, tag: str) -> HttpResponse | None:
    """304 for a caller who has what the validator stands for."""
    response = get_conditional_response(request, etag=tag)
    return None if response is None else validated(response, tag)


def validated(response: HttpResponse, tag: str) -> HttpResponse:
    """`response` with its validator; clients may keep it, and ask each time."""
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    return response
