"""What each route that changes something tells, to the log and to who listens: the exact events, in their order.

Here people and the studio, productions and tasks; beside, entities, files and imports. Rules: notes on events.
"""
# ruff: noqa: E501  the tables are as wide as their routes

import re

from accounts.tests import test_matrix as accounts
from accounts.tests.test_matrix import ids as account_ids  # noqa: F401  fixtures, here and below
from kitsu_site.tests import test_emitted_events_of_entities as of_entities
from kitsu_site.tests import test_emitted_events_of_files as of_files
from kitsu_site.tests import test_emitted_events_of_imports as of_imports
from kitsu_site.tests.emitted import CHANGES, Call, expected, told, told_by
from kitsu_site.tests.routes import PARAMETER, ROUTES
from production.tests import test_matrix as productions
from production.tests import test_task_matrix as tasks
from production.tests.conftest import people  # noqa: F401
from production.tests.test_matrix import ids as production_ids  # noqa: F401
from production.tests.test_task_matrix import ids as task_ids  # noqa: F401

ACCOUNTS = """
POST /actions/persons/{other}/change-password
DELETE /actions/persons/{other}/clear-avatar                          !person:update
POST /actions/persons/{other}/departments/add                         !person:update
DELETE /actions/persons/{other}/departments/{department}              !person:update
POST /actions/persons/{other}/reset-password-link
DELETE /actions/user/clear-avatar                                     !person:update
POST /auth/change-password
PUT /auth/email-otp
PUT /auth/fido
POST /auth/login
POST /auth/reset-password
PUT /auth/totp
POST /data/custom-actions                                             !custom-action:new
DELETE /data/custom-actions/{custom_action}                           !custom-action:delete
PUT /data/custom-actions/{custom_action}                              !custom-action:update
POST /data/day-offs                                                   !day-off:new
DELETE /data/day-offs/{day_off}                                       !day-off:delete
PUT /data/day-offs/{day_off}                                          !day-off:update
POST /data/departments                                                !department:new
POST /data/departments/{department}/hardware-items
DELETE /data/departments/{department}/hardware-items/{hardware_item}
POST /data/departments/{department}/software-licenses
DELETE /data/departments/{department}/software-licenses/{software}
DELETE /data/departments/{free_department}                            !department:delete
PUT /data/departments/{department}                                    !department:update
POST /data/hardware-items                                             !hardware-item:new
DELETE /data/hardware-items/{hardware_item}                           !hardware-item:delete
PUT /data/hardware-items/{hardware_item}                              !hardware-item:update
POST /data/organisations                                              !organisation:new
DELETE /data/organisations/{organisation}                             !organisation:delete
PUT /data/organisations/{organisation}                                !organisation:update
POST /data/persons                                                    !person:new
PUT /data/persons/{other}                                             !person:update
PUT /data/persons/{own}                                               !person:update
POST /data/persons/{other}/desktop-login-logs                         !person:update
POST /data/persons/{own}/desktop-login-logs                           !person:update
POST /data/plugins                                                    !plugin:new
DELETE /data/plugins/{plugin}                                         !plugin:delete
PUT /data/plugins/{plugin}                                            !plugin:update
DELETE /data/salary-scales/{salary_scale}                             !salary-scale:delete
PUT /data/salary-scales/{salary_scale}                                !salary-scale:update
POST /data/softwares                                                  !software:new
DELETE /data/softwares/{software}                                     !software:delete
PUT /data/softwares/{software}                                        !software:update
POST /data/studios                                                    !studio:new
DELETE /data/studios/{studio}                                         !studio:delete
PUT /data/studios/{studio}                                            !studio:update
POST /data/user/desktop-login-logs                                    !person:update
POST /pictures/thumbnails/organisations/{organisation}                !organisation:update !organisation:set-thumbnail
POST /pictures/thumbnails/organisations/{organisation}.png            !organisation:update !organisation:set-thumbnail
POST /pictures/thumbnails/persons/{other}                             !person:update !person:set-thumbnail
POST /pictures/thumbnails/persons/{own}                               !person:update !person:set-thumbnail
POST /pictures/thumbnails/persons/{other}.png                         !person:update !person:set-thumbnail
POST /pictures/thumbnails/persons/{own}.png                           !person:update !person:set-thumbnail
"""
PRODUCTIONS = """
POST /data/projects                                                                                   !project:new
PUT /data/projects/{project}                                                                          !project:update
DELETE /data/projects/{closed}                                                                        !project:delete
DELETE /data/projects/{closed}?force=true                                                             !project:delete
DELETE /data/projects/{closed}?force=true&dry_run=true
POST /pictures/thumbnails/projects/{project}                                                          project:update !project:set-thumbnail
POST /pictures/thumbnails/projects/{project}.png                                                      project:update !project:set-thumbnail
POST /data/projects/{project}/team                                                                    project:update
PUT /data/projects/{project}/team/{animator}                                                          project:update
DELETE /data/projects/{project}/team/{animator}                                                       project:update
POST /data/projects/{project}/settings/batch                                                          project:update
POST /data/projects/{project}/settings/asset-types                                                    project:update
DELETE /data/projects/{project}/settings/asset-types/{asset_type}                                     project:update
POST /data/projects/{project}/settings/task-types                                                     project:update
DELETE /data/projects/{project}/settings/task-types/{task_type}                                       project:update
POST /data/projects/{project}/settings/task-status                                                    project:update
DELETE /data/projects/{project}/settings/task-status/{task_status}                                    project:update
POST /data/projects/{project}/settings/status-automations                                             project:update
DELETE /data/projects/{project}/settings/status-automations/{status_automation}                       project:update
POST /data/projects/{project}/settings/preview-background-files                                       project:update
DELETE /data/projects/{project}/settings/preview-background-files/{background}                        project:update
POST /data/task-type-links                                                                            project:update
POST /data/task-status-links                                                                          project:update
POST /actions/projects/{project}/task-type-links/reorder                                              project:update
POST /actions/projects/{project}/task-status-links/reorder                                            project:update
POST /data/projects/{project}/metadata-descriptors                                                    metadata-descriptor:new
PUT /data/projects/{project}/metadata-descriptors/{column}                                            metadata-descriptor:update
DELETE /data/projects/{project}/metadata-descriptors/{column}                                         metadata-descriptor:delete
POST /data/projects/{project}/metadata-descriptors/reorder                                            metadata-descriptor:update
POST /data/metadata-descriptors/all-projects                                                          metadata-descriptor:new metadata-descriptor:new
PUT /data/metadata-descriptors/all-projects/mood                                                      metadata-descriptor:update
DELETE /data/metadata-descriptors/all-projects/mood?entity_type=Asset                                 metadata-descriptor:delete
POST /actions/metadata-descriptors/all-projects/reorder                                               metadata-descriptor:update
POST /data/metadata-descriptors                                                                       metadata-descriptor:new
PUT /data/metadata-descriptors/{column}                                                               metadata-descriptor:update
DELETE /data/metadata-descriptors/{column}                                                            metadata-descriptor:delete
POST /data/milestones                                                                                 milestone:new
PUT /data/milestones/{milestone}                                                                      milestone:update
DELETE /data/milestones/{milestone}                                                                   milestone:delete
POST /data/schedule-items                                                                             schedule-item:new
PUT /data/schedule-items/{schedule_item}                                                              schedule-item:update
DELETE /data/schedule-items/{schedule_item}                                                           schedule-item:delete
POST /data/production-schedule-versions                                                               production-schedule-version:new
PUT /data/production-schedule-versions/{version}                                                      production-schedule-version:update
DELETE /data/production-schedule-versions/{free_version}                                              production-schedule-version:delete
POST /data/production-schedule-version-task-links                                                     !production-schedule-version-task-link:new
PUT /data/production-schedule-version-task-links/{planned_task}                                       !production-schedule-version-task-link:update
DELETE /data/production-schedule-version-task-links/{planned_task}                                    !production-schedule-version-task-link:delete
POST /actions/production-schedule-versions/{version}/set-task-links-from-production                   production_schedule_version:update
POST /actions/production-schedule-versions/{version}/set-task-links-from-production-schedule-version  production_schedule_version:update
POST /actions/production-schedule-versions/{version}/apply-to-production                              task:update production_schedule_version:update project:update
POST /data/projects/{project}/budgets                                                                 budget:create
PUT /data/projects/{project}/budgets/{budget}                                                         budget:update
DELETE /data/projects/{project}/budgets/{budget}                                                      budget:delete
POST /data/projects/{project}/budgets/{budget}/entries                                                budget-entry:create
PUT /data/projects/{project}/budgets/{budget}/entries/{entry}                                         budget-entry:update
DELETE /data/projects/{project}/budgets/{budget}/entries/{entry}                                      budget-entry:delete
POST /data/budgets                                                                                    budget:new
PUT /data/budgets/{budget}                                                                            budget:update
DELETE /data/budgets/{free_budget}                                                                    budget:delete
POST /data/budget-entries                                                                             !budget-entry:new
PUT /data/budget-entries/{entry}                                                                      !budget-entry:update
DELETE /data/budget-entries/{entry}                                                                   !budget-entry:delete
POST /data/project-templates                                                                          !project-template:new
PUT /data/project-templates/{template}                                                                !project-template:update
DELETE /data/project-templates/{template}                                                             !project-template:delete
POST /data/project-templates/{template}/task-types                                                    !project-template:update
DELETE /data/project-templates/{template}/task-types/{task_type}                                      !project-template:update
POST /data/project-templates/{template}/task-statuses                                                 !project-template:update
DELETE /data/project-templates/{template}/task-statuses/{task_status}                                 !project-template:update
POST /data/project-templates/{template}/asset-types                                                   !project-template:update
DELETE /data/project-templates/{template}/asset-types/{asset_type}                                    !project-template:update
POST /data/project-templates/{template}/status-automations                                            !project-template:update
DELETE /data/project-templates/{template}/status-automations/{status_automation}                      !project-template:update
POST /data/project-templates/{template}/preview-background-files                                      !project-template:update
DELETE /data/project-templates/{template}/preview-background-files/{background}                       !project-template:update
PUT /data/project-templates/{template}/default-preview-background-file                                !project-template:update
PUT /data/project-templates/{template}/metadata-descriptors                                           !project-template:update
POST /actions/project-templates/{template}/task-types/reorder                                         !project-template:update
POST /actions/project-templates/{template}/task-statuses/reorder                                      !project-template:update
POST /data/project-templates/from-project/{project}                                                   !project-template:new
POST /data/projects/{project}/apply-template/{template}                                               project:update
POST /data/project-status                                                                             !project-status:new
PUT /data/project-status/{free_status}                                                                !project-status:update
DELETE /data/project-status/{free_status}                                                             !project-status:delete
POST /data/task-types                                                                                 !task-type:new
PUT /data/task-types/{free_task_type}                                                                 !task-type:update
DELETE /data/task-types/{free_task_type}                                                              !task-type:delete
POST /data/task-status                                                                                !task-status:new
PUT /data/task-status/{free_task_status}                                                              !task-status:update
DELETE /data/task-status/{free_task_status}                                                           !task-status:delete
POST /data/entity-types                                                                               !asset-type:new
PUT /data/entity-types/{free_asset_type}                                                              !asset-type:update
DELETE /data/entity-types/{free_asset_type}                                                           !asset-type:delete
POST /data/preview-background-files                                                                   !preview-background-file:new
PUT /data/preview-background-files/{background}                                                       !preview-background-file:update
DELETE /data/preview-background-files/{background}                                                    !preview-background-file:delete
POST /actions/task-types/reorder                                                                      !task-type:update
POST /data/status-automations                                                                         !status-automation:new
PUT /data/status-automations/{status_automation}                                                      !status-automation:update
DELETE /data/status-automations/{status_automation}                                                   !status-automation:delete
POST /data/search-filters                                                                             !search-filter:new
PUT /data/search-filters/{filter}                                                                     !search-filter:update
DELETE /data/search-filters/{filter}                                                                  !search-filter:delete
POST /data/search-filter-groups                                                                       !search-filter-group:new
PUT /data/search-filter-groups/{group}                                                                !search-filter-group:update
DELETE /data/search-filter-groups/{group}                                                             !search-filter-group:delete
POST /data/user/filters
PUT /data/user/filters/{filter}
DELETE /data/user/filters/{filter}
POST /data/user/filter-groups
PUT /data/user/filter-groups/{group}
DELETE /data/user/filter-groups/{group}
"""
TASKS = """
POST /data/tasks                                                                task:new
PUT /data/tasks/{task}                                                          task:update
PUT /data/tasks/{modeling_task}                                                 task:update
DELETE /data/tasks/{task}?force=true                                            task:delete
POST /data/entities/{shot}/tasks
POST /actions/projects/{project}/delete-tasks                                   task:delete
DELETE /actions/projects/{project}/task-types/{animation}/delete-tasks          task:delete task:delete
POST /actions/projects/{project}/task-types/{lighting}/assets/create-tasks      task:new task:new
POST /actions/projects/{project}/task-types/{lighting}/shots/create-tasks       task:new task:new
POST /actions/projects/{project}/task-types/{lighting}/edits/create-tasks
POST /actions/projects/{project}/task-types/{sketch}/concepts/create-tasks      !task-status:new task:new
POST /actions/projects/{project}/task-types/{lighting}/create-tasks/Shot        task:new task:new
PUT /actions/tasks/{task}/assign                                                task:assign task:update ~notification:new
PUT /actions/tasks/{task}/assign?self                                           task:assign task:update project:update
PUT /actions/persons/{animator}/assign                                          task:assign task:update ~notification:new
PUT /actions/tasks/clear-assignation                                            task:unassign task:update
PUT /actions/tasks/set-priority                                                 task:update
PUT /actions/tasks/{task}/to-review                                             !task-status:new !task:to-review
POST /actions/tasks/{task}/comment                                              comment:new task:update ~notification:new ~notification:new news:new
POST /actions/tasks/{task}/comment?done                                         comment:new task:update task:status-changed ~notification:new ~notification:new news:new
POST /actions/tasks/{vendor_task}/comment                                       comment:new task:update task:status-changed ~notification:new news:new
POST /actions/tasks/{vendor_task}/comment?done                                  comment:new task:update task:status-changed ~notification:new news:new
POST /actions/projects/{project}/tasks/comment-many                             comment:new task:update ~notification:new ~notification:new news:new
POST /actions/tasks/{task}/batch-comment                                        comment:new task:update ~notification:new ~notification:new news:new
POST /actions/tasks/batch-comment                                               comment:new task:update ~notification:new ~notification:new news:new
POST /data/comments                                                             !comment:new
PUT /data/comments/{comment}                                                    comment:update !comment:update
PUT /data/comments/{comment}?pin                                                ~notification:new comment:update !comment:update
PUT /data/comments/{comment}?client                                             ~notification:new comment:update !comment:update
DELETE /data/comments/{comment}                                                 comment:delete task:update
DELETE /data/tasks/{task}/comments/{comment}                                    comment:delete task:update
POST /data/tasks/{task}/comments/{comment}/ack                                  ~comment:acknowledge
POST /data/tasks/{task}/comments/{comment}/reply                                comment:reply ~notification:new ~notification:new
POST /data/tasks/{task}/comments/{client_comment}/reply                         comment:reply ~notification:new ~notification:new ~notification:new
DELETE /data/tasks/{task}/comments/{comment}/reply/{reply}                      ~comment:delete-reply
POST /actions/tasks/{task}/comments/{comment}/move                              news:delete task:update task:update comment:delete comment:new ~notification:new news:new
POST /actions/tasks/{task}/comments/{comment}/add-attachment
DELETE /data/tasks/{task}/comments/{comment}/attachments/{file}
POST /actions/tasks/{task}/comments/{comment}/add-preview                       preview-file:new comment:update
POST /actions/tasks/{task}/comments/{client_comment}/preview-files/{preview}    preview-file:new comment:update
DELETE /actions/tasks/{task}/comments/{client_comment}/preview-files/{preview}
POST /data/attachment-files                                                     !attachment-file:new
PUT /data/attachment-files/{file}                                               !attachment-file:update
DELETE /data/attachment-files/{file}                                            !attachment-file:delete
POST /actions/user/tasks/{task}/subscribe
POST /actions/user/tasks/{vendor_task}/subscribe
DELETE /actions/user/tasks/{task}/unsubscribe
POST /actions/user/tasks/subscribe
POST /actions/user/tasks/unsubscribe
POST /actions/user/sequences/{sequence}/task-types/{animation}/subscribe
DELETE /actions/user/sequences/{sequence}/task-types/{animation}/unsubscribe
POST /actions/user/notifications/mark-all-as-read                               !notification:all-read
POST /data/notifications                                                        !notification:new
PUT /data/notifications/{notification}                                          !notification:update
DELETE /data/notifications/{notification}                                       !notification:delete
POST /data/subscriptions                                                        !subscription:new
PUT /data/subscriptions/{subscription}                                          !subscription:update
DELETE /data/subscriptions/{subscription}                                       !subscription:delete
POST /data/news                                                                 !news:new
PUT /data/news/{news}                                                           !news:update
DELETE /data/news/{news}                                                        !news:delete
POST /actions/tasks/{task}/time-spents/2030-01-08/persons/{animator}            time-spent:new task:update
POST /actions/tasks/{task}/time-spents/2030-01-08/persons/{animator}/add        time-spent:new task:update
DELETE /actions/tasks/{task}/time-spents/2030-01-07/persons/{animator}          time-spent:delete task:update
POST /data/time-spents                                                          !time-spent:new task:update
PUT /data/time-spents/{time}                                                    !time-spent:update task:update
DELETE /data/time-spents/{time}                                                 !time-spent:delete task:update
DELETE /data/entities/{shot}/chat/messages/{message}                            ~!chat:deleted-message
POST /actions/user/chats/{shot}/join                                            ~!chat:joined
POST /actions/user/chats/{vendor_shot}/join                                     ~!chat:joined
DELETE /actions/user/chats/{shot}/join                                          ~!chat:left
POST /data/chats                                                                !chat:new
PUT /data/chats/{chat}                                                          !chat:update
DELETE /data/chats/{empty_chat}                                                 !chat:delete
POST /data/chat-messages                                                        !chat-message:new
PUT /data/chat-messages/{message}                                               !chat-message:update
DELETE /data/chat-messages/{message}                                            !chat-message:delete
POST /data/events                                                               !api-event:new
PUT /data/events/{event}                                                        api-event:update
DELETE /data/events/{event}                                                     api-event:delete
"""
# What an admin is refused in the tables of rights.
OTHERS = """
DELETE /data/persons/{outsider}?force=true         !person:delete
POST /data/entities/{shot}/chat/messages           ~!chat:new-message
PUT /data/user/notifications/{notification}        !notification:read
PUT /data/user/notifications/{notification}?unread !notification:unread
"""
CALLS = (
    Call("DELETE /data/persons/{outsider}?force=true"),
    Call("POST /data/entities/{shot}/chat/messages", {"message": "x"}, caller="animator"),
    Call("PUT /data/user/notifications/{notification}", {"read": True}, caller="animator"),
    Call("PUT /data/user/notifications/{notification}?unread", {"read": False}, caller="animator"),
)
# Routes that are in no table, and why they tell nothing: most succeed only for who has just been sent a secret.
SILENT = {
    "DELETE /actions/persons/{person_id}/disable-two-factor-authentication": "a second factor is nobody else's",
    "DELETE /auth/email-otp": "a second factor",
    "POST /auth/email-otp": "a second factor",
    "DELETE /auth/fido": "a second factor",
    "POST /auth/fido": "a second factor",
    "PUT /auth/recovery-codes": "a second factor",
    "DELETE /auth/totp": "a second factor",
    "POST /auth/totp": "a second factor",
    "PUT /auth/reset-password": "a password, with the token of a mail",
    "POST /data/salary-scales": "refused to everybody: the list makes its rows",
    "POST /auth/saml/sso": "signs in, with an assertion of the identity provider",
}
PATTERNS = [
    (re.compile(PARAMETER.sub("[^/]+", f"{method} {path}".replace(".png", "[.]png"))), f"{method} {path}")
    for method, path in ROUTES
]


def test_what_is_told_of_people_and_the_studio(studio, api, account_ids, emitted):  # noqa: F811
    ids = {**account_ids, "own": str(studio.admin.pk)}
    assert told(accounts, api("admin"), ids, emitted) == expected(ACCOUNTS)


def test_what_is_told_of_productions(api, production_ids, emitted):  # noqa: F811
    assert told(productions, api("admin"), production_ids, emitted) == expected(PRODUCTIONS)


def test_what_is_told_of_tasks(api, task_ids, emitted):  # noqa: F811
    assert told(tasks, api("admin"), task_ids, emitted) == expected(TASKS)


def test_what_is_told_where_an_admin_is_not_the_one(studio, api, task_ids, emitted):  # noqa: F811
    assert told_by(CALLS, api, {**task_ids, "outsider": str(studio.outsider.pk)}, emitted) == expected(OTHERS)


def test_what_every_route_that_changes_something_tells_is_known():
    tables = (
        ACCOUNTS, PRODUCTIONS, TASKS, OTHERS, of_entities.ENTITIES, of_entities.OTHERS, of_files.FILES,
        of_files.OTHERS, of_imports.SHEETS, of_imports.KITSU, of_imports.SHOTGUN,
    )  # fmt: skip
    known = {route_of(call) for table in tables for call in expected(table)}
    assert sorted(known & set(SILENT)) == []
    wanted = {f"{method} {path}" for method, path in ROUTES if method in CHANGES}
    assert sorted(wanted - known - set(SILENT)) == []
    assert sorted(set(SILENT) - wanted) == []


def route_of(call: str) -> str:
    """The route of the contract that a call of a table is of: the one that says most."""
    fitting = [route for pattern, route in PATTERNS if pattern.fullmatch(call.partition("?")[0])]
    return min(fitting, key=lambda route: (route.count("{"), -len(route)))
