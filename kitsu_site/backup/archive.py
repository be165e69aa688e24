"""The file of a backup: a tar that ordinary tools read too (`tar xf`, then `sha256sum -c SHA256SUMS`).

Its members, in this order: `manifest.json`, `tables/<table>.jsonl.gz`, `files/<bucket>/<prefix>/<id>`,
perhaps `secret_key`, and `SHA256SUMS` with the checksum of each of them in their order, which shows that
nothing is missing at the end. Both ways all is read and written in pieces, and nothing is remembered of a
member that has passed: there may be a million.
"""

import hashlib
import io
import os
import re
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import orjson

from kitsu_site.exceptions import Invalid
from kitsu_site.storage import BUCKETS, CHUNK, ID, PREFIX, Stored

FORMAT = 1
MANIFEST, SUMS, SECRET_KEY = "manifest.json", "SHA256SUMS", "secret_key"
MANIFEST_SIZE = 1024 * 1024  # bytes, at most; a secret key's too
TABLE = re.compile(r"tables/([a-z0-9_]+)\.jsonl\.gz")
FILE = re.compile(rf"files/({'|'.join(BUCKETS)})/({PREFIX.pattern})/({ID.pattern})")


class Writer:
    """Writes an archive beside its place, for its owner only (mode 600); `written` puts it there."""

    def __init__(self, file: IO[bytes], sums: IO[bytes]):
        self.file, self.sums = file, sums
        self.tar = tarfile.open(fileobj=file, mode="w", copybufsize=CHUNK)  # noqa: SIM115 - `finish` closes it

    def add(
        self, name: str, source: IO[bytes], size: int, passed: Callable[[int], None] | None = None
    ) -> None:
        """Add `size` bytes of a file; raises OSError where it has fewer."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        hashing = Hashing(source, passed)
        self.tar.addfile(member, hashing)
        self.tar.members.clear()
        self.sums.write(f"{hashing.hexdigest()}  {name}\n".encode())

    def add_bytes(self, name: str, content: bytes) -> None:
        self.add(name, io.BytesIO(content), len(content))

    def finish(self) -> None:
        size = self.sums.tell()
        self.sums.seek(0)
        member = tarfile.TarInfo(SUMS)
        member.size, member.mode = size, 0o600
        self.tar.addfile(member, self.sums)
        self.tar.close()
        self.file.flush()
        os.fsync(self.file.fileno())


class Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, source: IO[bytes], passed: Callable[[int], None] | None = None):
        self.source, self.passed, self.hash = source, passed, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        while 0 < len(data) < size and (more := self.source.read(size - len(data))):
            data += more  # a connection gives what has come
        self.hash.update(data)
        if self.passed:
            self.passed(len(data))
        return data

    def readable(self) -> bool:
        return True

    def hexdigest(self) -> str:
        return self.hash.hexdigest()


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """A new archive, which stands at `path` only once all of it is written."""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mode 600
    except OSError as error:
        raise Invalid(f"{path} cannot be written: {error.strerror}.") from None
    try:
        with os.fdopen(handle, "wb") as file, tempfile.TemporaryFile(dir=path.parent) as sums:
            writer = Writer(file, sums)
            yield writer
            writer.finish()
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


@dataclass(frozen=True)
class Member:
    """One member while it is the current one: `file` is read in pieces, and may be sought in."""

    name: str
    size: int
    file: IO[bytes]

    @property
    def table(self) -> str | None:
        found = TABLE.fullmatch(self.name)
        return found[1] if found else None

    @property
    def place(self) -> Stored | None:
        """Where the stored file belongs that this is."""
        found = FILE.fullmatch(self.name)
        return Stored(*found.groups()) if found else None


def members(path: Path, passed: Callable[[int], None] | None = None) -> Iterator[Member]:
    """The members of an archive in their order; raises `Invalid` for what is none, or has others.

    `passed` hears of the bytes that the walk through the archive has behind it.
    """
    done = 0
    with explained(path), path.open("rb") as file, tarfile.open(fileobj=file, mode="r:") as tar:
        while (info := tar.next()) is not None:
            tar.members.clear()
            member = Member(info.name, info.size, tar.extractfile(info) if info.isreg() else None)
            if not info.isreg() or not (
                member.name in (MANIFEST, SUMS, SECRET_KEY) or member.table or member.place
            ):
                raise Invalid(f"{path.name}: {info.name!r} has no place in a backup.")
            yield member
            if passed:
                passed(tar.offset - done)
                done = tar.offset


def manifest(path: Path) -> dict:
    """What the archive says of itself; raises `Invalid` for what is no backup, or one of a later format."""
    with explained(path), closing(members(path)) as walk:
        first = next(walk, None)
        if first is None or first.name != MANIFEST or first.size > MANIFEST_SIZE:
            raise Invalid(f"{path.name} is no backup: it does not begin with {MANIFEST}.")
        found = orjson.loads(first.file.read())
    if not isinstance(found, dict) or not isinstance(found.get("format"), int):
        raise Invalid(f"{path.name}: {MANIFEST} does not say the format of the backup.")
    if found["format"] > FORMAT:
        raise Invalid(f"{path.name} was made by a newer version of this server: upgrade this one first.")
    nodes = found.get("migrations")
    if not isinstance(nodes, list) or not all(
        isinstance(node, list) and len(node) == 2 and all(isinstance(part, str) for part in node)
        for node in nodes
    ):
        raise Invalid(f"{path.name}: {MANIFEST} does not say the migrations of the database.")
    return found


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """What goes wrong in reading an archive, as `Invalid` with one line."""
    try:
        yield
    except (tarfile.TarError, zlib.error, EOFError, orjson.JSONDecodeError) as error:
        raise Invalid(f"{path.name} is damaged or no backup: {error or 'it ends too early'}.") from None
    except OSError as error:  # BadGzipFile too
        raise Invalid(f"{path.name} cannot be read: {error.strerror or error}.") from None
