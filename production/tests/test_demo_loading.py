"""How the demo is loaded: whole, beside what is there, with few queries."""

import datetime
from collections import Counter

import pytest
from django.core.management import call_command

from accounts.models import Department, Person
from production.models import Project, Task, TaskType
from production.services import demo, demo_data

PASSWORD = "mysecretpassword"
TODAY = datetime.date(2030, 5, 15)  # a Wednesday


def test_is_the_same_on_any_day_of_the_week(db):
    demo.load(password=PASSWORD, today=datetime.date(2030, 5, 19))  # a Sunday
    sunday = Counter(Task.objects.values_list("task_status__short_name", flat=True))
    assert sunday == {
        "done": 148,
        "todo": 111,
        "ready": 22,
        "wfa": 8,
        "wip": 3,
        "retake": 3,
        "rejected": 3,
        "approved": 2,
    }


def test_uses_the_vocabulary_that_is_there(db):
    department = Department.objects.create(name="Animation", color="#123456")
    demo.load(password=PASSWORD, today=TODAY)
    assert TaskType.objects.get(name="Animation").department == department


def test_the_command_prints_a_password_that_works(db, capsys):
    call_command("load_demo")
    line = capsys.readouterr().out.splitlines()[1]
    password = line.removeprefix("Its people sign in with the password ").partition(" ")[0]
    assert Person.objects.get(email="iris.novak@northlight.test").check_password(password)


def test_is_loaded_whole_or_not_at_all(db, monkeypatch):
    monkeypatch.setitem(demo_data.SAYINGS, "client", ())  # nothing to choose from, after most was made
    with pytest.raises(IndexError):
        demo.load(password=PASSWORD, today=TODAY)
    assert (Person.objects.count(), Project.objects.count(), TaskType.objects.count()) == (0, 0, 0)


def test_loads_with_few_queries(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(400):
        demo.load(password=PASSWORD, today=TODAY)
