"""Answers that hold a stored file: in chunks, in ranges, not at all where the client has it already.

A proxy may do the sending (setting FILES_SENT_BY): the answer then only names the file.
"""

import datetime
import re
import secrets
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, parse_http_date_safe

from kitsu_site import storage
from kitsu_site.storage import Facts, Stored

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
PRIVATE, PUBLIC = "max-age={age}, private", "public, max-age={age}"


def answer(
    request: HttpRequest,
    place: Stored,
    *,
    kind: str,
    changed: datetime.datetime | None = None,
    download: str | None = None,
    cache: str = PRIVATE,
) -> HttpResponse:
    """The stored file as a response of media type `kind`; raises `Missing`.

    `changed`: when what it shows was last changed (naive UTC), by default when it was stored;
    `download`: the name under which the client saves it instead of showing it;
    `cache`: the Cache-Control header, with `{age}` for the setting CLIENT_CACHE_MAX_AGE.
    """
    found = storage.facts(place)
    when = timestamp(changed or found.changed)
    etag = f'"{timestamp(found.changed):x}-{found.size:x}-{when:x}"'
    response = get_conditional_response(request, etag=etag, last_modified=when)
    if response is None or response.status_code not in (304, 412):
        response = content(request, place, found, etag=etag, when=when)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(when)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = cache.format(age=settings.CLIENT_CACHE_MAX_AGE)
    if response.status_code in (200, 206):
        response["Content-Type"] = kind
        if download is not None:
            response["Content-Disposition"] = content_disposition(download)
    return response


def content(request, place: Stored, found: Facts, *, etag: str, when: int) -> HttpResponse:
    """The whole file, or the one range that is asked for."""
    if settings.FILES_SENT_BY != "server":
        return by_proxy(place)
    asked = requested_range(request, found.size, etag=etag, when=when)
    if asked is None:
        response = StreamingHttpResponse(storage.read(place, 0, found.size))
        response["Content-Length"] = found.size
        return response
    start, end = asked
    if start >= found.size or start > end:
        return JsonResponse(
            {"error": True, "message": f"Range: the file has {found.size} bytes."},
            status=416,
            headers={"Content-Range": f"bytes */{found.size}"},
        )
    response = StreamingHttpResponse(storage.read(place, start, end - start + 1), status=206)
    response["Content-Length"] = end - start + 1
    response["Content-Range"] = f"bytes {start}-{end}/{found.size}"
    return response


def by_proxy(place: Stored) -> HttpResponse:
    """An empty answer that tells nginx (X-Accel-Redirect) or Apache (X-Sendfile) what to send."""
    if settings.FILES_SENT_BY == "x-sendfile":
        return HttpResponse(headers={"X-Sendfile": str(place.path)})
    return HttpResponse(headers={"X-Accel-Redirect": f"{settings.X_ACCEL_PREFIX}{quote(place.key)}"})


def requested_range(request, size: int, *, etag: str, when: int) -> tuple[int, int] | None:
    """First and last byte that are asked for, or None for the whole file.

    Several ranges, other units and ranges of a file that has changed since (If-Range) are answered whole;
    what is no range of bytes is one out of bounds.
    """
    header = request.META.get("HTTP_RANGE", "").replace(" ", "")
    if request.method not in ("GET", "HEAD") or not header.startswith("bytes=") or "," in header:
        return None
    condition = request.META.get("HTTP_IF_RANGE")
    if condition and condition != etag and parse_http_date_safe(condition) != when:
        return None
    match = RANGE.fullmatch(header)
    if match is None or match.group() == "bytes=-":
        return size, size
    first, last = match.groups()
    if not first:  # the last bytes
        return (size - min(int(last), size), size - 1) if int(last) else (size, size)
    if last and int(last) < int(first):
        return size, size
    return int(first), min(int(last), size - 1) if last else size - 1


def content_disposition(name: str, how: str = "attachment") -> str:
    """An attachment (or `inline`) of that name, whatever characters it has."""
    name = "".join(c for c in name if c.isprintable()) or f"file-{secrets.token_hex(4)}"
    if re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", name):
        return f"{how}; filename={name}"
    return content_disposition_header(how == "attachment", name)


def timestamp(moment: datetime.datetime) -> int:
    """Seconds since 1970 of a naive UTC time."""
    return int(moment.replace(tzinfo=datetime.UTC).timestamp())
