"""Signing in to the back office: the password, then the second factor of those who have one."""

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import LoginView
from django.dispatch import receiver
from unfold.forms import AuthenticationForm

from accounts.admin.second_factor import SecondFactorForm
from accounts.api.auth import address
from accounts.models import LoginLog, Person
from accounts.services import sessions, two_factors
from kitsu_site.admin import site
from kitsu_site.api import throttles


class SignInForm(AuthenticationForm):
    """An email or a desktop login, and the password; says why somebody is refused.

    `waiting`: who sent the right password, and has a second factor.
    """

    error_messages = {
        **AuthenticationForm.error_messages,
        "no_staff": "The back office is for admins, managers and supervisors.",
        "no_factor": "A second factor is required: set one up in the web client first.",
    }
    waiting: Person | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Email or login"

    def clean(self):
        login, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if login is None or not password:
            return self.cleaned_data
        self.user_cache = authenticate(self.request, username=login, password=password)
        if self.user_cache is None:
            refusal = getattr(self.request, "sign_in_refusal", None)
            if refusal is None or not refusal.more.get("missing_OTP"):
                raise forms.ValidationError(refusal.message if refusal else "Wrong login or password.")
            self.waiting = Person.objects.by_login(login)
        self.confirm_login_allowed(self.user_cache or self.waiting)
        return self.cleaned_data

    def confirm_login_allowed(self, user):
        if not user.is_staff:
            raise forms.ValidationError(self.error_messages["no_staff"], code="no_staff")
        if two_factors.is_required(user):
            raise forms.ValidationError(self.error_messages["no_factor"], code="no_factor")


class SignIn(LoginView):
    """Two pages at one address: the second follows the right password of who has a second factor."""

    form_class = SignInForm

    def is_second(self) -> bool:
        return "half" in self.request.POST

    def get_form(self, form_class=None):
        if not self.is_second():
            return super().get_form(form_class)
        person = sessions.second_half(self.request.POST["half"])
        if person is None:
            form = SignInForm(self.request, {})
            form.add_error(None, "That took too long: sign in again.")
            return form
        return SecondFactorForm(person, self.request.POST)

    def post(self, request, *args, **kwargs):
        if self.is_second() and "mail" in request.POST:
            return self.mail_code()
        return super().post(request, *args, **kwargs)

    def mail_code(self):
        """Mail a code to who sent the right password and uses them, and ask for it."""
        form = self.get_form()
        if isinstance(form, SignInForm):
            return self.form_invalid(form)
        account, told = str(form.person.pk), "Codes by mail are not enabled."
        if throttles.seconds_to_wait(self.request, account=account, limits=throttles.MAILS):
            told = "Too many mails: try again later."
        elif "email_otp" in form.usable:
            two_factors.mail_code(form.person)
            told = "A code was mailed to you."
        return self.second_page(SecondFactorForm(form.person, method="email_otp", told=told))

    def form_valid(self, form):
        if isinstance(form, SignInForm) and form.waiting is not None:
            return self.second_page(SecondFactorForm(form.waiting))
        return super().form_valid(form)

    def form_invalid(self, form):
        return self.second_page(form) if isinstance(form, SecondFactorForm) else super().form_invalid(form)

    def second_page(self, form):
        """The page that asks for the second factor, with a new challenge for the security keys."""
        form.challenge()
        self.template_name = "admin/second_factor.html"
        return self.render_to_response(self.get_context_data(form=form))

    def get_template_names(self):
        return [self.template_name if self.template_name != LoginView.template_name else "admin/login.html"]


@receiver(user_logged_in, dispatch_uid="accounts.admin.log_sign_in")
def log_sign_in(request, user, **kwargs):
    """A sign-in to the back office is logged like one to the API."""
    LoginLog.objects.create(person=user, ip_address=address(request)[:50], origin=LoginLog.Origin.WEB)


site.sign_in = SignIn
