"""What services raise. The API answers them with a status, commands print them."""


class StudioError(Exception):
    """A foreseen failure.

    `field` names the input it is about; `data` goes along in the answer, and `more` are further
    keys of it that clients look for.
    """

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        data: dict | None = None,
        more: dict | None = None,
    ):
        super().__init__(message)
        self.message, self.field, self.data, self.more = message, field, data, more or {}


class Invalid(StudioError):
    """The input is wrong (400)."""


class Refused(StudioError):
    """The caller may not do that (403)."""


class Missing(StudioError):
    """There is no such thing (404)."""


class Unauthorized(StudioError):
    """The caller is not, or no longer, who may ask (401)."""


class Unavailable(StudioError):
    """Something that is needed for it does not answer (500)."""


class Conflict(StudioError):
    """Something that is under way stands against it (409)."""
