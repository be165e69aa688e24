"""Imports of JSON rows that are only tried: all is written, looked at, and rolled back."""

from collections.abc import Callable

from django.db import transaction

from imports.services import batches
from imports.services.plans import Action, Change, DryRun, Plan

FIRST = 1  # the number of the first row


def rehearse(model, write: Callable[[], list], present: Callable[[list], list[dict]]) -> Plan:
    """The plan of what `write` would do; nothing of it stays.

    `write` takes in rows of `model`, and answers for each the id of what it is stored as, or a `Refusal`;
    `present` makes the columns of ids, in their order. A row that is passed over counts as refused.
    """
    outcomes, columns = [], {}
    try:
        with transaction.atomic():
            outcomes = write()
            ids = list(dict.fromkeys(o for o in outcomes if not isinstance(o, batches.Refusal)))
            columns = dict(zip(ids, present(ids), strict=True))
            raise DryRun
    except DryRun:
        pass
    there = batches.known(model, columns)
    plan = Plan()
    for line, outcome in enumerate(outcomes, start=FIRST):
        if isinstance(outcome, batches.Refusal):
            change = Change(line, Action.REFUSED, reason=outcome.reason, column=outcome.field)
        else:
            action = Action.UPDATE if outcome in there else Action.CREATE
            values = columns[outcome]
            there.add(outcome)  # a later row of the same changes it
            change = Change(line, action, name=values.get("name") or "", values=values)
        change.kind = str(model._meta.verbose_name)
        plan.changes.append(change)
    return plan
