"""Mail about accounts, in the person's language: sent by Celery once the change is committed.

A mail is a template `accounts/mail/<language>/<name>.txt`: its first line is the subject, the rest the
text; `accounts/mail/layout.html` makes the HTML of it. A studio may put its own before them.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from accounts import tasks
from accounts.models import Organisation, Person
from accounts.services import credentials, passwords

FALLBACK_LANGUAGE = "en"


def forgotten_password(email: str) -> None:
    """Mail a link to choose another password, where that address is somebody's who may sign in."""
    person = Person.objects.filter(email=email.strip().lower(), is_bot=False, active=True).first()
    if person is not None and not credentials.is_of_directory(person):
        send(person, "forgotten_password", link=passwords.reset_link(person.email, hours=2))


def invitation(person: Person) -> None:
    """Mail a link, good for a week, to choose the first password."""
    link = passwords.reset_link(person.email, hours=24 * 7, new=True)
    send(person, "invitation", link=link, host=urlsplit(link).netloc)


def password_changed(person: Person) -> None:
    """Tell a person that their password was changed."""
    send(person, "password_changed")


def two_factor_enabled(person: Person) -> None:
    """Tell a person that they have a second factor more."""
    send(person, "two_factor_enabled")


def two_factor_disabled(person: Person) -> None:
    """Tell a person that an admin took their second factors away."""
    send(person, "two_factor_disabled")


def one_time_code(person: Person, code: str) -> None:
    """Mail the code that is the second factor of a sign-in."""
    send(person, "one_time_code", code=code)


def send(person: Person, name: str, **context) -> None:
    """Send a mail on commit; none where mail is off or the person has no address."""
    if settings.MAIL_ENABLED and person.email:
        subject, text, html = rendered(person, name, context)
        tasks.start(tasks.send_mail, [person.email], subject, text, html)


def rendered(person: Person, name: str, context: dict) -> tuple[str, str, str]:
    """The subject, the text and the HTML of a mail in the person's language."""
    language = language_of(person)
    content = render_to_string(f"accounts/mail/{language}/{name}.txt", {"person": person, **context})
    subject, _, text = content.partition("\n")
    return subject, text, laid_out(person, subject, text)


def laid_out(person: Person, subject: str, text: str) -> str:
    """The HTML of a mail to a person."""
    studio = Organisation.objects.order_by("created_at").values_list("name", flat=True).first()
    layout = {
        "subject": subject,
        "text": text.strip(),
        "language": language_of(person),
        "studio": studio or "",
    }
    return render_to_string("accounts/mail/layout.html", layout)


def language_of(person: Person) -> str:
    """The language of a person's locale, such as `fr` of `fr_FR`, where there are mails in it."""
    language = (person.locale or settings.DEFAULT_LOCALE)[:2].lower()
    return language if language in dict(settings.LANGUAGES) else FALLBACK_LANGUAGE
