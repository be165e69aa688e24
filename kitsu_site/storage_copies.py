"""Stored files copied between the folder (PREVIEW_FOLDER) and S3, file by file: only those that lack there.

Both need S3 to be configured. A file appears whole on either side, hence a run may be cut short.
"""

import datetime

from kitsu_site import storage
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid
from kitsu_site.storage import Stored

OLDEST = 36_500  # days
NO_S3 = "Files are not stored on S3 here: set STORAGE_BACKEND=s3 and the S3_ variables."


def to_upload(days: int | None = None) -> list[Stored]:
    """The files of the folder that S3 lacks; with `days`, of those changed since then."""
    check()
    if days is not None and not 1 <= days <= OLDEST:
        raise Invalid(f"--days: a number from 1 to {OLDEST} expected, got {days}.")
    there = set(storage.on_bucket_store())
    return [place for place in storage.in_folder() if place not in there and is_of_last(days, place)]


def to_download() -> list[Stored]:
    """The files of S3 that the folder lacks."""
    check()
    return [place for place in storage.on_bucket_store() if not place.path.exists()]


def upload(place: Stored) -> None:
    storage.save_path(place, place.path)


def download(place: Stored) -> None:
    with storage.streamed(place) as (content, _):
        storage.write(place.path, iter(lambda: content.read(storage.CHUNK), b""))


def check() -> None:
    """Raise `Invalid` where no S3 is configured."""
    if not storage.on_s3():
        raise Invalid(NO_S3)


def is_of_last(days: int | None, place: Stored) -> bool:
    if days is None:
        return True
    changed = datetime.datetime.fromtimestamp(place.path.stat().st_mtime, datetime.UTC).replace(tzinfo=None)
    return utcnow() - changed <= datetime.timedelta(days=days)
