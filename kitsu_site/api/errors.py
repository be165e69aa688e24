"""One handler: every error is JSON, `{"error": true, "message": ..., "data"?: ...}`."""

import logging
import math

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.db import DataError, IntegrityError
from django.db.models import ProtectedError, RestrictedError
from django.http import Http404, JsonResponse
from rest_framework import exceptions, status
from rest_framework.response import Response

from kitsu_site.exceptions import Conflict, Invalid, Missing, Refused, StudioError, Unauthorized, Unavailable

logger = logging.getLogger(__name__)

STATUSES = {Invalid: 400, Unauthorized: 401, Refused: 403, Missing: 404, Conflict: 409, Unavailable: 500}


class InvalidToken(exceptions.APIException):
    """A token that is none, or of the wrong kind (422; notes on accounts, section 1)."""

    status_code = 422
    default_detail = "The token is not valid here."


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is too large."


def body(message, data=None, **more) -> dict:
    """The JSON of an error."""
    return {"error": True, "message": str(message), **({"data": data} if data is not None else {}), **more}


def handle(error: Exception, context: dict) -> Response:
    """The answer to an exception of a view (DRF's EXCEPTION_HANDLER)."""
    if isinstance(error, StudioError):
        data = error.data
        if data is None and error.field:
            data = {"errors": [{"field": error.field, "message": error.message}]}
        code = next((c for kind, c in STATUSES.items() if isinstance(error, kind)), 400)
        return Response(body(error.message, data, **error.more), status=code)
    if isinstance(error, exceptions.ValidationError):
        errors = list(flatten(error.detail))
        message = "; ".join(named(**e) for e in errors)
        return Response(body(message or "Validation error.", {"errors": errors}), status=400)
    if isinstance(error, ValidationError):
        details = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        errors = [{"field": f.strip("_"), "message": m} for f, ms in details.items() for m in ms]
        return Response(body(" ".join(e["message"] for e in errors), {"errors": errors}), status=400)
    if isinstance(error, (exceptions.NotAuthenticated, exceptions.AuthenticationFailed, InvalidToken)):
        code = error.status_code if isinstance(error, InvalidToken) else 401
        headers = {"WWW-Authenticate": "Bearer"} if code == 401 else {}
        return Response(body(error.detail, msg=str(error.detail)), status=code, headers=headers)
    if isinstance(error, exceptions.APIException):
        headers = {}
        if wait := getattr(error, "wait", None):
            headers["Retry-After"] = str(math.ceil(wait))
        return Response(body(error.detail), status=error.status_code, headers=headers)
    if isinstance(error, Http404):
        return Response(body(error or "Not found."), status=404)
    if isinstance(error, PermissionDenied):
        return Response(body(error or "Not allowed."), status=403)
    if isinstance(error, (ProtectedError, RestrictedError)):
        return Response(body(referenced(error)), status=400)
    if isinstance(error, IntegrityError):
        logger.info("constraint: %s", error)
        return Response(body("The change breaks a constraint of the data."), status=400)
    if isinstance(error, DataError):
        logger.info("value: %s", error)
        return Response(body("A value does not fit its column."), status=400)
    if isinstance(error, RequestDataTooBig):
        return Response(body("The body is too large."), status=413)
    if isinstance(error, SuspiciousOperation):
        return Response(body("Bad request."), status=400)
    request = context["request"]
    logger.error("%s %s", request.method, request.path, exc_info=error)
    return Response(body("Internal server error."), status=500)


def named(field: str, message: str) -> str:
    """A message that names its field."""
    return f"{field}: {message}" if field and not message.startswith(f"{field}:") else message


def referenced(error: ProtectedError | RestrictedError) -> str:
    """Which kinds of rows keep a row from being deleted."""
    rows = getattr(error, "protected_objects", None) or getattr(error, "restricted_objects", ())
    kinds = sorted({row._meta.verbose_name for row in rows})
    return f"Other rows still refer to it: {', '.join(kinds)}."


def flatten(detail, field: str = ""):
    """DRF's nested error details as `{"field", "message"}`, one by one."""
    if isinstance(detail, dict):
        for key, value in detail.items():
            name = field if key == "non_field_errors" else f"{field}.{key}" if field else str(key)
            yield from flatten(value, name)
    elif isinstance(detail, list):
        for index, value in enumerate(detail):
            nested = isinstance(value, (dict, list))
            yield from flatten(value, f"{field}.{index}" if nested and value else field)
    else:
        yield {"field": field, "message": str(detail)}


def not_found(request, exception=None):
    return answered(request, 404, "Not found.")


def bad_request(request, exception=None):
    return answered(request, 400, "Bad request.")


def forbidden(request, exception=None):
    return answered(request, 403, "Not allowed.")


def server_error(request):
    return answered(request, 500, "Internal server error.")


def answered(request, code: int, message: str):
    """An error outside of the API's views: JSON, but a page under /admin/."""
    if request.path_info.startswith("/admin/"):
        from kitsu_site.admin.pages import error_page

        return error_page(code, message)
    return JsonResponse(body(message), status=code)
