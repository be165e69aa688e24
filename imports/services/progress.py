"""How far a long import came, in a small file: a run that is cut short goes on from there."""

import hashlib
import json
import os
import tempfile
from pathlib import Path

from django.conf import settings

FOLDER = "imports"


class Progress:
    """The last number reached of each step; `key` says what is imported, so that each import has its own."""

    def __init__(self, name: str, *key: str, kept: bool = True):
        digest = hashlib.sha256("\n".join(key).encode()).hexdigest()[:16]
        self.path = Path(settings.KITSU_DATA) / FOLDER / f"{name}-{digest}.json"
        self.kept = kept
        self.steps: dict[str, int | str] = {}
        if kept and self.path.is_file():
            self.steps = json.loads(self.path.read_text())

    @property
    def is_new(self) -> bool:
        return not self.steps

    def of(self, step: str):
        """How far a step came; 0 where it did not begin."""
        return self.steps.get(step, 0)

    def reached(self, step: str, number) -> None:
        """Note it, so that neither a crash nor a full disk leaves half a file."""
        self.steps[step] = number
        if not self.kept:
            return
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self.path.parent, prefix=".progress-")
        with os.fdopen(handle, "w") as file:
            json.dump(self.steps, file)
        os.replace(temporary, self.path)

    def forget(self) -> None:
        """Begin anew next time."""
        self.steps = {}
        self.path.unlink(missing_ok=True)
