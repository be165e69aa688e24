"""Commands that look after many previews (notes on commands): real files, measured and made again."""

import io

import pytest
from django.core.management import CommandError, call_command

from files.models import MediaJob, PreviewFile
from files.services import preview_places, preview_repairs
from kitsu_site import storage
from kitsu_site.models import ApiEvent
from kitsu_site.tests import media
from production.models import Project, ProjectStatus, Task

SOURCE, NORMALISED = preview_places.SOURCE, preview_places.NORMALISED


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A folder of its own for each test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}},
    }


def run(*arguments, **options) -> list[str]:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue().splitlines()


def failing(*arguments, **options) -> tuple[list[str], str]:
    """What a command tells before it fails, and its last words."""
    out = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command(*arguments, stdout=out, **options)
    return out.getvalue().splitlines(), str(error.value)


@pytest.fixture
def added(studio):
    """Add previews to the first shot's animation: `added("mp4", "previews", status="broken")`."""

    def add(extension: str, *versions: str, task=None, **values) -> PreviewFile:
        number = PreviewFile.objects.count() + 1
        defaults = {"name": f"p{number}", "revision": number, "original_name": "take", "status": "ready"}
        values = {"extension": extension, "task": task or studio.first_animation, **defaults, **values}
        row = PreviewFile.objects.create(**values)
        for version in versions:
            if extension == "mp4":
                storage.save(preview_places.movie(row.pk, version), media.upload("m", media.movie()))
            else:
                storage.save(preview_places.picture(row.pk, version), media.upload("p", media.png()))
        return row

    return add


def facts(preview: PreviewFile) -> list:
    preview.refresh_from_db()
    return [preview.width, preview.height, preview.file_size, preview.duration]


def stored(preview: PreviewFile, *variants: str) -> list[bool]:
    return [storage.exists(preview_places.picture(preview.pk, variant)) for variant in variants]


# Facts


def test_movies_are_measured_again(studio, added):
    preview = added("mp4", NORMALISED)
    size = len(media.movie())
    line = f"1/1 {preview.pk} width=64, height=36, duration=0.4, file_size={size}"
    assert run("reset_movie_files_metadata", dry_run=True) == [
        line,
        "1 previews measured. Nothing was written.",
    ]
    assert facts(preview) == [0, 0, 0, 0.0]
    assert run("reset_movie_files_metadata") == [line, "1 previews measured."]
    assert facts(preview) == [64, 36, size, 0.4]
    assert ApiEvent.objects.get().name == "preview-file:update"
    assert run("reset_movie_files_metadata")[0] == f"1/1 {preview.pk} as it was"


def test_one_that_is_no_movie_or_is_not_there_is_told_and_the_next_one_measured(studio, added):
    lost, text, good = added("mp4"), added("mp4"), added("mp4", NORMALISED)
    storage.save(preview_places.movie(text.pk), media.upload("m", b"no movie"))
    lines, error = failing("reset_movie_files_metadata")
    assert lines[0] == f"1/3 {lost.pk} failed: The file is not stored here."
    assert lines[1].startswith(f"2/3 {text.pk} failed: The file is no movie")
    assert facts(good)[:2] == [64, 36]
    assert error == "2 of 3 previews failed."


def test_pictures_are_measured_again_those_of_closed_productions_are_not(studio, added):
    preview = added("png", "original")
    ProjectStatus.objects.filter(name="Open").update(name="Active")
    assert run("reset_picture_files_metadata")[-1] == "1 previews measured."
    assert facts(preview) == [64, 36, len(media.png()), 0.0]
    studio.feature.project_status = studio.closed
    studio.feature.save()
    assert run("reset_picture_files_metadata") == ["0 previews measured."]


# Pictures and tiles


def test_tiles_and_smaller_pictures_are_made(studio, added):
    movie, picture = added("mp4", NORMALISED), added("png", "original")
    added("mp4", status="broken")
    original = storage.facts(preview_places.picture(picture.pk))
    lines = run("generate_preview_extra", with_tiles=True, with_thumbnails=True)
    assert lines == [
        "Generating preview extras...",
        "2 previews found.",
        f"1/2 {movie.pk} thumbnails; tiles",
        f"2/2 {picture.pk} thumbnails",
        "Preview extras generated.",
    ]
    assert stored(movie, "tiles", *preview_places.VARIANTS) == [True] * 5
    assert stored(picture, "tiles", *preview_places.VARIANTS) == [False, True, True, True, True]
    assert storage.facts(preview_places.picture(picture.pk)) == original


def test_tiles_that_are_there_are_kept_unless_forced(studio, added):
    movie = added("mp4", NORMALISED)
    place = preview_places.picture(movie.pk, "tiles")
    storage.save(place, media.upload("t", b"tiles"))
    assert f"1/1 {movie.pk} nothing to make" in run("generate_preview_extra", with_tiles=True)
    assert storage.opened(place).read() == b"tiles"
    run("generate_preview_extra", with_tiles=True, force_regenerate_tiles=True)
    assert storage.opened(place).read(4) == b"\x89PNG"


def test_a_dry_run_makes_nothing(studio, added):
    movie = added("mp4", NORMALISED)
    options = {"with_tiles": True, "with_metadata": True, "with_thumbnails": True, "dry_run": True}
    assert run("generate_preview_extra", **options)[-1] == "Nothing was made."
    assert stored(movie, "tiles", "thumbnails") == [False, False]
    assert facts(movie)[0] == 0


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({}, ["shot", "asset", "episode"]),
        ({"only_shots": True}, ["shot", "episode"]),
        ({"only_assets": True}, ["asset"]),
        ({"project": "Big Buck"}, ["shot", "asset"]),
        ({"project": "Night Shift", "episode": ["E01"]}, ["episode"]),
    ],
)
def test_the_options_choose_the_previews(studio, added, options, names):
    added("png", "original", name="shot")
    added("png", "original", name="asset", task=studio.hero_modeling)
    added("png", "original", name="episode", task=studio.episode_animation)
    lines = run("generate_preview_extra", with_metadata=True, **options)
    chosen = PreviewFile.objects.filter(width=64).values_list("name", flat=True).order_by("created_at")
    assert (lines[1], sorted(chosen)) == (f"{len(names)} previews found.", sorted(names))


@pytest.mark.parametrize(
    ("options", "words", "code"),
    [
        ({}, "Say what to make", 2),
        ({"with_tiles": True, "project": "Nobody's"}, "There is no open production", 1),
        ({"with_tiles": True, "episode": ["E01"]}, "names need --project", 1),
        ({"with_tiles": True, "project": "Night Shift", "episode": ["E99"]}, "There is no episode 'E99'", 1),
    ],
)
def test_options_that_make_no_sense_are_told(studio, options, words, code):
    with pytest.raises(CommandError, match=words) as error:
        call_command("generate_preview_extra", **options)
    assert error.value.returncode == code


# Movies


@pytest.fixture
def small(studio):
    """A production whose movies are soon encoded."""
    Project.objects.filter(pk=studio.feature.pk).update(resolution="128x100")


@pytest.mark.django_db(transaction=True)
def test_a_broken_movie_is_encoded_again_from_its_upload(studio, small, added):
    old, broken = added("mp4", NORMALISED), added("mp4", SOURCE, status="broken")
    Task.objects.filter(pk=studio.first_animation.pk).update(last_preview_file_id=old.pk)
    assert run("renormalize_movie_preview_files", all_broken=True, dry_run=True) == [
        f"1/1 {broken.pk} is broken",
        "Nothing was encoded.",
    ]
    assert run("renormalize_movie_preview_files", all_broken=True) == [f"1/1 {broken.pk} encoded"]
    assert facts(broken)[:2] == [128, 100]
    assert broken.status == "ready"
    assert MediaJob.objects.get().status == "done"
    studio.first_animation.refresh_from_db()
    assert studio.first_animation.last_preview_file_id == broken.pk


@pytest.mark.django_db(transaction=True)
def test_an_earlier_revision_that_is_encoded_late_does_not_hide_the_last_one(studio, small, added, settings):
    settings.KEEP_MOVIE_SOURCES = True
    first, second = added("mp4", SOURCE), added("mp4", NORMALISED)
    Task.objects.filter(pk=studio.first_animation.pk).update(last_preview_file_id=second.pk)
    assert run("renormalize_movie_preview_files", preview_file_id=[str(first.pk)])[0].endswith("encoded")
    studio.first_animation.refresh_from_db()
    assert studio.first_animation.last_preview_file_id == second.pk
    assert storage.exists(preview_places.movie(first.pk, SOURCE))


@pytest.mark.django_db(transaction=True)
def test_each_movie_that_cannot_be_encoded_is_told_with_its_reason(studio, added):
    none, text = added("mp4", status="broken"), added("mp4", status="broken")
    kept, under_way = added("mp4", NORMALISED, status="broken"), added("mp4", SOURCE, status="broken")
    storage.save(preview_places.movie(text.pk, SOURCE), media.upload("m", b"no movie"))
    MediaJob.objects.create(preview_file=under_way)
    lines, error = failing("renormalize_movie_preview_files", all_broken=True)
    assert lines[0] == f"1/4 {none.pk} failed: Nothing of it is stored: it is missing."
    assert lines[1].startswith(f"2/4 {text.pk} failed: The file is no movie")
    assert "the prepared movie stays" in lines[2]
    assert "A job of it waits or runs already" in lines[3]
    assert error == "4 of 4 previews failed."
    statuses = [PreviewFile.objects.get(pk=row.pk).status for row in (none, text, kept, under_way)]
    assert statuses == ["missing", "broken", "broken", "broken"]


@pytest.mark.django_db(transaction=True)
def test_with_a_queue_movies_wait_for_its_workers(studio, added, settings, monkeypatch):
    from files import tasks

    sent = []
    settings.CELERY_BROKER_URL = "memory://"
    monkeypatch.setattr(tasks.run_media_job, "delay", sent.append)
    preview = added("mp4", SOURCE, status="processing")
    lines = run("renormalize_movie_preview_files", all_processing=True)
    assert lines == [f"1/1 {preview.pk} waits for a worker"]
    assert sent == [str(MediaJob.objects.get().pk)]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "Say which: --preview-file-id, --all-broken"),
        ({"all_missing": True}, "No such previews were found"),
        ({"all_broken": True, "project_id": "00000000-0000-4000-8000-000000000000"}, "No such previews"),
        ({"all_broken": True, "days": -1}, "numbers from 0"),
        ({"all_broken": True, "days": 10**9}, "numbers from 0"),
    ],
)
def test_movies_that_are_not_found_are_told(studio, added, options, words):
    added("mp4", status="broken")
    with pytest.raises(CommandError, match=words):
        call_command("renormalize_movie_preview_files", **options)


def test_the_ages_add_up_to_a_window(studio, added):
    old, new = added("mp4", status="broken"), added("mp4", status="broken")
    long_ago = new.created_at.replace(year=new.created_at.year - 1)
    PreviewFile.objects.filter(pk=old.pk).update(created_at=long_ago)
    options = {"all_broken": True, "dry_run": True}
    assert len(run("renormalize_movie_preview_files", **options)) == 3
    lines = run("renormalize_movie_preview_files", days=1, hours=2, **options)
    assert lines[0] == f"1/1 {new.pk} is broken"


# Drawings


def drawn(time, *ids) -> dict:
    return {"time": time, "drawing": {"objects": [{"id": pk} for pk in ids]}}


def test_drawings_of_one_frame_become_one_and_stand_on_it():
    assert preview_repairs.snapped([drawn(0.99, "c"), drawn(0.041, "a"), drawn(0.039, "a", "b")], 25) == [
        drawn(0.04, "a", "b"),
        drawn(1.0, "c"),
    ]


def test_drawings_without_a_time_are_left_alone():
    odd = [{"time": "x"}, "y", {"drawing": {}}]
    assert preview_repairs.snapped([*odd, drawn(1, "a")], 25) == [drawn(1, "a"), *odd]


def test_annotations_are_brought_to_the_frames_of_the_shot(studio, added):
    entity = studio.first_animation.entity
    entity.data = {"fps": "10"}
    entity.save()
    off, on = added("mp4", annotations=[drawn(0.42, "a")]), added("mp4", annotations=[drawn(0.5, "a")])
    added("mp4", annotations=[])
    added("png", annotations=[drawn(0.42, "a")])
    lines = run("normalize_annotation_times", dry_run=True)
    assert lines == [f"1/2 {off.pk} would change", "1/2 annotated preview files would change."]
    options = {"project_id": str(studio.feature.pk)}
    assert run("normalize_annotation_times", **options)[-1] == "1/2 annotated preview files changed."
    off.refresh_from_db()
    assert off.annotations == [drawn(0.4, "a")]
    event = ApiEvent.objects.get()
    assert (event.name, event.project_id) == ("preview-file:annotation-update", studio.feature.pk)
    assert run("normalize_annotation_times")[-1] == "0/2 annotated preview files changed."
    assert on.annotations == [drawn(0.5, "a")]


def test_annotations_of_a_production_that_is_not_there_are_not_changed(studio):
    with pytest.raises(CommandError, match="There is no production"):
        call_command("normalize_annotation_times", project_id="00000000-0000-4000-8000-000000000000")
