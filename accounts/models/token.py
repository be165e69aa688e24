"""What the server remembers of tokens and codes. These tables are its own, beside those of the schema.

No constraint of theirs refers to people: a studio that goes back to Kitsu removes people there.
"""

import uuid

from django.db import models

from kitsu_site.db import StudioQuerySet, UTCDateTimeField


class RevokedToken(models.Model):
    """A session token, a challenge of a security key or a request of single sign-on: not to be used (again).

    Only the token's `jti` is stored: nothing here opens anything.
    """

    jti = models.CharField(primary_key=True, max_length=60)
    expires_at = UTCDateTimeField(db_index=True)

    objects = StudioQuerySet.as_manager()

    class Meta:
        db_table = "accounts_revoked_token"

    def __str__(self):
        return self.jti


class IssuedToken(models.Model):
    """A session, or an API token, that somebody has: for people to see. The proof is in the token.

    `jti`: of a session, that of its refresh token; `created_at` is null where another server issued it.
    """

    class Kind(models.TextChoices):
        SESSION = "session", "Session"
        BOT = "bot", "API token of a bot"
        PERSON_API = "person_api", "API token of a person"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        "Person", on_delete=models.CASCADE, db_constraint=False, related_name="issued_tokens"
    )
    jti = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    created_at = UTCDateTimeField(null=True, blank=True)
    ip_address = models.CharField(max_length=50, default="", blank=True)
    agent = models.CharField(max_length=200, default="", blank=True)
    expires_at = UTCDateTimeField(null=True, blank=True, db_index=True)

    objects = StudioQuerySet.as_manager()

    class Meta:
        db_table = "accounts_issued_token"
        constraints = [models.UniqueConstraint(fields=["jti"], name="accounts_issued_token_jti")]

    def __str__(self):
        return self.get_kind_display()


class TokenGeneration(models.Model):
    """Which of a person's session tokens are good: those of the current generation.

    Who has no row is in generation 0, like tokens that name none. `kept_session` is the `jti` of the refresh
    token of the session that began the generation, and that alone of the former ones goes on.
    """

    person = models.OneToOneField(
        "Person",
        primary_key=True,
        on_delete=models.CASCADE,
        db_constraint=False,
        related_name="token_generation",
    )
    number = models.PositiveIntegerField(default=0)
    kept_session = models.CharField(max_length=60, default="", blank=True)

    objects = StudioQuerySet.as_manager()

    class Meta:
        db_table = "accounts_token_generation"

    def __str__(self):
        return str(self.number)


class MailedCode(models.Model):
    """The pending code that was mailed to a person: the counter of an HOTP, good once, for minutes."""

    person = models.OneToOneField(
        "Person",
        primary_key=True,
        on_delete=models.CASCADE,
        db_constraint=False,
        related_name="mailed_code",
    )
    counter = models.BigIntegerField()
    expires_at = UTCDateTimeField(db_index=True)

    objects = StudioQuerySet.as_manager()

    class Meta:
        db_table = "accounts_mailed_code"

    def __str__(self):
        return str(self.expires_at)


class PasswordReset(models.Model):
    """A pending change of a forgotten password: one for each address.

    The token that opens it is derived from `nonce` and the server's secret, never stored.
    """

    email = models.CharField(primary_key=True, max_length=255)
    nonce = models.CharField(max_length=64)
    expires_at = UTCDateTimeField(db_index=True)

    objects = StudioQuerySet.as_manager()

    class Meta:
        db_table = "accounts_password_reset"

    def __str__(self):
        return self.email
