"""Another server of this API, through its official client."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from kitsu_site.exceptions import Invalid

PAGE = 500
NOT_INSTALLED = "The client gazu is not installed: pip install gazu (see requirements.txt)."


class Absent(Invalid):
    """The other server has no such route, or no such row."""


class Remote:
    """Signed in as an admin of `host`, with or without `/api` at its end. Raises `Invalid` in one line."""

    def __init__(self, host: str, email: str, password: str):
        try:
            import gazu
            import requests
        except ImportError:
            raise Invalid(NOT_INSTALLED) from None
        self.gazu, self.host = gazu, host.rstrip("/")
        self.failures = (requests.RequestException, *faults(gazu))
        self.client = gazu.client.create_client(self.host, use_refresh_token=True)
        try:
            gazu.log_in(email, password, client=self.client)
            role = gazu.client.get_current_user(client=self.client)["role"]
        except (gazu.exception.AuthFailedException, ValueError) as error:
            raise Invalid(f"{host}: {email} cannot sign in: {error or 'wrong password'}") from None
        except self.failures as error:
            raise Invalid(f"{host} does not answer: {error}") from None
        if role != "admin":
            raise Invalid(f"{host}: {email} is no admin there, and would see only a part.")

    def get(self, path: str, **params):
        try:
            return self.gazu.client.get(path, params=params or None, client=self.client)
        except self.gazu.exception.RouteNotFoundException:
            raise Absent(f"{self.host}/{path}: not found") from None
        except self.failures as error:
            raise Invalid(f"{self.host}/{path}: {error or type(error).__name__}") from None

    def post(self, path: str, rows: list):
        try:
            return self.gazu.client.post(path, rows, client=self.client)
        except self.failures as error:
            raise Invalid(f"{self.host}/{path}: {error or type(error).__name__}") from None

    def pages(self, path: str, **params) -> Iterator[tuple[list[dict], int]]:
        """The rows of a collection page by page, last changed first, with the number of all.

        What changes meanwhile moves to the front: in the end the front is read again.
        """
        newest, page = None, 1
        while True:
            answer = self.get(path, relations="true", page=page, limit=PAGE, **params)
            rows = answer["data"]
            if not rows:
                break
            newest = newest or rows[0].get("updated_at")
            yield rows, answer["total"]
            if page >= answer["nb_pages"]:
                break
            page += 1
        if page > 1:
            rows = self.get(path, relations="true", page=1, limit=PAGE, **params)["data"]
            yield [row for row in rows if (row.get("updated_at") or "") >= newest], 0

    @cached_property
    def entity_types(self) -> list[dict]:
        """Kept, as each kind of entities asks for them."""
        return self.get("data/entity-types")

    def download(self, path: str, target: Path) -> bool:
        """Store a file; whether the server has it."""
        try:
            self.gazu.client.download(path, str(target), client=self.client)
        except self.gazu.exception.RouteNotFoundException:
            return False
        except self.failures as error:
            raise Invalid(f"{self.host}/{path}: {error or type(error).__name__}") from None
        return True


def faults(gazu) -> tuple[type[Exception], ...]:
    """All that the client raises."""
    found = vars(gazu.exception).values()
    return tuple(f for f in found if isinstance(f, type) and issubclass(f, Exception))
