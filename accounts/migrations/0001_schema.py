import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.models.person
import kitsu_site.db.base
import kitsu_site.db.fields
from kitsu_site.db.migrations import NewTables


class Migration(NewTables):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "created_at",
                    kitsu_site.db.fields.UTCDateTimeField(
                        default=kitsu_site.db.base.utcnow, editable=False, null=True
                    ),
                ),
                ("updated_at", kitsu_site.db.fields.UTCDateTimeField(auto_now=True, null=True)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("first_name", models.CharField(max_length=80)),
                ("last_name", models.CharField(max_length=80)),
                ("email", models.CharField(blank=True, max_length=255, null=True)),
                ("phone", models.CharField(blank=True, max_length=30, null=True)),
                (
                    "contract_type",
                    models.CharField(
                        choices=[
                            ("open-ended", "Open Ended"),
                            ("fixed-term", "Fixed Term"),
                            ("short-term", "Short Term"),
                            ("freelance", "Freelance"),
                            ("apprentice", "Apprentice"),
                            ("internship", "Internship"),
                        ],
                        db_default="open-ended",
                        default="open-ended",
                        max_length=255,
                    ),
                ),
                ("active", models.BooleanField(blank=True, default=True, null=True)),
                ("archived", models.BooleanField(blank=True, default=False, null=True)),
                ("last_presence", models.DateField(blank=True, null=True)),
                ("password", models.BinaryField(blank=True, null=True)),
                ("desktop_login", models.CharField(blank=True, max_length=80, null=True)),
                ("login_failed_attemps", models.IntegerField(blank=True, default=0, null=True)),
                ("last_login_failed", kitsu_site.db.fields.UTCDateTimeField(blank=True, null=True)),
                ("totp_enabled", models.BooleanField(blank=True, default=False, null=True)),
                ("totp_secret", models.CharField(blank=True, max_length=32, null=True)),
                ("email_otp_enabled", models.BooleanField(blank=True, default=False, null=True)),
                ("email_otp_secret", models.CharField(blank=True, max_length=32, null=True)),
                ("fido_enabled", models.BooleanField(blank=True, default=False, null=True)),
                ("fido_credentials", kitsu_site.db.fields.JSONArrayField(blank=True, null=True)),
                ("otp_recovery_codes", kitsu_site.db.fields.BytesArrayField(blank=True, null=True)),
                (
                    "preferred_two_factor_authentication",
                    models.CharField(
                        blank=True,
                        choices=[("totp", "Totp"), ("email_otp", "Email Otp"), ("fido", "Fido")],
                        max_length=255,
                        null=True,
                    ),
                ),
                ("shotgun_id", models.IntegerField(blank=True, null=True)),
                (
                    "timezone",
                    models.CharField(
                        blank=True, default=accounts.models.person.default_timezone, max_length=50, null=True
                    ),
                ),
                (
                    "locale",
                    models.CharField(
                        blank=True, default=accounts.models.person.default_locale, max_length=10, null=True
                    ),
                ),
                ("data", models.JSONField(blank=True, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("user", "Artist"),
                            ("admin", "Studio manager"),
                            ("supervisor", "Supervisor"),
                            ("manager", "Production manager"),
                            ("client", "Client"),
                            ("vendor", "Vendor"),
                        ],
                        default="user",
                        max_length=255,
                    ),
                ),
                (
                    "position",
                    models.CharField(
                        blank=True,
                        choices=[("supervisor", "Supervisor"), ("lead", "Lead"), ("artist", "Artist")],
                        default="artist",
                        max_length=255,
                        null=True,
                    ),
                ),
                (
                    "seniority",
                    models.CharField(
                        blank=True,
                        choices=[("senior", "Senior"), ("mid", "Mid"), ("junior", "Junior")],
                        default="mid",
                        max_length=255,
                        null=True,
                    ),
                ),
                ("daily_salary", models.IntegerField(blank=True, default=0, null=True)),
                ("has_avatar", models.BooleanField(blank=True, default=False, null=True)),
                ("notifications_enabled", models.BooleanField(blank=True, default=False, null=True)),
                ("notifications_slack_enabled", models.BooleanField(blank=True, default=False, null=True)),
                (
                    "notifications_slack_userid",
                    models.CharField(blank=True, default="", max_length=60, null=True),
                ),
                (
                    "notifications_mattermost_enabled",
                    models.BooleanField(blank=True, default=False, null=True),
                ),
                (
                    "notifications_mattermost_userid",
                    models.CharField(blank=True, default="", max_length=60, null=True),
                ),
                ("notifications_discord_enabled", models.BooleanField(blank=True, default=False, null=True)),
                (
                    "notifications_discord_userid",
                    models.CharField(blank=True, default="", max_length=60, null=True),
                ),
                ("is_bot", models.BooleanField(db_default=False, default=False)),
                ("jti", models.CharField(blank=True, max_length=60, null=True)),
                ("expiration_date", models.DateField(blank=True, null=True)),
                ("is_generated_from_ldap", models.BooleanField(blank=True, default=False, null=True)),
                ("ldap_uid", models.CharField(blank=True, max_length=60, null=True)),
                ("is_guest", models.BooleanField(db_default=False, default=False)),
                ("country", models.CharField(blank=True, max_length=2, null=True)),
                ("use_12_hour_clock", models.BooleanField(blank=True, default=False, null=True)),
                (
                    "display_date_format",
                    models.CharField(blank=True, default="YYYY-MM-DD", max_length=20, null=True),
                ),
            ],
            options={
                "db_table": "person",
            },
        ),
        migrations.CreateModel(
            name="CustomAction",
            fields=[
                (
                    "created_at",
                    kitsu_site.db.fields.UTCDateTimeField(
                        default=kitsu_site.db.base.utcnow, editable=False, null=True
                    ),
                ),
                ("updated_at", kitsu_site.db.fields.UTCDateTimeField(auto_now=True, null=True)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=80)),
                ("url", models.CharField(blank=True, max_length=400, null=True)),
                ("entity_type", models.CharField(blank=True, default="all", max_length=40, null=True)),
                ("is_ajax", models.BooleanField(blank=True, default=False, null=True)),
            ],
            options={
                "db_table": "custom_action",
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                (
                    "created_at",
                    kitsu_site.db.fields.UTCDateTimeField(
                        default=kitsu_site.db.base.utcnow, editable=False, null=True
                    ),
                ),
                ("updated_at", kitsu_site.db.fields.UTCDateTimeField(auto_now=True, null=True)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=80)),
                ("color", models.CharField(max_length=7)),
                ("archived", models.BooleanField(blank=True, default=False, null=True)),
            ],
            options={
                "db_table": "department",
                "constraints": [models.UniqueConstraint(fields=("name",), name="department_name_key")],
            },
        ),
        migrations.CreateModel(
            name="DesktopLoginLog",
            fields=[
                (
                    "created_at",
                    kitsu_site.db.fields.UTCDateTimeField(
                        default=kitsu_site.db.base.utcnow, editable=False, null=True
                    ),
                ),
                ("updated_at", kitsu_site.db.fields.UTCDateTimeField(auto_now=True, null=True)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("date", kitsu_site.db.fields.UTCDateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="desktop_login_logs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "desktop_login_log",
            },
        ),
        migrations.CreateModel(
            name="HardwareItem",
            fields=[
                (
                    "created_at",
                    kitsu_site.db.fields.UTCDateTimeField(
                        default=kitsu_site.db.base.utcnow, editable=False, null=True
                    ),
                ),
                ("updated_at", kitsu_site.db.fields.UTCDateTimeField(auto_now=True, null=True)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=40)),
                ("short_name", models.CharField(max_length=20)),
                ("archived", models.BooleanField(blank=True, default=False, null=True)),
                ("monthly_cost", models.IntegerField(blank=True, default=0, null=True)),
                ("inventory_amount", models.IntegerField(blank=True, default=0, null=True)),
            ],
            options={
                "db_table": "hardware_item",
                "constraints": [models.UniqueConstraint(fields=("name",), name="hardware_item_name_key")],
            },
        ),
        migrations.CreateModel(
            name="LoginLog",
            fields=[
                (
                    "created_at",
                    kitsu_site.db.fields.UTCDateTimeField(
                        default=kitsu_site.db.base.utcnow, editable=False, null=True
                    ),
                ),
                ("updated_at", kitsu_site.db.fields.UTCDateTimeField(auto_now=True, null=True)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("ip_address", models.CharField(blank=True, max_length=50, null=True)),
                (
                    "origin",
                    models.CharField(
                        blank=True, choices=[("web", "Web"), ("script", "Script")], max_length=255, null=True
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="login_logs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "login_log",
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "created_at",
                    kitsu_site.db.fields.UTCDateTimeField(
                        default=kitsu_site.db.base.utcnow, editable=False, null=True
                    ),
                ),
                ("updated_at", kitsu_site.db.fields.UTCDateTimeField(auto_now=True, null=True)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=80)),
                ("hours_by_day", models.FloatField(default=8.0)),
                ("has_avatar", models.BooleanField(blank=True, default=False, null=True)),
                ("use_original_file_name", models.BooleanField(blank=True, default=False, null=True)),
                ("timesheets_locked", models.BooleanField(blank=True, default=False, null=True)),
                ("format_duration_in_hours", models.BooleanField(blank=True, default=False, null=True)),
                ("hd_by_default", models.BooleanField(blank=True, default=False, null=True)),
                ("chat_token_slack", models.CharField(blank=True, default="", max_length=80, null=True)),
                (
                    "chat_webhook_mattermost",
                    models.CharField(blank=True, default="", max_length=80, null=True),
                ),
                ("chat_token_discord", models.CharField(blank=True, default="", max_length=80, null=True)),
                ("dark_theme_by_default", models.BooleanField(blank=True, default=False, null=True)),
            ],
            options={
                "db_table": "organisation",
                "constraints": [models.UniqueConstraint(fields=("name",), name="organisation_name_key")],
            },
        ),
        migrations.CreateModel(
            name="Plugin",
            fields=[
                (
                    "created_at",
                    kitsu_site.db.fields.UTCDateTimeField(
                        default=kitsu_site.db.base.utcnow, editable=False, null=True
                    ),
                ),
                ("updated_at", kitsu_site.db.fields.UTCDateTimeField(auto_now=True, null=True)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("plugin_id", models.CharField(max_length=80)),
                ("name", models.CharField(max_length=80)),
                ("description", models.TextField(blank=True, null=True)),
                ("version", models.CharField(max_length=50)),
                ("maintainer_name", models.CharField(max_length=200)),
                ("maintainer_email", models.CharField(blank=True, max_length=255, null=True)),
                ("website", models.TextField(blank=True, null=True)),
                ("license", models.CharField(max_length=80)),
                ("revision", models.CharField(blank=True, max_length=12, null=True)),
                ("frontend_project_enabled", models.BooleanField(blank=True, default=False, null=True)),
                ("frontend_studio_enabled", models.BooleanField(blank=True, default=False, null=True)),
                ("icon", models.CharField(blank=True, max_length=255, null=True)),
            ],
            options={
                "db_table": "plugin",
                "indexes": [models.Index(fields=["name"], name="plugin_name_dfd77a_idx")],
                "constraints": [models.UniqueConstraint(fields=("plugin_id",), name="ix_plugin_plugin_id")],
            },
        ),
        migrations.CreateModel(
            name="SalaryScale",
            fields=[
                (
                    "created_at",
                    kitsu_site.db.fields.UTCDateTimeField(
                        default=kitsu_site.db.base.utcnow, editable=False, null=True
                    ),
                ),
                ("updated_at", kitsu_site.db.fields.UTCDateTimeField(auto_now=True, null=True)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "position",
                    models.CharField(
                        blank=True,
                        choices=[("supervisor", "Supervisor"), ("lead", "Lead"), ("artist", "Artist")],
                        default="artist",
                        max_length=255,
                        null=True,
                    ),
                ),
                (
                    "seniority",
                    models.CharField(
                        blank=True,
                        choices=[("senior", "Senior"), ("mid", "Mid"), ("junior", "Junior")],
                        default="mid",
                        max_length=255,
                        null=True,
                    ),
                ),
                ("salary", models.IntegerField(default=0)),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="salary_scales",
                        to="accounts.department",
                    ),
                ),
            ],
            options={
                "db_table": "salary_scale",
            },
        ),
        migrations.CreateModel(
            name="Software",
            fields=[
                (
                    "created_at",
                    kitsu_site.db.fields.UTCDateTimeField(
                        default=kitsu_site.db.base.utcnow, editable=False, null=True
                    ),
                ),
                ("updated_at", kitsu_site.db.fields.UTCDateTimeField(auto_now=True, null=True)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=40)),
                ("short_name", models.CharField(max_length=20)),
                ("archived", models.BooleanField(blank=True, default=False, null=True)),
                ("version", models.CharField(blank=True, max_length=20, null=True)),
                ("file_extension", models.CharField(max_length=20)),
                ("secondary_extensions", models.JSONField(blank=True, null=True)),
                ("monthly_cost", models.IntegerField(blank=True, default=0, null=True)),
                ("inventory_amount", models.IntegerField(blank=True, default=0, null=True)),
            ],
            options={
                "db_table": "software",
                "constraints": [models.UniqueConstraint(fields=("name",), name="software_name_key")],
            },
        ),
        migrations.CreateModel(
            name="Studio",
            fields=[
                (
                    "created_at",
                    kitsu_site.db.fields.UTCDateTimeField(
                        default=kitsu_site.db.base.utcnow, editable=False, null=True
                    ),
                ),
                ("updated_at", kitsu_site.db.fields.UTCDateTimeField(auto_now=True, null=True)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=80)),
                ("color", models.CharField(max_length=7)),
                ("archived", models.BooleanField(blank=True, default=False, null=True)),
            ],
            options={
                "db_table": "studio",
                "constraints": [models.UniqueConstraint(fields=("name",), name="studio_name_key")],
            },
        ),
        migrations.AddField(
            model_name="person",
            name="studio",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="persons",
                to="accounts.studio",
            ),
        ),
        migrations.CreateModel(
            name="DayOff",
            fields=[
                (
                    "created_at",
                    kitsu_site.db.fields.UTCDateTimeField(
                        default=kitsu_site.db.base.utcnow, editable=False, null=True
                    ),
                ),
                ("updated_at", kitsu_site.db.fields.UTCDateTimeField(auto_now=True, null=True)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("date", models.DateField()),
                ("end_date", models.DateField()),
                ("description", models.TextField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="day_offs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "day_off",
                "constraints": [
                    models.UniqueConstraint(fields=("person", "date"), name="day_off_uc"),
                    models.CheckConstraint(
                        condition=models.Q(("date__lte", models.F("end_date"))), name="day_off_date_check"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(fields=("jti",), name="person_jti_key"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(fields=("ldap_uid",), name="person_ldap_uid_key"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(fields=("shotgun_id",), name="person_shotgun_id_key"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_bot", True), _negated=True),
                fields=("email", "is_bot"),
                name="only_one_email_by_person",
            ),
        ),
        migrations.CreateModel(
            name="DepartmentLink",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person_id",
                        "department_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="department_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="person_links",
                        to="accounts.department",
                    ),
                ),
            ],
            options={
                "db_table": "department_link",
            },
        ),
        migrations.CreateModel(
            name="HardwareItemDepartmentLink",
            fields=[
                (
                    "created_at",
                    kitsu_site.db.fields.UTCDateTimeField(
                        default=kitsu_site.db.base.utcnow, editable=False, null=True
                    ),
                ),
                ("updated_at", kitsu_site.db.fields.UTCDateTimeField(auto_now=True, null=True)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "department_id",
                        "hardware_item_id",
                        "id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hardware_item_links",
                        to="accounts.department",
                    ),
                ),
                (
                    "hardware_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="department_links",
                        to="accounts.hardwareitem",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False)),
            ],
            options={
                "db_table": "hardware_item_department_link",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hardware_item", "department"), name="hardware_item_department_link_uc"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SoftwareDepartmentLink",
            fields=[
                (
                    "created_at",
                    kitsu_site.db.fields.UTCDateTimeField(
                        default=kitsu_site.db.base.utcnow, editable=False, null=True
                    ),
                ),
                ("updated_at", kitsu_site.db.fields.UTCDateTimeField(auto_now=True, null=True)),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "department_id",
                        "software_id",
                        "id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="software_links",
                        to="accounts.department",
                    ),
                ),
                (
                    "software",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="department_links",
                        to="accounts.software",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False)),
            ],
            options={
                "db_table": "software_department_link",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("department", "software"), name="software_department_link_uc"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="person",
            name="departments",
            field=models.ManyToManyField(
                blank=True,
                related_name="persons",
                through="accounts.DepartmentLink",
                to="accounts.department",
            ),
        ),
    ]
