"""Calls of the recordings where our rules are stricter than the reference (notes on stricter rules).

`DEVIATIONS` maps a recording and a call's number to what is expected instead of the recorded answer.
"""

from dataclasses import dataclass

# What everybody may know of a person, and anybody of who speaks on a shared playlist.
SPEAKER = frozenset({"id", "first_name", "last_name", "full_name", "has_avatar", "role"})
MEMBER = SPEAKER | {"active", "studio_id", "desktop_login", "is_bot", "departments", "type"}
GUEST = SPEAKER | {"is_guest", "type"}


@dataclass(frozen=True)
class Deviation:
    """What differs, and the `rule` that wants it.

    `status`: another status; `items`: the list (or the page's) has only so many of the recorded items;
    `public`: the people under this key (`$`: the answer itself) show no more than `keys`;
    `instead`: other values of these keys of the answer.
    """

    rule: str
    status: int | None = None
    items: int | None = None
    public: str | None = None
    keys: frozenset[str] = MEMBER
    instead: dict[str, object] | None = None


PEOPLE = "C: people in full only where /data/persons shows them so"
VENDOR = "C: vendors see the entities with a task of theirs, by every route and in every list"
CLIENT = "C: clients see no more of a comment, or of a playlist, than their own lists show"
WHOLE = "D: a failed action changes nothing"
PREVIEWS = "B: clients never add previews"
DELETED = "an answer names no row that is deleted; the reference answers what it had cached of it"
FAILED = "D: an import's failing row leaves nothing of itself"


def people(*numbers: int, keys: frozenset[str] = MEMBER) -> dict[int, Deviation]:
    """Answers with a `person` in them."""
    return dict.fromkeys(numbers, Deviation(PEOPLE, public="person", keys=keys))


def guests(*numbers: int) -> dict[int, Deviation]:
    """Answers that are a guest."""
    return dict.fromkeys(numbers, Deviation(PEOPLE, public="$", keys=GUEST))


DEVIATIONS: dict[str, dict[int, Deviation]] = {
    "accounts_removal": people(17),
    "entities_activity": {69: Deviation(CLIENT, items=0)},
    "files_movies": people(24),
    "files_output": {
        80: Deviation(VENDOR, status=403),
        105: Deviation(VENDOR, status=403),
        130: Deviation(DELETED, instead={"source_file_id": None, "source_file": None}),
    },
    "files_pictures": {
        **people(24),
        135: Deviation(DELETED, instead={"preview_file_id": "{PreviewFile:9}", "tasks": "<any>"}),
        136: Deviation(DELETED, instead={"last_preview_file_id": "{PreviewFile:9}"}),
    },
    "files_playlist_content": {75: Deviation(CLIENT, status=403)},
    "files_playlists": {70: Deviation(CLIENT, status=403)},
    "files_previews": {
        **people(36, 46),
        61: Deviation(PREVIEWS, status=403),
        77: Deviation(PREVIEWS, items=8),
        95: Deviation(PREVIEWS, items=5),
    },
    "files_shared_guests": {**guests(23, 24, 25, 26, 27, 28), **people(34, 36, keys=GUEST)},
    "imports_kitsu": {102: Deviation(FAILED, status=404)},
    "production_team": {60: Deviation(PEOPLE, public="$", keys=MEMBER | {"project_role"})},
    "tasks_assign": people(95),
    "tasks_batch_comments": {**people(42, 56, 57), 53: Deviation(WHOLE, items=6)},
    "tasks_comment_clients": {
        **people(49, 52, 54, 55, 56),
        73: Deviation(CLIENT, status=403),
        77: Deviation(CLIENT, status=403),
    },
    "tasks_comment_edit": people(45, 46),
    "tasks_comments": people(50, 56, 61, 89),
    "tasks_errors": people(53),
    "tasks_events": people(28, 31),
    "tasks_news": {67: Deviation(VENDOR, items=0)},
    "tasks_notifications": people(66),
    "tasks_open_tasks": {**people(75, 77, 78), 98: Deviation(VENDOR, items=1)},
    "tasks_roles": {**people(42, 54, 57, 63, 64, 70, 73), 62: Deviation(VENDOR, items=2)},
}
