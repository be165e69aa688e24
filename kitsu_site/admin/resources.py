"""The API's resources as the back office uses them: one policy, one service, one list of secrets for both."""

from functools import cache

from rest_framework.request import Request

from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.scope import Scope
from kitsu_site.api.wire import Wire


def scope_of(request) -> Scope:
    """Who looks; made once per request."""
    if not hasattr(request, "studio_scope"):
        request.studio_scope = Scope(request.user)
    return request.studio_scope


@cache
def resource_class(model) -> type[CrudViewSet]:
    """The generic resource of a model in the API; one for admins alone where the API has none."""
    from kitsu_site.urls import router

    for _, viewset, _ in router.registry:
        if getattr(viewset, "wire", None) is not None and viewset.wire.model is model:
            return viewset
    return type(f"{model.__name__}Resource", (CrudViewSet,), {"wire": Wire(model)})


def resource_of(model, request) -> CrudViewSet:
    """The resource of a model as the API would use it for who makes this request of the back office."""
    made = request.__dict__.setdefault("studio_resources", {})
    if model not in made:
        resource = resource_class(model)()
        resource.request, resource.scope, resource.action = Request(request), scope_of(request), "update"
        made[model] = resource
    return made[model]
