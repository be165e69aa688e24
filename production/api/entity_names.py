"""The whole name of an entity, with the sequence and the episode that it is in: "E01 / SQ01 / SH010"."""

SHOT, SEQUENCE, EPISODE = "Shot", "Sequence", "Episode"
TIMED = (SHOT, SEQUENCE, EPISODE, "Scene", "Edit", "Concept")


def columns(prefix: str) -> dict[str, str]:
    """What `whole_name` and `episode_of` need of the entity at `prefix`, as names and lookups."""
    return {
        "id": f"{prefix}__id",
        "name": f"{prefix}__name",
        "type": f"{prefix}__entity_type__name",
        "parent": f"{prefix}__parent__name",
        "parent_id": f"{prefix}__parent_id",
        "grandparent": f"{prefix}__parent__parent__name",
        "grandparent_id": f"{prefix}__parent__parent_id",
        "source_id": f"{prefix}__source_id",
    }


def whole_name(entity: dict) -> str:
    """ "Episode / Sequence / Shot" as far as there are such; "Type / Name" of anything else."""
    if entity["type"] == SHOT:
        parts = [entity["grandparent"], entity["parent"], entity["name"]]
    elif entity["type"] == SEQUENCE:
        parts = [entity["parent"], entity["name"]]
    elif entity["type"] == EPISODE:
        parts = [entity["name"]]
    else:
        parts = [entity["type"], entity["name"]]
    return " / ".join(part for part in parts if part)


def episode_of(entity: dict):
    """The id of the episode that an entity is in, of an asset the one it comes from; or None."""
    if entity["type"] == SHOT:
        return entity["grandparent_id"]
    if entity["type"] == SEQUENCE:
        return entity["parent_id"]
    if entity["type"] == EPISODE:
        return entity["id"]
    return entity["source_id"] if entity["type"] not in TIMED else None
