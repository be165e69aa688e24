"""DELETE /data/persons/{id} (notes on accounts, section 3.3)."""

import datetime

import pytest

from accounts.models import Person

OTHERS = ["manager", "supervisor", "animator", "vendor", "client"]


def stored(person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_a_person_without_trace_is_removed(studio, api, events):
    person = Person.objects.create(first_name="Short", last_name="Stay", email="short@example.com")
    person.departments.add(studio.modeling_department)
    assert api("admin").delete(f"/data/persons/{person.pk}").status_code == 204
    assert not Person.objects.filter(pk=person.pk).exists()
    assert events() == [("person:delete", {"person_id": str(person.pk)})]


def test_a_person_with_work_is_not_removed_and_keeps_all_of_it(studio, api, events):
    response = api("admin").delete(f"/data/persons/{studio.animator.pk}")
    assert response.status_code == 400
    assert response.json()["message"].startswith("Other rows still refer to it:")
    assert stored(studio.animator).departments.count() == 1
    assert events() == []


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_removes_people(studio, api, who):
    assert api(who).delete(f"/data/persons/{studio.outsider.pk}", {"force": "true"}).status_code == 403


def test_nobody_removes_oneself(studio, api):
    assert api("admin").delete(f"/data/persons/{studio.admin.pk}").status_code == 403


def test_a_protected_account_is_not_removed(studio, api, settings):
    settings.PROTECTED_ACCOUNTS = ["outsider@example.com"]
    assert api("admin").delete(f"/data/persons/{studio.outsider.pk}").status_code == 403
    assert stored(studio.outsider)


@pytest.fixture
def traces(studio):
    """The animator commented, was notified, logged time, saved searches, came and went."""
    person, task = studio.animator, studio.first_animation
    about = {"object_id": task.pk, "object_type": "Task"}
    own = person.comments.create(text="Done.", **about)
    others = studio.manager.comments.create(text="Thanks.", editor=person, **about)
    others.acknowledgements.add(person)
    others.mentions.add(person)
    own.acknowledgements.add(studio.manager)
    own.attachment_files.create(name="sketch.png")
    own.news.create(author=person, task=task)
    studio.manager.notifications.create(author=person, comment=own, task=task, type="comment")
    person.notifications.create(author=studio.manager, comment=others, task=task, type="comment")
    person.subscriptions.create(task=task)
    person.time_spents.create(task=task, date=datetime.date(2030, 1, 7), duration=60)
    group = person.search_filter_groups.create(list_type="asset", name="Mine")
    studio.manager.search_filters.create(list_type="asset", name="Shared", search_filter_group=group)
    person.search_filters.create(list_type="asset", name="Late", search_filter_group=group)
    person.desktop_login_logs.create(date=datetime.datetime(2030, 1, 7, 9))
    person.login_logs.create(origin="web")
    person.events.create(name="comment:new")
    person.working_files.create(task=task, name="main", revision=1, path="")
    person.preview_files.create(task=task, name="main", revision=1)
    task.assigner = person
    task.save()
    return task


def test_force_removes_the_traces_of_a_person_and_loosens_their_work(studio, api, traces, events):
    response = api("admin").delete(f"/data/persons/{studio.animator.pk}", {"force": "true"})
    assert (response.status_code, response.content) == (204, b"")
    assert not Person.objects.filter(pk=studio.animator.pk).exists()
    kept = studio.manager.comments.get()
    assert (kept.text, kept.editor, kept.acknowledgements.count(), kept.mentions.count()) == (
        "Thanks.",
        None,
        0,
        0,
    )
    traces.refresh_from_db()
    assert (traces.assigner, traces.assignees.count(), traces.news.count(), traces.notifications.count()) == (
        None,
        0,
        0,
        0,
    )
    assert (traces.time_spents.count(), traces.subscriptions.count()) == (0, 0)
    assert traces.working_files.get().person is None
    assert traces.preview_files.get().person is None
    assert studio.manager.search_filters.get().search_filter_group is None
    assert studio.animator.pk not in studio.feature.team_links.values_list("person_id", flat=True)
    assert events() == [("person:delete", {"person_id": str(studio.animator.pk)})]


def test_force_takes_as_many_queries_for_a_hundred_comments_as_for_one(
    studio, api, traces, django_assert_max_num_queries
):
    for number in range(100):
        studio.animator.comments.create(text=str(number), object_id=traces.pk, object_type="Task")
    caller = api("admin")
    with django_assert_max_num_queries(80):
        caller.delete(f"/data/persons/{studio.animator.pk}", {"force": "true"})


def test_days_off_hold_a_person_even_so_and_nothing_is_removed(studio, api, traces):
    studio.animator.day_offs.create(date=datetime.date(2030, 2, 1), end_date=datetime.date(2030, 2, 2))
    assert api("admin").delete(f"/data/persons/{studio.animator.pk}", {"force": "true"}).status_code == 400
    assert (studio.animator.comments.count(), traces.assignees.count()) == (1, 1)
