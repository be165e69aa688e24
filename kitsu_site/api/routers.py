"""One router for all apps: readable paths, with and without a trailing slash, literal ones first."""

import re

from django.urls import ResolverMatch, URLPattern, URLResolver, re_path
from django.urls.resolvers import RegexPattern
from django.views.decorators.csrf import csrf_exempt
from rest_framework.routers import SimpleRouter


class Router(SimpleRouter):
    """DRF's router with three additions.

    - `{name}` in a prefix or in an action's `url_path` is a path parameter;
    - every route also answers with a trailing slash, and literal segments win over parameters,
      so that the order of registration does not matter;
    - several ViewSets may share a path, each with its own methods.
    """

    def __init__(self):
        super().__init__()
        self.trailing_slash = "/?"

    def register(self, prefix, viewset, basename=None):
        super().register(prefix.strip("/"), viewset, basename or viewset.__name__)

    def get_urls(self) -> list[URLPattern]:
        by_path = {}
        for pattern in super().get_urls():
            path = parameters(pattern.pattern.regex.pattern)
            by_path.setdefault(shape(path), []).append((path, pattern))
        return [self.merged(found) for _, found in sorted(by_path.items(), key=lambda item: rank(item[0]))]

    def merged(self, found) -> URLPattern:
        """One pattern for the ViewSets that share a path."""
        path, pattern = found[0]
        if len(found) == 1:
            return re_path(path, pattern.callback, name=pattern.name)
        views = {method: p.callback for _, p in reversed(found) for method in p.callback.actions}

        def dispatch(request, *args, **kwargs):
            return views.get(request.method.lower(), pattern.callback)(request, *args, **kwargs)

        dispatch = csrf_exempt(dispatch)
        dispatch.cls, dispatch.actions = pattern.callback.cls, {m: v.actions[m] for m, v in views.items()}
        dispatch.views, dispatch.initkwargs = views, pattern.callback.initkwargs
        return re_path(path, dispatch, name=pattern.name)


class Routes(URLResolver):
    """The patterns of a router; of the hundreds only those are tried that may begin like the path."""

    def __init__(self, patterns: list[URLPattern]):
        super().__init__(RegexPattern(""), patterns)
        own = {pattern: beginning(pattern) for pattern in patterns}
        self.alike = {
            words: URLResolver(RegexPattern(""), [p for p in patterns if own[p] in (words, None)])
            for words in {None, *own.values()}
        }

    def resolve(self, path: str) -> ResolverMatch:
        return self.alike.get(tuple(path.split("/")[:2]), self.alike[None]).resolve(path)


def beginning(pattern: URLPattern) -> tuple[str, str] | None:
    """The two first segments of a path; None where there is one, or a parameter among them."""
    found = re.match(r"\^([\w-]+)/([\w-]+)(?=/)", pattern.pattern.regex.pattern)
    return found and found.groups()


def parameters(regex: str) -> str:
    """A path's `{name}` as named groups, its dots as dots."""
    regex = re.sub(r"(?<=[\w})])\.(?=[\w{])", r"\.", regex)
    return re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", regex)


def shape(regex: str) -> str:
    """A path without the names of its parameters: two with the same shape are the same route."""
    return re.sub(r"\(\?P<\w+>[^)]*\)", "{}", regex)


def rank(path: str) -> tuple:
    """Sorts paths so that at each segment a literal comes before `{}.png`, and that before `{}`."""
    return tuple(("{}" in segment) + (segment == "{}") for segment in path.split("/")), path
