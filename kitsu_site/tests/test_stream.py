"""The real-time stream, as gazu's event client and the web client's review rooms use it.

A server of its own, started like an operator does: real sockets, a real database file.
"""

import os
import queue
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import gazu
import pytest
import requests
import socketio

from kitsu_site.tests.plugin import DATA

ROOT = Path(__file__).resolve().parents[2]
EMAIL, PASSWORD = "admin@example.com", "mysecretpassword"

pytestmark = pytest.mark.xdist_group("stream")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def server():
    """The address of a running server with one admin and no demo."""
    port = free_port()
    folder = Path(DATA) / "stream"
    environment = {**os.environ, "KITSU_DATA": str(folder), "STREAM_TOKEN_CHECK_SECONDS": "1"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "quickstart", "--no-demo", "--port", str(port)]
    command += ["--admin-email", EMAIL, "--admin-password", PASSWORD]
    with (Path(DATA) / "stream.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address, process, Path(log.name))
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for(address: str, process, log: Path) -> None:
    """Return when the server answers; fail with its own words where it ended."""
    for _ in range(300):
        assert process.poll() is None, log.read_text()
        try:
            requests.get(f"{address}/", timeout=1)
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text())


@pytest.fixture
def client(server):
    """A gazu client that has logged in, with its event address."""
    client = gazu.client.create_client(f"{server}/api")
    gazu.log_in(EMAIL, PASSWORD, client=client)
    client.event_host = server
    return client


@pytest.fixture
def listener(client):
    """gazu's event client, connected."""
    events = gazu.events.init(client=client, reconnection=False)
    yield events
    events.disconnect()


def test_a_listener_hears_of_a_change_once_it_is_committed(client, listener):
    heard = queue.Queue()
    gazu.events.add_listener(listener, "department:new", heard.put)
    made = gazu.client.post("data/departments", {"name": "Layout", "color": "#7CB342"}, client=client)
    assert heard.get(timeout=10) == {"department_id": made["id"]}


def test_a_push_only_event_reaches_listeners_and_is_kept_nowhere(server, client, listener):
    heard = queue.Queue()
    gazu.events.add_listener(listener, "main:test", heard.put)
    requests.get(f"{server}/status/test-event", timeout=10)
    heard.get(timeout=10)
    assert gazu.client.get("data/events/last?name=main:test", client=client) == []


def test_listening_takes_a_token(server):
    stranger = socketio.Client(reconnection=False)
    with pytest.raises(socketio.exceptions.ConnectionError):
        stranger.connect(server, namespaces=["/events"], wait_timeout=10)


def test_a_listener_is_let_go_once_the_token_is_revoked_and_the_others_stay(server, client, listener):
    leaving = gazu.client.create_client(f"{server}/api")
    gazu.log_in(EMAIL, PASSWORD, client=leaving)
    leaving.event_host = server
    other, gone = gazu.events.init(client=leaving, reconnection=False), threading.Event()
    other.on("disconnect", lambda *reason: gone.set(), namespace="/events")
    assert not gone.wait(timeout=2)
    gazu.log_out(client=leaving)
    assert gone.wait(timeout=10)
    heard = queue.Queue()
    gazu.events.add_listener(listener, "department:new", heard.put)
    made = gazu.client.post("data/departments", {"name": "Editing", "color": "#7CB342"}, client=client)
    assert heard.get(timeout=10) == {"department_id": made["id"]}


def test_two_people_review_a_playlist_in_one_room(client, listener):
    project = gazu.client.post("data/projects", {"name": "Reviewed"}, client=client)
    playlist = gazu.client.post(
        "data/playlists", {"name": "Dailies", "project_id": project["id"]}, client=client
    )
    me = gazu.client.get_current_user(client=client)["id"]
    other = gazu.events.init(client=client, reconnection=False)
    people, states, annotations = queue.Queue(), queue.Queue(), queue.Queue()
    other.on("preview-room:room-people-updated", people.put, namespace="/events")
    other.on("preview-room:room-updated", states.put, namespace="/events")
    other.on("preview-room:add-annotation", annotations.put, namespace="/events")
    try:
        room = {"playlist_id": playlist["id"]}
        other.emit("preview-room:open-playlist", room, namespace="/events")
        assert people.get(timeout=10) == {"people": [], "playlist_id": playlist["id"], "id": playlist["id"]}
        state = {"current_frame": 12, "comparing": {"enable": True, "other": 1}}
        listener.emit("preview-room:join", {**room, **state}, namespace="/events")
        assert people.get(timeout=10)["people"] == [me]
        told = states.get(timeout=10)
        assert told["current_frame"] == 12
        assert told["comparing"] == {
            "enable": True,
            "task_type": None,
            "revision": None,
            "mode": "sidebyside",
            "comparison_preview_index": None,
        }
        listener.emit("preview-room:add-annotation", {**room, "data": {"x": 1}}, namespace="/events")
        assert annotations.get(timeout=10) == {**room, "data": {"x": 1}}
        listener.emit("preview-room:leave", room, namespace="/events")
        assert people.get(timeout=10)["people"] == []
    finally:
        other.disconnect()
