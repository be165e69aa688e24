import zoneinfo

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac

from accounts import passwords
from accounts.models.token import TokenGeneration
from kitsu_site.db import (
    BytesArrayField,
    JSONArrayField,
    LinkModel,
    PublicQuerySet,
    StudioModel,
    UTCDateTimeField,
)
from kitsu_site.roles import Role


class Position(models.TextChoices):
    SUPERVISOR = "supervisor"
    LEAD = "lead"
    ARTIST = "artist"


class Seniority(models.TextChoices):
    SENIOR = "senior"
    MID = "mid"
    JUNIOR = "junior"


BACK_OFFICE = (Role.ADMIN, Role.MANAGER, Role.SUPERVISOR)


class LowerCaseField(models.CharField):
    """Text that is stored and compared in lower case."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value.lower() if isinstance(value, str) else value

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs  # the same column to the database


class PersonQuerySet(PublicQuerySet):
    """Everybody is seen by everybody; what of them, the API decides by role."""

    def with_generation(self):
        """People with their `generation` of tokens, and the `kept_session` of former ones."""
        return self.annotate(
            generation=Coalesce("token_generation__number", 0),
            kept_session=Coalesce("token_generation__kept_session", models.Value("")),
        )

    def by_login(self, login: str):
        """Who signs in as `login`: an email in any case, else a desktop login; bots never."""
        people = self.with_generation().filter(is_bot=False)
        return (
            people.filter(email=login.strip().lower()).first()
            or people.filter(desktop_login=login).exclude(desktop_login="").first()
        )

    def get_by_natural_key(self, login: str):
        person = self.by_login(login)
        if person is None:
            raise self.model.DoesNotExist
        return person


def default_timezone() -> str:
    return settings.DEFAULT_TIMEZONE


def default_locale() -> str:
    return settings.DEFAULT_LOCALE


class DepartmentLink(LinkModel):
    """A person belongs to a department."""

    pk = models.CompositePrimaryKey("person_id", "department_id")
    person = models.ForeignKey("Person", on_delete=models.CASCADE, related_name="department_links")
    department = models.ForeignKey("Department", on_delete=models.PROTECT, related_name="person_links")

    class Meta:
        db_table = "department_link"


class Person(AbstractBaseUser, StudioModel):
    """A person, bot or guest, who may sign in; the role says what they may do."""

    class ContractType(models.TextChoices):
        OPEN_ENDED = "open-ended"
        FIXED_TERM = "fixed-term"
        SHORT_TERM = "short-term"
        FREELANCE = "freelance"
        APPRENTICE = "apprentice"
        INTERNSHIP = "internship"

    class TwoFactor(models.TextChoices):
        TOTP = "totp"
        EMAIL_OTP = "email_otp"
        FIDO = "fido"

    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    email = LowerCaseField(max_length=255, null=True, blank=True)
    phone = models.CharField(max_length=30, null=True, blank=True)
    contract_type = models.CharField(
        max_length=255, choices=ContractType.choices, default=ContractType.OPEN_ENDED, db_default="open-ended"
    )
    active = models.BooleanField(null=True, blank=True, default=True)
    archived = models.BooleanField(null=True, blank=True, default=False)
    last_presence = models.DateField(null=True, blank=True)
    password = models.BinaryField(null=True, blank=True)
    desktop_login = models.CharField(max_length=80, null=True, blank=True)
    login_failed_attemps = models.IntegerField(null=True, blank=True, default=0)
    last_login_failed = UTCDateTimeField(null=True, blank=True)
    totp_enabled = models.BooleanField(null=True, blank=True, default=False)
    totp_secret = models.CharField(max_length=32, null=True, blank=True)
    email_otp_enabled = models.BooleanField(null=True, blank=True, default=False)
    email_otp_secret = models.CharField(max_length=32, null=True, blank=True)
    fido_enabled = models.BooleanField(null=True, blank=True, default=False)
    fido_credentials = JSONArrayField(null=True, blank=True)
    otp_recovery_codes = BytesArrayField(null=True, blank=True)
    preferred_two_factor_authentication = models.CharField(
        max_length=255, choices=TwoFactor.choices, null=True, blank=True
    )
    shotgun_id = models.IntegerField(null=True, blank=True)
    timezone = models.CharField(max_length=50, null=True, blank=True, default=default_timezone)
    locale = models.CharField(max_length=10, null=True, blank=True, default=default_locale)
    data = models.JSONField(null=True, blank=True)
    role = models.CharField(max_length=255, choices=Role.choices, default=Role.USER)
    position = models.CharField(
        max_length=255, choices=Position.choices, null=True, blank=True, default=Position.ARTIST
    )
    seniority = models.CharField(
        max_length=255, choices=Seniority.choices, null=True, blank=True, default=Seniority.MID
    )
    daily_salary = models.IntegerField(null=True, blank=True, default=0)
    has_avatar = models.BooleanField(null=True, blank=True, default=False)
    notifications_enabled = models.BooleanField(null=True, blank=True, default=False)
    notifications_slack_enabled = models.BooleanField(null=True, blank=True, default=False)
    notifications_slack_userid = models.CharField(max_length=60, null=True, blank=True, default="")
    notifications_mattermost_enabled = models.BooleanField(null=True, blank=True, default=False)
    notifications_mattermost_userid = models.CharField(max_length=60, null=True, blank=True, default="")
    notifications_discord_enabled = models.BooleanField(null=True, blank=True, default=False)
    notifications_discord_userid = models.CharField(max_length=60, null=True, blank=True, default="")
    is_bot = models.BooleanField(default=False, db_default=False)
    jti = models.CharField(max_length=60, null=True, blank=True)
    expiration_date = models.DateField(null=True, blank=True)
    studio = models.ForeignKey(
        "Studio", on_delete=models.PROTECT, null=True, blank=True, related_name="persons"
    )
    is_generated_from_ldap = models.BooleanField(null=True, blank=True, default=False)
    ldap_uid = models.CharField(max_length=60, null=True, blank=True)
    is_guest = models.BooleanField(default=False, db_default=False)
    country = models.CharField(max_length=2, null=True, blank=True)
    use_12_hour_clock = models.BooleanField(null=True, blank=True, default=False)
    display_date_format = models.CharField(max_length=20, null=True, blank=True, default="YYYY-MM-DD")
    departments = models.ManyToManyField(
        "Department", through="DepartmentLink", related_name="persons", blank=True
    )

    last_login = None  # the login log has it

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    objects = PersonQuerySet.as_manager()

    class Meta:
        db_table = "person"
        constraints = [
            models.UniqueConstraint(fields=["jti"], name="person_jti_key"),
            models.UniqueConstraint(fields=["ldap_uid"], name="person_ldap_uid_key"),
            models.UniqueConstraint(fields=["shotgun_id"], name="person_shotgun_id_key"),
            models.UniqueConstraint(
                fields=["email", "is_bot"], condition=~models.Q(is_bot=True), name="only_one_email_by_person"
            ),
        ]

    def __str__(self):
        return self.full_name or self.email or str(self.pk)

    @property
    def full_name(self) -> str:
        """Both names joined by a blank, or whichever there is."""
        return " ".join(filter(None, [self.first_name, self.last_name]))

    @property
    def zone(self) -> str:
        """Their time zone; the studio's where they have none, or one that is not known any more."""
        try:
            return zoneinfo.ZoneInfo(self.timezone or settings.DEFAULT_TIMEZONE).key
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):  # of a database that was taken over
            return settings.DEFAULT_TIMEZONE

    @property
    def password_hash(self) -> bytes | None:
        """The bcrypt hash as the column holds it."""
        return bytes(self.password) if self.password else None

    def set_password(self, raw_password: str | None) -> None:
        """Put the hash of a password on the row, without saving it; None: no password."""
        self.password = passwords.hashed(raw_password) if raw_password is not None else None

    def check_password(self, raw_password: str) -> bool:
        """Whether that is the password; a person without one has none that fits."""
        return passwords.fits(raw_password, self.password_hash)

    def has_usable_password(self) -> bool:
        return bool(self.password)

    def current_generation(self) -> int:
        """The generation of tokens as it was when the person was read, if that was with it."""
        if hasattr(self, "generation"):
            return self.generation
        return TokenGeneration.objects.filter(person=self).values_list("number", flat=True).first() or 0

    def _get_session_auth_hash(self, secret=None) -> str:
        """A session of the back office ends with the password, and with the tokens of the API."""
        state = f"{(self.password_hash or b'').hex()}:{self.current_generation()}"
        return salted_hmac("accounts.session", state, secret=secret, algorithm="sha256").hexdigest()

    # What Django's admin asks of a user; its site says who may see which rows.

    @property
    def is_active(self) -> bool:
        return bool(self.active)

    @property
    def is_staff(self) -> bool:
        """Whether the back office is open to them."""
        return self.is_active and not self.is_bot and self.role in BACK_OFFICE

    @property
    def is_superuser(self) -> bool:
        return self.is_active and self.role == Role.ADMIN

    def has_perm(self, perm: str, obj=None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.first_name
