"""Which role gets what from every route of productions, their planning, and the studio's vocabulary.

A row is a route, a column a caller, an entry the status that is answered. Callers are on the team of the
production but for the stranger, a manager, and the outsider, an artist. The lead is an artist whom the team
link makes a manager there; the demoted is a manager whom it makes an artist there. The supervisor is of the
department of the task type. `nobody` brings no token. Rules: notes on production, and on what is stricter.
"""
# ruff: noqa: E501  the table is as wide as its routes

import pytest

from kitsu_site.tests import rights
from production.models import (
    Budget,
    BudgetEntry,
    EntityType,
    MetadataDescriptor,
    Milestone,
    PreviewBackgroundFile,
    ProductionScheduleVersion,
    ProductionScheduleVersionTaskLink,
    Project,
    ProjectPersonLink,
    ProjectStatus,
    ProjectTemplate,
    ScheduleItem,
    SearchFilter,
    SearchFilterGroup,
    StatusAutomation,
    TaskStatus,
    TaskType,
)

CALLERS = (
    "admin", "manager", "supervisor", "animator", "client", "vendor", "lead", "demoted", "stranger", "outsider",
    "nobody",
)  # fmt: skip

MATRIX = """
GET /data/projects                                                                                   200 200 200 200 200 200 200 200 200 200 401
POST /data/projects                                                                                  201 403 403 403 403 403 403 403 403 403 401
GET /data/projects/all                                                                               200 200 200 200 200 200 200 200 200 200 401
GET /data/projects/open                                                                              200 200 200 200 200 200 200 200 200 200 401
GET /data/user/projects/open                                                                         200 200 200 200 200 200 200 200 200 200 401
GET /data/projects/{project}                                                                         200 200 200 200 200 200 200 200 403 403 401
PUT /data/projects/{project}                                                                         200 200 403 403 403 403 200 403 403 403 401
DELETE /data/projects/{project}                                                                      400 400 400 400 400 400 400 400 400 400 401
DELETE /data/projects/{closed}                                                                       204 403 403 403 403 403 403 403 403 403 401
DELETE /data/projects/{closed}?force=true                                                            204 403 403 403 403 403 403 403 403 403 401
DELETE /data/projects/{closed}?force=true&dry_run=true                                               200 403 403 403 403 403 403 403 403 403 401
GET /data/projects/{closed}                                                                          200 200 200 200 200 200 200 200 403 403 401
GET /pictures/thumbnails/projects/{project}                                                          404 404 404 404 404 404 404 404 404 403 401
POST /pictures/thumbnails/projects/{project}                                                         201 201 403 403 403 403 201 403 403 403 401
GET /pictures/thumbnails/projects/{project}.png                                                      404 404 404 404 404 404 404 404 404 403 401
POST /pictures/thumbnails/projects/{project}.png                                                     201 403 403 403 403 403 403 403 403 403 401
GET /data/projects/{project}/team                                                                    200 200 200 200 200 200 200 200 403 403 401
POST /data/projects/{project}/team                                                                   201 201 403 403 403 403 201 403 403 403 401
PUT /data/projects/{project}/team/{animator}                                                         200 200 403 403 403 403 200 403 403 403 401
DELETE /data/projects/{project}/team/{animator}                                                      204 204 403 403 403 403 204 403 403 403 401
GET /data/projects/{project}/asset-types                                                             200 200 200 200 200 200 200 200 403 403 401
GET /data/projects/{project}/task-types                                                              200 200 200 200 200 200 200 200 403 403 401
POST /data/projects/{project}/settings/batch                                                         200 200 403 403 403 403 200 403 403 403 401
POST /data/projects/{project}/settings/asset-types                                                   201 201 403 403 403 403 201 403 403 403 401
DELETE /data/projects/{project}/settings/asset-types/{asset_type}                                    204 204 403 403 403 403 204 403 403 403 401
POST /data/projects/{project}/settings/task-types                                                    201 201 403 403 403 403 201 403 403 403 401
DELETE /data/projects/{project}/settings/task-types/{task_type}                                      204 204 403 403 403 403 204 403 403 403 401
GET /data/projects/{project}/settings/task-status                                                    200 200 200 200 200 200 200 200 403 403 401
POST /data/projects/{project}/settings/task-status                                                   201 201 403 403 403 403 201 403 403 403 401
DELETE /data/projects/{project}/settings/task-status/{task_status}                                   204 204 403 403 403 403 204 403 403 403 401
GET /data/projects/{project}/settings/status-automations                                             200 200 403 403 403 403 200 403 403 403 401
POST /data/projects/{project}/settings/status-automations                                            201 201 403 403 403 403 201 403 403 403 401
DELETE /data/projects/{project}/settings/status-automations/{status_automation}                      204 204 403 403 403 403 204 403 403 403 401
GET /data/projects/{project}/settings/preview-background-files                                       200 200 200 200 200 200 200 200 403 403 401
POST /data/projects/{project}/settings/preview-background-files                                      201 201 403 403 403 403 201 403 403 403 401
DELETE /data/projects/{project}/settings/preview-background-files/{background}                       204 204 403 403 403 403 204 403 403 403 401
POST /data/task-type-links                                                                           201 201 403 403 403 403 201 403 403 403 401
POST /data/task-status-links                                                                         201 201 403 403 403 403 201 403 403 403 401
POST /actions/projects/{project}/task-type-links/reorder                                             200 200 403 403 403 403 200 403 403 403 401
POST /actions/projects/{project}/task-status-links/reorder                                           200 200 403 403 403 403 200 403 403 403 401
GET /data/projects/{project}/metadata-descriptors                                                    200 200 200 200 200 200 200 200 403 403 401
POST /data/projects/{project}/metadata-descriptors                                                   201 201 201 403 403 403 201 403 403 403 401
GET /data/projects/{project}/metadata-descriptors/{column}                                           200 200 200 200 200 200 200 200 403 403 401
PUT /data/projects/{project}/metadata-descriptors/{column}                                           200 200 200 403 403 403 200 403 403 403 401
DELETE /data/projects/{project}/metadata-descriptors/{column}                                        204 204 204 403 403 403 204 403 403 403 401
POST /data/projects/{project}/metadata-descriptors/reorder                                           200 200 403 403 403 403 200 403 403 403 401
POST /data/metadata-descriptors/all-projects                                                         201 201 403 403 403 403 403 201 201 403 401
PUT /data/metadata-descriptors/all-projects/mood                                                     200 200 403 403 403 403 403 200 200 403 401
DELETE /data/metadata-descriptors/all-projects/mood?entity_type=Asset                                200 200 403 403 403 403 403 200 200 403 401
POST /actions/metadata-descriptors/all-projects/reorder                                              200 200 403 403 403 403 403 200 200 403 401
GET /data/metadata-descriptors                                                                       200 200 200 200 200 200 200 200 200 200 401
POST /data/metadata-descriptors                                                                      201 403 403 403 403 403 403 403 403 403 401
GET /data/metadata-descriptors/{column}                                                              200 403 403 403 403 403 403 403 403 403 401
PUT /data/metadata-descriptors/{column}                                                              200 403 403 403 403 403 403 403 403 403 401
DELETE /data/metadata-descriptors/{column}                                                           204 403 403 403 403 403 403 403 403 403 401
GET /data/projects/{project}/milestones                                                              200 200 200 200 200 200 200 200 403 403 401
GET /data/milestones                                                                                 200 403 403 403 403 403 403 403 403 403 401
POST /data/milestones                                                                                201 201 403 403 403 403 201 403 403 403 401
GET /data/milestones/{milestone}                                                                     200 200 200 200 200 403 200 200 403 403 401
PUT /data/milestones/{milestone}                                                                     200 200 403 403 403 403 200 403 403 403 401
DELETE /data/milestones/{milestone}                                                                  204 204 403 403 403 403 204 403 403 403 401
GET /data/projects/{project}/schedule-items                                                          200 200 200 200 200 403 200 200 403 403 401
GET /data/projects/{project}/schedule-items/task-types                                               200 200 200 200 200 403 200 200 403 403 401
GET /data/projects/{project}/schedule-items/{task_type}/asset-types                                  200 200 200 200 200 403 200 200 403 403 401
GET /data/projects/{project}/schedule-items/{task_type}/episodes                                     200 200 200 200 200 403 200 200 403 403 401
GET /data/projects/{project}/schedule-items/{task_type}/sequences                                    200 200 200 200 200 403 200 200 403 403 401
GET /data/projects/{project}/schedule-items/{task_type}/edits                                        200 200 200 200 200 403 200 200 403 403 401
GET /data/schedule-items                                                                             200 403 403 403 403 403 403 403 403 403 401
POST /data/schedule-items                                                                            201 403 403 403 403 403 403 403 403 403 401
GET /data/schedule-items/{schedule_item}                                                             200 403 403 403 403 403 403 403 403 403 401
PUT /data/schedule-items/{schedule_item}                                                             200 200 200 403 403 403 200 403 403 403 401
DELETE /data/schedule-items/{schedule_item}                                                          204 403 403 403 403 403 403 403 403 403 401
GET /data/production-schedule-versions                                                               200 403 403 403 403 403 403 403 403 403 401
GET /data/production-schedule-versions?project_id={project}                                          200 200 200 200 403 403 200 200 403 403 401
POST /data/production-schedule-versions                                                              201 201 403 403 403 403 201 403 403 403 401
GET /data/production-schedule-versions/{version}                                                     200 200 200 200 403 403 200 200 403 403 401
PUT /data/production-schedule-versions/{version}                                                     200 200 403 403 403 403 200 403 403 403 401
DELETE /data/production-schedule-versions/{free_version}                                             204 403 403 403 403 403 403 403 403 403 401
GET /data/production-schedule-versions/{version}/task-links                                          200 200 200 200 403 403 200 200 403 403 401
GET /data/production-schedule-version-task-links                                                     200 403 403 403 403 403 403 403 403 403 401
POST /data/production-schedule-version-task-links                                                    201 201 403 403 403 403 201 403 403 403 401
GET /data/production-schedule-version-task-links/{planned_task}                                      200 200 200 200 403 403 200 200 403 403 401
PUT /data/production-schedule-version-task-links/{planned_task}                                      200 200 403 403 403 403 200 403 403 403 401
DELETE /data/production-schedule-version-task-links/{planned_task}                                   204 204 403 403 403 403 204 403 403 403 401
POST /actions/production-schedule-versions/{version}/set-task-links-from-production                  200 200 403 403 403 403 200 403 403 403 401
POST /actions/production-schedule-versions/{version}/set-task-links-from-production-schedule-version 200 200 403 403 403 403 200 403 403 403 401
POST /actions/production-schedule-versions/{version}/apply-to-production                             200 200 403 403 403 403 200 403 403 403 401
GET /data/projects/{project}/budgets                                                                 200 200 403 403 403 403 200 403 403 403 401
POST /data/projects/{project}/budgets                                                                200 200 403 403 403 403 200 403 403 403 401
GET /data/projects/{project}/budgets/time-spents                                                     200 403 403 403 403 403 403 403 403 403 401
GET /data/projects/{project}/budgets/{budget}                                                        200 200 403 403 403 403 200 403 403 403 401
PUT /data/projects/{project}/budgets/{budget}                                                        200 200 403 403 403 403 200 403 403 403 401
DELETE /data/projects/{project}/budgets/{budget}                                                     204 204 403 403 403 403 204 403 403 403 401
GET /data/projects/{project}/budgets/{budget}/entries                                                200 200 403 403 403 403 200 403 403 403 401
POST /data/projects/{project}/budgets/{budget}/entries                                               200 200 403 403 403 403 200 403 403 403 401
GET /data/projects/{project}/budgets/{budget}/entries/{entry}                                        200 200 403 403 403 403 200 403 403 403 401
PUT /data/projects/{project}/budgets/{budget}/entries/{entry}                                        200 200 403 403 403 403 200 403 403 403 401
DELETE /data/projects/{project}/budgets/{budget}/entries/{entry}                                     204 204 403 403 403 403 204 403 403 403 401
GET /data/budgets                                                                                    200 403 403 403 403 403 403 403 403 403 401
POST /data/budgets                                                                                   201 403 403 403 403 403 403 403 403 403 401
GET /data/budgets/{budget}                                                                           200 403 403 403 403 403 403 403 403 403 401
PUT /data/budgets/{budget}                                                                           200 403 403 403 403 403 403 403 403 403 401
DELETE /data/budgets/{free_budget}                                                                   204 403 403 403 403 403 403 403 403 403 401
GET /data/budget-entries                                                                             200 403 403 403 403 403 403 403 403 403 401
POST /data/budget-entries                                                                            201 403 403 403 403 403 403 403 403 403 401
GET /data/budget-entries/{entry}                                                                     200 403 403 403 403 403 403 403 403 403 401
PUT /data/budget-entries/{entry}                                                                     200 403 403 403 403 403 403 403 403 403 401
DELETE /data/budget-entries/{entry}                                                                  204 403 403 403 403 403 403 403 403 403 401
GET /data/projects/{project}/time-spents                                                             200 200 200 200 200 200 200 200 403 403 401
GET /data/projects/{project}/task-types/{task_type}/time-spents                                      200 200 403 403 403 403 200 403 403 403 401
GET /data/projects/{project}/day-offs                                                                200 200 200 200 403 403 200 200 403 403 401
GET /data/projects/{project}/quotas/{task_type}                                                      200 200 200 200 200 200 200 200 403 403 401
GET /data/projects/{project}/quotas/persons/{animator}                                               200 200 200 200 403 403 200 403 403 403 401
GET /data/project-templates                                                                          200 200 403 403 403 403 403 200 200 403 401
POST /data/project-templates                                                                         201 403 403 403 403 403 403 403 403 403 401
GET /data/project-templates/{template}                                                               200 200 403 403 403 403 403 200 200 403 401
PUT /data/project-templates/{template}                                                               200 403 403 403 403 403 403 403 403 403 401
DELETE /data/project-templates/{template}                                                            204 403 403 403 403 403 403 403 403 403 401
GET /data/project-templates/{template}/task-types                                                    200 200 403 403 403 403 403 200 200 403 401
POST /data/project-templates/{template}/task-types                                                   201 403 403 403 403 403 403 403 403 403 401
DELETE /data/project-templates/{template}/task-types/{task_type}                                     204 403 403 403 403 403 403 403 403 403 401
GET /data/project-templates/{template}/task-statuses                                                 200 200 403 403 403 403 403 200 200 403 401
POST /data/project-templates/{template}/task-statuses                                                201 403 403 403 403 403 403 403 403 403 401
DELETE /data/project-templates/{template}/task-statuses/{task_status}                                204 403 403 403 403 403 403 403 403 403 401
GET /data/project-templates/{template}/asset-types                                                   200 200 403 403 403 403 403 200 200 403 401
POST /data/project-templates/{template}/asset-types                                                  201 403 403 403 403 403 403 403 403 403 401
DELETE /data/project-templates/{template}/asset-types/{asset_type}                                   204 403 403 403 403 403 403 403 403 403 401
GET /data/project-templates/{template}/status-automations                                            200 200 403 403 403 403 403 200 200 403 401
POST /data/project-templates/{template}/status-automations                                           201 403 403 403 403 403 403 403 403 403 401
DELETE /data/project-templates/{template}/status-automations/{status_automation}                     204 403 403 403 403 403 403 403 403 403 401
GET /data/project-templates/{template}/preview-background-files                                      200 200 403 403 403 403 403 200 200 403 401
POST /data/project-templates/{template}/preview-background-files                                     201 403 403 403 403 403 403 403 403 403 401
DELETE /data/project-templates/{template}/preview-background-files/{background}                      204 403 403 403 403 403 403 403 403 403 401
PUT /data/project-templates/{template}/default-preview-background-file                               200 403 403 403 403 403 403 403 403 403 401
PUT /data/project-templates/{template}/metadata-descriptors                                          200 403 403 403 403 403 403 403 403 403 401
POST /actions/project-templates/{template}/task-types/reorder                                        200 403 403 403 403 403 403 403 403 403 401
POST /actions/project-templates/{template}/task-statuses/reorder                                     200 403 403 403 403 403 403 403 403 403 401
POST /data/project-templates/from-project/{project}                                                  201 403 403 403 403 403 403 403 403 403 401
POST /data/projects/{project}/apply-template/{template}                                              200 403 403 403 403 403 403 403 403 403 401
GET /data/project-status                                                                             200 200 200 200 200 200 200 200 200 200 401
POST /data/project-status                                                                            201 403 403 403 403 403 403 403 403 403 401
GET /data/project-status/{free_status}                                                               200 200 200 200 200 200 200 200 200 200 401
PUT /data/project-status/{free_status}                                                               200 403 403 403 403 403 403 403 403 403 401
DELETE /data/project-status/{free_status}                                                            204 403 403 403 403 403 403 403 403 403 401
GET /data/task-types                                                                                 200 200 200 200 200 200 200 200 200 200 401
POST /data/task-types                                                                                201 403 403 403 403 403 403 403 403 403 401
GET /data/task-types/{free_task_type}                                                                200 200 200 200 200 200 200 200 200 200 401
PUT /data/task-types/{free_task_type}                                                                200 403 403 403 403 403 403 403 403 403 401
DELETE /data/task-types/{free_task_type}                                                             204 403 403 403 403 403 403 403 403 403 401
GET /data/task-status                                                                                200 200 200 200 200 200 200 200 200 200 401
POST /data/task-status                                                                               201 403 403 403 403 403 403 403 403 403 401
GET /data/task-status/{free_task_status}                                                             200 200 200 200 200 200 200 200 200 200 401
PUT /data/task-status/{free_task_status}                                                             200 403 403 403 403 403 403 403 403 403 401
DELETE /data/task-status/{free_task_status}                                                          204 403 403 403 403 403 403 403 403 403 401
GET /data/entity-types                                                                               200 200 200 200 200 200 200 200 200 200 401
POST /data/entity-types                                                                              201 403 403 403 403 403 403 403 403 403 401
GET /data/entity-types/{free_asset_type}                                                             200 200 200 200 200 200 200 200 200 200 401
PUT /data/entity-types/{free_asset_type}                                                             200 403 403 403 403 403 403 403 403 403 401
DELETE /data/entity-types/{free_asset_type}                                                          204 403 403 403 403 403 403 403 403 403 401
GET /data/preview-background-files                                                                   200 200 200 200 200 200 200 200 200 200 401
POST /data/preview-background-files                                                                  201 403 403 403 403 403 403 403 403 403 401
GET /data/preview-background-files/{background}                                                      200 200 200 200 200 200 200 200 200 200 401
PUT /data/preview-background-files/{background}                                                      200 403 403 403 403 403 403 403 403 403 401
DELETE /data/preview-background-files/{background}                                                   204 403 403 403 403 403 403 403 403 403 401
POST /actions/task-types/reorder                                                                     200 403 403 403 403 403 403 403 403 403 401
GET /data/asset-types                                                                                200 200 200 200 200 200 200 200 200 200 401
GET /data/asset-types/{asset_type}                                                                   200 200 200 200 200 200 200 200 200 200 401
GET /data/status-automations                                                                         200 200 200 200 200 403 200 200 200 200 401
POST /data/status-automations                                                                        201 403 403 403 403 403 403 403 403 403 401
GET /data/status-automations/{status_automation}                                                     200 403 403 403 403 403 403 403 403 403 401
PUT /data/status-automations/{status_automation}                                                     200 403 403 403 403 403 403 403 403 403 401
DELETE /data/status-automations/{status_automation}                                                  204 403 403 403 403 403 403 403 403 403 401
GET /data/search-filters                                                                             200 403 403 403 403 403 403 403 403 403 401
POST /data/search-filters                                                                            201 403 403 403 403 403 403 403 403 403 401
GET /data/search-filters/{filter}                                                                    200 403 403 403 403 403 403 403 403 403 401
PUT /data/search-filters/{filter}                                                                    200 403 403 403 403 403 403 403 403 403 401
DELETE /data/search-filters/{filter}                                                                 204 403 403 403 403 403 403 403 403 403 401
GET /data/search-filter-groups                                                                       200 403 403 403 403 403 403 403 403 403 401
POST /data/search-filter-groups                                                                      201 403 403 403 403 403 403 403 403 403 401
GET /data/search-filter-groups/{group}                                                               200 403 403 403 403 403 403 403 403 403 401
PUT /data/search-filter-groups/{group}                                                               200 403 403 403 403 403 403 403 403 403 401
DELETE /data/search-filter-groups/{group}                                                            204 403 403 403 403 403 403 403 403 403 401
GET /data/user/filters                                                                               200 200 200 200 200 200 200 200 200 200 401
POST /data/user/filters                                                                              201 201 201 201 201 201 201 201 201 201 401
PUT /data/user/filters/{filter}                                                                      200 404 404 200 404 404 404 404 404 404 401
DELETE /data/user/filters/{filter}                                                                   204 404 404 204 404 404 404 404 404 404 401
GET /data/user/filter-groups                                                                         200 200 200 200 200 200 200 200 200 200 401
POST /data/user/filter-groups                                                                        201 201 201 201 201 201 201 201 201 201 401
GET /data/user/filter-groups/{group}                                                                 200 404 404 200 404 404 404 404 404 404 401
PUT /data/user/filter-groups/{group}                                                                 200 404 404 200 404 404 404 404 404 404 401
DELETE /data/user/filter-groups/{group}                                                              204 404 404 204 404 404 404 404 404 404 401
"""

NAMED = {"name": "Another"}
COLORED = {**NAMED, "color": "#123456"}
HERE = {"project_id": "{project}"}
P = "/data/projects/{project}"
COLUMNS = f"{P}/metadata-descriptors"
BUDGETS = f"{P}/budgets"
PLANS = "/data/production-schedule-versions"
PLANNED = "/data/production-schedule-version-task-links"
TEMPLATE = "/data/project-templates/{template}"
ENTRY = {
    "department_id": "{department}",
    "start_date": "2030-01-01",
    "months_duration": 2,
    "daily_salary": 200,
}
COLUMN = {**NAMED, "departments": ["{department}"]}
SEARCH = {**NAMED, "list_type": "asset"}
THINGS = {
    "asset-types": {"asset_type_id": "{asset_type}"},
    "task-types": {"task_type_id": "{task_type}"},
    "task-status": {"task_status_id": "{task_status}"},
    "task-statuses": {"task_status_id": "{task_status}"},
    "status-automations": {"status_automation_id": "{status_automation}"},
    "preview-background-files": {"preview_background_file_id": "{background}"},
}
TYPES, STATUSES = {"task_type_ids": ["{task_type}"]}, {"task_status_ids": ["{task_status}"]}
BODIES = {
    "POST /data/projects": NAMED,
    f"PUT {P}": NAMED,
    f"POST {P}/team": {"person_id": "{outsider}"},
    f"PUT {P}/team/{{animator}}": {"role": "supervisor"},
    **{f"POST {P}/settings/{kind}": body for kind, body in THINGS.items()},
    **{f"POST {TEMPLATE}/{kind}": body for kind, body in THINGS.items()},
    "POST /data/task-type-links": {**HERE, **THINGS["task-types"]},
    "POST /data/task-status-links": {**HERE, **THINGS["task-status"]},
    "POST /actions/projects/{project}/task-type-links/reorder": TYPES,
    "POST /actions/projects/{project}/task-status-links/reorder": STATUSES,
    f"POST {COLUMNS}": COLUMN,
    f"PUT {COLUMNS}/{{column}}": COLUMN,
    f"POST {COLUMNS}/reorder": {"entity_type": "Asset", "descriptor_ids": ["{column}"]},
    "POST /data/metadata-descriptors/all-projects": NAMED,
    "PUT /data/metadata-descriptors/all-projects/mood": {"entity_type": "Asset"},
    "POST /actions/metadata-descriptors/all-projects/reorder": {
        "entity_type": "Asset",
        "field_order": ["mood"],
    },
    "POST /data/metadata-descriptors": {**HERE, **NAMED, "field_name": "another", "entity_type": "Asset"},
    "PUT /data/metadata-descriptors/{column}": NAMED,
    "POST /data/milestones": {**HERE, **NAMED},
    "PUT /data/milestones/{milestone}": NAMED,
    "POST /data/schedule-items": HERE,
    "PUT /data/schedule-items/{schedule_item}": {"man_days": 3},
    f"POST {PLANS}": {**HERE, **NAMED},
    f"PUT {PLANS}/{{version}}": NAMED,
    "POST /actions/production-schedule-versions/{version}/set-task-links-from-production-schedule-version": {
        "production_schedule_version_id": "{free_version}"
    },
    f"POST {PLANNED}": {"production_schedule_version_id": "{free_version}", "task_id": "{task}"},
    f"PUT {PLANNED}/{{planned_task}}": {"estimation": 60},
    f"POST {BUDGETS}": NAMED,
    f"PUT {BUDGETS}/{{budget}}": NAMED,
    f"POST {BUDGETS}/{{budget}}/entries": ENTRY,
    f"PUT {BUDGETS}/{{budget}}/entries/{{entry}}": ENTRY,
    "POST /data/budgets": {**HERE, **NAMED},
    "PUT /data/budgets/{budget}": NAMED,
    "POST /data/budget-entries": {**ENTRY, "budget_id": "{budget}"},
    "PUT /data/budget-entries/{entry}": {"months_duration": 3},
    "POST /data/project-templates": NAMED,
    f"PUT {TEMPLATE}": NAMED,
    f"PUT {TEMPLATE}/default-preview-background-file": {"default_preview_background_file_id": None},
    f"PUT {TEMPLATE}/metadata-descriptors": {"metadata_descriptors": []},
    "POST /actions/project-templates/{template}/task-types/reorder": TYPES,
    "POST /actions/project-templates/{template}/task-statuses/reorder": STATUSES,
    "POST /data/project-templates/from-project/{project}": NAMED,
    "POST /data/project-status": COLORED,
    "PUT /data/project-status/{free_status}": NAMED,
    "POST /data/task-types": NAMED,
    "PUT /data/task-types/{free_task_type}": NAMED,
    "POST /data/task-status": {**COLORED, "short_name": "an"},
    "PUT /data/task-status/{free_task_status}": NAMED,
    "POST /data/entity-types": NAMED,
    "PUT /data/entity-types/{free_asset_type}": NAMED,
    "POST /data/preview-background-files": NAMED,
    "PUT /data/preview-background-files/{background}": NAMED,
    "POST /actions/task-types/reorder": TYPES,
    "PUT /data/status-automations/{status_automation}": {"archived": True},
    "POST /data/search-filters": SEARCH,
    "PUT /data/search-filters/{filter}": NAMED,
    "POST /data/search-filter-groups": SEARCH,
    "PUT /data/search-filter-groups/{group}": NAMED,
    "POST /data/user/filters": {**SEARCH, "query": "hero"},
    "PUT /data/user/filters/{filter}": NAMED,
    "POST /data/user/filter-groups": SEARCH,
    "PUT /data/user/filter-groups/{group}": NAMED,
}
MODULES = {
    "asset_types", "avatars", "budgets", "entity_types", "metadata_descriptors", "preview_background_files",
    "project_links", "project_settings", "project_status", "project_templates", "project_time", "projects", "quotas",
    "schedule", "schedule_versions", "search_filters", "status_automations", "task_statuses", "task_types", "team",
}  # fmt: skip


@pytest.fixture
def ids(studio, people) -> dict[str, str]:
    """The ids that the table and the bodies name."""
    here, department = {"project": studio.feature}, studio.animation_department
    closed = Project.objects.create(name="Closed one", project_status=studio.closed)
    for link in list(studio.feature.team_links.all()):
        ProjectPersonLink.objects.create(project=closed, person_id=link.person_id, role=link.role)
    version = ProductionScheduleVersion.objects.create(name="Plan", **here)
    column = MetadataDescriptor.objects.create(entity_type="Asset", name="Mood", field_name="mood", **here)
    column.departments.add(department)
    budget = Budget.objects.create(name="Quote", **here)
    first = {"start_date": "2030-01-01", "months_duration": 1, "daily_salary": 1}
    rows = {
        "project": studio.feature,
        "closed": closed,
        "outsider": studio.outsider,
        "animator": studio.animator,
        "department": department,
        "asset_type": studio.character,
        "task_type": studio.animation,
        "task_status": studio.todo,
        "task": studio.first_animation,
        "status_automation": StatusAutomation.objects.create(),
        "background": PreviewBackgroundFile.objects.create(name="Studio light"),
        "column": column,
        "milestone": Milestone.objects.create(name="Lock", **here),
        "schedule_item": ScheduleItem.objects.create(task_type=studio.animation, **here),
        "version": version,
        "free_version": ProductionScheduleVersion.objects.create(name="Other plan", **here),
        "planned_task": ProductionScheduleVersionTaskLink.objects.create(
            production_schedule_version=version, task=studio.hero_modeling
        ),
        "budget": budget,
        "entry": BudgetEntry.objects.create(budget=budget, department=department, **first),
        "free_budget": Budget.objects.create(name="Empty", revision=2, **here),
        "template": ProjectTemplate.objects.create(name="Feature"),
        "free_status": ProjectStatus.objects.create(name="Pitch", color="#000000"),
        "free_task_type": TaskType.objects.create(name="Rigging", for_entity="Asset"),
        "free_task_status": TaskStatus.objects.create(name="Hold", short_name="hold", color="#000000"),
        "free_asset_type": EntityType.objects.create(name="Vehicle"),
        "filter": SearchFilter.objects.create(list_type="asset", name="Mine", person=studio.animator),
        "group": SearchFilterGroup.objects.create(list_type="asset", name="Mine", person=studio.animator),
    }
    return {name: str(row.pk) for name, row in rows.items()}


def status(caller, method: str, path: str, ids: dict) -> int:
    uploads = path.startswith("/pictures/") and method == "POST"
    return rights.status(caller, method, path, ids, BODIES, {"file": rights.picture()} if uploads else None)


@pytest.mark.parametrize("name", CALLERS)
def test_each_role_gets_from_every_route_what_it_may(api, people, ids, name):
    caller, column = api(people.get(name)), CALLERS.index(name)
    assert rights.wrong(MATRIX, column, lambda method, path: status(caller, method, path, ids)) == {}


def shape(path: str) -> str:
    """A path without the names of its parameters; `mood` stands for one."""
    return rights.shape(path).replace("all-projects/mood", "all-projects/{}")


def test_every_route_of_productions_is_in_the_table():
    assert rights.absent(MATRIX, {"production"}, MODULES, shape) == []
