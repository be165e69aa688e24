"""Budgets of productions and their entries (notes on production, section 8)."""

import pytest

from kitsu_site.tests import world
from kitsu_site.tests.client import Api
from kitsu_site.tests.concurrency import at_once
from production.models import Budget, BudgetEntry, TimeSpent

UNKNOWN = "6e0b4a1c-51c1-4cb5-8fd2-0d2c8f2a7a10"


@pytest.fixture
def budget(studio):
    return Budget.objects.create(project=studio.feature, name="Quote", currency="USD")


@pytest.fixture
def entry(studio, budget):
    return BudgetEntry.objects.create(
        budget=budget,
        department=studio.modeling_department,
        start_date="2030-01-01",
        months_duration=3,
        daily_salary=200,
    )


def base(studio, project="feature") -> str:
    return f"/data/projects/{getattr(studio, project).pk}/budgets"


def body(studio, **more) -> dict:
    return {
        "department_id": str(studio.modeling_department.pk),
        "start_date": "2030-03-01",
        "months_duration": 6,
        "daily_salary": 210.5,
        **more,
    }


@pytest.mark.parametrize("who", ["supervisor", "animator", "vendor", "client", "outsider"])
def test_only_managers_of_the_production_see_budgets(studio, api, budget, entry, who):
    caller, one = api(who), f"{base(studio)}/{budget.pk}"
    found = {
        caller.get(base(studio)).status_code,
        caller.post(base(studio), {"name": "New"}).status_code,
        caller.get(one).status_code,
        caller.put(one, {"name": "New"}).status_code,
        caller.get(f"{one}/entries").status_code,
        caller.post(f"{one}/entries", body(studio)).status_code,
        caller.get(f"{one}/entries/{entry.pk}").status_code,
        caller.put(f"{one}/entries/{entry.pk}", body(studio)).status_code,
        caller.delete(f"{one}/entries/{entry.pk}").status_code,
        caller.delete(one).status_code,
    }
    assert found == {403}
    assert (Budget.objects.count(), BudgetEntry.objects.count()) == (1, 1)


def test_a_budget_is_made_changed_and_removed(studio, api, events):
    row = api("manager").post(base(studio), {"name": "Quote"})
    assert row.status_code == 200
    made = row.json()
    assert (made["revision"], made["currency"], made["type"]) == (1, "USD", "Budget")
    path = f"{base(studio)}/{made['id']}"
    assert api("manager").put(path, {"currency": "CAD", "name": None}).json()["name"] == "Quote"
    assert api("manager").delete(path).status_code == 204
    payload = {"budget_id": made["id"], "project_id": str(studio.feature.pk)}
    assert events() == [(f"budget:{verb}", payload) for verb in ("create", "update", "delete")]


def test_the_list_is_short(studio, api, budget):
    assert api("manager").get(base(studio)).json() == [
        {
            "id": str(budget.pk),
            "project_id": str(studio.feature.pk),
            "revision": 1,
            "name": "Quote",
            "currency": "USD",
        }
    ]


def test_a_revision_is_one_more_than_the_highest(studio, api, budget):
    Budget.objects.create(project=studio.feature, name="Seventh", revision=7)
    assert api("manager").post(base(studio), {"name": "Next", "currency": None}).json()["revision"] == 8
    assert api("admin").post(base(studio, "series"), {"name": "First"}).json()["revision"] == 1


@pytest.mark.parametrize("wrong", [{}, {"name": ""}, {"name": 3}, {"name": "X", "currency": "EURO"}])
def test_a_wrong_budget_is_refused(studio, api, wrong):
    assert api("manager").post(base(studio), wrong).status_code == 400


def test_a_budget_is_found_in_its_own_production_only(studio, api, budget, entry):
    elsewhere = f"{base(studio, 'series')}/{budget.pk}"
    for path in (elsewhere, f"{elsewhere}/entries", f"{elsewhere}/entries/{entry.pk}"):
        assert api("admin").get(path).status_code == 404
    assert api("admin").put(elsewhere, {"name": "Taken"}).status_code == 404
    assert api("admin").delete(elsewhere).status_code == 404
    assert Budget.objects.get().name == "Quote"


def test_an_entry_is_found_in_its_own_budget_only(studio, api, entry):
    other = Budget.objects.create(project=studio.feature, name="Other", revision=2)
    path = f"{base(studio)}/{other.pk}/entries/{entry.pk}"
    assert api("admin").get(path).status_code == 404
    assert api("admin").put(path, body(studio)).status_code == 404
    assert api("admin").delete(path).status_code == 404
    assert BudgetEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/data/projects/{UNKNOWN}/budgets", 404),
        ("/data/projects/x/budgets", 400),
        ("{base}/x", 400),
        (f"{{base}}/{UNKNOWN}", 404),
        ("{base}/{budget}/entries/x", 400),
        (f"{{base}}/{{budget}}/entries/{UNKNOWN}", 404),
    ],
)
def test_ids_that_lead_nowhere(studio, api, budget, path, status):
    path = path.format(base=base(studio), budget=budget.pk)
    assert api("admin").get(path).status_code == status


def test_an_entry_is_made_changed_and_removed(studio, api, budget, events):
    path = f"{base(studio)}/{budget.pk}/entries"
    made = api("manager").post(path, body(studio)).json()
    assert (made["position"], made["seniority"], made["exceptions"]) == ("artist", "mid", {})
    changed = api("manager").put(f"{path}/{made['id']}", body(studio, months_duration=2)).json()
    assert (changed["position"], changed["seniority"], changed["months_duration"]) == (None, None, 2)
    assert api("manager").delete(f"{path}/{made['id']}").status_code == 204
    payload = {
        "budget_id": str(budget.pk),
        "budget_entry_id": made["id"],
        "project_id": str(studio.feature.pk),
    }
    assert events() == [(f"budget-entry:{verb}", payload) for verb in ("create", "update", "delete")]


def test_exceptions_are_whole_positive_amounts(studio, api, entry):
    path = f"{base(studio)}/{entry.budget_id}/entries/{entry.pk}"
    exceptions = {"2030-05": 400.7, "2030-06": 0, "2030-07": None, "2030-08": "350", "2030-09": -1}
    row = api("manager").put(path, body(studio, exceptions=exceptions)).json()
    assert row["exceptions"] == {"2030-05": 400, "2030-08": 350}
    assert api("manager").put(path, body(studio)).json()["exceptions"] == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"department_id": UNKNOWN},
        {"department_id": ""},
        {"person_id": UNKNOWN},
        {"start_date": "soon"},
        {"start_date": None},
        {"months_duration": "six"},
        {"daily_salary": None},
        {"position": "king"},
        {"seniority": "old"},
        {"exceptions": []},
        {"exceptions": {"2030-05": "much"}},
    ],
)
def test_a_wrong_entry_is_refused(studio, api, entry, wrong):
    path = f"{base(studio)}/{entry.budget_id}/entries/{entry.pk}"
    assert api("manager").put(path, body(studio, **wrong)).status_code == 400
    entry.refresh_from_db()
    assert entry.daily_salary == 200


def test_entries_go_with_their_budget(studio, api, entry):
    assert api("manager").delete(f"{base(studio)}/{entry.budget_id}").status_code == 204
    assert not BudgetEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_revisions_made_at_once_are_all_different():
    studio = world.build()
    caller = Api(studio.admin)
    answers = at_once(*(lambda: caller.post(base(studio), {"name": "Quote"}) for _ in range(6)))
    assert [answer.status_code for answer in answers] == [200] * 6
    assert sorted(Budget.objects.values_list("revision", flat=True)) == [1, 2, 3, 4, 5, 6]


# What time cost


@pytest.mark.parametrize(
    ("who", "status"), [("admin", 200), ("manager", 403), ("animator", 403), ("client", 403)]
)
def test_only_admins_see_what_time_cost(studio, api, who, status):
    assert api(who).get(f"{base(studio)}/time-spents").status_code == status


def test_time_is_summed_by_department_person_and_month(studio, api):
    for task, person, day, minutes in (
        ("hero_modeling", "modeler", "2030-03-05", 60),
        ("hero_modeling", "modeler", "2030-03-06", 30),
        ("hero_modeling", "animator", "2030-04-01", 10),
        ("first_animation", "animator", "2030-03-05", 5),
        ("first_compositing", "animator", "2030-03-05", 99),  # its task type has no department
        ("robot_modeling", "modeler", "2030-03-05", 99),  # of the series
    ):
        TimeSpent.objects.create(
            task=getattr(studio, task), person=getattr(studio, person), date=day, duration=minutes
        )
    assert api("admin").get(f"{base(studio)}/time-spents").json() == {
        str(studio.modeling_department.pk): {
            "total": 100.0,
            str(studio.modeler.pk): {"total": 90.0, "2030-03": 90.0},
            str(studio.animator.pk): {"total": 10.0, "2030-04": 10.0},
        },
        str(studio.animation_department.pk): {
            "total": 5.0,
            str(studio.animator.pk): {"total": 5.0, "2030-03": 5.0},
        },
    }


@pytest.mark.parametrize(("pk", "status"), [(UNKNOWN, 200), ("x", 400)])
def test_the_cost_of_no_production(studio, api, pk, status):
    assert api("admin").get(f"/data/projects/{pk}/budgets/time-spents").status_code == status
