"""Plans of whole productions in the back office: taken from the tasks, and applied to them."""

import datetime

import pytest

from kitsu_site.tests.office import Office, said
from production.models import ProductionScheduleVersion, Task


@pytest.fixture
def version(studio):
    return ProductionScheduleVersion.objects.create(name="Plan A", project=studio.feature)


def do(who, version, action: str):
    path = f"/admin/production/productionscheduleversion/{version.pk}/{action}/"
    return Office(who).client.post(path, {"_form_submitted": "on"})


def test_a_manager_takes_in_the_tasks_and_applies_the_plan(studio, version):
    day = datetime.datetime(2030, 1, 7)
    Task.objects.filter(pk=studio.hero_modeling.pk).update(start_date=day)
    assert said(do(studio.manager, version, "take-in")) == ["Plan A holds the plan of 5 tasks."]
    Task.objects.update(start_date=None)
    assert said(do(studio.manager, version, "apply")) == ["Plan A was applied to 5 tasks."]
    assert Task.objects.get(pk=studio.hero_modeling.pk).start_date == day
    studio.feature.refresh_from_db()
    assert studio.feature.from_schedule_version == version


def test_a_dialog_asks_first(studio, version):
    path = f"/admin/production/productionscheduleversion/{version.pk}/apply/"
    answer = Office(studio.manager).client.get(path)
    assert "Apply the plan to the tasks?" in answer.content.decode()
    version.refresh_from_db()
    assert not version.locked


@pytest.mark.parametrize("action", ["take-in", "apply"])
def test_others_do_neither(studio, version, action):
    assert do(studio.supervisor, version, action).status_code == 403
    foreign = ProductionScheduleVersion.objects.create(name="Plan B", project=studio.series)
    assert do(studio.manager, foreign, action).status_code == 403
    assert not version.task_links.exists()
