"""The first vocabulary of a studio, by domain (notes on commands, "First data")."""

from dataclasses import dataclass, replace

PRODUCTION_STATUSES = {"Open": "#000000", "Closed": "#000000"}
SHOT_TYPES = ("Episode", "Sequence", "Shot")
EDIT_TYPES = ("Edit",)


@dataclass(frozen=True)
class Status:
    """A task status; `flags` are the columns that are true of it."""

    name: str
    short_name: str
    color: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A task type."""

    name: str
    color: str
    priority: int
    for_entity: str = "Asset"


@dataclass(frozen=True)
class Team:
    """A department with its task types."""

    name: str
    color: str
    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class Domain:
    """What a kind of studio works on, and who does what."""

    asset_types: tuple[str, ...]
    teams: tuple[Team, ...]


TASK_STATUSES = (
    Status("Todo", "todo", "#f5f5f5", ("is_default",)),
    Status("Work In Progress", "wip", "#3273dc", ("is_wip",)),
    Status("Waiting For Approval", "wfa", "#ab26ff", ("is_feedback_request",)),
    Status("Retake", "retake", "#ff3860", ("is_retake",)),
    Status("Done", "done", "#22d160", ("is_done",)),
    Status("Ready To Start", "ready", "#fbc02d"),
    Status("Neutral", "neutral", "#CCCCCC", ("for_concept", "is_default")),
    Status("Approved", "approved", "#66BB6A", ("for_concept",)),
    Status("Rejected", "rejected", "#E81123", ("for_concept",)),
)

ASSET_CONCEPT = Kind("Concept", "#8D6E63", 1)
CONCEPT = Kind("Concept", "#8D6E63", 1, "Concept")
CONCEPT_TEAM = Team("Concept", "#8D6E63", (ASSET_CONCEPT, Kind("Storyboard", "#43A047", 1, "Shot"), CONCEPT))
LAYOUT_TEAM = Team("Layout", "#7CB342", (Kind("Layout", "#7CB342", 2, "Shot"),))
EDIT_3D = Kind("Edit", "#9b298c", 8, "Edit")

DOMAIN_3D = Domain(
    ("Character", "Prop", "Environment", "FX"),
    (
        CONCEPT_TEAM,
        Team("Modeling", "#78909C", (Kind("Modeling", "#78909C", 2), Kind("Shading", "#64B5F6", 3))),
        Team(
            "Animation", "#009688", (Kind("Rigging", "#9CCC65", 4), Kind("Animation", "#009688", 3, "Shot"))
        ),
        LAYOUT_TEAM,
        Team("FX", "#26C6DA", (Kind("FX", "#26C6DA", 5, "Shot"),)),
        Team(
            "Compositing",
            "#F06292",
            (
                Kind("Lighting", "#F9A825", 4, "Shot"),
                Kind("Rendering", "#F06292", 6, "Shot"),
                Kind("Compositing", "#ff5252", 7, "Shot"),
                EDIT_3D,
            ),
        ),
    ),
)


def with_later_edit(team: Team) -> Team:
    """The team with its edit after the matte paintings of visual effects."""
    return replace(
        team, kinds=tuple(replace(kind, priority=9) if kind == EDIT_3D else kind for kind in team.kinds)
    )


DOMAINS = {
    "2d": Domain(
        ("Character", "Prop", "Background", "FX"),
        (
            CONCEPT_TEAM,
            LAYOUT_TEAM,
            Team(
                "Animation",
                "#009688",
                (Kind("Animation", "#009688", 3, "Shot"), Kind("Clean-up", "#4DB6AC", 4, "Shot")),
            ),
            Team(
                "Compositing",
                "#F06292",
                (
                    Kind("Color", "#F9A825", 5, "Shot"),
                    Kind("Compositing", "#ff5252", 6, "Shot"),
                    Kind("Edit", "#9b298c", 7, "Edit"),
                ),
            ),
        ),
    ),
    "3d": DOMAIN_3D,
    "vfx": Domain(
        (*DOMAIN_3D.asset_types, "Vehicle"),
        (
            *map(with_later_edit, DOMAIN_3D.teams),
            Team(
                "Matchmove",
                "#5C6BC0",
                (Kind("Matchmove", "#5C6BC0", 1, "Shot"), Kind("Rotomation", "#7986CB", 2, "Shot")),
            ),
            Team("DMP", "#8D6E63", (Kind("DMP", "#A1887F", 8, "Shot"),)),
        ),
    ),
    "games": Domain(
        (*DOMAIN_3D.asset_types, "UI"),
        (
            Team("Game Design", "#7B1FA2", (Kind("Game Design", "#7B1FA2", 1),)),
            Team("Level Design", "#00897B", (Kind("Level Design", "#00897B", 2),)),
            Team("Character Art", "#78909C", (Kind("Character Art", "#78909C", 3), CONCEPT)),
            Team("Environment Art", "#43A047", (Kind("Environment Art", "#43A047", 4),)),
            Team("Animation", "#009688", (Kind("Animation", "#009688", 5),)),
            Team("VFX", "#26C6DA", (Kind("VFX", "#26C6DA", 6),)),
            Team("QA", "#E53935", (Kind("QA", "#E53935", 1, "Shot"),)),
        ),
    ),
}
