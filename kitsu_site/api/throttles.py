"""Limits of how often routes are called that guess or that mail something: 429 with Retry-After.

Calls are counted by address and by account (settings RATE_LIMITS), on the cache: server processes share
their counts where REDIS_URL is set. What an account's own lock-out counts, it counts besides.
"""

import hashlib
import ipaddress
import math
from contextlib import contextmanager
from types import SimpleNamespace

from django.conf import settings
from rest_framework.exceptions import Throttled
from rest_framework.throttling import SimpleRateThrottle

from kitsu_site.exceptions import StudioError


class RateLimit(SimpleRateThrottle):
    """At most so many calls in a second, minute, hour or day; `scope` names the limit in RATE_LIMITS."""

    def get_rate(self) -> str | None:
        return settings.RATE_LIMITS[self.scope] or None

    def get_cache_key(self, request, view) -> str | None:
        """One for each counted; None: such a call is not counted."""
        who = self.counted(request)
        return who and f"rate:{self.scope}:{hashlib.sha256(who.encode()).hexdigest()}"

    def counted(self, request) -> str | None:
        raise NotImplementedError

    def is_reached(self, request) -> bool:
        """Whether one call more would be too many; nothing is counted."""
        self.key, self.now = self.get_cache_key(request, None), self.timer()
        if self.rate is None or self.key is None:
            return False
        self.history = [then for then in self.cache.get(self.key, []) if then > self.now - self.duration]
        return len(self.history) >= self.num_requests


class PerAddress(RateLimit):
    """Counts by the address that calls come from."""

    def counted(self, request) -> str:
        return caller(request)


class PerAccount(RateLimit):
    """Counts by the account that is signed in, or that a call without token names by its address or login."""

    def counted(self, request) -> str | None:
        if request.user is not None:
            return str(request.user.pk)
        named = request.query_params.get("email")
        if named is None and isinstance(request.data, dict):
            named = request.data.get("email")
        return named.strip().lower() if isinstance(named, str) else None


class GuessesPerAddress(PerAddress):
    scope = "guesses_per_address"


class GuessesPerAccount(PerAccount):
    scope = "guesses_per_account"


class MailsPerAddress(PerAddress):
    scope = "mails_per_address"


class MailsPerAccount(PerAccount):
    scope = "mails_per_account"


GUESSES = [GuessesPerAddress, GuessesPerAccount]
MAILS = [MailsPerAddress, MailsPerAccount]


def seconds_to_wait(request, *, account: str | None, limits=GUESSES) -> int:
    """How long a page outside of the API must wait before it guesses for `account`; 0: not at all."""
    asked = guess(request, account)
    for limit in (kind() for kind in limits):
        if not limit.allow_request(asked, None):
            return math.ceil(limit.wait() or 1)
    return 0


@contextmanager
def only_failures(request, *, account: str):
    """Count what fails within, and not the calls that open something with what they know.

    Raises `Throttled` at once where there were too many failures.
    """
    asked, limits = guess(request, account), [kind() for kind in GUESSES]
    for limit in limits:
        if limit.is_reached(asked):
            raise Throttled(limit.wait())
    try:
        yield
    except StudioError:
        for limit in limits:
            limit.allow_request(asked, None)
        raise


def guess(request, account: str | None) -> SimpleNamespace:
    """A call as the limits count it."""
    data = {"email": account}
    return SimpleNamespace(user=None, query_params={}, data=data, META=request.META, headers=request.headers)


def caller(request) -> str:
    """The address that a call comes from.

    What a proxy says of it (X-Real-IP) is believed of one on this machine, or by the setting TRUST_PROXY:
    others could name another address at each guess.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER or not peer or is_local(peer):
        return request.headers.get("X-Real-IP") or peer
    return peer


def is_local(address: str) -> bool:
    """Whether an address is of this machine."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
