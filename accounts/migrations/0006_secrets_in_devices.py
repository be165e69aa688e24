from django.db import migrations


def move_in(registry, schema_editor):
    from accounts.services import devices

    devices.move_in(registry.get_model("accounts.Person").objects.all(), registry=registry)


def move_out(registry, schema_editor):
    from accounts.services import devices

    devices.move_out(registry=registry)


class Migration(migrations.Migration):
    """The secrets of second factors, which are in columns of people, as devices."""

    dependencies = [
        ("accounts", "0005_devices"),
        ("otp_totp", "0003_add_timestamps"),
    ]

    operations = [migrations.RunPython(move_in, move_out)]
