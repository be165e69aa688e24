"""`manage.py benchmark`, run small: what it says and counts, not how long it takes."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kitsu_site import benchmarks, import_benchmarks, production_benchmarks, task_benchmarks
from kitsu_site.benchmarks import Comparison, Measure
from kitsu_site.task_benchmarks import Step


def test_rows_are_measured_in_a_database_of_their_own(db):
    from production.models import Task

    out = io.StringIO()
    call_command("benchmark", "rows", tasks=300, rounds=1, limit=1000, stdout=out)
    heading, _, names, bare, api, ratio = out.getvalue().splitlines()
    assert heading == f"300 tasks of 28 columns, {connection.vendor}, rounds: 1"
    assert names.split() == ["CPU", "seconds", "queries", "bytes"]
    assert re.fullmatch(r"bare cursor and orjson +\d+\.\d{3} +1 +233101", bare)
    assert re.fullmatch(r"GET /data/tasks +\d+\.\d{3} +2 +233101", api)
    assert re.fullmatch(r"ratio +\d+\.\d\d", ratio)
    assert Task.objects.count() == 0


@pytest.mark.parametrize("tasks", [1, 20, 300])
def test_the_list_of_tasks_takes_as_many_queries_for_few_as_for_many(db, tasks):
    found = benchmarks.compare_rows(benchmarks.make_production(tasks), rounds=1)
    assert (found.rows, found.api.queries) == (tasks, 2)


def test_ways_that_do_not_answer_the_same_are_not_compared(db, monkeypatch):
    monkeypatch.setattr(benchmarks, "bare_rows", lambda *args, **options: [])
    with pytest.raises(RuntimeError, match="do not answer the same objects"):
        benchmarks.compare_rows(benchmarks.make_production(3), rounds=1)


def test_over_the_limit_the_command_fails(monkeypatch):
    slow = Comparison(10, 28, Measure("bare", 0.1, 1, 1), Measure("api", 0.21, 2, 1))
    monkeypatch.setattr(benchmarks, "rows", lambda **options: slow)
    with pytest.raises(CommandError, match=r"The API takes 2\.10 times the CPU of a bare cursor, over 2\."):
        call_command("benchmark", "rows", stdout=io.StringIO())


def test_work_on_many_tasks_is_measured_with_its_events(db):
    project_id = benchmarks.make_production(6 * benchmarks.TASK_TYPES)
    steps = task_benchmarks.measure(project_id, assigned=2)
    assert [(step.name, step.rows, step.events) for step in steps] == [
        ("create", 6, 6),
        ("assign", 2, 5),  # an assignation and a change of each, and the person joins the team
        ("comment", 1, 5),
        ("open tasks", 54, 0),
        ("stats", 54, 0),
        ("delete", 6, 6),
    ]


def test_a_slow_step_fails_the_command(monkeypatch):
    slow = [Step("create", 10, 10.5, 30, 10), Step("comment", 1, 0.1, 41, 5)]
    monkeypatch.setattr(task_benchmarks, "tasks", lambda **options: slow)
    with pytest.raises(CommandError, match="Over the limit: create, queries of comment"):
        call_command("benchmark", "tasks", stdout=io.StringIO())


def test_a_whole_production_is_planned_counted_and_deleted(db):
    from production.models import Project

    out = io.StringIO()
    call_command("benchmark", "production", tasks=8, comments=20, stdout=out)
    heading, _, names, *steps, limits = out.getvalue().splitlines()
    assert heading == f"8 tasks and 20 comments, {connection.vendor}, seconds of the clock"
    assert names.split() == ["rows", "seconds"]
    assert [re.sub(r" +\d+\.\d\d$", "", step) for step in steps] == [
        "tasks copied into a schedule version               8",
        "tasks that a schedule version is applied to        8",
        "rows counted by a dry run                        125",
        "rows deleted                                     125",
    ]
    assert limits == "limits: 10 s to apply, 30 s to delete"
    assert Project.objects.count() == 0


def test_a_production_that_takes_too_long_fails_the_command(monkeypatch):
    slow = [
        production_benchmarks.Step("a", 1, 0.1),
        production_benchmarks.Step("b", 1, 10.5),
        production_benchmarks.Step("c", 1, 0.1),
        production_benchmarks.Step("d", 1, 0.1),
    ]
    monkeypatch.setattr(production_benchmarks, "whole_production", lambda **options: slow)
    with pytest.raises(CommandError, match="Over the limit"):
        call_command("benchmark", "production", stdout=io.StringIO())


def test_a_sheet_is_imported_and_imported_again_with_the_next_statuses(db, monkeypatch):
    monkeypatch.setattr(import_benchmarks, "sheet", lambda *, shots: import_benchmarks.measure(shots))
    out = io.StringIO()
    call_command("benchmark", "sheet", shots=30, stdout=out)
    heading, _, names, new, update, limit = out.getvalue().splitlines()
    assert heading == f"30 shots with 6 tasks, {connection.vendor}, seconds of the clock"
    assert names.split() == ["rows", "seconds", "queries", "for", "1,000", "rows", "events"]
    # 2 sequences, 30 shots, 180 tasks; 4 events of a comment, and one more where it asks for a review.
    assert re.fullmatch(r"new +30 +\d+\.\d\d +\d+ +\d+ +978", new)
    assert re.fullmatch(r"update +30 +\d+\.\d\d +\d+ +\d+ +795", update)
    assert limit == f"limit: {20 if connection.vendor == 'postgresql' else 40} s for 5,000 new shots"


def test_a_sheet_that_takes_too_long_fails_the_command(monkeypatch):
    slow = [import_benchmarks.Step("new", 5_000, 40.5, 200, 9)]
    monkeypatch.setattr(import_benchmarks, "sheet", lambda **options: slow)
    with pytest.raises(CommandError, match=r"Over the limit\."):
        call_command("benchmark", "sheet", stdout=io.StringIO())
