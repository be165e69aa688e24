"""Cuts of editing: by the API and by `manage.py import_timeline` (notes on imports, section 3)."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from opentimelineio import adapters, opentime, schema
from opentimelineio.adapters.file_bundle_utils import MediaReferencePolicy

from kitsu_site.models import ApiEvent
from production.models import Entity


def edl(*clips: tuple[str, int, int]) -> str:
    """A cut of clips one after the other: their names, and seconds in and out in the record."""
    lines = ["TITLE: Cut", "FCM: NON-DROP FRAME", ""]
    for number, (name, start, end) in enumerate(clips, start=1):
        times = f"00:00:00:00 00:00:{end - start:02}:00 01:00:{start:02}:00 01:00:{end:02}:00"
        lines += [f"{number:03}  AX       V     C        {times}", f"* FROM CLIP NAME: {name}.mov"]
    return "\n".join(lines) + "\n"


CUT = edl(("Big Buck_SQ01-SH010", 0, 3), ("Buck_SQ02-SH100", 3, 5))


@pytest.fixture
def send(studio, api):
    """Send a timeline to the feature as its manager."""

    def send(content: str, name: str = "cut.edl", **params):
        form = {"file": SimpleUploadedFile(name, content.encode())}
        return api("manager").post(f"/import/otio/projects/{studio.feature.pk}", form=form, params=params)

    return send


def frames() -> dict[str, int | None]:
    return dict(Entity.objects.of_kind("Shot").values_list("name", "nb_frames"))


def test_a_cut_changes_the_shots_that_there_are_and_makes_the_others(studio, send):
    answer = send(CUT)
    assert answer.status_code == 201, answer.json()
    body = answer.json()
    assert [row["name"] for row in body["updated_shots"]] == ["SH010"]
    assert [row["name"] for row in body["created_shots"]] == ["SH100"]
    found = Entity.objects.get(name="SH100")
    assert (found.parent.name, found.nb_frames, found.data["frame_in"]) == ("SQ02", 50, 75)
    assert frames()["SH010"] == 75


def test_the_plan_of_a_cut_writes_nothing(studio, send):
    before, events = frames(), ApiEvent.objects.count()
    assert send(CUT, dry_run="true").status_code == 200
    assert (frames(), ApiEvent.objects.count()) == (before, events)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (CUT, "cut.exe"),
        ("", "cut.edl"),
        ("{", "cut.otio"),
        ("[]", "cut.otio"),
        ('{"OTIO_SCHEMA": "Timeline.1", "tracks": 3}', "cut.otio"),
        ("<xmeml", "cut.xml"),
        ("PK", "cut.otioz"),
        (edl(("Somebody else's", 0, 1)), "cut.edl"),
    ],
)
def test_what_is_no_timeline_of_the_production_is_refused(studio, send, content, name):
    before = frames()
    answer = send(content, name)
    assert (answer.status_code, frames()) == (400, before)
    assert answer.json()["message"]


@pytest.mark.parametrize("body", [[], ["x"], "text", None, 3])
def test_a_body_without_a_file_is_refused(studio, api, body):
    answer = api("manager").post(f"/import/otio/projects/{studio.feature.pk}", body)
    assert answer.status_code == 400


# What adapters need to be told to write clips: the name of a reel holds no blank, media have no id.
METADATA = {"cmx_3600": {"reel": "A001"}, "AAF": {"SourceID": None}}


def written(path: Path) -> Path:
    """The same cut with a gap, as the adapter of the file's kind writes it: 25 frames a second."""
    timeline = schema.Timeline("Cut", tracks=[schema.Track("V1", kind="Video")])
    [track] = timeline.tracks
    for name, number in (("Big Buck_SQ01-SH010.mov", 75), ("", 10), ("Buck_SQ02-SH100.mov", 50)):
        frames = opentime.TimeRange(opentime.RationalTime(0, 25), opentime.RationalTime(number, 25))
        media = schema.ExternalReference(target_url=f"file:///media/{name}", available_range=frames)
        clip = schema.Clip(name, media, frames, metadata=METADATA)
        track.append(clip if name else schema.Gap(source_range=frames))
    options = {
        "edl": {"rate": 25},
        "otioz": {"media_policy": MediaReferencePolicy.AllMissing},
        "aaf": {"use_empty_mob_ids": True},
    }
    adapters.write_to_file(timeline, str(path), **options.get(path.suffix[1:], {}))
    return path


@pytest.mark.parametrize("kind", ["edl", "otio", "otioz", "xml", "fcpxml", "aaf"])
def test_every_kind_of_timeline_makes_the_same_shots(studio, api, tmp_path, kind):
    path = written(tmp_path / f"cut.{kind}")
    form = {"file": SimpleUploadedFile(path.name.upper(), path.read_bytes())}
    answer = api("manager").post(f"/import/otio/projects/{studio.feature.pk}", form=form)
    assert answer.status_code == 201, answer.json()
    found = Entity.objects.filter(name__in=["SH010", "SH100"], project=studio.feature).order_by("name")
    assert [(s.name, s.nb_frames, s.data["frame_in"], s.data["frame_out"]) for s in found] == [
        ("SH010", 75, 0, 74),
        ("SH100", 50, 85, 134),
    ]


@pytest.mark.parametrize("kind", ["xml", "fcpxml", "aaf"])
def test_a_timeline_that_breaks_off_is_refused(studio, api, tmp_path, kind):
    path = written(tmp_path / f"cut.{kind}")
    before = frames()
    half = path.read_bytes()[: path.stat().st_size // 2]
    form = {"file": SimpleUploadedFile(path.name, half)}
    answer = api("manager").post(f"/import/otio/projects/{studio.feature.pk}", form=form)
    assert (answer.status_code, frames()) == (400, before)


@pytest.mark.parametrize("kind", ["xml", "fcpxml", "aaf"])
def test_the_command_imports_every_kind_of_timeline(studio, tmp_path, kind):
    call_command("import_timeline", str(written(tmp_path / f"cut.{kind}")), project="Big Buck", verbosity=0)
    assert (frames()["SH010"], frames()["SH100"]) == (75, 50)


def test_the_command_imports_a_cut(studio, tmp_path):
    path = tmp_path / "cut.edl"
    path.write_text(CUT)
    call_command("import_timeline", str(path), project="Big Buck", verbosity=0)
    assert (frames()["SH010"], frames()["SH100"]) == (75, 50)


def test_the_command_imports_whole_or_not_at_all(studio, tmp_path):
    before = frames()
    path = tmp_path / "cut.edl"
    path.write_text(edl(("Big Buck_SQ01-SH010", 0, 3), ("Scrap", 3, 5)))
    with pytest.raises(CommandError):
        call_command("import_timeline", str(path), project="Big Buck", verbosity=0)
    assert frames() == before
