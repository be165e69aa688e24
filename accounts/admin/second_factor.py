"""The second factor at the door of the back office: an app's code, a mailed one, a recovery code, a key."""

import json

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.models import Person
from accounts.services import security_keys, sessions, two_factors
from kitsu_site.exceptions import StudioError

LABELS = {
    "totp": "Code of the authenticator app",
    "email_otp": "Code by mail",
    "fido": "Security key",
    "recovery_code": "Recovery code",
}


class SecondFactorForm(forms.Form):
    """What somebody proves after the right password.

    `options` are for the browser's security keys, `told` is a line to read.
    """

    method = forms.ChoiceField(label="How", widget=UnfoldAdminSelectWidget)
    code = forms.CharField(
        label="Code",
        required=False,
        max_length=40,
        widget=UnfoldAdminTextInputWidget(
            attrs={"autocomplete": "one-time-code", "autofocus": "", "inputmode": "text"}
        ),
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    ceremony = forms.CharField(required=False, widget=forms.HiddenInput)
    half = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, person: Person, data=None, *, method: str | None = None, told: str = ""):
        usable = [*two_factors.enabled(person), "recovery_code"]
        wanted = (method, person.preferred_two_factor_authentication, usable[0])
        first = next(name for name in wanted if name in usable)
        super().__init__(data, initial={"method": first, "half": sessions.half_signed_in(person)})
        self.person, self.usable, self.options, self.told = person, usable, None, told
        self.fields["method"].choices = [(name, LABELS[name]) for name in usable]

    def challenge(self) -> None:
        """Draw a new challenge for the keys of the person, good once like the last."""
        if "fido" in self.usable and security_keys.credentials_of(self.person):
            self.options, ceremony = security_keys.begin_sign_in(self.person)
            self.data = {**self.data.dict(), "ceremony": ceremony, "key": ""} if self.is_bound else self.data
            self.initial["ceremony"] = ceremony

    def clean(self):
        data = super().clean()
        if not self.errors:
            try:
                sessions.finish(self.person, self.proof(data))
            except StudioError as error:
                raise forms.ValidationError(error.message) from None
        return data

    def proof(self, data: dict) -> two_factors.Proof:
        """The factor that was chosen."""
        if data["method"] != "fido":
            return two_factors.Proof(**{data["method"]: data["code"].strip()})
        try:
            response = json.loads(data["key"] or "null")
        except ValueError:
            response = None
        return two_factors.Proof(
            fido=response if isinstance(response, dict) else None, ceremony=data["ceremony"]
        )

    def get_user(self) -> Person:
        return self.person
