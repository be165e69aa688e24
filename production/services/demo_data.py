"""What the demo is made of: people, productions, words. Days are working days: see `demo_rows.Calendar`."""

from dataclasses import dataclass, field

STUDIO = "Northlight Animation"
STUDIOS = {"Northlight Lisbon": "#5E60CE", "Blue Fern VFX": "#2A9D8F"}
MAIL_DOMAIN = "northlight.test"


@dataclass(frozen=True)
class Someone:
    """A person; `departments` by name, the daily salary in the studio's currency."""

    first_name: str
    last_name: str
    role: str = "user"
    departments: tuple[str, ...] = ()
    position: str = "artist"
    seniority: str = "mid"
    salary: int = 180
    studio: str = "Northlight Lisbon"
    active: bool = True
    is_bot: bool = False

    @property
    def email(self) -> str:
        return f"{self.first_name}.{self.last_name}@{MAIL_DOMAIN}".lower()


PEOPLE = {
    "iris": Someone("Iris", "Novak", "admin", position="lead", seniority="senior", salary=320),
    "hugo": Someone("Hugo", "Lambert", "manager", position="lead", seniority="senior", salary=280),
    "sana": Someone("Sana", "Qureshi", "manager", position="lead", salary=260),
    "mei": Someone("Mei", "Tanaka", "supervisor", ("Animation",), "supervisor", "senior", 290),
    "tomas": Someone("Tomas", "Okafor", "supervisor", ("Modeling", "Concept"), "supervisor", "senior", 285),
    "lena": Someone(
        "Lena", "Fischer", "supervisor", ("Compositing", "FX", "Layout"), "supervisor", "mid", 270
    ),
    "ines": Someone("Ines", "Duarte", departments=("Concept",), seniority="senior", salary=210),
    "bao": Someone("Bao", "Tran", departments=("Modeling",)),
    "petra": Someone("Petra", "Lindqvist", departments=("Modeling",), position="lead", salary=220),
    "lucas": Someone("Lucas", "Moreau", departments=("Animation",), position="lead", salary=230),
    "amara": Someone("Amara", "Diallo", departments=("Animation",)),
    "joon": Someone("Joon", "Park", departments=("Animation",), seniority="junior", salary=140),
    "nils": Someone("Nils", "Berg", departments=("Layout",)),
    "freya": Someone("Freya", "Nilsen", departments=("Compositing",), seniority="senior", salary=225),
    "theo": Someone("Theo", "Marchetti", departments=("Concept", "Layout")),
    "diego": Someone("Diego", "Santos", departments=("Animation",)),
    "salma": Someone("Salma", "Haddad", departments=("Animation",), seniority="junior", salary=145),
    "kofi": Someone("Kofi", "Mensah", departments=("Compositing",)),
    "vik": Someone("Vik", "Rao", "vendor", ("FX", "Compositing"), seniority="senior", studio="Blue Fern VFX"),
    "clara": Someone("Clara", "Devine", "client", position="supervisor", salary=0, studio=""),
    "greta": Someone("Greta", "Holm", departments=("Animation",), active=False),
    "robin": Someone("Publishing", "Robot", is_bot=True, salary=0),
}


@dataclass(frozen=True)
class Stage:
    """A task type in a production: who does it, and how many days a task of it may take."""

    name: str
    artists: tuple[str, ...]
    supervisor: str
    days: tuple[int, ...]


@dataclass(frozen=True)
class Production:
    """A production; a stage stands for the entities that are named with it."""

    name: str
    code: str
    kind: str
    description: str
    manager: str
    starts: int
    ends: int
    team: tuple[str, ...]
    assets: dict[str, tuple[str, ...]]
    episodes: tuple[str, ...]
    sequences: tuple[tuple[str | None, str], ...]  # (episode, name), each of SHOTS_IN_SEQUENCE shots
    asset_stages: tuple[Stage, ...]
    shot_stages: tuple[Stage, ...]
    edit: Stage
    edits: tuple[tuple[str | None, str], ...]
    concepts: tuple[tuple[str, str], ...]  # (name, the asset it is of)
    concept: Stage
    effects: Stage | None = None
    effects_in: str | None = None  # the sequence that has them
    roles: dict[str, str] = field(default_factory=dict)  # other roles here than in the studio
    is_rigged: tuple[str, ...] = ("Character",)  # the asset types that are
    late_assets: tuple[str, ...] = ()  # written in when the others were done


SHOTS_IN_SEQUENCE = 10

FEATURE = Production(
    name="The Lantern Keeper",
    code="TLK",
    kind="featurefilm",
    description="A lighthouse keeper's daughter sets out to bring the light back to a drowned town.",
    manager="hugo",
    starts=-45,
    ends=38,
    team=(
        *("hugo", "mei", "tomas", "lena", "ines", "bao", "petra", "lucas", "amara", "joon"),
        *("nils", "freya", "vik", "clara", "robin"),
    ),
    assets={
        "Character": ("Mara", "Old Tobin", "Storm Gull", "The Tide"),
        "Prop": ("Brass Lantern", "Rowing Boat"),
        "Environment": ("Lighthouse", "Drowned Town"),
    },
    episodes=(),
    sequences=((None, "SQ010"), (None, "SQ020"), (None, "SQ030")),
    asset_stages=(
        Stage("Concept", ("ines",), "tomas", (1, 2)),
        Stage("Modeling", ("bao",), "tomas", (2, 3, 4)),
        Stage("Shading", ("bao",), "tomas", (1, 2)),
        Stage("Rigging", ("lucas", "joon"), "mei", (2, 3)),
    ),
    shot_stages=(
        Stage("Layout", ("nils",), "lena", (1,)),
        Stage("Animation", ("lucas", "amara", "joon"), "mei", (2, 3, 4)),
        Stage("Lighting", ("freya",), "lena", (1, 2)),
        Stage("Compositing", ("freya", "vik"), "lena", (1, 2)),
    ),
    edit=Stage("Edit", ("freya",), "lena", (3,)),
    edits=((None, "Reel 1"),),
    concepts=(
        ("Mara, first look", "Mara"),
        ("Gull silhouettes", "Storm Gull"),
        ("Town at low tide", "Drowned Town"),
    ),
    concept=Stage("Concept", ("ines",), "tomas", (1,)),
    effects=Stage("FX", ("vik",), "lena", (2, 3)),
    effects_in="SQ030",
    roles={"petra": "supervisor"},
    late_assets=("The Tide", "Drowned Town"),
)

SERIES = Production(
    name="Pip & Otto",
    code="PAO",
    kind="tvshow",
    description="A hedgehog who plans everything and an otter who never does share one small boat.",
    manager="sana",
    starts=-40,
    ends=45,
    team=(
        *("sana", "mei", "tomas", "lena", "petra", "theo", "diego", "salma", "kofi"),
        *("clara", "greta"),
    ),
    assets={
        "Character": ("Pip", "Otto"),
        "Prop": ("The Boat",),
        "Environment": ("River Bend",),
    },
    episodes=("E01", "E02", "E03"),
    sequences=(("E01", "SQ01"), ("E01", "SQ02"), ("E02", "SQ01")),
    asset_stages=(
        Stage("Concept", ("theo",), "tomas", (1, 2)),
        Stage("Modeling", ("petra",), "tomas", (2, 3)),
        Stage("Shading", ("petra",), "tomas", (1,)),
        Stage("Rigging", ("diego",), "mei", (2,)),
    ),
    shot_stages=(
        Stage("Storyboard", ("theo",), "tomas", (1,)),
        Stage("Layout", ("theo",), "lena", (1,)),
        Stage("Animation", ("diego", "salma"), "mei", (1, 2, 3)),
        Stage("Compositing", ("kofi",), "lena", (1,)),
    ),
    edit=Stage("Edit", ("kofi",), "lena", (2,)),
    edits=(("E01", "E01 cut"), ("E02", "E02 cut")),
    concepts=(("Pip and Otto line-up", "Pip"), ("Boat in the rain", "The Boat")),
    concept=Stage("Concept", ("theo",), "tomas", (1,)),
    roles={"lena": "manager"},
)

PRODUCTIONS = (FEATURE, SERIES)

SAYINGS = {
    "ready": ("All yours.", "The previous step is approved, go ahead.", "Ready to start, see the brief."),
    "wip": ("Starting now.", "On it.", "First pass under way.", "Blocking done, working on the details."),
    "wfa": (
        "Ready for review.",
        "New version, notes addressed.",
        "Please have a look, the timing changed a little.",
        "Final pass, I am happy with it.",
    ),
    "retake": (
        "Good direction. The weight is not there yet.",
        "The silhouette gets lost against the background.",
        "Too fast at the end, give it four more frames.",
        "Please match the continuity of the previous shot.",
    ),
    "done": ("Approved.", "Lovely work, approved.", "That is it. Done."),
    "approved": ("This is the one.", "Approved, let us build it."),
    "rejected": ("Too close to what we had. Try another shape.",),
    "client": ("We love this one.", "Could the lantern be warmer? Otherwise fine for us."),
    "reply": (
        "Understood, I will send a new version.",
        "Thanks, on it.",
        "Could we talk about it at dailies?",
    ),
    "note": ("Keep the arcs clean", "Check the contact with the ground", "Mind the line of action"),
}

CAMERA_MOVES = ("Static", "Pan", "Dolly", "Handheld")
WEATHER = ("Clear", "Fog", "Storm")
COMPLEXITY = ("Simple", "Average", "Complex")

SOFTWARES = {
    "Blender": ("blend", ".blend", "5.0", 0),
    "Krita": ("krita", ".kra", "5.3", 0),
    "Nuke": ("nuke", ".nk", "17.0", 310),
}
HARDWARE = {"Workstation": ("ws", 210, 14), "Pen display": ("pen", 45, 6), "Render node": ("rn", 260, 8)}
DAYS_OFF = (
    ("amara", -12, -11, "Family"),
    ("freya", 6, 10, "Holiday"),
    ("theo", 3, 3, "Doctor"),
    ("bao", 15, 19, "Holiday"),
)
MILESTONES = (("Breakdown locked", -24), ("First screening", 4), ("Delivery", 36))
