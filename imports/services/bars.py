"""Progress bars of commands, one for each step; none where nobody looks."""

from tqdm import tqdm


class Bars:
    """`begin` a step with the number of its rows (None: unknown), then `advance`."""

    def __init__(self):
        self.bar = None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def begin(self, step: str, total: int | None) -> None:
        self.close()
        self.bar = tqdm(desc=step, total=total, unit=" rows", disable=None)

    def advance(self, number: int = 1) -> None:
        if self.bar is not None:
            self.bar.update(number)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()
        self.bar = None
