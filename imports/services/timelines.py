"""The reader of timelines (EDL, OpenTimelineIO, Final Cut XML, ...): clips with their frames, no database.

Rules: notes on imports, section 3.
"""

import json
import logging
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from imports.services import tables
from kitsu_site.exceptions import Invalid

logger = logging.getLogger(__name__)

BUNDLED = "content.otio"  # the timeline within a zipped bundle
EDL, JSON, ZIP, FOLDER = "edl", "otio", "otioz", "otiod"


@dataclass(frozen=True)
class Cut:
    """A clip on a track. `line`: its number in the timeline; frames count from 0 on the track."""

    line: int
    name: str
    frame_in: int
    frame_out: int
    nb_frames: int


def suffixes() -> set[str]:
    """The extensions of the timelines that can be read."""
    import opentimelineio  # it reads its plugins: not at every start

    return opentimelineio.adapters.suffixes_with_defined_adapters(read=True) - {FOLDER}


def read(content: bytes, *, file_name: str, rate: float) -> list[Cut]:
    """The clips of all video tracks, in order; `rate`: frames a second of an EDL.

    Raises `Invalid` for a kind of file that is unknown, and for content that cannot be read.
    """
    kind = Path(file_name).suffix.lower().removeprefix(".")
    if kind not in suffixes():
        known = ", ".join(sorted(suffixes()))
        raise Invalid(f"file: a timeline expected ({known}), got {file_name[-80:]!r}.", field="file")
    if len(content) > settings.IMPORT_MAX_SIZE:
        raise Invalid(
            f"file: {len(content)} bytes, more than {settings.IMPORT_MAX_SIZE} (setting IMPORT_MAX_SIZE).",
            field="file",
        )
    check(content, kind)
    try:
        return list(cuts(parsed(content, kind, rate)))
    except Invalid:
        raise
    except Exception as error:  # the readers of all those formats raise whatever they like
        logger.info("timeline %r: %r", file_name, error)
        words = " ".join(str(error).split())[:200]
        raise Invalid(f"file: this {kind} cannot be read ({words}).", field="file") from None


def check(content: bytes, kind: str) -> None:
    """Refuse an empty file, and JSON that would bring the reader down: it is none, or nested without end."""
    if not content.strip():
        raise Invalid("file: it is empty.", field="file")
    if kind == ZIP:
        content = unzipped(content)
    if kind in (JSON, ZIP):
        try:
            json.loads(content)
        except (ValueError, RecursionError) as error:
            raise Invalid(f"file: this is no OpenTimelineIO ({error}).", field="file") from None


def unzipped(content: bytes) -> bytes:
    """The timeline of a bundle, if it is not larger than files may be."""
    from io import BytesIO

    try:
        with zipfile.ZipFile(BytesIO(content)) as bundle:
            if bundle.getinfo(BUNDLED).file_size > settings.IMPORT_MAX_SIZE:
                raise Invalid("file: the timeline in the bundle is too large.", field="file")
            return bundle.read(BUNDLED)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):
        raise Invalid("file: this is no bundle of OpenTimelineIO.", field="file") from None


def parsed(content: bytes, kind: str, rate: float):
    """What the adapter of the format makes of the file."""
    from opentimelineio import adapters

    if kind == EDL:
        text = tables.decoded(content, tables.FOUND).removeprefix("\ufeff")
        return adapters.read_from_string(text, "cmx_3600", rate=rate, ignore_timecode_mismatch=True)
    with tempfile.TemporaryDirectory(prefix="kitsu-timeline-") as folder:
        path = Path(folder) / f"timeline.{kind}"
        path.write_bytes(content)
        return adapters.read_from_file(str(path))


def cuts(found) -> Iterator[Cut]:
    """The clips of a timeline, or of the timelines of a collection."""
    from opentimelineio import schema

    timelines = list(found) if isinstance(found, schema.SerializableCollection) else [found]
    number = 0
    for timeline in timelines:
        if not isinstance(timeline, schema.Timeline):
            raise Invalid("file: it holds no timeline.", field="file")
        for track in timeline.video_tracks():
            for clip in track.find_clips():
                number += 1
                place, source = track.range_of_child(clip), clip.trimmed_range()
                first = place.start_time.to_frames()
                length = place.duration.to_frames()
                yield Cut(number, name_of(clip), first, first + length - 1, source.duration.to_frames())


def name_of(clip) -> str:
    """What a clip is called, without its last extension: by itself, else by its media."""
    media = clip.media_reference
    for name in (clip.name, getattr(media, "name_prefix", ""), getattr(media, "name", "")):
        if name:
            return stem(name)
    return stem(Path(getattr(media, "target_url", "") or "").name)


def stem(name: str) -> str:
    head, dot, _ = name.rpartition(".")
    return head if dot and head else name
