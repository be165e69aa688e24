"""Pictures and movies: what is done to them, without Django and without models."""


class MediaError(Exception):
    """A file that is not what it should be, or a tool that could not work on it; the text says what."""
