"""Reviewing a playlist together: who is in the room and what they look at (notes on events).

Rooms live in the memory of the process that serves the stream.
"""

from kitsu_site.api.filters import as_uuid
from kitsu_site.api.scope import Scope
from kitsu_site.exceptions import Invalid
from kitsu_site.stream.sink import NAMESPACE
from production.models import Playlist

PASSED_ON = (
    "add-annotation",
    "remove-annotation",
    "update-annotation",
    "change-version",
    "panzoom-changed",
    "comparison-panzoom-changed",
)
STATE = (
    "user_id",
    "local_id",
    "is_playing",
    "is_repeating",
    "is_laser_mode",
    "is_annotations_displayed",
    "is_zoom_enabled",
    "is_waveform_displayed",
    "current_entity_id",
    "current_entity_index",
    "current_preview_file_id",
    "current_preview_file_index",
    "handle_in",
    "handle_out",
)
COMPARING = {
    "enable": False,
    "task_type": None,
    "revision": None,
    "mode": "sidebyside",
    "comparison_preview_index": None,
}


class Room:
    """Who takes part in the review of a playlist, and where it is."""

    def __init__(self, room_id: str):
        self.id = room_id
        self.people: dict[str, str] = {}  # by connection: a person may watch twice
        self.state: dict = {}

    def names(self) -> list[str]:
        return list(dict.fromkeys(self.people.values()))

    def update(self, message: dict) -> None:
        """Take over the state of a message; what it does not say of the frame stays."""
        frame = message.get("current_frame", self.state.get("current_frame"))
        speed = message.get("speed")
        comparing = message.get("comparing") if isinstance(message.get("comparing"), dict) else {}
        self.state = {name: message.get(name) for name in STATE} | {
            "current_frame": frame,
            "speed": speed if isinstance(speed, (int, float)) and not isinstance(speed, bool) else 1,
            "comparing": {name: comparing.get(name, default) for name, default in COMPARING.items()},
        }

    def as_message(self) -> dict:
        return {"playlist_id": self.id, "people": self.names(), **self.state}


def room_of(message) -> str:
    """The id of the room a message is for."""
    return str((message.get("playlist_id") if isinstance(message, dict) else None) or "0")


def may_enter(person, room_id: str) -> bool:
    """Whether the person is on the team of the playlist's production."""
    try:
        playlist = Playlist.objects.filter(pk=as_uuid("playlist_id", room_id)).first()
    except Invalid:
        return False
    return playlist is not None and Scope(person).in_project(playlist.project_id).is_member


def register(sio) -> None:
    """Answer the `preview-room:*` messages on a socket.io server."""
    from kitsu_site.stream.server import caller, in_database

    rooms: dict[str, Room] = {}

    async def tell(name, room_id, message):
        await sio.emit(f"preview-room:{name}", message, room=room_id, namespace=NAMESPACE)

    async def tell_people(room_id):
        people = rooms[room_id].names() if room_id in rooms else []
        message = {"people": people, "playlist_id": room_id, "id": room_id}
        await tell("room-people-updated", room_id, message)

    async def enter(sid, message):
        """The person and room id of who may enter and now listens to the room, or None twice."""
        person, room_id = await caller(sid), room_of(message)
        if person is None or not await in_database(may_enter)(person, room_id):
            return None, None
        await sio.enter_room(sid, room_id, namespace=NAMESPACE)
        return person, room_id

    async def leave(sid, room_id):
        room = rooms.get(room_id)
        if room is None or room.people.pop(sid, None) is None:
            return
        if not room.people:
            del rooms[room_id]
        await tell_people(room_id)

    async def open_playlist(sid, message):
        _, room_id = await enter(sid, message)
        if room_id:
            await tell_people(room_id)

    async def close_playlist(sid, message):
        await sio.leave_room(sid, room_of(message), namespace=NAMESPACE)

    async def join(sid, message):
        person, room_id = await enter(sid, message)
        if not room_id:
            return
        room = rooms.get(room_id)
        if room is None:
            room = rooms[room_id] = Room(room_id)
            room.update(message)
        room.people[sid] = str(person.pk)
        await tell_people(room_id)
        await tell("room-updated", room_id, room.as_message())

    async def leave_room(sid, message):
        await leave(sid, room_of(message))

    async def update(sid, message):
        room_id = room_of(message)
        room = rooms.get(room_id)
        if room is None or sid not in room.people or await caller(sid) is None:
            return
        room.update(message)
        only = bool(message.get("only_newcomer"))
        await tell("room-updated", room_id, {"only_newcomer": only, **room.as_message()})

    def pass_on(name):
        async def handler(sid, message):
            room_id = room_of(message)
            if await caller(sid) is not None and room_id in sio.rooms(sid, namespace=NAMESPACE):
                await tell(name, room_id, message)

        return handler

    async def disconnect(sid, reason=None):
        for room_id in list(rooms):
            await leave(sid, room_id)

    handlers = {
        "open-playlist": open_playlist,
        "close-playlist": close_playlist,
        "join": join,
        "leave": leave_room,
        "room-updated": update,
        **{name: pass_on(name) for name in PASSED_ON},
    }
    for name, handler in handlers.items():
        sio.on(f"preview-room:{name}", handler, namespace=NAMESPACE)
    sio.on("disconnect", disconnect, namespace=NAMESPACE)
