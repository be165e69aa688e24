"""The breakdown of a sequence: its shots, and the assets that each of them casts, as a grid to look at."""

import uuid
from collections import defaultdict

from django.urls import reverse

from kitsu_site.admin.columns import picture
from production.models import Entity, EntityLink, Project


def context(scope, project_id: str | None, sequence_id: str | None) -> dict:
    """What the page shows: the chosen production and sequence, or the first of each; a few queries.

    Vendors see no castings (notes on entities, section 8): their productions are not offered.
    """
    projects = [
        project
        for project in Project.objects.visible_to(scope).in_open_productions().order_by("name")
        if not scope.in_project(project).is_vendor
    ]
    project = chosen(projects, project_id)
    sequences = list(
        Entity.objects.of_kind("Sequence")
        .filter(project=project)
        .exclude(canceled=True)
        .select_related("parent")
        .order_by("parent__name", "name")
    )
    sequence = chosen(sequences, sequence_id)
    shots = Entity.objects.of_kind("Shot").filter(parent=sequence, parent__isnull=False)
    shots = list(shots.exclude(canceled=True).order_by("name"))
    types, casts = castings(shots)
    place = sequences.index(sequence) if sequence else 0
    return {
        "projects": options(projects, project, lambda row: row.name),
        "sequences": options(sequences, sequence, name_of),
        "before": sequences[place - 1].pk if place else None,
        "after": sequences[place + 1].pk if place + 1 < len(sequences) else None,
        "project": project,
        "sequence": name_of(sequence) if sequence else None,
        "types": types,
        "shots": [line(shot, types, casts[shot.pk]) for shot in shots],
        "assets": len({cast["id"] for of_shot in casts.values() for cast in of_shot}),
    }


def chosen(rows: list, pk: str | None):
    """The row of an id, or else the first."""
    try:
        wanted = uuid.UUID(pk or "")
    except ValueError:
        wanted = None
    return next((row for row in rows if row.pk == wanted), rows[0] if rows else None)


def options(rows: list, current, name) -> list[dict]:
    return [{"id": row.pk, "name": name(row), "selected": row is current} for row in rows]


def name_of(sequence: Entity) -> str:
    return f"{sequence.parent.name} / {sequence.name}" if sequence.parent else sequence.name


def castings(shots: list[Entity]) -> tuple[list[str], dict]:
    """The types of all assets that are cast, and {shot: its casts}."""
    links = EntityLink.objects.filter(entity_in__in=[shot.pk for shot in shots])
    links = links.exclude(entity_out__canceled=True).select_related(
        "entity_out__entity_type", "entity_out__ready_for"
    )
    found = defaultdict(list)
    for link in links.order_by("entity_out__entity_type__name", "entity_out__name"):
        asset = link.entity_out
        found[link.entity_in_id].append(
            {
                "id": asset.pk,
                "type": asset.entity_type.name,
                "name": asset.name,
                "picture": picture(asset.preview_file_id, 96, 54),
                "link": reverse("admin:production_entity_change", args=[asset.pk]),
                "number": link.nb_occurences,
                "label": link.label,
                "ready_for": asset.ready_for,
            }
        )
    return sorted({cast["type"] for casts in found.values() for cast in casts}), found


def line(shot: Entity, types: list[str], casts: list[dict]) -> dict:
    """A shot with its casts by type, in the order of the columns."""
    return {
        "name": shot.name,
        "picture": picture(shot.preview_file_id, 120, 68),
        "link": reverse("admin:production_entity_change", args=[shot.pk]),
        "frames": shot.nb_frames,
        "cells": [[cast for cast in casts if cast["type"] == type_] for type_ in types],
        "cast": len(casts),
        "ready": sum(cast["ready_for"] is not None for cast in casts),
    }
