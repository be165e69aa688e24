"""The roles of people, for the whole studio or within one production."""

from django.db import models


class Role(models.TextChoices):
    USER = "user", "Artist"
    ADMIN = "admin", "Studio manager"
    SUPERVISOR = "supervisor", "Supervisor"
    MANAGER = "manager", "Production manager"
    CLIENT = "client", "Client"
    VENDOR = "vendor", "Vendor"
