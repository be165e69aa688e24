import pytest
from django.core.servers.basehttp import WSGIRequestHandler

from kitsu_site import events

# The test server sends head and body apart: each answer would wait for the client's delayed ACK.
WSGIRequestHandler.disable_nagle_algorithm = True


@pytest.fixture
def emitted(monkeypatch) -> list[events.Event]:
    """What is emitted, those events among it that are only pushed."""
    found, emit_made = [], events.emit_made

    def note(those):
        those = list(those)
        found.extend(those)
        emit_made(iter(those))

    monkeypatch.setattr(events, "emit_made", note)
    return found
