"""Budgets of productions (notes on production, section 8)."""

import math
from collections import defaultdict

from django.db import transaction
from django.db.models import Max

from accounts.models import Department
from kitsu_site import events
from production.models import Budget, BudgetEntry, Project

WORKING_DAYS_OF_A_MONTH = 20


@transaction.atomic
def create(*, project: Project, name: str, currency: str | None, by) -> Budget:
    """The next revision of the budget of a production."""
    Project.objects.select_for_update().get(pk=project.pk)  # revisions are given one by one
    last = project.budgets.aggregate(last=Max("revision"))["last"] or 0
    budget = Budget.objects.create(project=project, name=name, currency=currency, revision=last + 1)
    tell("create", budget, by=by)
    return budget


@transaction.atomic
def update(*, budget: Budget, by, **values) -> None:
    """Change the columns of a budget; None leaves one as it is."""
    values = {name: value for name, value in values.items() if value is not None}
    for name, value in values.items():
        setattr(budget, name, value)
    budget.save(update_fields=[*values, "updated_at"])
    tell("update", budget, by=by)


@transaction.atomic
def delete(*, budget: Budget, by) -> None:
    """Delete a budget with its entries."""
    budget.entries.all().delete()
    Budget.objects.filter(pk=budget.pk).delete()
    tell("delete", budget, by=by)


@transaction.atomic
def create_entry(*, budget: Budget, by, **values) -> BudgetEntry:
    """Add an entry to a budget."""
    entry = BudgetEntry.objects.create(budget=budget, exceptions={}, **values)
    tell_entry("create", budget, entry, by=by)
    return entry


@transaction.atomic
def update_entry(*, budget: Budget, entry: BudgetEntry, by, **values) -> None:
    """Replace the columns of an entry."""
    for name, value in values.items():
        setattr(entry, name, value)
    entry.save(update_fields=[*(name.removesuffix("_id") for name in values), "updated_at"])
    tell_entry("update", budget, entry, by=by)


@transaction.atomic
def delete_entry(*, budget: Budget, entry: BudgetEntry, by) -> None:
    """Take an entry out of a budget."""
    BudgetEntry.objects.filter(pk=entry.pk).delete()
    tell_entry("delete", budget, entry, by=by)


def costs(budget: Budget) -> dict[Department, float]:
    """What a budget plans to spend by department, the dearest first, in its currency.

    A month costs 20 daily salaries, or the amount that the entry's exceptions say for it.
    """
    found = defaultdict(float)
    for entry in budget.entries.select_related("department"):
        said = [amount for amount in (entry.exceptions or {}).values() if amount]
        planned = max(0, entry.months_duration - len(said))
        found[entry.department] += planned * WORKING_DAYS_OF_A_MONTH * entry.daily_salary + math.fsum(said)
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def tell(verb: str, budget: Budget, *, by) -> None:
    """The event of a budget."""
    events.emit(f"budget:{verb}", by=by, project_id=budget.project_id, budget_id=budget.pk)


def tell_entry(verb: str, budget: Budget, entry: BudgetEntry, *, by) -> None:
    """The event of an entry."""
    events.emit(
        f"budget-entry:{verb}",
        by=by,
        project_id=budget.project_id,
        budget_id=budget.pk,
        budget_entry_id=entry.pk,
    )
