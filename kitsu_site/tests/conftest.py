import pytest

from kitsu_site import events


@pytest.fixture
def emitted(monkeypatch) -> list[events.Event]:
    """What is emitted, those events among it that are only pushed."""
    found, emit_all = [], events.emit_all

    def note(those):
        those = list(those)
        found.extend(those)
        emit_all(those)

    monkeypatch.setattr(events, "emit_all", note)
    return found
