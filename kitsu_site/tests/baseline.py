"""Numbers that may only get better: what was measured once is committed, a test compares.

With `pytest --update-baseline` the measured becomes the baseline; the difference is for the
reviewer to read.
"""

import fcntl
import json
from pathlib import Path


class Baseline:
    """A JSON object in a file: a value by name."""

    def __init__(self, path: Path, *, update: bool):
        self.path, self.updating = path, update
        self.values = json.loads(path.read_text()) if path.exists() else {}

    def get(self, name: str, default=None):
        return self.values.get(name, default)

    def put(self, name: str, value) -> None:
        """Write one value (None removes it); safe with tests that run in parallel."""
        with self.path.open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            values = json.loads(file.read() or "{}")
            values[name] = value
            values = {key: values[key] for key in sorted(values) if values[key] is not None}
            file.truncate(0)
            file.write(json.dumps(values, indent=1) + "\n")
