"""Progress bars of commands: on a terminal only, on standard error."""

from tqdm import tqdm

BYTES = "B"


def bar(total: int | None, unit: str, text: str) -> tqdm:
    """A bar for `total` things (None: nobody knows how many); `update(n)` moves it."""
    return tqdm(total=total, unit=unit, unit_scale=unit == BYTES, desc=text, disable=None, dynamic_ncols=True)


def tell(out, line: str) -> None:
    """Write a line of a command's output above the bar that moves."""
    with tqdm.external_write_mode():
        out.write(line)
