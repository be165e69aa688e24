"""Which role gets what from every route of tasks, comments, notifications, news, time and chats.

A row is a route, a column a caller (as in the table of productions), an entry the status that is answered. `{task}` is the
animator's, in the supervisor's department; `{vendor_task}` the vendor's, on another shot. `{comment}` is the animator's and
`{client_comment}` the client's, both on `{task}`; `{own}` is the caller. Rules: notes on tasks, and on what is stricter.
"""
# ruff: noqa: E501  the table is as wide as its routes

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from files.models import PreviewFile
from kitsu_site.models import ApiEvent
from kitsu_site.tests import rights
from production.models import (
    Chat,
    ChatMessage,
    ChatParticipant,
    CommentPreviewLink,
    Entity,
    News,
    Notification,
    Subscription,
    Task,
    TaskType,
    TimeSpent,
)
from production.services import comments, replies
from production.tests.test_matrix import CALLERS

MATRIX = """
GET /data/tasks                                                                 200 200 200 200 200 200 200 200 200 200 401
POST /data/tasks                                                                201 201 201 201 403 403 201 201 403 403 401
GET /data/tasks/{task}                                                          200 200 200 200 200 403 200 200 403 403 401
GET /data/tasks/{vendor_task}                                                   200 200 200 200 200 200 200 200 403 403 401
GET /data/tasks/{foreign_task}                                                  200 403 403 403 403 403 403 403 403 403 401
PUT /data/tasks/{task}                                                          200 200 200 403 403 403 200 403 403 403 401
PUT /data/tasks/{modeling_task}                                                 200 200 403 403 403 403 200 403 403 403 401
DELETE /data/tasks/{task}                                                       400 400 403 403 403 403 400 403 403 403 401
DELETE /data/tasks/{task}?force=true                                            204 204 403 403 403 403 204 403 403 403 401
GET /data/tasks/{task}/full                                                     200 200 200 200 200 403 200 200 403 403 401
GET /data/tasks/{task}/previews                                                 200 200 200 200 200 403 200 200 403 403 401
GET /data/tasks/open-tasks                                                      200 200 200 200 200 200 200 200 200 200 401
GET /data/tasks/open-tasks?project_id={project}                                 200 200 200 200 200 200 200 200 403 403 401
GET /data/tasks/open-tasks/stats                                                200 200 200 200 200 200 200 200 200 200 401
GET /data/projects/{project}/tasks                                              200 200 200 200 200 200 200 200 403 403 401
GET /data/entities/{shot}/task-types/{animation}/tasks                          200 200 200 200 200 403 200 200 403 403 401
POST /data/entities/{shot}/tasks                                                201 201 201 201 403 403 201 201 403 403 401
POST /actions/projects/{project}/delete-tasks                                   200 200 403 403 403 403 200 403 403 403 401
DELETE /actions/projects/{project}/task-types/{animation}/delete-tasks          204 403 403 403 403 403 403 403 403 403 401
POST /actions/projects/{project}/task-types/{lighting}/assets/create-tasks      201 201 403 403 403 403 201 403 403 403 401
POST /actions/projects/{project}/task-types/{lighting}/shots/create-tasks       201 201 403 403 403 403 201 403 403 403 401
POST /actions/projects/{project}/task-types/{lighting}/edits/create-tasks       201 201 403 403 403 403 201 403 403 403 401
POST /actions/projects/{project}/task-types/{sketch}/concepts/create-tasks      201 201 201 201 403 403 201 201 403 403 401
POST /actions/projects/{project}/task-types/{lighting}/create-tasks/Shot        201 201 403 403 403 403 201 403 403 403 401
PUT /actions/tasks/{task}/assign                                                200 200 200 200 403 403 200 403 403 403 401
PUT /actions/tasks/{task}/assign?self                                           200 200 200 200 403 403 200 403 403 403 401
PUT /actions/persons/{animator}/assign                                          200 200 200 200 200 200 200 200 200 200 401
PUT /actions/tasks/clear-assignation                                            200 200 200 200 200 200 200 200 200 200 401
PUT /actions/tasks/set-priority                                                 200 200 200 200 200 200 200 200 200 200 401
PUT /actions/tasks/{task}/to-review                                             200 200 200 200 200 403 200 200 403 403 401
POST /actions/tasks/{task}/comment                                              201 201 201 201 201 403 201 403 403 403 401
POST /actions/tasks/{task}/comment?done                                         201 201 201 403 201 403 201 403 403 403 401
POST /actions/tasks/{vendor_task}/comment                                       201 201 201 403 201 201 201 403 403 403 401
POST /actions/tasks/{vendor_task}/comment?done                                  201 201 201 403 201 403 201 403 403 403 401
POST /actions/projects/{project}/tasks/comment-many                             201 201 201 201 201 201 201 201 403 403 401
POST /actions/tasks/{task}/batch-comment                                        201 201 201 201 201 403 201 403 403 403 401
POST /actions/tasks/batch-comment                                               201 201 201 201 201 403 201 403 403 403 401
GET /data/tasks/{task}/comments                                                 200 200 200 200 200 403 200 200 403 403 401
GET /data/projects/{project}/comments                                           200 200 200 200 403 403 200 200 403 403 401
GET /data/tasks/{task}/comments/{comment}                                       200 200 200 200 403 403 200 200 403 403 401
GET /data/tasks/{task}/comments/{client_comment}                                200 200 200 403 200 403 200 403 403 403 401
GET /data/tasks/{vendor_task}/comments/{comment}                                404 404 404 404 404 404 404 404 403 403 401
GET /data/comments                                                              200 403 403 403 403 403 403 403 403 403 401
POST /data/comments                                                             201 403 403 403 403 403 403 403 403 403 401
GET /data/comments/{comment}                                                    200 200 200 200 403 403 200 200 403 403 401
GET /data/comments/{client_comment}                                             200 200 200 403 200 403 200 403 403 403 401
PUT /data/comments/{comment}                                                    200 200 403 200 403 403 200 403 403 403 401
PUT /data/comments/{comment}?pin                                                200 200 200 403 403 403 200 403 403 403 401
PUT /data/comments/{comment}?client                                             200 200 403 403 403 403 200 403 403 403 401
DELETE /data/comments/{comment}                                                 204 204 403 204 403 403 204 403 403 403 401
DELETE /data/tasks/{task}/comments/{comment}                                    204 204 403 204 403 403 204 403 403 403 401
POST /data/tasks/{task}/comments/{comment}/ack                                  200 200 200 200 403 403 200 200 403 403 401
POST /data/tasks/{task}/comments/{comment}/reply                                200 200 200 200 403 403 200 403 403 403 401
POST /data/tasks/{task}/comments/{client_comment}/reply                         200 200 200 403 200 403 200 403 403 403 401
DELETE /data/tasks/{task}/comments/{comment}/reply/{reply}                      200 403 403 200 403 403 403 403 403 403 401
POST /actions/tasks/{task}/comments/{comment}/move                              200 200 403 403 403 403 403 200 403 403 401
POST /actions/tasks/{task}/comments/{comment}/add-attachment                    201 201 403 201 403 403 201 403 403 403 401
DELETE /data/tasks/{task}/comments/{comment}/attachments/{file}                 204 204 403 204 403 403 204 403 403 403 401
POST /actions/tasks/{task}/comments/{comment}/add-preview                       201 201 201 201 403 403 201 403 403 403 401
POST /actions/tasks/{task}/comments/{client_comment}/preview-files/{preview}    201 201 201 403 403 403 201 403 403 403 401
DELETE /actions/tasks/{task}/comments/{client_comment}/preview-files/{preview}  204 204 204 403 403 403 204 403 403 403 401
GET /data/attachment-files                                                      200 403 403 403 403 403 403 403 403 403 401
POST /data/attachment-files                                                     201 403 403 403 403 403 403 403 403 403 401
GET /data/attachment-files/{file}                                               200 200 200 200 403 403 200 200 403 403 401
PUT /data/attachment-files/{file}                                               200 403 403 403 403 403 403 403 403 403 401
DELETE /data/attachment-files/{file}                                            204 403 403 403 403 403 403 403 403 403 401
GET /data/attachment-files/{file}/file/notes.txt                                200 200 200 200 403 403 200 200 403 403 401
GET /pictures/thumbnails/attachment-files/{file}.png                            404 404 404 404 403 403 404 404 403 403 401
GET /data/projects/{project}/attachment-files                                   200 403 403 403 403 403 403 403 403 403 401
GET /data/tasks/{task}/attachment-files                                         200 403 403 403 403 403 403 403 403 403 401
POST /actions/user/tasks/{task}/subscribe                                       201 201 201 201 201 403 201 201 403 403 401
POST /actions/user/tasks/{vendor_task}/subscribe                                201 201 201 201 201 201 201 201 403 403 401
DELETE /actions/user/tasks/{task}/unsubscribe                                   204 204 204 204 204 204 204 204 204 204 401
POST /actions/user/tasks/subscribe                                              201 201 201 201 201 403 201 201 403 403 401
POST /actions/user/tasks/unsubscribe                                            200 200 200 200 200 200 200 200 200 200 401
POST /actions/user/sequences/{sequence}/task-types/{animation}/subscribe        201 201 201 201 201 403 201 201 403 403 401
DELETE /actions/user/sequences/{sequence}/task-types/{animation}/unsubscribe    204 204 204 204 204 204 204 204 204 204 401
GET /data/user/tasks/{task}/subscribed                                          200 200 200 200 200 200 200 200 200 200 401
GET /data/user/entities/{sequence}/task-types/{animation}/subscribed            200 200 200 200 200 200 200 200 200 200 401
GET /data/user/sequences/{sequence}/task-types/{animation}/subscribed           200 200 200 200 200 200 200 200 200 200 401
GET /data/user/projects/{project}/task-types/{animation}/sequence-subscriptions 200 200 200 200 200 200 200 200 403 403 401
GET /data/projects/{project}/subscriptions                                      200 403 403 403 403 403 403 403 403 403 401
GET /data/projects/{project}/notifications                                      200 403 403 403 403 403 403 403 403 403 401
GET /data/user/notifications                                                    200 200 200 200 200 200 200 200 200 200 401
GET /data/user/notifications/{notification}                                     404 404 404 200 404 404 404 404 404 404 401
PUT /data/user/notifications/{notification}                                     404 404 404 200 404 404 404 404 404 404 401
POST /actions/user/notifications/mark-all-as-read                               200 200 200 200 200 200 200 200 200 200 401
GET /data/notifications                                                         200 403 403 403 403 403 403 403 403 403 401
POST /data/notifications                                                        201 403 403 403 403 403 403 403 403 403 401
GET /data/notifications/{notification}                                          200 403 403 403 403 403 403 403 403 403 401
PUT /data/notifications/{notification}                                          200 403 403 403 403 403 403 403 403 403 401
DELETE /data/notifications/{notification}                                       204 403 403 403 403 403 403 403 403 403 401
GET /data/subscriptions                                                         200 403 403 403 403 403 403 403 403 403 401
POST /data/subscriptions                                                        201 403 403 403 403 403 403 403 403 403 401
GET /data/subscriptions/{subscription}                                          200 403 403 403 403 403 403 403 403 403 401
PUT /data/subscriptions/{subscription}                                          200 403 403 403 403 403 403 403 403 403 401
DELETE /data/subscriptions/{subscription}                                       204 403 403 403 403 403 403 403 403 403 401
GET /data/news                                                                  200 403 403 403 403 403 403 403 403 403 401
POST /data/news                                                                 201 403 403 403 403 403 403 403 403 403 401
GET /data/news/{news}                                                           200 403 403 403 403 403 403 403 403 403 401
PUT /data/news/{news}                                                           200 403 403 403 403 403 403 403 403 403 401
DELETE /data/news/{news}                                                        204 403 403 403 403 403 403 403 403 403 401
GET /data/entities/{shot}/news                                                  200 200 200 200 200 403 200 200 403 403 401
GET /data/projects/news                                                         200 200 200 200 200 200 200 200 200 200 401
GET /data/projects/{project}/news                                               200 200 200 200 200 200 200 200 403 403 401
GET /data/projects/{project}/news/{news}                                        200 200 200 200 404 403 200 200 403 403 401
GET /data/user/tasks                                                            200 200 200 200 200 200 200 200 200 200 401
GET /data/user/done-tasks                                                       200 200 200 200 200 200 200 200 200 200 401
GET /data/user/tasks-to-check                                                   200 200 200 200 200 200 200 200 200 200 401
GET /data/persons/{animator}/tasks                                              200 200 200 200 200 403 200 200 200 200 401
GET /data/persons/{own}/tasks                                                   200 200 200 200 200 200 200 200 200 200 401
GET /data/persons/{animator}/done-tasks                                         200 200 200 200 200 403 200 200 200 200 401
GET /data/persons/{animator}/related-tasks/{animation}                          200 200 200 200 200 403 200 200 200 200 401
GET /data/persons/task-dates                                                    200 200 200 403 403 403 200 200 200 403 401
GET /data/persons/task-dates?project_id={project}                               200 200 200 403 403 403 200 403 403 403 401
POST /actions/tasks/{task}/time-spents/2030-01-08/persons/{animator}            201 201 403 201 403 403 201 403 403 403 401
POST /actions/tasks/{task}/time-spents/2030-01-08/persons/{animator}/add        201 201 403 201 403 403 201 403 403 403 401
POST /actions/tasks/{task}/time-spents/2030-01-08/persons/{modeler}             403 403 403 403 403 403 403 403 403 403 401
DELETE /actions/tasks/{task}/time-spents/2030-01-07/persons/{animator}          201 201 403 201 403 403 201 403 403 403 401
GET /actions/tasks/{task}/time-spents                                           200 200 200 200 200 403 200 200 403 403 401
GET /actions/tasks/{task}/time-spents/2030-01-07                                200 200 200 200 200 403 200 200 403 403 401
GET /data/entities/{shot}/time-spents                                           200 200 200 200 200 403 200 200 403 403 401
GET /data/user/time-spents                                                      200 200 200 200 200 200 200 200 200 200 401
GET /data/user/time-spents/2030-01-07                                           200 200 200 200 200 200 200 200 200 200 401
GET /data/user/tasks/{task}/time-spents/2030-01-07                              200 200 200 200 200 200 200 200 200 200 401
GET /data/time-spents                                                           200 403 403 403 403 403 403 403 403 403 401
POST /data/time-spents                                                          201 403 403 403 403 403 403 403 403 403 401
GET /data/time-spents/{time}                                                    200 403 403 403 403 403 403 403 403 403 401
PUT /data/time-spents/{time}                                                    200 403 403 403 403 403 403 403 403 403 401
DELETE /data/time-spents/{time}                                                 204 204 403 204 403 403 204 403 403 403 401
GET /data/persons/{animator}/time-spents                                        200 403 403 403 403 403 403 403 403 403 401
GET /data/persons/{animator}/time-spents/2030-01-07                             200 200 200 200 403 403 200 200 200 403 401
GET /data/persons/{animator}/time-spents/year/2030                              200 200 200 200 403 403 200 200 200 403 401
GET /data/persons/{animator}/time-spents/month/2030/1                           200 200 200 200 403 403 200 200 200 403 401
GET /data/persons/{animator}/time-spents/week/2030/2                            200 200 200 200 403 403 200 200 200 403 401
GET /data/persons/{animator}/time-spents/day/2030/1/7                           200 200 200 200 403 403 200 200 200 403 401
GET /data/persons/{animator}/time-spents/month/all/2030/1                       200 403 403 200 403 403 403 403 403 403 401
GET /data/persons/time-spents/year-table                                        200 200 200 200 200 200 200 200 200 200 401
GET /data/persons/time-spents/month-table/2030                                  200 200 200 200 200 200 200 200 200 200 401
GET /data/persons/time-spents/week-table/2030                                   200 200 200 200 200 200 200 200 200 200 401
GET /data/persons/time-spents/day-table/2030/1                                  200 200 200 200 200 200 200 200 200 200 401
GET /data/persons/{animator}/quota-shots/month/2030/1?project_id={project}      200 200 403 200 403 403 200 403 403 403 401
GET /data/persons/{animator}/quota-shots/week/2030/2?project_id={project}       200 200 403 200 403 403 200 403 403 403 401
GET /data/persons/{animator}/quota-shots/day/2030/1/7?project_id={project}      200 200 403 200 403 403 200 403 403 403 401
GET /data/entities/{shot}/chat                                                  200 200 200 200 200 403 200 200 403 403 401
GET /data/entities/{shot}/chat/messages                                         200 200 200 200 200 403 200 200 403 403 401
POST /data/entities/{shot}/chat/messages                                        400 400 400 201 400 403 400 400 403 403 401
GET /data/entities/{shot}/chat/messages/{message}                               200 200 200 200 200 403 200 200 403 403 401
DELETE /data/entities/{shot}/chat/messages/{message}                            204 403 403 204 403 403 403 403 403 403 401
POST /actions/user/chats/{shot}/join                                            200 200 200 200 200 403 200 200 403 403 401
POST /actions/user/chats/{vendor_shot}/join                                     200 200 200 200 200 200 200 200 403 403 401
DELETE /actions/user/chats/{shot}/join                                          204 204 204 204 204 403 204 204 403 403 401
GET /data/user/chats                                                            200 200 200 200 200 200 200 200 200 200 401
GET /data/chats                                                                 200 403 403 403 403 403 403 403 403 403 401
POST /data/chats                                                                201 403 403 403 403 403 403 403 403 403 401
GET /data/chats/{chat}                                                          200 403 403 403 403 403 403 403 403 403 401
PUT /data/chats/{chat}                                                          200 403 403 403 403 403 403 403 403 403 401
DELETE /data/chats/{empty_chat}                                                 204 403 403 403 403 403 403 403 403 403 401
GET /data/chat-messages                                                         200 403 403 403 403 403 403 403 403 403 401
POST /data/chat-messages                                                        201 403 403 403 403 403 403 403 403 403 401
GET /data/chat-messages/{message}                                               200 403 403 403 403 403 403 403 403 403 401
PUT /data/chat-messages/{message}                                               200 403 403 403 403 403 403 403 403 403 401
DELETE /data/chat-messages/{message}                                            204 403 403 403 403 403 403 403 403 403 401
GET /data/events                                                                200 403 403 403 403 403 403 403 403 403 401
POST /data/events                                                               201 403 403 403 403 403 403 403 403 403 401
GET /data/events/{event}                                                        200 403 403 403 403 403 403 403 403 403 401
PUT /data/events/{event}                                                        200 403 403 403 403 403 403 403 403 403 401
DELETE /data/events/{event}                                                     204 403 403 403 403 403 403 403 403 403 401
GET /data/events/last                                                           200 200 403 403 403 403 403 200 200 403 401
GET /data/events/last?project_id={project}                                      200 200 403 403 403 403 200 403 403 403 401
GET /data/events/names                                                          200 200 403 403 403 403 403 200 200 403 401
"""
TASK = {"task_ids": ["{task}"]}
COMMENT = {"task_status_id": "{wip}", "comment": "x"}
ROW = {"text": "x", "task_status_id": "{wip}"}
LOG = {"duration": 60}
BODIES = {
    "POST /data/tasks": {"entity_id": "{shot}", "task_type_id": "{lighting}"},
    "PUT /data/tasks/{task}": {"priority": 1},
    "PUT /data/tasks/{modeling_task}": {"priority": 1},
    "POST /data/entities/{shot}/tasks": {"task_type_ids": []},
    "POST /actions/projects/{project}/delete-tasks": ["{task}"],
    "PUT /actions/tasks/{task}/assign": {"person_id": "{animator}"},
    "PUT /actions/tasks/{task}/assign?self": {"person_id": "{own}"},
    "PUT /actions/persons/{animator}/assign": TASK,
    "PUT /actions/tasks/clear-assignation": TASK,
    "PUT /actions/tasks/set-priority": {**TASK, "priority": 1},
    "PUT /actions/tasks/{task}/to-review": {"person_id": "{animator}"},
    "POST /actions/tasks/{task}/comment": COMMENT,
    "POST /actions/tasks/{task}/comment?done": {**COMMENT, "task_status_id": "{done}"},
    "POST /actions/tasks/{vendor_task}/comment": COMMENT,
    "POST /actions/tasks/{vendor_task}/comment?done": {**COMMENT, "task_status_id": "{done}"},
    "POST /actions/projects/{project}/tasks/comment-many": [{**COMMENT, "object_id": "{task}"}],
    "POST /actions/tasks/{task}/batch-comment": {"comments": [ROW]},
    "POST /actions/tasks/batch-comment": {"comments": [{**ROW, "task_id": "{task}"}]},
    "POST /data/comments": {"object_id": "{task}", "object_type": "Task", "person_id": "{animator}"},
    "PUT /data/comments/{comment}": {"text": "y"},
    "PUT /data/comments/{comment}?pin": {"pinned": True},
    "PUT /data/comments/{comment}?client": {"for_client": True},
    "POST /data/tasks/{task}/comments/{comment}/reply": {"text": "y"},
    "POST /data/tasks/{task}/comments/{client_comment}/reply": {"text": "y"},
    "POST /actions/tasks/{task}/comments/{comment}/move": {"target_task_id": "{sibling}"},
    "POST /data/attachment-files": {"name": "a.txt", "size": 1, "extension": "txt", "mimetype": "text/plain"},
    "PUT /data/attachment-files/{file}": {"name": "b.txt"},
    "POST /actions/user/tasks/subscribe": TASK,
    "POST /actions/user/tasks/unsubscribe": TASK,
    "PUT /data/user/notifications/{notification}": {"read": True},
    "POST /data/notifications": {"type": "comment", "person_id": "{animator}", "author_id": "{manager}"},
    "POST /data/subscriptions": {"person_id": "{manager}", "task_id": "{task}"},
    "POST /data/news": {"author_id": "{animator}", "task_id": "{task}"},
    "POST /actions/tasks/{task}/time-spents/2030-01-08/persons/{animator}": LOG,
    "POST /actions/tasks/{task}/time-spents/2030-01-08/persons/{animator}/add": LOG,
    "POST /actions/tasks/{task}/time-spents/2030-01-08/persons/{modeler}": LOG,
    "POST /data/time-spents": {**LOG, "date": "2030-01-09", "task_id": "{task}", "person_id": "{animator}"},
    "PUT /data/time-spents/{time}": {"duration": 30},
    "POST /data/entities/{shot}/chat/messages": {"message": "x"},
    "POST /data/chats": {"object_id": "{sequence}", "object_type": "entity"},
    "POST /data/chat-messages": {"chat_id": "{chat}", "person_id": "{animator}", "text": "x"},
    "POST /data/events": {"name": "main:test"},
}
MODULES = {
    "attachment_files", "chats", "comments", "news", "notifications", "open_tasks", "person_time", "subscriptions",
    "task_assignments", "task_comments", "task_creation", "task_reads", "tasks", "time_logging", "time_spents",
    "user_notifications", "user_tasks", "comment_previews", "reviews", "events",
}  # fmt: skip
FORMS = ("POST /actions/tasks/{task}/comments/{comment}/add-attachment",)


@pytest.fixture
def ids(studio, people) -> dict[str, str]:
    """The ids that the table and the bodies name."""
    task = Task.objects.get(pk=studio.first_animation.pk)
    attached = [SimpleUploadedFile("notes.txt", b"notes")]
    said = {"task": task, "status": studio.wip}
    comment = comments.post(
        **said, author=studio.animator, by=studio.animator, text="@Moe Modeler", files=attached
    )
    by_client = comments.post(**said, author=studio.client, by=studio.client)
    Subscription.objects.create(person=studio.supervisor, task=task)
    reply, _ = replies.add(comment=comment, task=task, text="Yes", by=studio.animator)
    preview = PreviewFile.objects.create(name="p", revision=1, position=1, task=task)
    CommentPreviewLink.objects.create(comment=by_client, preview_file=preview)
    chat = Chat.objects.create(object_id=studio.first_shot.pk, object_type="entity")
    ChatParticipant.objects.create(chat=chat, person=studio.animator)
    empty_chat = Chat.objects.create(object_id=studio.lamp.pk, object_type="entity")
    concept = {"name": "Mood", "entity_type": studio.concept_type, "project": studio.feature}
    rows = {
        "project": studio.feature,
        "shot": studio.first_shot,
        "vendor_shot": studio.second_shot,
        "sequence": studio.sequence,
        "concept": Entity.objects.create(**concept),
        "task": task,
        "sibling": studio.first_compositing,
        "vendor_task": studio.second_animation,
        "modeling_task": studio.hero_modeling,
        "foreign_task": studio.robot_modeling,
        "animation": studio.animation,
        "lighting": TaskType.objects.create(name="Lighting", for_entity="Shot"),
        "sketch": TaskType.objects.create(name="Sketch", for_entity="Concept"),
        "wip": studio.wip,
        "done": studio.done,
        "animator": studio.animator,
        "manager": studio.manager,
        "modeler": studio.modeler,
        "comment": comment,
        "client_comment": by_client,
        "file": comment.attachment_files.get(),
        "preview": preview,
        "notification": Notification.objects.filter(person=studio.animator).earliest("created_at"),
        "news": News.objects.earliest("created_at"),
        "subscription": Subscription.objects.get(),
        "time": TimeSpent.objects.create(task=task, person=studio.animator, date="2030-01-07", duration=60),
        "chat": chat,
        "empty_chat": empty_chat,
        "message": ChatMessage.objects.create(chat=chat, person=studio.animator, text="Hi"),
        "event": ApiEvent.objects.earliest("created_at"),
    }
    return {**{name: str(row.pk) for name, row in rows.items()}, "reply": reply["id"]}


def status(caller, method: str, path: str, ids: dict) -> int:
    uploads = f"{method} {path}" in FORMS
    files = {"file": SimpleUploadedFile("more.txt", b"more")} if uploads else None
    return rights.status(caller, method, path, {"own": ids["animator"], **ids}, BODIES, files)


@pytest.mark.parametrize("name", CALLERS)
def test_each_role_gets_from_every_route_what_it_may(api, people, ids, name):
    caller, column = api(people.get(name)), CALLERS.index(name)
    assert rights.wrong(MATRIX, column, lambda method, path: status(caller, method, path, ids)) == {}


DATED = re.compile(r"/(2030-01-0[78]|2030(/\d+)*|notes\.txt|Shot)(?=/|$)")


def plain(path: str) -> str:
    """A path without its parameters, and without the dates and names that stand for some."""
    return DATED.sub("", rights.shape(path)).replace("/{}", "")


def test_every_route_of_tasks_is_in_the_table():
    assert rights.absent(MATRIX, {"production", "files", "kitsu_site"}, MODULES, plain) == []
