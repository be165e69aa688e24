"""Movies, with ffmpeg: the system's, else the one that imageio-ffmpeg brings.

Uploads are hostile until read: only demuxers of movie files are let at them, which open no other file
and no address. Every failure is a `MediaError` with ffmpeg's last words.
"""

import math
import re
import shutil
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from kitsu_site.media import MediaError

DEMUXERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,asf,asf_o,mpeg,mpegts,ogg,flv"
LAST_WORDS = 12  # lines
QUESTION_LIMIT = 300  # seconds
TIME_LIMIT = 6 * 3600  # seconds; a movie that takes longer never ends
DEFAULT_FPS, DEFAULT_HEIGHT = Fraction(25), 1080
LOW_WIDTH = 1280
HIGH_BITRATE, LOW_BITRATE = 28, 6  # Mb/s
EFFORT = "medium"  # x264's preset: the time it takes to say the same in fewer bytes
AUDIO = ("-c:a", "aac", "-b:a", "192k", "-ar", "48000", "-ac", "2")
COLOURS = "flags=lanczos:out_color_matrix=bt709:out_range=tv"
BT709 = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")
TILE_COLUMNS, TILE_HEIGHT, MAX_TILE_ROWS = 8, 100, 480
# Rates that are written with a few digits and mean a fraction: 23.976 is 24000/1001.
NTSC = {Fraction(1000 * base, 1001) for base in (24, 30, 48, 60, 120)}

DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d\.\d+)")
VIDEO = re.compile(r"Stream #\d+:\d+.*?: Video: (?P<codec>\w+).*")
SIZE = re.compile(r", (\d{2,5})x(\d{2,5})(?: \[SAR (\d+):(\d+) DAR \d+:\d+\])?")
RATE = re.compile(r", ([\d.]+k?) fps")
ROTATION = re.compile(r"rotation of (-?[\d.]+) degrees")
FRAMES = re.compile(r"frame=\s*(\d+)")


@dataclass(frozen=True)
class Movie:
    """What a movie is: pixels as shown (upright, square), seconds, frames a second."""

    width: int
    height: int
    duration: float
    fps: Fraction
    has_sound: bool
    has_colours: bool  # whether it says how its colours are meant

    @property
    def ratio(self) -> Fraction:
        return Fraction(self.width, self.height)


@cache
def ffmpeg() -> str:
    """The path of ffmpeg; raises `MediaError` where there is none."""
    if found := shutil.which("ffmpeg"):
        return found
    import imageio_ffmpeg

    try:
        return imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        raise MediaError(f"There is no ffmpeg: install it on the PATH ({error}).") from error


def rate(value) -> Fraction:
    """Frames a second from how a studio writes them: `25`, `23.976`, `24000/1001`; raises `MediaError`."""
    try:
        exact = Fraction(str(value).strip().replace(",", "."))
    except (ValueError, ZeroDivisionError):
        raise MediaError(f"fps: a number of frames a second expected, got {value!r}.") from None
    for known in NTSC:
        if abs(exact - known) < Fraction(6, 1000):
            return known
    if not 0 < exact <= 480:
        raise MediaError(f"fps: {value} is out of range.")
    return exact.limit_denominator(1001)


def dimensions(resolution: str | None, ratio: Fraction) -> tuple[int, int]:
    """Width and height, even, of a resolution `WxH` or `xH`; 1080 high where there is none.

    `xH` takes the width from the movie's ratio.
    """
    match = re.fullmatch(r"(\d{3,4})?x(\d{3,4})", resolution or "")
    height = int(match[2]) if match else DEFAULT_HEIGHT
    width = int(match[1]) if match and match[1] else math.floor(height * ratio)
    return width + width % 2, height + height % 2


def probe(path: Path) -> Movie:
    """What the file holds; raises `MediaError` where it is no movie."""
    return described(asked(source(path)).stderr)


def asked(arguments: list[str]) -> subprocess.CompletedProcess:
    """What a short call of ffmpeg answered."""
    command = [ffmpeg(), "-hide_banner", "-nostdin", *arguments]
    options = {"capture_output": True, "text": True, "errors": "replace", "timeout": QUESTION_LIMIT}
    try:
        return subprocess.run(command, **options)  # noqa: S603  a list, no shell; paths are our own
    except subprocess.TimeoutExpired:
        raise MediaError(f"ffmpeg could not read the file in {QUESTION_LIMIT} seconds.") from None


def described(text: str) -> Movie:
    """A movie from what ffmpeg says of it."""
    video = next((found for found in VIDEO.finditer(text) if "attached pic" not in found[0]), None)
    size = SIZE.search(video[0]) if video else None
    if size is None:
        raise MediaError(f"The file is no movie: {last_words(text.splitlines())}")
    duration = DURATION.search(text)
    seconds = (
        sum(float(part) * 60**power for part, power in zip(duration.groups(), (2, 1, 0), strict=True))
        if duration
        else 0.0
    )
    width, height = int(size[1]), int(size[2])
    if size[3] and int(size[3]) and int(size[4]):
        width = round(width * Fraction(int(size[3]), int(size[4])))
    turned = ROTATION.search(text)
    if turned and round(float(turned[1])) % 180:
        width, height = height, width
    fps = RATE.search(video[0])
    return Movie(
        width=width,
        height=height,
        duration=seconds,
        fps=rate(fps[1]) if fps and "k" not in fps[1] else DEFAULT_FPS,
        has_sound=": Audio: " in text,
        has_colours=re.search(r"bt709|bt601|bt470bg|smpte170m|bt2020|gbr", video[0]) is not None,
    )


def source(path: Path) -> list[str]:
    """The arguments of an input that is not trusted."""
    return ["-protocol_whitelist", "file", "-format_whitelist", DEMUXERS, "-i", f"file:{path}"]


def last_words(lines) -> str:
    """The end of what ffmpeg said, without the paths of this machine."""
    words = [re.sub(r"(file:)?/\S+/", "", line.strip()) for line in lines if line.strip()]
    return " | ".join(words[-LAST_WORDS:])[-2000:] or "ffmpeg said nothing"


def run(arguments: list[str], *, seconds: float = 0, progress: Callable[[float], None] | None = None) -> None:
    """Run ffmpeg; raises `MediaError` with its last words.

    `progress` is told the part that is done (0 to 1) of the `seconds` that come out.
    """
    command = [ffmpeg(), "-hide_banner", "-nostdin", "-y", "-nostats", "-progress", "pipe:1", *arguments]
    process = subprocess.Popen(  # noqa: S603  a list, no shell; paths are our own
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace"
    )
    words: deque[str] = deque(maxlen=LAST_WORDS)
    listener = threading.Thread(target=lambda: words.extend(process.stderr), daemon=True)
    watch = threading.Timer(TIME_LIMIT, process.kill)
    watch.daemon = True
    listener.start()
    watch.start()
    try:
        for line in process.stdout:
            name, _, value = line.strip().partition("=")
            if progress and seconds and name == "out_time_us" and value.isdigit():
                progress(min(1.0, int(value) / 1e6 / seconds))
        code = process.wait()
        listener.join()
    except BaseException:
        process.kill()
        raise
    finally:
        watch.cancel()
        process.wait()
        process.stdout.close()
        process.stderr.close()
    if code:
        raise MediaError(f"ffmpeg failed ({code}): {last_words(words)}")
    if progress:
        progress(1.0)


def fitted(movie: Movie, width: int, height: int, fps: Fraction | None = None) -> str:
    """The filter that brings a movie to a size: ratio kept, enlarged too, on black."""
    factor = min(Fraction(width, movie.width), Fraction(height, movie.height))
    inner = [max(2, 2 * round(side * factor / 2)) for side in (movie.width, movie.height)]
    meant = [] if movie.has_colours else ["setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709"]
    steps = [
        *meant,
        f"scale={min(inner[0], width)}:{min(inner[1], height)}:{COLOURS}",
        f"pad={width}:{height}:-1:-1:color=black",
        "setsar=1",
        *([f"fps={fps}"] if fps else []),
        "format=yuv420p",
    ]
    return ",".join(steps)


def encoded(bitrate: int) -> list[str]:
    """H.264 as browsers and review tools want it: any frame is found at once."""
    limits = ["-b:v", f"{bitrate}M", "-maxrate", f"{bitrate}M", "-bufsize", f"{2 * bitrate}M"]
    return ["-c:v", "libx264", "-preset", EFFORT, "-g", "2", *limits, *BT709, "-movflags", "+faststart"]


def normalise(
    path: Path,
    target: Path,
    *,
    width: int,
    height: int,
    fps: Fraction,
    bitrate: int = HIGH_BITRATE,
    progress: Callable[[float], None] | None = None,
) -> None:
    """An MP4 of that size and rate, with sound (silence where there is none); `bitrate` in Mb/s."""
    movie = probe(path)
    with tempfile.TemporaryDirectory(prefix="kitsu-silent-") as folder:
        picture = target if movie.has_sound else Path(folder) / "picture.mp4"
        run(
            [
                *source(path),
                *("-map", "0:v:0", *(["-map", "0:a:0"] if movie.has_sound else [])),
                *("-vf", fitted(movie, width, height, fps), "-r", str(fps)),
                *encoded(bitrate),
                *AUDIO,
                *("-map_metadata", "-1", "-f", "mp4", str(picture)),
            ],
            seconds=movie.duration,
            progress=progress,
        )
        if not movie.has_sound:
            add_silence(picture, target, float(count_frames(picture) / fps))


def add_silence(path: Path, target: Path, seconds: float) -> None:
    """The movie with a silent track that lasts that long, its picture untouched.

    Only a second step knows how long: uploads need not say it, and ffmpeg's `-shortest` cuts the silence
    where its encoder happens to be when the picture's ends.
    """
    silence = ["-f", "lavfi", "-t", f"{seconds:.6f}", "-i", "anullsrc=r=48000:cl=stereo"]
    taken = ["-map", "0:v:0", "-map", "1:a:0", "-c:v", "copy", *AUDIO, "-map_metadata", "-1"]
    run([*source(path), *silence, *taken, "-movflags", "+faststart", "-f", "mp4", str(target)])


def low(
    path: Path, target: Path, *, bitrate: int = LOW_BITRATE, progress: Callable[[float], None] | None = None
) -> None:
    """The version for slow links: 1280 wide, same ratio."""
    movie = probe(path)
    width, height = LOW_WIDTH, math.ceil(LOW_WIDTH / movie.ratio)
    sound = ["-map", "0:a:0"] if movie.has_sound else []
    run(
        [
            *source(path),
            *("-map", "0:v:0", *sound, "-vf", fitted(movie, width, height + height % 2)),
            *encoded(bitrate),
            *AUDIO,
            *("-map_metadata", "-1", "-f", "mp4", str(target)),
        ],
        seconds=movie.duration,
        progress=progress,
    )


def shown(movie: Movie, width: int, height: int) -> str:
    """The filter that makes pictures of a movie's frames."""
    meant = "" if movie.has_colours else "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709,"
    return f"{meant}scale={width}:{height}:flags=lanczos,setsar=1"


def frame(path: Path, target: Path, number: int) -> None:
    """A PNG of one frame, counted from 1; raises `MediaError` where the movie has no such frame."""
    movie = probe(path)
    start = max(Fraction(0), (number - Fraction(3, 2)) / movie.fps)
    if number < 1 or start > movie.duration:
        raise MediaError(f"The movie has no frame {number}.")
    seek = ["-ss", f"{float(start):.6f}"] if start else []
    picture = shown(movie, movie.width, movie.height)
    run(
        [
            *seek,
            *source(path),
            "-map",
            "0:v:0",
            "-frames:v",
            "1",
            "-vf",
            picture,
            "-f",
            "image2",
            "-c:v",
            "png",
            str(target),
        ]
    )
    if not target.exists() or not target.stat().st_size:
        raise MediaError(f"The movie has no frame {number}.")


def count_frames(path: Path) -> int:
    """The number of frames, counted without decoding them."""
    result = asked([*source(path), "-map", "0:v:0", "-c", "copy", "-f", "null", "-"])
    counts = FRAMES.findall(result.stderr)
    if result.returncode or not counts:
        raise MediaError(f"ffmpeg failed: {last_words(result.stderr.splitlines())}")
    return int(counts[-1])


def tiles(path: Path, target: Path) -> None:
    """A PNG with every frame, 8 in a row; of a very long movie every nth, in 480 rows."""
    movie, frames = probe(path), count_frames(path)
    rows = max(1, min(math.ceil(frames / TILE_COLUMNS), MAX_TILE_ROWS))
    step = max(1, math.ceil(frames / (TILE_COLUMNS * rows)))
    chosen = f"select=not(mod(n\\,{step}))," if step > 1 else ""
    picture = shown(movie, math.ceil(TILE_HEIGHT * movie.ratio), TILE_HEIGHT)
    sheet = f"{chosen}{picture},tile={TILE_COLUMNS}x{rows}"
    run(
        [
            *source(path),
            "-map",
            "0:v:0",
            "-vf",
            sheet,
            "-frames:v",
            "1",
            "-fps_mode",
            "passthrough",
            "-f",
            "image2",
            "-c:v",
            "png",
            str(target),
        ]
    )


def join(
    paths: list[Path],
    target: Path,
    *,
    width: int,
    height: int,
    fps: Fraction,
    again: bool = False,
    bitrate: int = HIGH_BITRATE,
    progress: Callable[[float], None] | None = None,
) -> None:
    """One movie of several. Those of one size and rate are joined as they are, unless `again`."""
    found = [probe(path) for path in paths]
    seconds = sum(movie.duration for movie in found)
    alike = all((m.width, m.height, m.fps) == (width, height, fps) and m.has_sound for m in found)
    with tempfile.TemporaryDirectory(prefix="kitsu-join-") as folder:
        if again or not alike:
            parts = []
            for index, path in enumerate(paths):
                parts.append(Path(folder) / f"{index}.mp4")
                normalise(path, parts[-1], width=width, height=height, fps=fps, bitrate=bitrate)
                if progress:
                    progress(0.9 * (index + 1) / len(paths))
            paths = parts
        listing = Path(folder) / "list.txt"
        listing.write_text("".join(f"file {quoted(path)}\n" for path in paths))
        run(
            [
                *("-protocol_whitelist", "file", "-f", "concat", "-safe", "0", "-i", str(listing)),
                *("-c", "copy", "-movflags", "+faststart", "-f", "mp4", str(target)),
            ],
            seconds=seconds,
            progress=progress,
        )


def quoted(path: Path) -> str:
    """A path as a list of ffmpeg's concat demuxer holds it."""
    return "'" + f"file:{path}".replace("'", "'\\''") + "'"
