import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kitsu_site.db.base
import kitsu_site.db.fields
import production.models.project
from kitsu_site.db.migrations import NewTables


class Migration(NewTables):
    initial = True

    dependencies = [
        ("accounts", "0001_schema"),
        ("accounts", "__first__"),
        ("files", "0001_schema"),
    ]

    operations = [
        migrations.CreateModel(
            name="AssetInstance",
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
                ("name", models.CharField(blank=True, max_length=80, null=True)),
                ("number", models.IntegerField(blank=True, null=True)),
                ("description", models.CharField(blank=True, max_length=200, null=True)),
                ("active", models.BooleanField(blank=True, default=True, null=True)),
                ("data", models.JSONField(blank=True, null=True)),
            ],
            options={
                "db_table": "asset_instance",
            },
        ),
        migrations.CreateModel(
            name="Budget",
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
                ("revision", models.IntegerField(default=1)),
                ("name", models.CharField(max_length=255)),
                ("currency", models.CharField(blank=True, max_length=3, null=True)),
            ],
            options={
                "db_table": "budget",
            },
        ),
        migrations.CreateModel(
            name="Chat",
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
                ("object_id", models.UUIDField(db_index=True)),
                ("object_type", models.CharField(default="entity", max_length=80)),
                ("last_message", kitsu_site.db.fields.UTCDateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "chat",
            },
        ),
        migrations.CreateModel(
            name="EntityType",
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
                ("name", models.CharField(max_length=30)),
                ("short_name", models.CharField(blank=True, max_length=20, null=True)),
                ("description", models.TextField(blank=True, null=True)),
                ("archived", models.BooleanField(blank=True, default=False, null=True)),
            ],
            options={
                "db_table": "entity_type",
            },
        ),
        migrations.CreateModel(
            name="PreviewBackgroundFile",
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
                ("archived", models.BooleanField(blank=True, default=False, null=True)),
                ("is_default", models.BooleanField(blank=True, db_index=True, default=False, null=True)),
                ("original_name", models.CharField(blank=True, max_length=250, null=True)),
                ("extension", models.CharField(blank=True, max_length=6, null=True)),
                ("file_size", models.BigIntegerField(blank=True, default=0, null=True)),
            ],
            options={
                "db_table": "preview_background_file",
            },
        ),
        migrations.CreateModel(
            name="StatusAutomation",
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
                ("entity_type", models.CharField(blank=True, default="asset", max_length=40, null=True)),
                (
                    "out_field_type",
                    models.CharField(
                        choices=[("status", "Status"), ("ready_for", "Ready For")],
                        default="status",
                        max_length=255,
                    ),
                ),
                (
                    "import_last_revision",
                    models.BooleanField(blank=True, db_default=False, default=False, null=True),
                ),
                ("archived", models.BooleanField(blank=True, default=False, null=True)),
            ],
            options={
                "db_table": "status_automation",
            },
        ),
        migrations.CreateModel(
            name="BudgetEntry",
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
                ("start_date", models.DateField()),
                ("months_duration", models.IntegerField()),
                ("daily_salary", models.FloatField()),
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
                ("exceptions", models.JSONField(blank=True, null=True)),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="production.budget",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="accounts.department",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "budget_entry",
            },
        ),
        migrations.CreateModel(
            name="ChatMessage",
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
                ("text", models.TextField(blank=True, null=True)),
                (
                    "chat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="production.chat",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chat_messages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "chat_message",
            },
        ),
        migrations.CreateModel(
            name="Comment",
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
                ("shotgun_id", models.IntegerField(blank=True, null=True)),
                ("object_id", models.UUIDField(db_index=True)),
                ("object_type", models.CharField(max_length=80)),
                ("text", models.TextField(blank=True, null=True)),
                ("data", models.JSONField(blank=True, null=True)),
                ("replies", models.JSONField(blank=True, default=list, null=True)),
                ("checklist", models.JSONField(blank=True, null=True)),
                ("pinned", models.BooleanField(blank=True, null=True)),
                ("links", kitsu_site.db.fields.TextArrayField(blank=True, null=True)),
                ("for_client", models.BooleanField(blank=True, db_default=False, default=False, null=True)),
                (
                    "editor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edited_comments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "preview_file",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="main_comments",
                        to="files.previewfile",
                    ),
                ),
            ],
            options={
                "db_table": "comment",
            },
        ),
        migrations.CreateModel(
            name="AttachmentFile",
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
                ("name", models.CharField(blank=True, max_length=250, null=True)),
                ("size", models.BigIntegerField(blank=True, default=1, null=True)),
                ("extension", models.CharField(blank=True, max_length=6, null=True)),
                ("mimetype", models.CharField(blank=True, max_length=255, null=True)),
                ("reply_id", models.UUIDField(blank=True, null=True)),
                (
                    "chat_message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachment_files",
                        to="production.chatmessage",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachment_files",
                        to="production.comment",
                    ),
                ),
            ],
            options={
                "db_table": "attachment_file",
            },
        ),
        migrations.CreateModel(
            name="Entity",
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
                ("name", models.CharField(max_length=160)),
                ("code", models.CharField(blank=True, max_length=160, null=True)),
                ("description", models.TextField(blank=True, null=True)),
                ("shotgun_id", models.IntegerField(blank=True, null=True)),
                ("canceled", models.BooleanField(blank=True, default=False, null=True)),
                ("nb_frames", models.IntegerField(blank=True, null=True)),
                ("nb_entities_out", models.IntegerField(blank=True, default=0, null=True)),
                ("is_casting_standby", models.BooleanField(blank=True, default=False, null=True)),
                ("is_shared", models.BooleanField(db_default=False, default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("standby", "Standby"),
                            ("running", "Running"),
                            ("complete", "Complete"),
                            ("canceled", "Canceled"),
                        ],
                        default="running",
                        max_length=255,
                    ),
                ),
                ("data", models.JSONField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_column="created_by",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="created_entities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="production.entity",
                    ),
                ),
                (
                    "preview_file",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="main_entities",
                        to="files.previewfile",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sourced_entities",
                        to="production.entity",
                    ),
                ),
            ],
            options={
                "db_table": "entity",
            },
        ),
        migrations.AddField(
            model_name="assetinstance",
            name="asset",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="instances", to="production.entity"
            ),
        ),
        migrations.AddField(
            model_name="assetinstance",
            name="entity",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entity_instances",
                to="production.entity",
            ),
        ),
        migrations.AddField(
            model_name="assetinstance",
            name="scene",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="scene_instances",
                to="production.entity",
            ),
        ),
        migrations.AddField(
            model_name="assetinstance",
            name="target_asset",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="target_instances",
                to="production.entity",
            ),
        ),
        migrations.AddField(
            model_name="entity",
            name="entity_type",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entities",
                to="production.entitytype",
            ),
        ),
        migrations.AddField(
            model_name="assetinstance",
            name="entity_type",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="asset_instances",
                to="production.entitytype",
            ),
        ),
        migrations.CreateModel(
            name="EntityVersion",
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
                ("name", models.CharField(max_length=160)),
                ("data", models.JSONField(blank=True, null=True)),
                (
                    "entity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="production.entity",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "entity_version",
            },
        ),
        migrations.CreateModel(
            name="MetadataDescriptor",
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
                ("entity_type", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                (
                    "data_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("string", "String"),
                            ("number", "Number"),
                            ("list", "List"),
                            ("taglist", "Taglist"),
                            ("boolean", "Boolean"),
                            ("checklist", "Checklist"),
                            ("date", "Date"),
                            ("url", "Url"),
                            ("textarea", "Textarea"),
                            ("person", "Person"),
                        ],
                        max_length=255,
                        null=True,
                    ),
                ),
                ("field_name", models.CharField(max_length=120)),
                ("choices", models.JSONField(blank=True, null=True)),
                ("for_client", models.BooleanField(blank=True, db_index=True, default=False, null=True)),
                ("position", models.IntegerField(blank=True, null=True)),
            ],
            options={
                "db_table": "metadata_descriptor",
            },
        ),
        migrations.CreateModel(
            name="Playlist",
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
                ("shots", models.JSONField(blank=True, null=True)),
                ("for_client", models.BooleanField(blank=True, db_index=True, default=False, null=True)),
                ("for_entity", models.CharField(blank=True, default="shot", max_length=10, null=True)),
                ("is_for_all", models.BooleanField(blank=True, default=False, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_column="created_by",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="created_playlists",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="episode_playlists",
                        to="production.entity",
                    ),
                ),
            ],
            options={
                "db_table": "playlist",
            },
        ),
        migrations.CreateModel(
            name="PlaylistShareLink",
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
                ("token", models.CharField(max_length=64)),
                ("expiration_date", kitsu_site.db.fields.UTCDateTimeField(blank=True, null=True)),
                ("is_active", models.BooleanField(default=True)),
                ("can_comment", models.BooleanField(default=True)),
                ("password", models.CharField(blank=True, max_length=255, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        db_column="created_by",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="share_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "playlist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="share_links",
                        to="production.playlist",
                    ),
                ),
            ],
            options={
                "db_table": "playlist_share_link",
            },
        ),
        migrations.CreateModel(
            name="ProductionScheduleVersion",
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
                ("locked", models.BooleanField(blank=True, default=False, null=True)),
                ("canceled", models.BooleanField(blank=True, default=False, null=True)),
                (
                    "production_schedule_from",
                    models.ForeignKey(
                        blank=True,
                        db_column="production_schedule_from",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="derived_versions",
                        to="production.productionscheduleversion",
                    ),
                ),
            ],
            options={
                "db_table": "production_schedule_version",
            },
        ),
        migrations.CreateModel(
            name="ProductionScheduleVersionTaskLink",
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
                ("start_date", kitsu_site.db.fields.UTCDateTimeField(blank=True, null=True)),
                ("due_date", kitsu_site.db.fields.UTCDateTimeField(blank=True, null=True)),
                ("estimation", models.FloatField(blank=True, default=0.0, null=True)),
                (
                    "production_schedule_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="task_links",
                        to="production.productionscheduleversion",
                    ),
                ),
            ],
            options={
                "db_table": "production_schedule_version_task_link",
            },
        ),
        migrations.CreateModel(
            name="Project",
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
                ("code", models.CharField(blank=True, max_length=80, null=True)),
                ("description", models.TextField(blank=True, null=True)),
                ("shotgun_id", models.IntegerField(blank=True, null=True)),
                ("file_tree", models.JSONField(blank=True, null=True)),
                ("data", models.JSONField(blank=True, null=True)),
                ("has_avatar", models.BooleanField(blank=True, default=False, null=True)),
                ("fps", models.CharField(blank=True, default="25", max_length=10, null=True)),
                ("ratio", models.CharField(blank=True, default="16:9", max_length=10, null=True)),
                ("resolution", models.CharField(blank=True, default="1920x1080", max_length=12, null=True)),
                ("production_type", models.CharField(blank=True, default="short", max_length=20, null=True)),
                (
                    "production_style",
                    models.CharField(
                        choices=[
                            ("2d", "2D"),
                            ("2dpaper", "2D on paper"),
                            ("3d", "3D"),
                            ("2d3d", "2D and 3D"),
                            ("ar", "AR"),
                            ("vfx", "VFX"),
                            ("stop-motion", "Stop Motion"),
                            ("motion-design", "Motion Design"),
                            ("archviz", "Archviz"),
                            ("commercial", "Commercial"),
                            ("catalog", "Catalog"),
                            ("immersive", "Immersive"),
                            ("nft", "NFT"),
                            ("video-game", "Video Game"),
                            ("vr", "VR"),
                        ],
                        default="2d3d",
                        max_length=255,
                    ),
                ),
                ("start_date", models.DateField(blank=True, null=True)),
                ("end_date", models.DateField(blank=True, null=True)),
                ("man_days", models.IntegerField(blank=True, null=True)),
                ("nb_episodes", models.IntegerField(blank=True, default=0, null=True)),
                ("episode_span", models.IntegerField(blank=True, default=0, null=True)),
                ("max_retakes", models.IntegerField(blank=True, default=0, null=True)),
                ("is_clients_isolated", models.BooleanField(blank=True, default=False, null=True)),
                ("is_preview_download_allowed", models.BooleanField(blank=True, default=False, null=True)),
                ("is_set_preview_automated", models.BooleanField(blank=True, default=False, null=True)),
                ("homepage", models.CharField(blank=True, default="assets", max_length=80, null=True)),
                ("is_publish_default_for_artists", models.BooleanField(blank=True, default=False, null=True)),
                ("hd_bitrate_compression", models.IntegerField(blank=True, default=28, null=True)),
                ("ld_bitrate_compression", models.IntegerField(blank=True, default=6, null=True)),
                (
                    "is_bot_collaboration_enabled",
                    models.BooleanField(blank=True, db_default=False, default=False, null=True),
                ),
                (
                    "is_single_preview_per_revision",
                    models.BooleanField(blank=True, db_default=False, default=False, null=True),
                ),
                ("revision_padding", models.IntegerField(db_default=0, default=0)),
                (
                    "is_frame_in_numbering",
                    models.BooleanField(blank=True, db_default=False, default=False, null=True),
                ),
                (
                    "default_preview_background_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="default_in_projects",
                        to="production.previewbackgroundfile",
                    ),
                ),
                (
                    "from_schedule_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applied_to_projects",
                        to="production.productionscheduleversion",
                    ),
                ),
            ],
            options={
                "db_table": "project",
            },
        ),
        migrations.AddField(
            model_name="productionscheduleversion",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="schedule_versions",
                to="production.project",
            ),
        ),
        migrations.AddField(
            model_name="playlist",
            name="project",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="playlists",
                to="production.project",
            ),
        ),
        migrations.AddField(
            model_name="metadatadescriptor",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="metadata_descriptors",
                to="production.project",
            ),
        ),
        migrations.AddField(
            model_name="entity",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="entities", to="production.project"
            ),
        ),
        migrations.AddField(
            model_name="budget",
            name="project",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="budgets",
                to="production.project",
            ),
        ),
        migrations.CreateModel(
            name="ProjectStatus",
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
                ("name", models.CharField(max_length=20)),
                ("color", models.CharField(max_length=7)),
            ],
            options={
                "db_table": "project_status",
                "constraints": [models.UniqueConstraint(fields=("name",), name="ix_project_status_name")],
            },
        ),
        migrations.AddField(
            model_name="project",
            name="project_status",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="projects",
                to="production.projectstatus",
            ),
        ),
        migrations.CreateModel(
            name="ProjectTemplate",
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
                ("description", models.TextField(blank=True, null=True)),
                ("fps", models.CharField(blank=True, default="25", max_length=10, null=True)),
                ("ratio", models.CharField(blank=True, default="16:9", max_length=10, null=True)),
                ("resolution", models.CharField(blank=True, default="1920x1080", max_length=12, null=True)),
                ("production_type", models.CharField(blank=True, default="short", max_length=20, null=True)),
                (
                    "production_style",
                    models.CharField(
                        choices=[
                            ("2d", "2D"),
                            ("2dpaper", "2D on paper"),
                            ("3d", "3D"),
                            ("2d3d", "2D and 3D"),
                            ("ar", "AR"),
                            ("vfx", "VFX"),
                            ("stop-motion", "Stop Motion"),
                            ("motion-design", "Motion Design"),
                            ("archviz", "Archviz"),
                            ("commercial", "Commercial"),
                            ("catalog", "Catalog"),
                            ("immersive", "Immersive"),
                            ("nft", "NFT"),
                            ("video-game", "Video Game"),
                            ("vr", "VR"),
                        ],
                        default="2d3d",
                        max_length=255,
                    ),
                ),
                ("max_retakes", models.IntegerField(blank=True, default=0, null=True)),
                ("is_clients_isolated", models.BooleanField(blank=True, default=False, null=True)),
                ("is_preview_download_allowed", models.BooleanField(blank=True, default=False, null=True)),
                ("is_set_preview_automated", models.BooleanField(blank=True, default=False, null=True)),
                ("is_publish_default_for_artists", models.BooleanField(blank=True, default=False, null=True)),
                ("homepage", models.CharField(blank=True, default="assets", max_length=80, null=True)),
                ("hd_bitrate_compression", models.IntegerField(blank=True, default=28, null=True)),
                ("ld_bitrate_compression", models.IntegerField(blank=True, default=6, null=True)),
                ("file_tree", models.JSONField(blank=True, null=True)),
                ("data", models.JSONField(blank=True, null=True)),
                ("metadata_descriptors", models.JSONField(blank=True, default=list, null=True)),
                (
                    "is_single_preview_per_revision",
                    models.BooleanField(blank=True, db_default=False, default=False, null=True),
                ),
                ("revision_padding", models.IntegerField(db_default=0, default=0)),
                (
                    "is_frame_in_numbering",
                    models.BooleanField(blank=True, db_default=False, default=False, null=True),
                ),
                (
                    "default_preview_background_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="default_in_templates",
                        to="production.previewbackgroundfile",
                    ),
                ),
            ],
            options={
                "db_table": "project_template",
            },
        ),
        migrations.CreateModel(
            name="SearchFilterGroup",
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
                ("list_type", models.CharField(max_length=80)),
                ("entity_type", models.CharField(blank=True, max_length=80, null=True)),
                ("name", models.CharField(blank=True, default="", max_length=200)),
                ("color", models.CharField(blank=True, default="", max_length=8)),
                ("is_shared", models.BooleanField(db_default=False, default=False)),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="search_filter_groups",
                        to="accounts.department",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="search_filter_groups",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="search_filter_groups",
                        to="production.project",
                    ),
                ),
            ],
            options={
                "db_table": "search_filter_group",
            },
        ),
        migrations.CreateModel(
            name="SearchFilter",
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
                ("list_type", models.CharField(max_length=80)),
                ("entity_type", models.CharField(blank=True, max_length=80, null=True)),
                ("name", models.CharField(blank=True, default="", max_length=200)),
                ("search_query", models.CharField(blank=True, default="", max_length=500)),
                ("is_shared", models.BooleanField(db_default=False, default=False)),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="search_filters",
                        to="accounts.department",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="search_filters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="search_filters",
                        to="production.project",
                    ),
                ),
                (
                    "search_filter_group",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="search_filters",
                        to="production.searchfiltergroup",
                    ),
                ),
            ],
            options={
                "db_table": "search_filter",
            },
        ),
        migrations.CreateModel(
            name="Task",
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
                ("description", models.TextField(blank=True, null=True)),
                ("priority", models.IntegerField(blank=True, default=0, null=True)),
                ("difficulty", models.IntegerField(db_default=3, default=3)),
                ("duration", models.FloatField(blank=True, default=0.0, null=True)),
                ("estimation", models.FloatField(blank=True, default=0.0, null=True)),
                ("completion_rate", models.IntegerField(blank=True, default=0, null=True)),
                ("retake_count", models.IntegerField(blank=True, default=0, null=True)),
                ("sort_order", models.IntegerField(blank=True, default=0, null=True)),
                ("start_date", kitsu_site.db.fields.UTCDateTimeField(blank=True, null=True)),
                ("due_date", kitsu_site.db.fields.UTCDateTimeField(blank=True, null=True)),
                ("real_start_date", kitsu_site.db.fields.UTCDateTimeField(blank=True, null=True)),
                ("end_date", kitsu_site.db.fields.UTCDateTimeField(blank=True, null=True)),
                ("done_date", kitsu_site.db.fields.UTCDateTimeField(blank=True, null=True)),
                ("last_comment_date", kitsu_site.db.fields.UTCDateTimeField(blank=True, null=True)),
                ("nb_assets_ready", models.IntegerField(blank=True, default=0, null=True)),
                ("data", models.JSONField(blank=True, null=True)),
                ("nb_drawings", models.IntegerField(blank=True, default=0, null=True)),
                ("shotgun_id", models.IntegerField(blank=True, null=True)),
                ("last_preview_file_id", models.UUIDField(blank=True, null=True)),
                (
                    "assigner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks_assigned_to_others",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="production.entity",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="production.project",
                    ),
                ),
            ],
            options={
                "db_table": "task",
            },
        ),
        migrations.AddField(
            model_name="productionscheduleversiontasklink",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="schedule_version_links",
                to="production.task",
            ),
        ),
        migrations.CreateModel(
            name="Notification",
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
                ("read", models.BooleanField(default=False)),
                ("change", models.BooleanField(default=False)),
                ("type", models.CharField(max_length=255)),
                ("reply_id", models.UUIDField(blank=True, db_index=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authored_notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notifications",
                        to="production.comment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "playlist",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notifications",
                        to="production.playlist",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notifications",
                        to="production.task",
                    ),
                ),
            ],
            options={
                "db_table": "notification",
            },
        ),
        migrations.CreateModel(
            name="News",
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
                ("change", models.BooleanField(default=False)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="news",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="news",
                        to="production.comment",
                    ),
                ),
                (
                    "preview_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="news",
                        to="files.previewfile",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="news", to="production.task"
                    ),
                ),
            ],
            options={
                "db_table": "news",
            },
        ),
        migrations.CreateModel(
            name="TaskStatus",
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
                ("archived", models.BooleanField(blank=True, default=False, null=True)),
                ("short_name", models.CharField(max_length=10)),
                ("description", models.TextField(blank=True, null=True)),
                ("color", models.CharField(max_length=7)),
                ("priority", models.IntegerField(blank=True, default=1, null=True)),
                ("is_done", models.BooleanField(blank=True, db_index=True, default=False, null=True)),
                ("is_artist_allowed", models.BooleanField(blank=True, default=True, null=True)),
                ("is_client_allowed", models.BooleanField(blank=True, default=True, null=True)),
                ("is_retake", models.BooleanField(blank=True, default=False, null=True)),
                (
                    "is_feedback_request",
                    models.BooleanField(blank=True, db_index=True, default=False, null=True),
                ),
                ("is_default", models.BooleanField(blank=True, db_index=True, default=False, null=True)),
                ("is_wip", models.BooleanField(blank=True, db_index=True, default=False, null=True)),
                ("shotgun_id", models.IntegerField(blank=True, null=True)),
                ("for_concept", models.BooleanField(blank=True, db_default=False, default=False, null=True)),
            ],
            options={
                "db_table": "task_status",
                "constraints": [
                    models.UniqueConstraint(fields=("short_name",), name="ix_task_status_short_name")
                ],
            },
        ),
        migrations.AddField(
            model_name="task",
            name="task_status",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tasks",
                to="production.taskstatus",
            ),
        ),
        migrations.AddField(
            model_name="statusautomation",
            name="in_task_status",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="automations_in",
                to="production.taskstatus",
            ),
        ),
        migrations.AddField(
            model_name="statusautomation",
            name="out_task_status",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="automations_out",
                to="production.taskstatus",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="task_status",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="comments",
                to="production.taskstatus",
            ),
        ),
        migrations.CreateModel(
            name="TaskType",
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
                ("short_name", models.CharField(blank=True, max_length=20, null=True)),
                ("description", models.TextField(blank=True, null=True)),
                ("color", models.CharField(blank=True, default="#FFFFFF", max_length=7, null=True)),
                ("priority", models.IntegerField(blank=True, default=1, null=True)),
                ("for_entity", models.CharField(blank=True, default="Asset", max_length=30, null=True)),
                ("allow_timelog", models.BooleanField(blank=True, default=True, null=True)),
                ("archived", models.BooleanField(blank=True, default=False, null=True)),
                ("shotgun_id", models.IntegerField(blank=True, db_index=True, null=True)),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="task_types",
                        to="accounts.department",
                    ),
                ),
            ],
            options={
                "db_table": "task_type",
            },
        ),
        migrations.AddField(
            model_name="task",
            name="task_type",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tasks",
                to="production.tasktype",
            ),
        ),
        migrations.CreateModel(
            name="Subscription",
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
                    "entity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subscriptions",
                        to="production.entity",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subscriptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subscriptions",
                        to="production.task",
                    ),
                ),
                (
                    "task_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subscriptions",
                        to="production.tasktype",
                    ),
                ),
            ],
            options={
                "db_table": "subscription",
            },
        ),
        migrations.AddField(
            model_name="statusautomation",
            name="in_task_type",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="automations_in",
                to="production.tasktype",
            ),
        ),
        migrations.AddField(
            model_name="statusautomation",
            name="out_task_type",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="automations_out",
                to="production.tasktype",
            ),
        ),
        migrations.CreateModel(
            name="ScheduleItem",
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
                ("start_date", models.DateField(blank=True, null=True)),
                ("end_date", models.DateField(blank=True, null=True)),
                ("man_days", models.IntegerField(blank=True, null=True)),
                ("object_id", models.UUIDField(blank=True, db_index=True, null=True)),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schedule_items",
                        to="production.project",
                    ),
                ),
                (
                    "task_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schedule_items",
                        to="production.tasktype",
                    ),
                ),
            ],
            options={
                "db_table": "schedule_item",
            },
        ),
        migrations.AddField(
            model_name="playlist",
            name="task_type",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="playlists",
                to="production.tasktype",
            ),
        ),
        migrations.CreateModel(
            name="Milestone",
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
                ("date", models.DateField(blank=True, null=True)),
                ("name", models.CharField(max_length=40)),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="production.project",
                    ),
                ),
                (
                    "task_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="production.tasktype",
                    ),
                ),
            ],
            options={
                "db_table": "milestone",
            },
        ),
        migrations.AddField(
            model_name="metadatadescriptor",
            name="task_type",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="metadata_descriptors",
                to="production.tasktype",
            ),
        ),
        migrations.AddField(
            model_name="entity",
            name="ready_for",
            field=models.ForeignKey(
                blank=True,
                db_column="ready_for",
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ready_entities",
                to="production.tasktype",
            ),
        ),
        migrations.CreateModel(
            name="TimeSpent",
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
                ("duration", models.FloatField()),
                ("date", models.DateField()),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="time_spents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="time_spents",
                        to="production.task",
                    ),
                ),
            ],
            options={
                "db_table": "time_spent",
            },
        ),
        migrations.AddIndex(
            model_name="chat",
            index=models.Index(fields=["object_type"], name="chat_object__176de6_idx"),
        ),
        migrations.AddConstraint(
            model_name="assetinstance",
            constraint=models.UniqueConstraint(
                fields=("asset", "target_asset", "scene", "number"), name="asset_instance_uc"
            ),
        ),
        migrations.AddIndex(
            model_name="playlistsharelink",
            index=models.Index(fields=["playlist", "is_active"], name="playlist_sh_playlis_b85329_idx"),
        ),
        migrations.AddConstraint(
            model_name="playlistsharelink",
            constraint=models.UniqueConstraint(fields=("token",), name="ix_playlist_share_link_token"),
        ),
        migrations.AddConstraint(
            model_name="productionscheduleversion",
            constraint=models.UniqueConstraint(
                fields=("name", "project"), name="production_schedule_version_uc"
            ),
        ),
        migrations.AddIndex(
            model_name="searchfiltergroup",
            index=models.Index(fields=["list_type"], name="search_filt_list_ty_eeb371_idx"),
        ),
        migrations.AddIndex(
            model_name="searchfilter",
            index=models.Index(fields=["list_type"], name="search_filt_list_ty_5a1602_idx"),
        ),
        migrations.AddConstraint(
            model_name="productionscheduleversiontasklink",
            constraint=models.UniqueConstraint(
                fields=("production_schedule_version", "task"),
                name="production_schedule_version_task_link_uc",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                fields=("person", "author", "comment", "reply_id", "playlist", "type"), name="notification_uc"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["object_type"], name="comment_object__2bf47a_idx"),
        ),
        migrations.AddConstraint(
            model_name="tasktype",
            constraint=models.UniqueConstraint(
                fields=("name", "for_entity", "department"), name="task_type_uc"
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["entity", "project"], name="task_entity__659dd8_idx"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                fields=("name", "project", "task_type", "entity"), name="task_uc"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("difficulty__gt", 0), ("difficulty__lt", 6)), name="check_difficulty"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(
                fields=("person", "task_type", "entity"), name="subscription_entity_uc"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(fields=("person", "task"), name="subscription_task_uc"),
        ),
        migrations.AddConstraint(
            model_name="scheduleitem",
            constraint=models.UniqueConstraint(
                fields=("project", "task_type", "object_id"), name="schedule_item_uc"
            ),
        ),
        migrations.AddConstraint(
            model_name="projecttemplate",
            constraint=models.UniqueConstraint(fields=("name",), name="project_template_name_key"),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.UniqueConstraint(fields=("name",), name="ix_project_name"),
        ),
        migrations.AddIndex(
            model_name="playlist",
            index=models.Index(fields=["for_entity"], name="playlist_for_ent_d86305_idx"),
        ),
        migrations.AddConstraint(
            model_name="playlist",
            constraint=models.UniqueConstraint(fields=("name", "project", "episode"), name="playlist_uc"),
        ),
        migrations.AddIndex(
            model_name="metadatadescriptor",
            index=models.Index(fields=["entity_type"], name="metadata_de_entity__5d84c1_idx"),
        ),
        migrations.AddConstraint(
            model_name="metadatadescriptor",
            constraint=models.UniqueConstraint(
                condition=models.Q(("task_type__isnull", False)),
                fields=("project", "entity_type", "task_type", "name"),
                name="metadata_descriptor_task_type_uc",
            ),
        ),
        migrations.AddConstraint(
            model_name="metadatadescriptor",
            constraint=models.UniqueConstraint(
                condition=models.Q(("task_type__isnull", False)),
                fields=("project", "entity_type", "task_type", "field_name"),
                name="metadata_descriptor_task_type_uc2",
            ),
        ),
        migrations.AddConstraint(
            model_name="metadatadescriptor",
            constraint=models.UniqueConstraint(
                condition=models.Q(("task_type__isnull", True)),
                fields=("project", "entity_type", "name"),
                name="metadata_descriptor_uc",
            ),
        ),
        migrations.AddConstraint(
            model_name="metadatadescriptor",
            constraint=models.UniqueConstraint(
                condition=models.Q(("task_type__isnull", True)),
                fields=("project", "entity_type", "field_name"),
                name="metadata_descriptor_uc2",
            ),
        ),
        migrations.AddIndex(
            model_name="entity",
            index=models.Index(fields=["entity_type", "parent"], name="entity_entity__15b678_idx"),
        ),
        migrations.AddIndex(
            model_name="entity",
            index=models.Index(fields=["entity_type", "project"], name="entity_entity__1b1bf8_idx"),
        ),
        migrations.AddIndex(
            model_name="entity",
            index=models.Index(fields=["project", "entity_type", "status"], name="entity_project_d4f6c6_idx"),
        ),
        migrations.AddIndex(
            model_name="entity",
            index=models.Index(fields=["status"], name="entity_status_5f2e5c_idx"),
        ),
        migrations.AddConstraint(
            model_name="entity",
            constraint=models.UniqueConstraint(
                fields=("name", "project", "entity_type", "parent"), name="entity_uc"
            ),
        ),
        migrations.AddConstraint(
            model_name="entitytype",
            constraint=models.UniqueConstraint(fields=("name",), name="ix_entity_type_name"),
        ),
        migrations.AddConstraint(
            model_name="timespent",
            constraint=models.UniqueConstraint(fields=("person", "task", "date"), name="time_spent_uc"),
        ),
        migrations.AddConstraint(
            model_name="timespent",
            constraint=models.CheckConstraint(
                condition=models.Q(("duration__gt", 0)), name="check_duration_positive"
            ),
        ),
        migrations.CreateModel(
            name="AssetInstanceLink",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entity_id",
                        "asset_instance_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instance_links",
                        to="production.entity",
                    ),
                ),
                (
                    "asset_instance",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entity_links",
                        to="production.assetinstance",
                    ),
                ),
            ],
            options={
                "db_table": "asset_instance_link",
            },
        ),
        migrations.CreateModel(
            name="ChatParticipant",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "chat_id", "person_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "chat",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participant_links",
                        to="production.chat",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chat_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "chat_participant",
            },
        ),
        migrations.CreateModel(
            name="CommentAcknowledgement",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "comment_id",
                        "person_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        db_column="comment",
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acknowledgement_links",
                        to="production.comment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_column="person",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgement_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "comment_acknoledgments",
            },
        ),
        migrations.CreateModel(
            name="CommentDepartmentMention",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "comment_id",
                        "department_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        db_column="comment",
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="department_mention_links",
                        to="production.comment",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        db_column="department",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mention_links",
                        to="accounts.department",
                    ),
                ),
            ],
            options={
                "db_table": "comment_department_mentions",
            },
        ),
        migrations.CreateModel(
            name="CommentMention",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "comment_id",
                        "person_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        db_column="comment",
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mention_links",
                        to="production.comment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_column="person",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mention_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "comment_mentions",
            },
        ),
        migrations.CreateModel(
            name="CommentPreviewLink",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "comment_id",
                        "preview_file_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        db_column="comment",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preview_links",
                        to="production.comment",
                    ),
                ),
                (
                    "preview_file",
                    models.ForeignKey(
                        db_column="preview_file",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comment_links",
                        to="files.previewfile",
                    ),
                ),
            ],
            options={
                "db_table": "comment_preview_link",
            },
        ),
        migrations.CreateModel(
            name="DepartmentMetadataDescriptorLink",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "metadata_descriptor_id",
                        "department_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "metadata_descriptor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="department_links",
                        to="production.metadatadescriptor",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="metadata_descriptor_links",
                        to="accounts.department",
                    ),
                ),
            ],
            options={
                "db_table": "department_metadata_descriptor_link",
            },
        ),
        migrations.CreateModel(
            name="EntityConceptLink",
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
                        "entity_in_id",
                        "entity_out_id",
                        "id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "entity_in",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concept_links_out",
                        to="production.entity",
                    ),
                ),
                (
                    "entity_out",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concept_links_in",
                        to="production.entity",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False)),
            ],
            options={
                "db_table": "entity_concept_link",
            },
        ),
        migrations.CreateModel(
            name="EntityLink",
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
                        "entity_in_id",
                        "entity_out_id",
                        "id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "entity_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="casting_links",
                        to="production.entity",
                    ),
                ),
                (
                    "entity_out",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cast_in_links",
                        to="production.entity",
                    ),
                ),
                ("data", models.JSONField(blank=True, null=True)),
                ("nb_occurences", models.IntegerField(blank=True, default=1, null=True)),
                ("label", models.CharField(blank=True, default="", max_length=80, null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False)),
            ],
            options={
                "db_table": "entity_link",
            },
        ),
        migrations.CreateModel(
            name="ProductionScheduleVersionTaskLinkPersonLink",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "production_schedule_version_task_link_id",
                        "person_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "production_schedule_version_task_link",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="person_links",
                        to="production.productionscheduleversiontasklink",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schedule_version_task_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "production_schedule_version_task_link_person_link",
            },
        ),
        migrations.CreateModel(
            name="ProjectAssetTypeLink",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "project_id",
                        "asset_type_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asset_type_links",
                        to="production.project",
                    ),
                ),
                (
                    "asset_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_links",
                        to="production.entitytype",
                    ),
                ),
            ],
            options={
                "db_table": "project_asset_type_link",
            },
        ),
        migrations.CreateModel(
            name="ProjectPersonLink",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "project_id",
                        "person_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="team_links",
                        to="production.project",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("shotgun_id", models.IntegerField(blank=True, null=True)),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("user", "Artist"),
                            ("admin", "Studio manager"),
                            ("supervisor", "Supervisor"),
                            ("manager", "Production manager"),
                            ("client", "Client"),
                            ("vendor", "Vendor"),
                        ],
                        max_length=255,
                        null=True,
                    ),
                ),
            ],
            options={
                "db_table": "project_person_link",
            },
        ),
        migrations.CreateModel(
            name="ProjectPreviewBackgroundFileLink",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "project_id",
                        "preview_background_file_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preview_background_file_links",
                        to="production.project",
                    ),
                ),
                (
                    "preview_background_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_links",
                        to="production.previewbackgroundfile",
                    ),
                ),
            ],
            options={
                "db_table": "project_preview_background_file_link",
            },
        ),
        migrations.CreateModel(
            name="ProjectTemplateAssetTypeLink",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "project_template_id",
                        "asset_type_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "project_template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asset_type_links",
                        to="production.projecttemplate",
                    ),
                ),
                (
                    "asset_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="template_links",
                        to="production.entitytype",
                    ),
                ),
            ],
            options={
                "db_table": "project_template_asset_type_link",
            },
        ),
        migrations.CreateModel(
            name="ProjectTemplatePreviewBackgroundFileLink",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "project_template_id",
                        "preview_background_file_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "project_template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preview_background_file_links",
                        to="production.projecttemplate",
                    ),
                ),
                (
                    "preview_background_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="template_links",
                        to="production.previewbackgroundfile",
                    ),
                ),
            ],
            options={
                "db_table": "project_template_preview_background_file_link",
            },
        ),
        migrations.CreateModel(
            name="ProjectTemplateStatusAutomationLink",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "project_template_id",
                        "status_automation_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "project_template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="status_automation_links",
                        to="production.projecttemplate",
                    ),
                ),
                (
                    "status_automation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="template_links",
                        to="production.statusautomation",
                    ),
                ),
            ],
            options={
                "db_table": "project_template_status_automation_link",
            },
        ),
        migrations.CreateModel(
            name="ProjectStatusAutomationLink",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "project_id",
                        "status_automation_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="status_automation_links",
                        to="production.project",
                    ),
                ),
                (
                    "status_automation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_links",
                        to="production.statusautomation",
                    ),
                ),
            ],
            options={
                "db_table": "project_status_automation_link",
            },
        ),
        migrations.CreateModel(
            name="TaskPersonLink",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "task_id", "person_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="person_links",
                        to="production.task",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="task_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "task_person_link",
            },
        ),
        migrations.CreateModel(
            name="ProjectTemplateTaskStatusLink",
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
                        "project_template_id",
                        "task_status_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "project_template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="task_status_links",
                        to="production.projecttemplate",
                    ),
                ),
                (
                    "task_status",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="template_links",
                        to="production.taskstatus",
                    ),
                ),
                ("priority", models.IntegerField(blank=True, null=True)),
                (
                    "roles_for_board",
                    kitsu_site.db.fields.TextArrayField(
                        blank=True,
                        default=production.models.project.default_board_roles,
                        max_length=255,
                        null=True,
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False)),
            ],
            options={
                "db_table": "project_template_task_status_link",
            },
        ),
        migrations.CreateModel(
            name="ProjectTaskStatusLink",
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
                        "project_id",
                        "task_status_id",
                        "id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="task_status_links",
                        to="production.project",
                    ),
                ),
                (
                    "task_status",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_links",
                        to="production.taskstatus",
                    ),
                ),
                ("priority", models.IntegerField(blank=True, null=True)),
                (
                    "roles_for_board",
                    kitsu_site.db.fields.TextArrayField(
                        blank=True,
                        default=production.models.project.default_board_roles,
                        max_length=255,
                        null=True,
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False)),
            ],
            options={
                "db_table": "project_task_status_link",
            },
        ),
        migrations.CreateModel(
            name="ProjectTemplateTaskTypeLink",
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
                        "project_template_id",
                        "task_type_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "project_template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="task_type_links",
                        to="production.projecttemplate",
                    ),
                ),
                (
                    "task_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="template_links",
                        to="production.tasktype",
                    ),
                ),
                ("priority", models.IntegerField(blank=True, null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False)),
            ],
            options={
                "db_table": "project_template_task_type_link",
            },
        ),
        migrations.CreateModel(
            name="ProjectTaskTypeLink",
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
                        "project_id",
                        "task_type_id",
                        "id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="task_type_links",
                        to="production.project",
                    ),
                ),
                (
                    "task_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_links",
                        to="production.tasktype",
                    ),
                ),
                ("priority", models.IntegerField(blank=True, null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False)),
            ],
            options={
                "db_table": "project_task_type_link",
            },
        ),
        migrations.CreateModel(
            name="TaskTypeAssetTypeLink",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "asset_type_id",
                        "task_type_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "asset_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="task_type_links",
                        to="production.entitytype",
                    ),
                ),
                (
                    "task_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asset_type_links",
                        to="production.tasktype",
                    ),
                ),
            ],
            options={
                "db_table": "task_type_asset_type_link",
            },
        ),
        migrations.AddConstraint(
            model_name="entitylink",
            constraint=models.UniqueConstraint(fields=("entity_in", "entity_out"), name="entity_link_uc"),
        ),
        migrations.AddConstraint(
            model_name="projecttaskstatuslink",
            constraint=models.UniqueConstraint(
                fields=("project", "task_status"), name="project_taskstatus_uc"
            ),
        ),
        migrations.AddConstraint(
            model_name="projecttasktypelink",
            constraint=models.UniqueConstraint(fields=("project", "task_type"), name="project_tasktype_uc"),
        ),
        migrations.AddField(
            model_name="chat",
            name="participants",
            field=models.ManyToManyField(
                blank=True,
                related_name="chats",
                through="production.ChatParticipant",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="acknowledgements",
            field=models.ManyToManyField(
                blank=True,
                related_name="acknowledged_comments",
                through="production.CommentAcknowledgement",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="department_mentions",
            field=models.ManyToManyField(
                blank=True,
                related_name="mentioned_in_comments",
                through="production.CommentDepartmentMention",
                to="accounts.department",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="mentions",
            field=models.ManyToManyField(
                blank=True,
                related_name="mentioned_in_comments",
                through="production.CommentMention",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="previews",
            field=models.ManyToManyField(
                blank=True,
                related_name="comments",
                through="production.CommentPreviewLink",
                to="files.previewfile",
            ),
        ),
        migrations.AddField(
            model_name="Entity",
            name="instance_casting",
            field=models.ManyToManyField(
                blank=True,
                related_name="shots",
                through="production.AssetInstanceLink",
                to="production.assetinstance",
            ),
        ),
        migrations.AddField(
            model_name="entity",
            name="entity_concept_links",
            field=models.ManyToManyField(
                blank=True,
                related_name="concepts",
                through="production.EntityConceptLink",
                through_fields=("entity_in", "entity_out"),
                to="production.entity",
            ),
        ),
        migrations.AddField(
            model_name="entity",
            name="entities_out",
            field=models.ManyToManyField(
                blank=True,
                related_name="entities_in",
                through="production.EntityLink",
                through_fields=("entity_in", "entity_out"),
                to="production.entity",
            ),
        ),
        migrations.AddField(
            model_name="MetadataDescriptor",
            name="departments",
            field=models.ManyToManyField(
                blank=True,
                related_name="metadata_descriptors",
                through="production.DepartmentMetadataDescriptorLink",
                to="accounts.department",
            ),
        ),
        migrations.AddField(
            model_name="productionscheduleversiontasklink",
            name="assignees",
            field=models.ManyToManyField(
                blank=True,
                related_name="schedule_version_assignments",
                through="production.ProductionScheduleVersionTaskLinkPersonLink",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="asset_types",
            field=models.ManyToManyField(
                blank=True,
                related_name="projects",
                through="production.ProjectAssetTypeLink",
                to="production.entitytype",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="team",
            field=models.ManyToManyField(
                blank=True,
                related_name="projects",
                through="production.ProjectPersonLink",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="preview_background_files",
            field=models.ManyToManyField(
                blank=True,
                related_name="projects",
                through="production.ProjectPreviewBackgroundFileLink",
                to="production.previewbackgroundfile",
            ),
        ),
        migrations.AddField(
            model_name="projecttemplate",
            name="asset_types",
            field=models.ManyToManyField(
                blank=True,
                related_name="templates",
                through="production.ProjectTemplateAssetTypeLink",
                to="production.entitytype",
            ),
        ),
        migrations.AddField(
            model_name="projecttemplate",
            name="preview_background_files",
            field=models.ManyToManyField(
                blank=True,
                related_name="templates",
                through="production.ProjectTemplatePreviewBackgroundFileLink",
                to="production.previewbackgroundfile",
            ),
        ),
        migrations.AddField(
            model_name="projecttemplate",
            name="status_automations",
            field=models.ManyToManyField(
                blank=True,
                related_name="templates",
                through="production.ProjectTemplateStatusAutomationLink",
                to="production.statusautomation",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="status_automations",
            field=models.ManyToManyField(
                blank=True,
                related_name="projects",
                through="production.ProjectStatusAutomationLink",
                to="production.statusautomation",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="assignees",
            field=models.ManyToManyField(
                blank=True,
                related_name="assigned_tasks",
                through="production.TaskPersonLink",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="projecttemplate",
            name="task_statuses",
            field=models.ManyToManyField(
                blank=True,
                related_name="templates",
                through="production.ProjectTemplateTaskStatusLink",
                to="production.taskstatus",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="task_statuses",
            field=models.ManyToManyField(
                blank=True,
                related_name="projects",
                through="production.ProjectTaskStatusLink",
                to="production.taskstatus",
            ),
        ),
        migrations.AddField(
            model_name="projecttemplate",
            name="task_types",
            field=models.ManyToManyField(
                blank=True,
                related_name="templates",
                through="production.ProjectTemplateTaskTypeLink",
                to="production.tasktype",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="task_types",
            field=models.ManyToManyField(
                blank=True,
                related_name="projects",
                through="production.ProjectTaskTypeLink",
                to="production.tasktype",
            ),
        ),
        migrations.AddField(
            model_name="entitytype",
            name="task_types",
            field=models.ManyToManyField(
                blank=True,
                related_name="asset_types",
                through="production.TaskTypeAssetTypeLink",
                to="production.tasktype",
            ),
        ),
    ]
