"""The account by which a command signs in to another server."""

import os
import sys
from getpass import getpass

from django.core.management.base import CommandError

from imports.services.sync.remote import Remote

LOGIN, PASSWORD = "SYNC_LOGIN", "SYNC_PASSWORD"


def sign_in(address: str) -> Remote:
    """The other server, signed in; the account is in the environment, or asked for on a terminal."""
    email, password = os.environ.get(LOGIN), os.environ.get(PASSWORD)
    if not (email and password):
        if not sys.stdin.isatty():
            raise CommandError(f"Set {LOGIN} and {PASSWORD} to an admin's account of {address}.")
        email = email or input(f"Email of an admin of {address}: ")
        password = password or getpass("Password: ")
    if not address.startswith(("http://", "https://")):
        raise CommandError(f"{address}: an address like https://kitsu.example.com/api expected.")
    return Remote(address, email, password)
