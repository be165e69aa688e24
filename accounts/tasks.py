"""Jobs of accounts, and how they are started."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connections, transaction


def start(task, *args) -> None:
    """Queue a job on commit.

    Without a broker it runs in a thread of this process: nobody waits for a mail server, and how long a
    call takes does not tell whether something was mailed. Mails for the console are printed at once.
    """
    if not settings.CELERY_TASK_ALWAYS_EAGER:
        transaction.on_commit(lambda: task.delay(*args))
    elif settings.EMAIL_HOST:
        transaction.on_commit(lambda: threads().submit(run, task, args))
    else:
        transaction.on_commit(lambda: task.apply(args))


@cache
def threads() -> ThreadPoolExecutor:
    """The threads that mail; the process waits for them at its end."""
    return ThreadPoolExecutor(2, thread_name_prefix="mail")


def run(task, args) -> None:
    """Run a job in this thread; Celery logs its failure."""
    try:
        task.apply(args)
    finally:
        connections.close_all()


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def send_mail(to: list[str], subject: str, text: str, html: str) -> None:
    """Send one mail; a mail server that does not answer is tried again."""
    mail = EmailMultiAlternatives(subject, text, to=to)
    mail.attach_alternative(html, "text/html")
    mail.send()


@shared_task
def mail_link(email: str) -> None:
    """Mail a link to choose another password to an address, if it is somebody's.

    It is looked up here and not by the call that asks, which takes as long for nobody as for somebody.
    """
    from accounts.services import mails

    mails.forgotten_password(email)


@shared_task
def mail_code(login: str) -> None:
    """Mail a code to who signs in as `login`, if somebody does who uses them; see `mail_link`."""
    from accounts.services import two_factors

    two_factors.mail_code_to(login)
