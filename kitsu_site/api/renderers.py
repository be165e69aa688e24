"""JSON as clients know it: naive UTC times without microseconds, ids as text."""

import orjson
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer

OPTIONS = orjson.OPT_OMIT_MICROSECONDS | orjson.OPT_NON_STR_KEYS


def dumps(data) -> bytes:
    """`data` as JSON; dates, times, ids, enumerations and `orjson.Fragment`s included."""
    return orjson.dumps(data, default=str, option=OPTIONS)


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        response = (renderer_context or {}).get("response")
        if response is not None and response.status_code == 204:
            return b""
        return dumps(data)


class AlwaysJSON(BaseContentNegotiation):
    """Whatever the client accepts, it is answered in JSON, as it always was."""

    def select_parser(self, request, parsers):
        from rest_framework.utils.mediatypes import media_type_matches

        kind = request.content_type
        return next((p for p in parsers if media_type_matches(p.media_type, kind)), None)

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type
