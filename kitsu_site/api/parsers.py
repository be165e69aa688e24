"""Bodies of requests, never larger than MAX_JSON_BODY."""

import orjson
from django.conf import settings
from rest_framework import parsers
from rest_framework.exceptions import ParseError

from .errors import TooLarge

MAX_DEPTH = 100  # levels of lists and objects; writers of JSON give up at some hundreds


class JSONParser(parsers.BaseParser):
    """Strict JSON: no NaN, no lone surrogates, no NUL (PostgreSQL stores none), no endless nesting."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        content = read(stream)
        if b"\\u0000" in content:
            raise ParseError("The body holds a NUL character.")
        try:
            data = orjson.loads(content)
        except orjson.JSONDecodeError as error:
            raise ParseError(f"The body is not JSON: {error}") from None
        if content.count(b"[") + content.count(b"{") > MAX_DEPTH:
            check_depth(data)
        return data


def check_depth(data) -> None:
    """Refuse a JSON value that is nested deeper than MAX_DEPTH."""
    level = [data]
    for _ in range(MAX_DEPTH):
        nested = [value for value in level if isinstance(value, (dict, list))]
        level = [item for value in nested for item in (value.values() if isinstance(value, dict) else value)]
        if not level:
            return
    raise ParseError(f"The body is nested deeper than {MAX_DEPTH} levels.")


class FormParser(parsers.FormParser):
    def parse(self, stream, media_type=None, parser_context=None):
        limit(parser_context["request"])  # the stream may be a copy of the body in memory
        return super().parse(stream, media_type, parser_context)


def limit(request) -> None:
    """Refuse a body that says it is larger than MAX_JSON_BODY."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise ParseError("Content-Length: a whole number expected.") from None
    if length > settings.MAX_JSON_BODY:
        raise TooLarge(f"The body is larger than {settings.MAX_JSON_BODY} bytes (setting MAX_JSON_BODY).")


def read(stream) -> bytes:
    """The body, its real size checked: a chunked one does not say it before."""
    limit(stream)
    content = stream.read(settings.MAX_JSON_BODY + 1)
    if len(content) > settings.MAX_JSON_BODY:
        raise TooLarge(f"The body is larger than {settings.MAX_JSON_BODY} bytes (setting MAX_JSON_BODY).")
    return content
