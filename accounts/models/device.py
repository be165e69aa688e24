"""Where second factors keep what proves them: devices of django-otp, which counts the failures of each.

An authenticator app is django-otp's own `TOTPDevice`. Codes by mail and recovery codes are devices of
our own: those of django-otp keep codes readable. Which methods are on, the columns of the person say.

No constraint of these tables refers to people: a studio that goes back to Kitsu removes people there.
"""

from django.db import models
from django_otp.models import Device, ThrottlingMixin

from kitsu_site.db import StudioQuerySet

THROTTLE_FACTOR = 1  # seconds after the first failure, doubled with each that follows


class MailDevice(ThrottlingMixin, Device):
    """Who gets codes by mail, with the secret that they are made of; the pending one is a `MailedCode`."""

    user = models.OneToOneField(
        "Person", on_delete=models.CASCADE, db_constraint=False, related_name="mail_device"
    )
    key = models.CharField(max_length=80)  # in hexadecimal, like that of a `TOTPDevice`

    class Meta:
        db_table = "accounts_mail_device"

    def get_throttle_factor(self):
        return THROTTLE_FACTOR


class RecoveryDevice(ThrottlingMixin, Device):
    """Who has recovery codes."""

    user = models.OneToOneField(
        "Person", on_delete=models.CASCADE, db_constraint=False, related_name="recovery_device"
    )

    class Meta:
        db_table = "accounts_recovery_device"

    def get_throttle_factor(self):
        return THROTTLE_FACTOR


class RecoveryCode(models.Model):
    """The bcrypt hash of a recovery code, which is removed when the code is used."""

    device = models.ForeignKey(RecoveryDevice, on_delete=models.CASCADE, related_name="codes")
    hash = models.BinaryField()

    objects = StudioQuerySet.as_manager()

    class Meta:
        db_table = "accounts_recovery_code"

    def __str__(self):
        return "A recovery code"
