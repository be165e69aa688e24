"""Choosing another password in the back office."""

from django import forms
from unfold.widgets import UnfoldAdminPasswordWidget

from accounts.services import mails, passwords, sessions
from kitsu_site.admin import site
from kitsu_site.exceptions import StudioError


class PasswordForm(forms.Form):
    """One's own password: the old one, and twice the new one."""

    old_password = forms.CharField(label="Old password")
    new_password1 = forms.CharField(label="New password")
    new_password2 = forms.CharField(label="New password, again")

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        for name, field in self.fields.items():
            field.strip = False
            autocomplete = "current-password" if name == "old_password" else "new-password"
            field.widget = UnfoldAdminPasswordWidget(attrs={"autocomplete": autocomplete})

    def clean_old_password(self):
        """Failures count as they do at sign-in."""
        try:
            sessions.check_password(self.user, self.cleaned_data["old_password"])
        except StudioError as error:
            raise forms.ValidationError(error.message) from None
        return self.cleaned_data["old_password"]

    def clean(self):
        data = super().clean()
        if not self.errors:
            try:
                passwords.check_new(data["new_password1"], data["new_password2"])
            except StudioError as error:
                self.add_error("new_password2", error.message)
        return data

    def save(self):
        passwords.change(person=self.user, password=self.cleaned_data["new_password1"])
        mails.password_changed(self.user)
        return self.user


site.password_form = PasswordForm
