"""The router: readable paths, trailing slashes, literal segments first, shared paths."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern, Resolver404
from rest_framework.decorators import action
from rest_framework.viewsets import ViewSet

from kitsu_site.api.routers import Router, Routes


class Open(ViewSet):
    authentication_classes = []
    permission_classes = []


class Shots(Open):
    def list(self, request):
        return HttpResponse("all shots")

    def retrieve(self, request, pk):
        return HttpResponse(f"shot {pk}")

    @action(detail=True, methods=["get"])
    def versions(self, request, pk):
        return HttpResponse(f"versions of {pk}")


class ShotLists(Open):
    @action(detail=False, methods=["get"], url_path="with-tasks")
    def with_tasks(self, request):
        return HttpResponse("shots with tasks")

    @action(detail=False, methods=["get"], url_path="{sequence_id}/of/{episode_id}")
    def of(self, request, sequence_id, episode_id):
        return HttpResponse(f"{sequence_id} of {episode_id}")


class Anything(Open):
    @action(detail=False, methods=["get"], url_path="{noun}")
    def of(self, request, noun):
        return HttpResponse(f"all {noun}")

    @action(detail=False, methods=["get"], url_path="{noun}/{pk}/versions")
    def versions(self, request, noun, pk):
        return HttpResponse(f"versions of {noun} {pk}")


class ShotWriting(Open):
    def create(self, request):
        return HttpResponse("a shot made")


class Pictures(Open):
    @action(detail=False, methods=["get"], url_path="{pk}")
    def any(self, request, pk):
        return HttpResponse(f"any {pk}")

    @action(detail=False, methods=["get"], url_path="{pk}.png")
    def png(self, request, pk):
        return HttpResponse(f"png {pk}")

    @action(detail=False, methods=["get"], url_path="{pk}.{extension}")
    def file(self, request, pk, extension):
        return HttpResponse(f"{extension} {pk}")


def answer(path: str, *viewsets, method: str = "GET") -> str:
    """What the viewsets, registered in that order, answer."""
    router = Router()
    for viewset in viewsets:
        router.register("data" if viewset is Anything else "data/shots", viewset)
    found = URLResolver(RegexPattern(r"^/"), [Routes(router.urls)]).resolve(path)
    request = RequestFactory().generic(method, path)
    return found.func(request, *found.args, **found.kwargs).content.decode()


@pytest.mark.parametrize("path", ["/data/shots", "/data/shots/"])
def test_a_route_answers_with_and_without_a_trailing_slash(path):
    assert answer(path, Shots) == "all shots"


@pytest.mark.parametrize("viewsets", [(Shots, ShotLists), (ShotLists, Shots)])
def test_a_literal_segment_wins_over_a_parameter_in_any_order_of_registration(viewsets):
    assert answer("/data/shots/with-tasks", *viewsets) == "shots with tasks"
    assert answer("/data/shots/sh010", *viewsets) == "shot sh010"


def test_a_parameter_may_stand_at_the_beginning():
    assert answer("/data/edits", Anything, Shots) == "all edits"
    assert answer("/data/shots", Anything, Shots) == "all shots"
    assert answer("/data/edits/e01/versions", Anything, Shots) == "versions of edits e01"
    assert answer("/data/shots/e01/versions", Anything, Shots) == "versions of e01"
    assert answer("/data/shots/e01/versions", Anything, ShotLists) == "versions of shots e01"


def test_names_in_braces_are_parameters():
    assert answer("/data/shots/sq01/of/e01", Shots, ShotLists) == "sq01 of e01"


def test_viewsets_share_a_path_each_with_its_own_methods():
    assert answer("/data/shots", Shots, ShotWriting) == "all shots"
    assert answer("/data/shots", Shots, ShotWriting, method="POST") == "a shot made"


def test_an_action_of_a_row_has_its_own_path():
    assert answer("/data/shots/sh010/versions", Shots) == "versions of sh010"


def test_a_parameter_takes_no_slash():
    with pytest.raises(Resolver404):
        answer("/data/shots/sh010/sh020/sh030", Shots)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/data/shots/sh010.png", "png sh010"),
        ("/data/shots/sh010.mp4", "mp4 sh010"),
        ("/data/shots/sh010", "any sh010"),
        ("/data/shots/sh010-png", "any sh010-png"),
    ],
)
def test_an_extension_is_part_of_the_path(path, expected):
    assert answer(path, Pictures) == expected
