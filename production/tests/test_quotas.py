"""Quotas: frames and drawings that people make on shots (notes on production, section 8)."""

import datetime

import pytest

from accounts.models import Studio
from production.models import Entity, Project, Task, TimeSpent

UNKNOWN = "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"


def at(day: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{day}T10:00")


@pytest.fixture
def work(studio):
    """The first shot (48 frames, 10 drawings) is done with time logged, the second without."""
    Project.objects.filter(pk=studio.feature.pk).update(fps="24")
    Entity.objects.filter(pk=studio.second_shot.pk).update(nb_frames=50)
    Task.objects.filter(pk=studio.first_animation.pk).update(
        end_date=at("2030-03-06"), done_date=at("2030-04-01"), duration=90, nb_drawings=10
    )
    for day, minutes in (("2030-03-05", 30), ("2030-03-06", 60)):
        TimeSpent.objects.create(
            task=studio.first_animation, person=studio.animator, date=day, duration=minutes
        )
    Task.objects.filter(pk=studio.second_animation.pk).update(
        real_start_date=at("2030-05-06"), end_date=at("2030-05-08"), nb_drawings=4
    )
    return studio


def quotas(work, api, who="manager", **params):
    path = f"/data/projects/{work.feature.pk}/quotas/{work.animation.pk}"
    return api(who).get(path, params)


def frames(answer: dict, work, period="day") -> dict:
    """{name: frames by period} of an answer."""
    names = {str(person.pk): name for name, person in work.people.items()}
    return {names.get(key, key): sums[period]["frames"] for key, sums in answer.items()}


@pytest.mark.parametrize(
    ("count_mode", "found"),
    [
        (
            "weighted",
            {
                "animator": {"2030-03-05": 16, "2030-03-06": 32},
                "vendor": {"2030-05-08": 17, "2030-05-09": 17, "2030-05-10": 17},
            },
        ),
        ("weighteddone", {"animator": {"2030-03-05": 16, "2030-03-06": 32}}),
        ("feedback", {"animator": {"2030-03-06": 48}, "vendor": {"2030-05-08": 50}}),
        ("done", {"animator": {"2030-04-01": 48}}),
    ],
)
def test_each_mode_counts_on_its_days(work, api, count_mode, found):
    answer = quotas(work, api, count_mode=count_mode).json()
    total = {}
    for days in found.values():
        total.update(days)
    assert frames(answer, work) == {**found, "total": total}


def test_one_person_is_shown_whole(work, api):
    answer = quotas(work, api, count_mode="weighteddone").json()
    assert answer[str(work.animator.pk)] == {
        "day": {
            "frames": {"2030-03-05": 16, "2030-03-06": 32},
            "seconds": {"2030-03-05": pytest.approx(16 / 24), "2030-03-06": pytest.approx(32 / 24)},
            "count": {"2030-03-05": 1, "2030-03-06": 1},
            "drawings": {"2030-03-05": 3, "2030-03-06": 7},
            "entries": {"2030-03": 2},
        },
        "week": {
            "frames": {"2030-10": 48},
            "seconds": {"2030-10": pytest.approx(2)},
            "count": {"2030-10": 2},
            "drawings": {"2030-10": 10},
            "entries": {"2030": 1},
        },
        "month": {
            "frames": {"2030-03": 48},
            "seconds": {"2030-03": pytest.approx(2)},
            "count": {"2030-03": 2},
            "drawings": {"2030-03": 10},
            "entries": {"2030": 1},
        },
        "year": {
            "frames": {"2030": 48},
            "seconds": {"2030": pytest.approx(2)},
            "count": {"2030": 2},
            "drawings": {"2030": 10},
        },
    }


def test_a_week_has_no_leading_zero(work, api):
    Task.objects.filter(pk=work.first_animation.pk).update(end_date=at("2030-01-08"))
    answer = quotas(work, api, count_mode="feedback").json()
    assert frames(answer, work, "week")["animator"] == {"2030-2": 48}


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        # From Thursday to Monday: three business days, five days on from the end.
        ("2030-05-02T10:00", "2030-05-06T10:00", {f"2030-05-{day:02}": 17 for day in (6, 7, 8, 9, 10)}),
        ("2030-05-02T15:00", "2030-05-03T10:00", {"2030-05-03": 50}),  # less than a whole day
        ("2030-05-03T10:00", "2030-05-02T10:00", {"2030-05-02": 50}),
    ],
)
def test_where_no_time_is_logged_days_are_whole_and_week_ends_skipped(work, api, start, end, found):
    Task.objects.filter(pk=work.second_animation.pk).update(real_start_date=start, end_date=end)
    assert frames(quotas(work, api).json(), work)["vendor"] == found


def test_a_person_is_shown_by_task_type_and_without_what_was_not_logged(work, api):
    path = f"/data/projects/{work.feature.pk}/quotas/persons/"
    found = api("manager").get(f"{path}{work.animator.pk}").json()
    days = {"2030-03-05": 16, "2030-03-06": 32}
    assert {key: sums["day"]["frames"] for key, sums in found.items()} == {
        str(work.animation.pk): days,
        "total": days,
    }
    assert api("manager").get(f"{path}{work.vendor.pk}").json() == {}


def test_a_studio_narrows_to_the_tasks_of_its_people(work, api):
    place = Studio.objects.create(name="North", color="#000000")
    work.animator.studio = place
    work.animator.save()
    answer = quotas(work, api, count_mode="feedback", studio_id=str(place.pk)).json()
    assert set(frames(answer, work)) == {"animator", "total"}
    assert quotas(work, api, studio_id=UNKNOWN).json() == {}
    assert quotas(work, api, studio_id="x").status_code == 400


@pytest.mark.parametrize("fps", [None, "", "film", "0", "nan", "-24"])
def test_a_rate_that_makes_no_sense_is_25(work, api, fps):
    Project.objects.filter(pk=work.feature.pk).update(fps=fps)
    answer = quotas(work, api, count_mode="done").json()
    assert answer["total"]["day"]["seconds"] == {"2030-04-01": pytest.approx(48 / 25)}


RIGHTS = {  # of a task type, of the animator
    "admin": (200, 200),
    "manager": (200, 200),
    "supervisor": (200, 200),
    "animator": (200, 200),
    "modeler": (200, 403),
    "vendor": (200, 403),
    "client": (200, 403),
    "outsider": (403, 403),
}


@pytest.mark.parametrize("who", RIGHTS)
def test_who_sees_quotas(work, api, who):
    person = api(who).get(f"/data/projects/{work.feature.pk}/quotas/persons/{work.animator.pk}")
    assert (quotas(work, api, who).status_code, person.status_code) == RIGHTS[who]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{UNKNOWN}/quotas/{UNKNOWN}", 404),
        (f"{{feature}}/quotas/{UNKNOWN}", 200),
        ("{feature}/quotas/x", 400),
        (f"{UNKNOWN}/quotas/persons/{UNKNOWN}", 404),
        ("{feature}/quotas/persons/x", 400),
        (f"{{feature}}/quotas/{UNKNOWN}?count_mode=guess", 400),
    ],
)
def test_wrong_paths_and_modes(work, api, path, status):
    path = path.format(feature=work.feature.pk)
    assert api("admin").get(f"/data/projects/{path}").status_code == status


def test_a_task_that_ends_with_the_calendar_counts_until_then(work, api):
    Task.objects.filter(pk=work.second_animation.pk).update(
        real_start_date=at("9999-12-27"), end_date=at("9999-12-30")
    )
    assert frames(quotas(work, api).json(), work)["vendor"] == {"9999-12-30": 12, "9999-12-31": 12}
