"""Headers that every answer carries."""


def frame_ancestors(get_response):
    """Forbid other sites to frame ours; browsers trust this header over X-Frame-Options."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", "frame-ancestors 'self'")
        return response

    return middleware
