import pytest

from kitsu_site import events


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
