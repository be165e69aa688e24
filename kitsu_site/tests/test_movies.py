"""Movies: what ffmpeg makes of them."""

from fractions import Fraction

import pytest
from PIL import Image

from kitsu_site.media import MediaError, movies
from kitsu_site.tests import media


@pytest.fixture(autouse=True)
def as_for_users(served_effort, monkeypatch):
    monkeypatch.setattr(movies, "EFFORT", served_effort)


@pytest.fixture
def movie(tmp_path):
    """Writes a movie to the disk; see `media.movie`."""

    def write(**options):
        path = tmp_path / "it's a movie.mp4"
        path.write_bytes(media.movie(**options))
        return path

    return write


def test_a_movie_is_described(movie):
    assert movies.probe(movie(sound=True)) == movies.Movie(64, 36, 0.4, Fraction(25), True, True)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"this is no movie",
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        media.png(),
    ],
    ids=["empty", "text", "playlist", "list of files", "picture"],
)
def test_what_is_no_movie_is_refused_in_ffmpegs_words(content, tmp_path):
    path = tmp_path / "movie.mp4"
    path.write_bytes(content)
    with pytest.raises(MediaError, match="The file is no movie") as refused:
        movies.probe(path)
    assert str(tmp_path) not in str(refused.value)


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        ("25", Fraction(25)),
        ("23.976", Fraction(24000, 1001)),
        ("23.98", Fraction(24000, 1001)),
        ("24000/1001", Fraction(24000, 1001)),
        ("29,97", Fraction(30000, 1001)),
        ("59.94", Fraction(60000, 1001)),
        ("12.5", Fraction(25, 2)),
        (24, Fraction(24)),
    ],
)
def test_rates_are_exact(written, exact):
    assert movies.rate(written) == exact


@pytest.mark.parametrize("written", ["", "fast", "0", "-25", "1/0", "9999"])
def test_rates_that_are_none_are_refused(written):
    with pytest.raises(MediaError):
        movies.rate(written)


@pytest.mark.parametrize(
    ("resolution", "ratio", "size"),
    [
        ("320x180", Fraction(2), (320, 180)),
        ("x120", Fraction(16, 9), (214, 120)),
        ("333x111", Fraction(1), (334, 112)),
        (None, Fraction(16, 9), (1920, 1080)),
        ("large", Fraction(1), (1080, 1080)),
    ],
)
def test_dimensions_are_even(resolution, ratio, size):
    assert movies.dimensions(resolution, ratio) == size


def test_a_movie_is_normalised(movie, tmp_path):
    target, told = tmp_path / "target.mp4", []
    movies.normalise(movie(), target, width=80, height=80, fps=Fraction(25), progress=told.append)
    assert movies.probe(target) == movies.Movie(80, 80, 0.4, Fraction(25), True, True)
    assert movies.count_frames(target) == 10
    assert told == sorted(told)
    assert told[-1] == 1


def test_silence_ends_with_a_picture_that_does_not_say_how_long_it_is(movie, tmp_path):
    source, target = movie(), tmp_path / "target.mp4"
    source.write_bytes(media.streamed(source.read_bytes()))
    assert movies.probe(source).duration == 0
    movies.normalise(source, target, width=64, height=36, fps=Fraction(25))
    assert movies.probe(target) == movies.Movie(64, 36, 0.4, Fraction(25), True, True)


def test_a_fractional_rate_keeps_its_frames(movie, tmp_path):
    target, fps = tmp_path / "target.mp4", movies.rate("23.976")
    movies.normalise(movie(seconds=1.0, rate="24000/1001"), target, width=64, height=36, fps=fps)
    assert (movies.count_frames(target), movies.probe(target).fps) == (24, fps)


def test_colours_stay_what_they_are(movie, tmp_path):
    source, target = movie(color="0x20C040"), tmp_path / "target.mp4"
    movies.normalise(source, target, width=128, height=72, fps=Fraction(25))
    colours = []
    for path in (source, target):
        movies.frame(path, tmp_path / "frame.png", 3)
        colours.append(Image.open(tmp_path / "frame.png").convert("RGB").getpixel((32, 18)))
    meant = (0x20, 0xC0, 0x40)
    for colour in colours:  # as BT.601 the green would be off by 20
        assert all(abs(found - wanted) <= 6 for found, wanted in zip(colour, meant, strict=True)), colours
    assert all(abs(a - b) <= 1 for a, b in zip(*colours, strict=True)), colours


def test_a_movie_is_boxed_in_black(movie, tmp_path):
    target, picture = tmp_path / "target.mp4", tmp_path / "frame.png"
    movies.normalise(movie(color="0xFFFFFF"), target, width=64, height=64, fps=Fraction(25))
    movies.frame(target, picture, 1)
    column = [Image.open(picture).convert("L").getpixel((32, y)) > 128 for y in (2, 32, 61)]
    assert column == [False, True, False]


def test_frames_are_counted_from_one(movie, tmp_path):
    path, first, last = movie(), tmp_path / "first.png", tmp_path / "last.png"
    movies.frame(path, first, 1)
    movies.frame(path, last, 10)
    assert Image.open(first).tobytes() != Image.open(last).tobytes()
    for number in (0, 11, 999):
        with pytest.raises(MediaError, match=f"The movie has no frame {number}"):
            movies.frame(path, tmp_path / "none.png", number)


def test_tiles_show_eight_frames_in_a_row(movie, tmp_path):
    movies.tiles(movie(), tmp_path / "tiles.png")
    assert Image.open(tmp_path / "tiles.png").size == (8 * 178, 2 * 100)


def test_a_version_for_slow_links_is_1280_wide(movie, tmp_path):
    movies.low(movie(seconds=0.08), tmp_path / "low.mp4")
    found = movies.probe(tmp_path / "low.mp4")
    assert (found.width, found.height) == (1280, 720)


@pytest.mark.parametrize("again", [False, True], ids=["as they are", "encoded again"])
def test_movies_are_joined(again, tmp_path):
    paths = []
    for index, seconds in enumerate((0.4, 0.2)):
        paths.append(tmp_path / f"part's {index}.mp4")
        paths[-1].write_bytes(media.movie(seconds=seconds, sound=True))
    movies.join(paths, tmp_path / "film.mp4", width=64, height=36, fps=Fraction(25), again=again)
    assert movies.count_frames(tmp_path / "film.mp4") == 15


def test_a_failure_tells_the_last_words_of_ffmpeg(movie, tmp_path):
    with pytest.raises(MediaError, match=r"ffmpeg failed \(\d+\): .*Invalid"):
        movies.run([*movies.source(movie()), "-vf", "scale=invalid", str(tmp_path / "none.mp4")])
