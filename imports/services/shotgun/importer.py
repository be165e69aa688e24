"""Rows of ShotGrid taken in: by the API's calls, by the command, by a second try from the back office."""

import logging
from functools import partial

from django.db import transaction

from imports.services import batches
from imports.services.batches import Refusal
from imports.services.shotgun import entities, people, productions, vocabulary, work
from imports.services.shotgun.kind import Kind, PassedOver

logger = logging.getLogger(__name__)

# By the words of the routes, in an order in which rows only refer to earlier ones.
KINDS: dict[str, type[Kind]] = {
    "persons": people.Persons,
    "projects": productions.Projects,
    "project-connections": productions.ProjectConnections,
    "steps": vocabulary.Steps,
    "status": vocabulary.Statuses,
    "episodes": entities.Episodes,
    "sequences": entities.Sequences,
    "scenes": entities.Scenes,
    "assets": entities.Assets,
    "shots": entities.Shots,
    "tasks": work.Tasks,
    "versions": work.Versions,
    "notes": work.Notes,
}


@transaction.atomic
def import_rows(
    name: str, rows: list, *, by, adopts: bool = False, passing: bool = False
) -> tuple[list, list[Refusal]]:
    """Take in `rows` of a kind; answers for each its row or why it was passed over, and the refused ones.

    The first refused row ends it, unless such rows are `passing`: then it counts as passed over.
    """
    kind = KINDS[name]
    passing = passing or kind.passing
    write = partial(write_rows, kind, by=by, adopts=adopts)
    answered, refused = batches.in_order(rows, write, passing=passing)
    if passing:
        for failure in refused:
            answered.insert(failure.index, PassedOver(failure.reason))
        refused = []
    for row, answer in zip(rows, answered, strict=False):
        if isinstance(answer, PassedOver):
            number = row.get("id") if isinstance(row, dict) else None
            logger.info("ShotGrid %s %s passed over: %s", name, number, answer.reason)
    kind.after(rows[: len(answered)], answered, by=by, adopts=adopts)
    return answered, refused


def write_rows(kind: type[Kind], rows: list, *, by, adopts: bool) -> list:
    return kind(rows, by=by, adopts=adopts).write()
