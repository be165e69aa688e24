"""Events: written with the change, told to subscribers within its transaction and to sinks on commit."""

import logging
from collections import defaultdict

import pytest
from django.db import transaction

from accounts.models import Department
from kitsu_site import events
from kitsu_site.exceptions import Invalid
from kitsu_site.models import ApiEvent

pytestmark = pytest.mark.django_db(transaction=True)


class Recorder:
    """A sink that remembers what it was told."""

    told: list[tuple[str, dict]] = []

    def deliver(self, batch):
        self.told.extend((one.name, one.data) for one in batch)


class Broken:
    def deliver(self, batch):
        raise OSError("nobody listens")


@pytest.fixture
def told(settings):
    """The events that sinks were told, one of them broken, in order."""
    settings.EVENT_SINKS = [f"{__name__}.Broken", f"{__name__}.Recorder"]
    events.sinks.cache_clear()
    Recorder.told = []
    yield Recorder.told
    events.sinks.cache_clear()


@pytest.fixture(autouse=True)
def _own_subscribers(monkeypatch):
    """Subscribers that a test adds go with it."""
    monkeypatch.setattr(events, "subscribers", defaultdict(list))


def log() -> list[tuple[str, dict]]:
    return list(ApiEvent.objects.order_by("created_at").values_list("name", "data"))


def test_an_event_is_a_row_of_the_log(studio):
    events.emit("Shot:New", by=studio.animator, project_id=studio.feature.pk, shot_id=studio.first_shot.pk)
    row = ApiEvent.objects.get()
    assert (row.name, row.user_id, row.project_id) == ("shot:new", studio.animator.pk, studio.feature.pk)
    assert row.data == {"shot_id": str(studio.first_shot.pk), "project_id": str(studio.feature.pk)}


def test_sinks_are_told_on_commit_and_not_before(studio, told):
    with transaction.atomic():
        events.emit("shot:new", shot_id="1")
        before = list(told)
    assert before == []
    assert told == [("shot:new", {"shot_id": "1"})]


def test_events_are_told_and_logged_in_their_order(studio, told):
    with transaction.atomic():
        events.emit("shot:new", shot_id="1")
        events.emit_all([events.event("task:new", task_id=str(n)) for n in range(3)])
        events.emit("shot:update", shot_id="1")
    expected = [
        ("shot:new", {"shot_id": "1"}),
        ("task:new", {"task_id": "0"}),
        ("task:new", {"task_id": "1"}),
        ("task:new", {"task_id": "2"}),
        ("shot:update", {"shot_id": "1"}),
    ]
    assert told == expected
    assert log() == expected


def test_what_is_rolled_back_never_happened(studio, told):
    @transaction.atomic
    def fail():
        events.emit("shot:new", shot_id="1")
        raise Invalid("no")

    with pytest.raises(Invalid):
        fail()
    assert log() == []
    assert told == []


def test_an_event_that_is_not_kept_is_told_but_not_logged(studio, told):
    events.emit("preview-file:annotation-update", kept=False, preview_file_id="1")
    assert told == [("preview-file:annotation-update", {"preview_file_id": "1"})]
    assert log() == []


def test_many_events_are_one_insert(studio, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1):
        events.emit_all([events.event("task:new", task_id=str(n)) for n in range(100)])


def test_a_failing_sink_fails_no_request_and_no_other_sink(api, studio, told, caplog):
    with caplog.at_level(logging.ERROR, logger="kitsu_site.events"):
        answer = api("admin").post("/data/departments", {"name": "Lighting", "color": "#0000FF"})
    assert answer.status_code == 201
    assert told == [("department:new", {"department_id": answer.json()["id"]})]
    assert [record.getMessage() for record in caplog.records] == ["sink Broken failed"]


def test_a_subscriber_works_in_the_transaction_of_the_event(api, studio, told):
    @events.on("department:new")
    def refuse(event):
        assert Department.objects.filter(pk=event.data["department_id"]).exists()
        raise Invalid("There are departments enough.", field="name")

    answer = api("admin").post("/data/departments", {"name": "Lighting", "color": "#0000FF"})
    assert answer.status_code == 400
    assert answer.json()["message"] == "There are departments enough."
    assert not Department.objects.filter(name="Lighting").exists()
    assert log() == []
    assert told == []


def test_what_a_subscriber_emits_comes_after_its_cause(studio, told):
    @events.on("comment:new")
    def automate(event):
        events.emit("task:status-changed", task_id="1")

    events.emit("comment:new", comment_id="1")
    assert told == [("comment:new", {"comment_id": "1"}), ("task:status-changed", {"task_id": "1"})]
    assert log() == told


def test_a_subscriber_hears_only_the_events_it_named(studio):
    heard = []
    events.on("shot:new", "asset:new")(lambda event: heard.append(event.name))
    for name in ("shot:new", "shot:update", "asset:new"):
        events.emit(name)
    assert heard == ["shot:new", "asset:new"]


@pytest.mark.parametrize(
    ("method", "body", "name"),
    [
        ("put", {"name": "Animation 2D"}, "department:update"),
        ("put", {}, "department:update"),
        ("delete", None, "department:delete"),
    ],
)
def test_each_verb_emits_one_event(method, body, name, api, studio):
    lighting = Department.objects.create(name="Lighting", color="#0000FF")
    api("admin").call(method.upper(), f"/data/departments/{lighting.pk}", body)
    row = ApiEvent.objects.get()
    assert (row.name, row.data) == (name, {"department_id": str(lighting.pk)})
    assert row.user_id == studio.admin.pk


def test_a_refused_change_emits_nothing(api, studio, told):
    assert api("animator").post("/data/departments", {"name": "Fx", "color": "#0000FF"}).status_code == 403
    assert api("admin").post("/data/departments", {"name": "Modeling", "color": "#0"}).status_code == 400
    assert log() == []
    assert told == []
