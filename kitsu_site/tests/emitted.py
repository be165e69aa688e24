"""What routes emit, compared with tables: `METHOD path  event event ...`.

`~` marks an event that is only pushed, `!` one that belongs to no production. A row of the tables of
rights is called as an admin; other calls name their caller and bring their own body.
"""
# ruff: noqa: E501

from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction

from kitsu_site import events
from kitsu_site.tests import rights

# What events hold besides the id of their production.
HELD = {
    "api-event:delete": ["api_event_id"],
    "api-event:new": ["api_event_id"],
    "api-event:update": ["api_event_id"],
    "asset-instance:delete": ["asset_instance_id"],
    "asset-instance:new": ["asset_instance_id"],
    "asset-instance:update": ["asset_instance_id"],
    "asset-type:delete": ["asset_type_id"],
    "asset-type:new": ["asset_type_id"],
    "asset-type:update": ["asset_type_id"],
    "asset:casting-update": ["added_asset_ids asset_id nb_entities_out removed_asset_ids", "asset_id"],
    "asset:delete": ["asset_id"],
    "asset:new": ["asset_id", "asset_id asset_type", "asset_id episode_id"],
    "asset:update": ["Asset_id asset_id", "asset_id", "asset_id episode_id"],
    "asset_instance:add-to-shot": ["asset_instance_id shot_id"],
    "asset_instance:new": [
        "asset_id asset_instance_id asset_instantiated",
        "asset_id asset_instance_id scene_id",
    ],
    "asset_instance:remove-from-shot": ["asset_instance_id shot_id"],
    "attachment-file:delete": ["attachment_file_id"],
    "attachment-file:new": ["attachment_file_id"],
    "attachment-file:update": ["attachment_file_id"],
    "budget-entry:create": ["budget_entry_id budget_id"],
    "budget-entry:delete": ["budget_entry_id", "budget_entry_id budget_id"],
    "budget-entry:new": ["budget_entry_id"],
    "budget-entry:update": ["budget_entry_id", "budget_entry_id budget_id"],
    "budget:create": ["budget_id"],
    "budget:delete": ["budget_id"],
    "budget:new": ["budget_id"],
    "budget:update": ["budget_id"],
    "build-job:delete": ["build_job_id playlist_id"],
    "build-job:new": ["build_job_id"],
    "chat-message:delete": ["chat_message_id"],
    "chat-message:new": ["chat_message_id"],
    "chat-message:update": ["chat_message_id"],
    "chat:delete": ["chat_id"],
    "chat:deleted-message": ["chat_id chat_message_id"],
    "chat:joined": ["chat_id person_id"],
    "chat:left": ["chat_id person_id"],
    "chat:new": ["chat_id"],
    "chat:new-message": ["chat_id chat_message_id last_message"],
    "chat:update": ["chat_id"],
    "comment:acknowledge": ["comment_id person_id"],
    "comment:delete": ["comment_id"],
    "comment:delete-reply": ["comment_id reply_id task_id"],
    "comment:new": ["comment_id", "comment_id task_id task_status_id"],
    "comment:reply": ["comment_id reply_id task_id"],
    "comment:update": ["comment_id", "comment_id task_id"],
    "concept:delete": ["concept_id"],
    "concept:new": ["concept_id"],
    "concept:update": ["concept_id"],
    "custom-action:delete": ["custom_action_id"],
    "custom-action:new": ["custom_action_id"],
    "custom-action:update": ["custom_action_id"],
    "day-off:delete": ["day_off_id"],
    "day-off:new": ["day_off_id"],
    "day-off:update": ["day_off_id"],
    "department:delete": ["department_id"],
    "department:new": ["department_id"],
    "department:update": ["department_id"],
    "edit:delete": ["edit_id"],
    "edit:new": ["edit_id episode_id", "edit_id parent_id"],
    "edit:update": ["edit_id", "edit_id episode_id"],
    "entity-link:delete": ["entity_link_id"],
    "entity-link:new": ["entity_in_id entity_link_id entity_out_id nb_occurences", "entity_link_id"],
    "entity-link:update": ["entity_link_id"],
    "episode:casting-update": ["added_asset_ids episode_id nb_entities_out removed_asset_ids"],
    "episode:delete": ["episode_id"],
    "episode:new": ["episode_id"],
    "episode:update": ["episode_id"],
    "file-status:delete": ["file_status_id"],
    "file-status:new": ["file_status_id"],
    "file-status:update": ["file_status_id"],
    "file_status:new": ["file_status_id"],
    "hardware-item:delete": ["hardware_item_id"],
    "hardware-item:new": ["hardware_item_id"],
    "hardware-item:update": ["hardware_item_id"],
    "metadata-descriptor:delete": ["metadata_descriptor_id"],
    "metadata-descriptor:new": ["metadata_descriptor_id"],
    "metadata-descriptor:update": ["metadata_descriptor_id"],
    "milestone:delete": ["milestone_id"],
    "milestone:new": ["milestone_id"],
    "milestone:update": ["milestone_id"],
    "news:delete": ["news_id"],
    "news:new": ["news_id", "news_id task_status_id task_type_id"],
    "news:update": ["news_id"],
    "notification:all-read": ["person_id"],
    "notification:delete": ["notification_id"],
    "notification:new": ["notification_id", "notification_id person_id"],
    "notification:read": ["notification_id person_id"],
    "notification:unread": ["notification_id person_id"],
    "notification:update": ["notification_id"],
    "organisation:delete": ["organisation_id"],
    "organisation:new": ["organisation_id"],
    "organisation:set-thumbnail": ["organisation_id"],
    "organisation:update": ["organisation_id"],
    "output-file:delete": ["output_file_id"],
    "output-file:new": ["output_file_id"],
    "output-file:update": ["output_file_id"],
    "output-type:delete": ["output_type_id"],
    "output-type:new": ["output_type_id"],
    "output-type:update": ["output_type_id"],
    "person:delete": ["person_id"],
    "person:new": ["person_id"],
    "person:set-thumbnail": ["person_id"],
    "person:update": ["person_id"],
    "playlist:add_entity": ["entity_id playlist_id preview_file_id"],
    "playlist:delete": ["playlist_id"],
    "playlist:new": ["playlist_id"],
    "playlist:update": ["playlist_id"],
    "plugin:delete": ["plugin_id"],
    "plugin:new": ["plugin_id"],
    "plugin:update": ["plugin_id"],
    "preview-background-file:add-file": ["extension preview_background_file_id"],
    "preview-background-file:delete": ["preview_background_file_id"],
    "preview-background-file:new": ["preview_background_file_id"],
    "preview-background-file:update": ["preview_background_file_id"],
    "preview-file:add-file": ["comment_id extension preview_file_id revision status task_id"],
    "preview-file:annotation-update": ["person_id preview_file_id updated_at"],
    "preview-file:delete": ["preview_file_id"],
    "preview-file:new": ["comment_id preview_file_id", "preview_file_id"],
    "preview-file:set-main": ["entity_id preview_file_id"],
    "preview-file:update": ["preview_file_id"],
    "production-schedule-version-task-link:delete": ["production_schedule_version_task_link_id"],
    "production-schedule-version-task-link:new": ["production_schedule_version_task_link_id"],
    "production-schedule-version-task-link:update": ["production_schedule_version_task_link_id"],
    "production-schedule-version:delete": ["production_schedule_version_id"],
    "production-schedule-version:new": ["production_schedule_version_id"],
    "production-schedule-version:update": ["production_schedule_version_id"],
    "production_schedule_version:update": ["production_schedule_version_id"],
    "project-status:delete": ["project_status_id"],
    "project-status:new": ["project_status_id"],
    "project-status:update": ["project_status_id"],
    "project-template:delete": ["project_template_id"],
    "project-template:new": ["project_template_id"],
    "project-template:update": ["project_template_id"],
    "project:delete": [""],
    "project:new": [""],
    "project:set-thumbnail": [""],
    "project:update": [""],
    "salary-scale:delete": ["salary_scale_id"],
    "salary-scale:update": ["salary_scale_id"],
    "scene:delete": ["scene_id"],
    "scene:new": ["scene_id"],
    "scene:update": ["scene_id"],
    "schedule-item:delete": ["schedule_item_id"],
    "schedule-item:new": ["schedule_item_id"],
    "schedule-item:update": ["schedule_item_id"],
    "search-filter-group:delete": ["search_filter_group_id"],
    "search-filter-group:new": ["search_filter_group_id"],
    "search-filter-group:update": ["search_filter_group_id"],
    "search-filter:delete": ["search_filter_id"],
    "search-filter:new": ["search_filter_id"],
    "search-filter:update": ["search_filter_id"],
    "sequence:delete": ["sequence_id"],
    "sequence:new": ["sequence_id"],
    "sequence:update": ["Sequence_id sequence_id", "sequence_id"],
    "shot:add-to-scene": ["scene_id shot_id"],
    "shot:casting-update": [
        "added_asset_ids nb_entities_out removed_asset_ids shot_id",
        "nb_entities_out shot_id",
    ],
    "shot:delete": ["shot_id"],
    "shot:new": ["Shot_id shot_id", "episode_id shot_id", "shot_id"],
    "shot:remove-from-scene": ["scene_id shot_id"],
    "shot:update": ["Shot_id shot_id", "shot_id"],
    "software:delete": ["software_id"],
    "software:new": ["software_id"],
    "software:update": ["software_id"],
    "status-automation:delete": ["status_automation_id"],
    "status-automation:new": ["status_automation_id"],
    "status-automation:update": ["status_automation_id"],
    "studio:delete": ["studio_id"],
    "studio:new": ["studio_id"],
    "studio:update": ["studio_id"],
    "subscription:delete": ["subscription_id"],
    "subscription:new": ["subscription_id"],
    "subscription:update": ["subscription_id"],
    "task-status:delete": ["task_status_id"],
    "task-status:new": ["task_status_id"],
    "task-status:update": ["task_status_id"],
    "task-type:delete": ["task_type_id"],
    "task-type:new": ["task_type_id"],
    "task-type:update": ["task_type_id"],
    "task:assign": ["person_id task_id"],
    "task:delete": ["entity_id task_id task_type_id"],
    "task:new": ["task_id"],
    "task:status-changed": ["new_task_status_id person_id previous_task_status_id task_id"],
    "task:to-review": [
        "change_status comment entity_shotgun_id entity_type_name person_shotgun_id preview_path previous_task_status_id project_shotgun_id task_id task_shotgun_id",
        "comment_id new_task_status_id person_id previous_task_status_id task_id",
    ],
    "task:unassign": ["person_id task_id"],
    "task:update": ["task_id"],
    "task:update-casting-stats": ["nb_assets_ready task_id"],
    "time-spent:delete": ["time_spent_id"],
    "time-spent:new": ["time_spent_id"],
    "time-spent:update": ["time_spent_id"],
    "working-file:delete": ["working_file_id"],
    "working-file:new": ["working_file_id"],
    "working-file:update": ["working_file_id"],
}
CHANGES = ("POST", "PUT", "PATCH", "DELETE")


class Call(NamedTuple):
    """A call that is in no table of rights, or that answers an admin otherwise there."""

    route: str  # method and path, with the names of ids in it
    body: object = None
    caller: str = "admin"
    form: dict | None = None


def spoken(event: events.Event) -> str:
    return f"{'' if event.kept else '~'}{'' if event.project_id else '!'}{event.name}"


def held(event: events.Event) -> str:
    return " ".join(sorted(set(event.data) - {"project_id"}))


def told(module, caller, ids: dict, emitted: list) -> dict[str, str]:
    """{call: what it emits}, for the rows of a table of rights that succeed."""
    calls = {}
    for method, path, codes in rights.read(module.MATRIX):
        if method in CHANGES and codes[0] < 300:
            emitted.clear()
            assert module.status(caller, method, path, ids) == codes[0]
            calls[f"{method} {path}"] = heard(emitted)
    return calls


def told_by(calls: Iterable[Call], api, ids: dict, emitted: list) -> dict[str, str]:
    """The same for calls of one's own; each must succeed, and is rolled back."""
    found, callers = {}, {}
    for call in calls:
        emitted.clear()
        method, path = rights.filled(call.route, ids).split(" ", 1)
        caller = callers.setdefault(call.caller, api(call.caller or None))
        with transaction.atomic():
            answer = caller.call(method, path, rights.filled(call.body, ids), form=call.form)
            transaction.set_rollback(True)
        assert answer.status_code < 300, (call.route, answer.content)
        found[call.route] = heard(emitted)
    return found


def heard(emitted: list[events.Event]) -> str:
    """Events as a table has them; each holds what the notes say."""
    for event in emitted:
        assert held(event) in HELD[event.name], (event.name, held(event))
    return " ".join(map(spoken, emitted))


def expected(table: str) -> dict[str, str]:
    """The calls of a table, and what they emit."""
    lines = (line.split(maxsplit=2) for line in table.strip().splitlines())
    return {f"{method} {path}": (rest[0] if rest else "") for method, path, *rest in lines}
