"""A client of the API for tests: JSON in, responses out, signed in with a real token."""

import json
from urllib.parse import urlencode

from django.test import Client

from accounts import tokens
from accounts.models import Person
from accounts.services import sessions


class Api:
    """Calls of one person, or of nobody."""

    def __init__(self, person: Person | None = None):
        self.person = person
        self.client = Client()
        self.headers = {} if person is None else {"Authorization": f"Bearer {token_of(person)}"}

    @classmethod
    def of(cls, who: "Person | str | None" = None) -> "Api":
        """The client of a person, given as one or by the name before the @ of their address."""
        if isinstance(who, str):
            who = Person.objects.get(email=f"{who}@example.com")
        return cls(who)

    def get(self, path: str, params: dict | None = None, **options):
        return self.call("GET", path, params=params, **options)

    def post(self, path: str, body=None, **options):
        return self.call("POST", path, body, **options)

    def put(self, path: str, body=None, **options):
        return self.call("PUT", path, body, **options)

    def delete(self, path: str, params: dict | None = None, **options):
        return self.call("DELETE", path, params=params, **options)

    def call(self, method: str, path: str, body=None, *, params=None, form=None, raw=None, headers=None):
        """One call: `body` goes as JSON, `form` as a multipart form (files included), `raw` as it is.

        Answers Django's response, whose `json()` is the answer's value.
        """
        headers = {**self.headers, **(headers or {})}
        query = urlencode(params or {}, doseq=True)
        if form is not None:
            send = getattr(self.client, method.lower())
            return send(path, form, headers=headers, query_params=params)
        if raw is None:
            raw = b"" if body is None else json.dumps(body)
        kind = headers.pop("Content-Type", "application/json")
        path, _, own = path.partition("?")
        query = "&".join(filter(None, [own, query]))
        return self.client.generic(method, path, raw, content_type=kind, headers=headers, QUERY_STRING=query)


def token_of(person: Person) -> str:
    """A token that signs `person` in: a session's, or a bot's own."""
    if not person.is_bot:
        return sessions.open_session(person)["access_token"]
    token = tokens.api_token(person)
    Person.objects.filter(pk=person.pk).update(jti=token["jti"])
    return str(token)
