import uuid

from django.db import migrations, models

import kitsu_site.db.base
import kitsu_site.db.fields
from kitsu_site.db.migrations import NewTables


class Migration(NewTables):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="BuildJob",
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
                    "status",
                    models.CharField(
                        choices=[("running", "Running"), ("failed", "Failed"), ("succeeded", "Succeeded")],
                        default="running",
                        max_length=255,
                    ),
                ),
                (
                    "job_type",
                    models.CharField(
                        choices=[("archive", "Archive"), ("movie", "Movie")], default="movie", max_length=255
                    ),
                ),
                ("ended_at", kitsu_site.db.fields.UTCDateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "build_job",
            },
        ),
        migrations.CreateModel(
            name="FileStatus",
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
                ("color", models.CharField(max_length=7)),
            ],
            options={
                "db_table": "file_status",
            },
        ),
        migrations.CreateModel(
            name="OutputFile",
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
                ("name", models.CharField(max_length=250)),
                ("canceled", models.BooleanField(default=False)),
                ("size", models.IntegerField(blank=True, null=True)),
                ("checksum", models.CharField(blank=True, max_length=32, null=True)),
                ("description", models.TextField(blank=True, null=True)),
                ("comment", models.TextField(blank=True, null=True)),
                ("extension", models.CharField(blank=True, max_length=10, null=True)),
                ("revision", models.IntegerField()),
                ("representation", models.CharField(blank=True, max_length=20, null=True)),
                ("nb_elements", models.IntegerField(blank=True, default=1, null=True)),
                ("source", models.CharField(blank=True, max_length=40, null=True)),
                ("path", models.CharField(blank=True, max_length=400, null=True)),
                ("data", models.JSONField(blank=True, null=True)),
            ],
            options={
                "db_table": "output_file",
            },
        ),
        migrations.CreateModel(
            name="OutputType",
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
            ],
            options={
                "db_table": "output_type",
            },
        ),
        migrations.CreateModel(
            name="PreviewFile",
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
                ("original_name", models.CharField(blank=True, max_length=250, null=True)),
                ("revision", models.IntegerField(blank=True, default=1, null=True)),
                ("position", models.IntegerField(blank=True, default=1, null=True)),
                ("extension", models.CharField(blank=True, max_length=6, null=True)),
                ("description", models.TextField(blank=True, null=True)),
                ("path", models.CharField(blank=True, max_length=400, null=True)),
                ("source", models.CharField(blank=True, max_length=40, null=True)),
                ("file_size", models.BigIntegerField(blank=True, default=0, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("processing", "Processing"),
                            ("ready", "Ready"),
                            ("broken", "Broken"),
                            ("missing", "Missing"),
                        ],
                        default="processing",
                        max_length=255,
                    ),
                ),
                (
                    "validation_status",
                    models.CharField(
                        choices=[
                            ("validated", "Validated"),
                            ("rejected", "Rejected"),
                            ("neutral", "Neutral"),
                        ],
                        default="neutral",
                        max_length=255,
                    ),
                ),
                ("annotations", models.JSONField(blank=True, null=True)),
                ("width", models.IntegerField(blank=True, default=0, null=True)),
                ("height", models.IntegerField(blank=True, default=0, null=True)),
                ("duration", models.FloatField(blank=True, default=0.0, null=True)),
                ("shotgun_id", models.IntegerField(blank=True, null=True)),
                ("is_movie", models.BooleanField(blank=True, default=False, null=True)),
                ("url", models.CharField(blank=True, max_length=600, null=True)),
                ("uploaded_movie_url", models.CharField(blank=True, max_length=600, null=True)),
                ("uploaded_movie_name", models.CharField(blank=True, max_length=150, null=True)),
                ("data", models.JSONField(blank=True, null=True)),
                ("token_in", models.IntegerField(blank=True, null=True)),
                ("token_out", models.IntegerField(blank=True, null=True)),
            ],
            options={
                "db_table": "preview_file",
            },
        ),
        migrations.CreateModel(
            name="WorkingFile",
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
                ("shotgun_id", models.IntegerField(blank=True, db_index=True, null=True)),
                ("name", models.CharField(blank=True, max_length=250, null=True)),
                ("description", models.TextField(blank=True, null=True)),
                ("comment", models.TextField(blank=True, null=True)),
                ("revision", models.IntegerField(blank=True, null=True)),
                ("size", models.IntegerField(blank=True, null=True)),
                ("checksum", models.IntegerField(blank=True, null=True)),
                ("path", models.CharField(blank=True, max_length=400, null=True)),
                ("data", models.JSONField(blank=True, null=True)),
            ],
            options={
                "db_table": "working_file",
            },
        ),
    ]
