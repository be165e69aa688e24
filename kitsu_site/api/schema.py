"""The OpenAPI description, from the wires and the input serializers."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter


class TokenScheme(OpenApiAuthenticationExtension):
    """Tokens come in the Authorization header, or in a cookie."""

    target_class = "accounts.authentication.TokenAuthentication"
    match_subclasses = True
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


class Schema(AutoSchema):
    """Describes the generic resources by their wire; other actions by what they declare."""

    def get_request_serializer(self):
        view = self.view
        if hasattr(view, "input") and view.action in ("create", "update"):
            return view.input(creating=view.action == "create")
        return super().get_request_serializer() if hasattr(view, "get_serializer") else None

    def get_response_serializers(self):
        view = self.view
        if getattr(view, "wire", None) is None or view.action not in ("list", "create", "retrieve", "update"):
            return {"204" if view.action == "destroy" else "200": {"description": "See the notes."}}
        row = {"type": "object", "properties": properties(view.wire)}
        return {"201" if view.action == "create" else "200": row}  # a list of rows for the list

    def get_override_parameters(self):
        view = self.view
        if getattr(view, "wire", None) is None or view.action != "list":
            return []
        described = [
            OpenApiParameter("page", int, description="From 1; without it the list is whole."),
            OpenApiParameter("limit", int, description="Rows to a page."),
            OpenApiParameter("relations", bool, description="Add the to-many relations, as lists of ids."),
            OpenApiParameter("fields", str, description="The only fields to answer, separated by commas."),
        ]
        filters = [name for name in [*view.wire.columns, *view.wire.links] if name != "name"]
        return [
            *described,
            *(OpenApiParameter(name, str, description="Equal, or in a JSON list.") for name in filters),
        ]

    def _resolve_path_parameters(self, variables):
        return [
            {"in": "path", "name": name, "schema": {"type": "string"}, "required": True} for name in variables
        ]

    def get_operation_id(self):
        parts = [part.strip("{}") for part in self.path.strip("/").split("/")]
        return "_".join([self.method.lower(), *parts]).replace("-", "_").replace(".", "_")

    def get_tags(self):
        parts = self.path.strip("/").split("/")
        return [parts[1] if len(parts) > 1 and parts[0] in ("data", "actions") else parts[0] or "status"]


TYPES = {
    "UUIDField": {"type": "string", "format": "uuid"},
    "ForeignKey": {"type": "string", "format": "uuid"},
    "BooleanField": {"type": "boolean"},
    "IntegerField": {"type": "integer"},
    "BigIntegerField": {"type": "integer"},
    "FloatField": {"type": "number"},
    "DateField": {"type": "string", "format": "date"},
    "UTCDateTimeField": {"type": "string", "format": "date-time"},
    "JSONField": {},
}


def properties(wire) -> dict:
    """The JSON schema of a wire's fields."""
    found = {"type": {"type": "string", "enum": [wire.type]}}
    for name, field in wire.columns.items():
        found[name] = {
            **TYPES.get(type(field).__name__, {"type": "string"}),
            **({"nullable": True} if field.null else {}),
            **({"enum": [value for value, _ in field.choices]} if field.choices else {}),
        }
    for name in wire.links:
        found[name] = {"type": "array", "items": {"type": "string", "format": "uuid"}}
    return found


def once(endpoints):
    """The API is mounted twice and takes a trailing slash: describe each path once, without.

    Where ViewSets share a path, each method is described by the one that answers it.
    """
    return [
        (
            path.rstrip("/") or "/",
            pattern,
            method,
            getattr(callback, "views", {}).get(method.lower(), callback),
        )
        for path, pattern, method, callback in endpoints
        if not path.startswith("/api/")
    ]
