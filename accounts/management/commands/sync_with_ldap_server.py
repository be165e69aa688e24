from accounts.management.commands.sync_ldap import Command as SyncLdap


class Command(SyncLdap):
    """The same under the name that Kitsu gives it."""
