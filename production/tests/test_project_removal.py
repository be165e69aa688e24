"""Productions removed with all that is in them (notes on production, section 2)."""

from collections import Counter

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db.models import ForeignKey

from files.models import BuildJob, FileStatus, OutputFile, OutputType, PreviewFile, WorkingFile
from files.services import playlist_builds, preview_places, working_files
from kitsu_site import avatars, storage
from kitsu_site import events as log
from kitsu_site.models import ApiEvent
from production.models import (
    AssetInstance,
    AttachmentFile,
    Budget,
    BudgetEntry,
    Chat,
    ChatMessage,
    Comment,
    Entity,
    EntityLink,
    MetadataDescriptor,
    Milestone,
    News,
    Notification,
    Playlist,
    ProductionScheduleVersion,
    ProductionScheduleVersionTaskLink,
    Project,
    ScheduleItem,
    SearchFilter,
    SearchFilterGroup,
    Subscription,
    Task,
    TimeSpent,
)
from production.models.asset_instance import AssetInstanceLink
from production.models.comment import CommentAcknowledgement, CommentMention, CommentPreviewLink
from production.models.entity import EntityConceptLink, EntityVersion
from production.models.metadata_descriptor import DepartmentMetadataDescriptorLink
from production.models.playlist import PlaylistShareLink
from production.models.schedule import ProductionScheduleVersionTaskLinkPersonLink
from production.services import attachments, project_removal

PARTS = [part.name for part in project_removal.parts(None)]


def fill(studio, project, task, entity, shot) -> None:
    """Put a row into every table that hangs on a production."""
    person, here = studio.animator, {"project": project}
    comment = Comment.objects.create(object_id=task.pk, object_type="Task", person=person)
    working = WorkingFile.objects.create(name="scene", task=task, entity=entity, revision=1)
    kind = OutputType.objects.get_or_create(name="Cache", short_name="cache")[0]
    status = FileStatus.objects.get_or_create(name="ok", color="#000000")[0]
    output = OutputFile.objects.create(
        name="out", revision=1, entity=entity, source_file=working, output_type=kind, file_status=status
    )
    preview = PreviewFile.objects.create(name="preview", task=task, source_file=output, revision=1)
    Comment.objects.filter(pk=comment.pk).update(preview_file=preview)
    Entity.objects.filter(pk=entity.pk).update(preview_file=preview)
    CommentPreviewLink.objects.create(comment=comment, preview_file=preview)
    CommentAcknowledgement.objects.create(comment=comment, person=person)
    CommentMention.objects.create(comment=comment, person=person)
    News.objects.create(author=person, comment=comment, task=task, preview_file=preview)
    playlist = Playlist.objects.create(name="Dailies", **here)
    PlaylistShareLink.objects.create(token=f"t{project.pk}", playlist=playlist, created_by=person)
    BuildJob.objects.create(playlist=playlist)
    Notification.objects.create(type="comment", person=person, author=person, comment=comment, task=task)
    Notification.objects.create(type="playlist-ready", person=person, author=person, playlist=playlist)
    Subscription.objects.create(person=person, task=task)
    TimeSpent.objects.create(task=task, person=person, duration=60, date="2030-01-07")
    instance = AssetInstance.objects.create(asset=entity, scene=shot, number=1)
    AssetInstanceLink.objects.create(entity=shot, asset_instance=instance)
    EntityConceptLink.objects.create(entity_in=shot, entity_out=entity)
    EntityVersion.objects.create(name="Old", entity=shot)
    chat = Chat.objects.create(object_id=entity.pk)
    ChatMessage.objects.create(chat=chat, person=person, text="Hello")
    chat.participants.add(person)
    version = ProductionScheduleVersion.objects.create(name="Plan", **here)
    link = ProductionScheduleVersionTaskLink.objects.create(production_schedule_version=version, task=task)
    ProductionScheduleVersionTaskLinkPersonLink.objects.create(
        production_schedule_version_task_link=link, person=person
    )
    Project.objects.filter(pk=project.pk).update(from_schedule_version=version)
    column = MetadataDescriptor.objects.create(entity_type="Asset", name="Mood", field_name="mood", **here)
    DepartmentMetadataDescriptorLink.objects.create(
        metadata_descriptor=column, department=studio.modeling_department
    )
    Milestone.objects.create(name="Lock", **here)
    ScheduleItem.objects.create(task_type=task.task_type, **here)
    budget = Budget.objects.create(name="Quote", **here)
    BudgetEntry.objects.create(
        budget=budget,
        department=studio.modeling_department,
        start_date="2030-01-01",
        months_duration=1,
        daily_salary=1,
    )
    group = SearchFilterGroup.objects.create(list_type="asset", **here)
    SearchFilter.objects.create(list_type="asset", search_filter_group=group, **here)
    ApiEvent.objects.create(name="project:update", project=project)


@pytest.fixture
def full(studio):
    """Both productions with everything in them; the hero of the feature is cast in the series."""
    fill(studio, studio.feature, studio.hero_modeling, studio.hero, studio.first_shot)
    fill(studio, studio.series, studio.robot_modeling, studio.robot, studio.episode_shot)
    EntityLink.objects.create(entity_in=studio.episode_shot, entity_out=studio.hero)
    Project.objects.filter(pk=studio.feature.pk).update(project_status=studio.closed)
    return studio


def rows() -> dict[str, int]:
    """{table: rows} of the tables that hang on productions."""
    models = {model._meta.db_table: model for model in apps.get_models()}
    return {name: models[name]._base_manager.count() for name in PARTS}


def test_all_goes_and_the_other_production_is_whole(full, api):
    before, gone = rows(), project_removal.counts(full.feature.pk)
    path = f"/data/projects/{full.feature.pk}"
    assert api("admin").delete(path, {"force": "true"}).status_code == 204
    after = {name: number - gone.get(name, 0) for name, number in before.items()}
    after["api_event"] += 1  # that the production is gone
    assert rows() == after
    assert api("admin").get(f"/data/projects/{full.series.pk}").status_code == 200
    assert api("admin").get(path).status_code == 404
    assert Entity.objects.get(pk=full.robot.pk).preview_file is not None


def test_every_table_has_something_that_goes(full):
    """Keeps `fill` honest: a table without rows would be removed from untested."""
    empty = set(PARTS) - set(project_removal.counts(full.feature.pk))
    assert empty == {
        "files_media_job",
        "attachment_file",
        "comment_department_mentions",
        "project_preview_background_file_link",
        "project_status_automation_link",
    }


def test_every_foreign_key_to_what_goes_is_accounted_for():
    """A table that refers to one of those that go must go too, or let go of it."""
    let_go = {
        ("project", "from_schedule_version"),
        ("entity", "preview_file"),
    }
    referring = {
        (model._meta.db_table, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model._meta.db_table in PARTS
    }
    assert {pair for pair in referring if pair[0] not in PARTS} == set()
    order = {name: place for place, name in enumerate(PARTS)}
    upward = {
        (table, name)
        for table, name in referring
        for model in apps.get_models()
        if model._meta.db_table == table
        and order[model._meta.get_field(name).related_model._meta.db_table] < order[table]
    }
    assert upward == let_go


def test_the_event_is_not_attached_to_what_is_gone(full, api, events):
    api("admin").delete(f"/data/projects/{full.feature.pk}", {"force": "true"})
    last = ApiEvent.objects.order_by("created_at").last()
    assert (last.name, last.data, last.project_id, last.user_id) == (
        "project:delete",
        {"project_id": str(full.feature.pk)},
        None,
        full.admin.pk,
    )


def test_a_dry_run_counts_and_removes_nothing(full, api):
    before = rows()
    response = api("admin").delete(f"/data/projects/{full.feature.pk}", {"force": "true", "dry_run": "true"})
    answer = response.json()
    assert response.status_code == 200
    assert {name: answer["counts"][name] for name in ("project", "task", "comment", "entity_link")} == {
        "project": 1,
        "task": 5,
        "comment": 1,
        "entity_link": 2,
    }
    assert answer["total"] == sum(answer["counts"].values())
    assert rows() == before


@pytest.mark.parametrize("params", [{}, {"force": "true"}, {"dry_run": "true"}])
@pytest.mark.parametrize(("who", "status"), [("admin", 400), ("manager", 400), ("outsider", 400)])
def test_an_open_production_is_not_deleted_whoever_asks(studio, api, who, status, params):
    assert api(who).delete(f"/data/projects/{studio.feature.pk}", params).status_code == status


@pytest.mark.parametrize("params", [{}, {"force": "true"}, {"dry_run": "true"}])
@pytest.mark.parametrize("who", ["manager", "supervisor", "animator", "vendor", "client", "outsider"])
def test_only_admins_delete_productions(full, api, who, params):
    before = rows()
    assert api(who).delete(f"/data/projects/{full.feature.pk}", params).status_code == 403
    assert rows() == before


def test_without_force_a_production_with_something_in_it_stays(full, api):
    before = rows()
    assert api("admin").delete(f"/data/projects/{full.feature.pk}").status_code == 400
    assert rows() == before


def test_a_failure_on_the_way_leaves_all(full, monkeypatch):
    before = rows()
    monkeypatch.setattr(log, "emit_all", fail)
    with pytest.raises(RuntimeError):
        project_removal.remove(project=full.feature, by=full.admin)
    assert rows() == before


def fail(*args, **kwargs):
    raise RuntimeError("nothing works today")


def stored_of(studio) -> list:
    """A file in every place that a production has some in; the last one is of the other production."""
    attachment = AttachmentFile.objects.create(
        name="notes.txt", comment=Comment.objects.get(object_id=studio.hero_modeling.pk)
    )
    preview = PreviewFile.objects.get(task=studio.hero_modeling)
    stay = PreviewFile.objects.get(task=studio.robot_modeling)
    return [
        avatars.place(studio.feature.pk),
        attachments.place(attachment.pk),
        *preview_places.every(preview.pk),
        working_files.place(WorkingFile.objects.get(task=studio.hero_modeling).pk),
        playlist_builds.place(BuildJob.objects.get(playlist__project=studio.feature).pk),
        preview_places.file(stay.pk),
    ]


def test_what_is_stored_goes_once_the_production_is_gone(full, django_capture_on_commit_callbacks):
    places = stored_of(full)
    for place in places:
        storage.save(place, ContentFile(b"content"))
    with django_capture_on_commit_callbacks(execute=True):
        project_removal.remove(project=full.feature, by=full.admin)
        assert all(storage.exists(place) for place in places)
    assert [place for place in places if storage.exists(place)] == places[-1:]


def test_a_storage_that_fails_then_does_not_bring_the_production_back(
    full, api, monkeypatch, django_capture_on_commit_callbacks, caplog
):
    monkeypatch.setattr(storage, "remove", fail)
    with django_capture_on_commit_callbacks(execute=True):
        answer = api("admin").delete(f"/data/projects/{full.feature.pk}", {"force": "true"})
    assert answer.status_code == 204
    assert not Project.objects.filter(pk=full.feature.pk).exists()
    assert "nothing works today" in caplog.text


def test_many_previews_are_checked_by_indexes_of_the_moment(full, monkeypatch):
    monkeypatch.setattr(project_removal, "MANY", 1)
    project_removal.remove(project=full.feature, by=full.admin)
    assert set(Project.objects.all()) == {full.series}
    assert PreviewFile.objects.count() == 1


def test_the_number_of_statements_does_not_depend_on_the_number_of_rows(full, django_assert_max_num_queries):
    Task.objects.bulk_create(
        Task(name=f"extra {n}", project=full.feature, entity=full.hero, task_type=full.modeling)
        for n in range(200)
    )
    with django_assert_max_num_queries(75):
        project_removal.remove(project=full.feature, by=full.admin)


def test_the_command_says_what_would_go(full, capsys):
    before = rows()
    call_command("delete_production", "Big Buck", "--dry-run")
    printed = capsys.readouterr().out
    assert "Nothing was removed." in printed
    assert [line.split() for line in printed.splitlines() if line.startswith("task ")] == [["task", "5"]]
    assert rows() == before


def test_a_removal_tells_how_far_it_is(full):
    before, told = project_removal.counts(full.feature.pk), Counter()
    project_removal.remove(
        project=full.feature, by=None, told=lambda table, number: told.update({table: number})
    )
    assert +told == Counter(before)


def test_the_command_removes_a_closed_production(full, capsys):
    call_command("delete_production", "Big Buck")
    assert not Project.objects.filter(name="Big Buck").exists()
    assert "of Big Buck are removed." in capsys.readouterr().out


@pytest.mark.parametrize(("name", "message"), [("Night Shift", "is open"), ("Nobody", "no production")])
def test_the_command_refuses(full, name, message):
    with pytest.raises(CommandError, match=message):
        call_command("delete_production", name)
    assert Project.objects.count() == 2
