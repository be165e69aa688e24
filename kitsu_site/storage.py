"""The stored files, through Django's storages: a folder, or a bucket of S3 (setting STORAGE_BACKEND).

A file is known by its bucket (pictures, movies, files), the prefix that says what it is of, and the id
of its row. In a folder it stands at `<bucket>/<prefix>/<first 3 of id>/<next 3>/<id>`, on S3 in the bucket
of that name (after S3_BUCKET_PREFIX) under `<prefix>-<id>`: where servers of this API have always put them.
How they are sent: `kitsu_site.sending`.
"""

import datetime
import os
import re
import tempfile
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db import transaction

from kitsu_site.exceptions import Missing

BUCKETS = PICTURES, MOVIES, FILES = "pictures", "movies", "files"
PREFIX = re.compile(r"[a-z0-9_-]+")
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CHUNK = 256 * 1024  # bytes
MOST_AT_ONCE = 1000  # keys that S3 deletes in a call
ABSENT = "The file is not stored here."


@dataclass(frozen=True)
class Stored:
    """The place of one stored file."""

    bucket: str
    prefix: str
    id: uuid.UUID | str

    @property
    def key(self) -> str:
        """Its name in the storage."""
        return f"{self.prefix}-{self.id}" if on_s3() else self.name_in_folder

    @property
    def name_in_folder(self) -> str:
        pk = str(self.id)
        return f"{self.bucket}/{self.prefix}/{pk[:3]}/{pk[3:6]}/{pk}"

    @property
    def storage(self) -> Storage:
        """The storage that holds it: one folder for all, on S3 a bucket for each kind."""
        return storages[self.bucket if on_s3() else "default"]

    @property
    def path(self) -> Path:
        """Where it is on the disk, or would be were files kept in a folder."""
        return Path(storages["default"].path(self.name_in_folder))


@dataclass(frozen=True)
class Facts:
    """What is known of a stored file: `size` in bytes, `changed` naive UTC."""

    size: int
    changed: datetime.datetime


def on_s3() -> bool:
    return settings.STORAGE_BACKEND == "s3"


# Writing


def save(place: Stored, content: File) -> None:
    """Store a file in chunks. It takes the place of another at once: nobody ever reads half of it."""
    if on_s3():
        content.seek(0)
        place.storage.save(place.key, content)
        return
    write(place.path, content.chunks(CHUNK))


def write(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file of the folder, which stands there once it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as target:
            for chunk in chunks:
                target.write(chunk)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def save_path(place: Stored, path: Path) -> None:
    """Store a copy of a file of the disk."""
    with path.open("rb") as file:
        save(place, File(file))


def copy(source: Stored, target: Stored) -> bool:
    """Store a file a second time; whether it was there."""
    if not exists(source):
        return False
    with opened(source) as file:
        save(target, file)
    return True


def remove_on_commit(places: Iterable[Stored]) -> None:
    """Delete stored files once the rows that named them are gone for good.

    A storage that fails then is a line of the log: the rows are gone all the same.
    """
    places = list(places)
    if places:
        transaction.on_commit(lambda: remove(places), robust=True)


def remove(places: Iterable[Stored]) -> None:
    """Delete stored files; those that are not there are passed over. S3 deletes a thousand in a call."""
    if not on_s3():
        for place in places:
            place.storage.delete(place.key)
        return
    keys = defaultdict(list)
    for place in places:
        keys[place.bucket].append({"Key": place.key})
    for bucket, objects in keys.items():
        for first in range(0, len(objects), MOST_AT_ONCE):
            some = {"Objects": objects[first : first + MOST_AT_ONCE], "Quiet": True}
            failed = storages[bucket].bucket.delete_objects(Delete=some).get("Errors")
            if failed:
                raise OSError(f"S3 did not delete {len(failed)} objects of {bucket}: {failed[0]['Message']}")


@contextmanager
def taken_back() -> Iterator[list[Stored]]:
    """Files noted in the list are deleted again where the block fails: what failed leaves nothing."""
    stored: list[Stored] = []
    try:
        yield stored
    except BaseException:
        remove(stored)
        raise


# Reading


def exists(place: Stored) -> bool:
    return place.storage.exists(place.key)


def first_of(places: Iterable[Stored]) -> Stored:
    """The first of several places that holds a file; raises `Missing`."""
    for place in places:
        if exists(place):
            return place
    raise Missing(ABSENT)


def everything() -> Iterator[Stored]:
    """All files that are stored, in no order; what else lies in the folder or bucket is left out."""
    return on_bucket_store() if on_s3() else in_folder()


def in_folder() -> Iterator[Stored]:
    """Those of the folder, whether or not it is where files are stored."""
    return (place for place, _ in ours(folder_names))


def on_bucket_store() -> Iterator[Stored]:
    """Those on S3."""
    return (place for place, _ in ours(s3_names))


def sizes() -> Iterator[tuple[Stored, int]]:
    """All files that are stored, each with its size in bytes. S3 lists a thousand in a call."""
    return ours(s3_names if on_s3() else folder_names)


def ours(names: Callable[[str], Iterable[tuple[str, str, int]]]) -> Iterator[tuple[Stored, int]]:
    for bucket in BUCKETS:
        for prefix, pk, size in names(bucket):
            if PREFIX.fullmatch(prefix) and ID.fullmatch(pk):
                yield Stored(bucket, prefix, pk), size


def folder_names(bucket: str) -> Iterator[tuple[str, str, int]]:
    """Prefix, id and size of the files of a bucket that is a folder."""
    for path in Path(storages["default"].path(bucket)).glob("*/???/???/*"):
        try:
            yield path.parts[-4], path.name, path.stat().st_size
        except FileNotFoundError:
            continue  # removed since it was listed


def s3_names(bucket: str) -> Iterator[tuple[str, str, int]]:
    """The same of a bucket of S3, where a key is `<prefix>-<id>`."""
    for found in storages[bucket].bucket.objects.all():
        yield found.key[:-37], found.key[-36:], found.size


def opened(place: Stored) -> File:
    """The stored file, to be read in chunks; raises `Missing`."""
    try:
        return place.storage.open(place.key, "rb")
    except FileNotFoundError:
        raise Missing(ABSENT) from None


@contextmanager
def streamed(place: Stored) -> Iterator[tuple[IO[bytes], int]]:
    """A stored file to be read once from its beginning, and its size in bytes; raises `Missing`.

    What takes its place meanwhile does not show.
    """
    if on_s3():
        from botocore.exceptions import ClientError

        try:
            found = place.storage.bucket.Object(place.key).get()
        except ClientError as error:
            raise absent(error) from None
        try:
            yield found["Body"], found["ContentLength"]
        finally:
            found["Body"].close()
        return
    with opened(place) as file:
        yield file.file, os.fstat(file.fileno()).st_size


def facts(place: Stored) -> Facts:
    """Size and time of a stored file; raises `Missing`."""
    if on_s3():
        return s3_facts(place)
    try:
        found = os.stat(place.path)
    except (FileNotFoundError, NotADirectoryError):
        raise Missing(ABSENT) from None
    changed = datetime.datetime.fromtimestamp(found.st_mtime, datetime.UTC).replace(tzinfo=None)
    return Facts(found.st_size, changed)


def s3_facts(place: Stored) -> Facts:
    from botocore.exceptions import ClientError

    try:
        head = place.storage.bucket.Object(place.key)
        return Facts(head.content_length, head.last_modified.astimezone(datetime.UTC).replace(tzinfo=None))
    except ClientError as error:
        raise absent(error) from None


def absent(error) -> Exception:
    """`Missing` for the answer of S3 that there is no such file, else the error itself."""
    return Missing(ABSENT) if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404 else error


def read(place: Stored, start: int, length: int) -> Iterator[bytes]:
    """`length` bytes of a stored file from `start`, in chunks."""
    if not length:
        return
    if on_s3():
        asked = f"bytes={start}-{start + length - 1}"
        body = place.storage.bucket.Object(place.key).get(Range=asked)["Body"]
        try:
            yield from body.iter_chunks(CHUNK)
        finally:
            body.close()
        return
    with open(place.path, "rb") as file:
        file.seek(start)
        while length and (chunk := file.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk


@contextmanager
def on_disk(place: Stored) -> Iterator[Path]:
    """The path of a stored file, for tools that want one: of a copy that goes again where it is on S3."""
    if not on_s3():
        path = place.path
        if not path.is_file():
            raise Missing(ABSENT)
        yield path
        return
    facts(place)
    with tempfile.TemporaryDirectory(prefix="kitsu-") as folder:
        path = Path(folder) / "file"
        place.storage.bucket.download_file(place.key, str(path))
        yield path
