"""What somebody may do in the back office: what the API's policies say, on the rows they see."""

from kitsu_site.api.serializers import SERVER_ONLY
from kitsu_site.db import PublicQuerySet
from kitsu_site.db.fields import ArrayField
from kitsu_site.events import plain
from kitsu_site.exceptions import StudioError

from .resources import resource_of, scope_of


def allowed(question, *args) -> bool:
    """What a policy answers; where it refuses with an error, that is a no."""
    try:
        return bool(question(*args))
    except StudioError:
        return False


def sent(field, value):
    """The value of a column as a client of the API would send it."""
    return list(value or []) if isinstance(field, ArrayField) else plain(value)


class RightsMixin:
    """The permissions of a ModelAdmin, asked of the resource of the API.

    `addable`, `changeable`, `deletable`: False where nobody does that by hand, whatever the policy;
    `unprotected`: what the generic resource leaves alone because other routes write it, and this page does;
    `read_only`: columns that are shown and never written here;
    `secret`: columns never shown, besides those that the resource's wire names.
    """

    addable = changeable = deletable = True
    unprotected: tuple[str, ...] = ()
    read_only: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()

    def resource(self, request):
        return resource_of(self.model, request)

    # Which rows

    def get_queryset(self, request):
        """The one door: what the scope of the viewer sees."""
        rows = self.model._default_manager.all().visible_to(scope_of(request))
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def is_open_to(self, request) -> bool:
        """Whether the viewer may see rows at all: for some roles the door is shut, whatever there is."""
        return not self.model._default_manager.all().visible_to(scope_of(request)).query.is_empty()

    # Django's questions

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff and self.once(request, "view", self.is_open_to)

    def has_add_permission(self, request):
        return self.addable and self.has_view_permission(request) and self.once(request, "add", self.may_add)

    def has_change_permission(self, request, obj=None):
        if not self.changeable or not self.has_view_permission(request):
            return False
        if obj is None:
            return self.writes_somewhere(request)
        return self.once(
            request,
            f"change {obj.pk}",
            lambda _: self.may_change(request, obj, {}) and bool(self.writable_fields(request, obj)),
        )

    def has_delete_permission(self, request, obj=None):
        if not self.deletable or not self.has_view_permission(request):
            return False
        if obj is None:
            return self.writes_somewhere(request)
        policy = self.resource(request).policy
        return self.once(
            request, f"delete {obj.pk}", lambda _: allowed(policy.may_delete, scope_of(request), obj)
        )

    # What they come down to

    def may_add(self, request) -> bool:
        """Whether the policy lets the viewer create a row, in one of their productions at least."""
        policy, scope = self.resource(request).policy, scope_of(request)
        bodies = [{}, *({"project_id": str(project_id)} for project_id in scope.roles)]
        return scope.is_admin or any(allowed(policy.may_create, scope, body) for body in bodies)

    def may_change(self, request, obj, body: dict) -> bool:
        return allowed(self.resource(request).policy.may_update, scope_of(request), obj, body)

    def writes_somewhere(self, request) -> bool:
        """Whether it is worth offering: admins, and on rows of productions those who lead one."""
        scope = scope_of(request)
        vocabulary = isinstance(self.model._default_manager.all(), PublicQuerySet)
        return scope.is_admin or (not vocabulary and bool(scope.projects("manager", "supervisor")))

    def once(self, request, question: str, answer) -> bool:
        """Ask once per request."""
        known = request.__dict__.setdefault("studio_rights", {})
        key = (self.model, question)
        if key not in known:
            known[key] = answer(request)
        return known[key]

    # Which columns

    def hidden(self, request) -> set[str]:
        """The names of the fields that the viewer must not see."""
        return {*self.secret, *self.resource(request).wire.secret}

    def column_of(self, name: str) -> str:
        """What the API calls a field."""
        field = self.model._meta.get_field(name)
        return getattr(field, "column", None) or name

    def protected(self, request) -> set[str]:
        """What a change leaves alone, by the API's names."""
        return {*SERVER_ONLY, "project_id", *self.resource(request).protected} - set(self.unprotected)

    def writable_names(self, request, obj, names) -> set[str]:
        """Those of the fields `names` that the viewer may change on `obj`."""
        names = {
            n for n in names if n not in self.read_only and self.column_of(n) not in self.protected(request)
        }
        body = {self.column_of(name): self.value_sent(obj, name) for name in names}
        try:
            body = self.resource(request).writable(obj, dict(body))
        except StudioError:
            return set()
        return {
            name
            for name in names
            if name in self.unprotected or self.column_of(name) in body
            if self.may_change(request, obj, {self.column_of(name): body.get(self.column_of(name))})
        }

    def value_sent(self, obj, name: str):
        """The value of a field of `obj` as a client would send it; of relations, none."""
        field = self.model._meta.get_field(name)
        return [] if field.many_to_many else sent(field, getattr(obj, field.attname))
