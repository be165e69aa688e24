"""Comments as they are answered: with their authors, status, previews, files and replies.

Notes on tasks, section 2, "Reading". Clients see no names but those of clients.
"""

from collections import defaultdict

from accounts.api.wires import PERSON, SHORT
from accounts.models import Person
from accounts.policies import sees_whole_person
from kitsu_site.roles import Role
from production.api.wires import COMMENT, TASK_STATUS
from production.models import AttachmentFile, Comment, CommentPreviewLink, Project, Task

ATTACHMENT = ("id", "name", "extension", "size")
PREVIEW = (
    "id",
    "task_id",
    "revision",
    "extension",
    "width",
    "height",
    "duration",
    "status",
    "validation_status",
    "original_name",
    "position",
    "annotations",
)
STATUS = ("id", "name", "short_name", "color")
LINKS = ("acknowledgements", "mentions", "department_mentions")


def person_for(scope, person: Person | None) -> dict | None:
    """A person in full to who sees full people one by one, else what everybody may know of them."""
    if person is None:
        return None
    return (PERSON if sees_whole_person(scope) else SHORT).row(person, links=True)


def public(person: Person | None, *, full_name: bool = True) -> dict | None:
    """Who spoke, in a few keys."""
    if person is None:
        return None
    names = {"id": person.pk, "first_name": person.first_name, "last_name": person.last_name}
    if full_name:
        names["full_name"] = person.full_name
    return {**names, "has_avatar": person.has_avatar, "role": person.role}


def posted(comment: Comment, scope) -> dict:
    """A comment as its posting is answered: nobody has acknowledged it yet, and its previews come later."""
    row = {**COMMENT.row(comment), "previews": [], "acknowledgements": []}
    row["mentions"] = list(comment.mention_links.values_list("person_id", flat=True))
    row["department_mentions"] = list(
        comment.department_mention_links.values_list("department_id", flat=True)
    )
    row["attachment_files"] = attachments([comment.pk], ATTACHMENT)[comment.pk]
    row["task_status"] = TASK_STATUS.row(comment.task_status)
    row["person"] = person_for(scope, comment.person)
    return row


def file_of(row: AttachmentFile, *, with_reply: bool = False) -> dict:
    """A file joined to a comment, in a few keys."""
    return {name: getattr(row, name) for name in (*ATTACHMENT, *(["reply_id"] if with_reply else []))}


def masked(comment: Comment, scope, *, links: bool = False) -> dict:
    """A bare comment, without what clients do not see."""
    row = COMMENT.row(comment, links=links, parsed=True)
    task = comment.task
    is_client = task is not None and scope.in_project(task.project_id).is_client
    if is_client and row["editor_id"] and client_only(public(comment.editor)) is None:
        row["editor_id"] = None
    return row


def single(comment: Comment, scope, *, links: bool, with_previews: bool) -> dict:
    """One comment with its author, who replied, and its files; its previews as ids or in full."""
    row = COMMENT.row(comment, links=links, parsed=True)
    people = people_of([row])
    row["person"] = public(people.get(row["person_id"]))
    row["replies"] = [with_author(reply, people) for reply in row["replies"] or []]
    task = comment.task
    is_client = task is not None and scope.in_project(task.project_id).is_client
    if is_client:
        row["editor"] = public(people.get(row["editor_id"]))
        mask(row, emptied=False)
        row.pop("editor", None)
    if links:
        row["attachment_files"] = attachments([comment.pk], ATTACHMENT)[comment.pk]
    if with_previews:
        row["previews"] = previews_of([comment.pk], for_client=is_client)[comment.pk]
    elif links and is_client:
        row["previews"] = [p["id"] for p in previews_of([comment.pk], for_client=True)[comment.pk]]
    return row


def of_task(task: Task, project: Project, scope) -> list[dict]:
    """The comments of a task that the scope may read, newest first.

    Those without a status, which only imports make, are no part of it: clients show the status of each.
    """
    comments = Comment.objects.filter(object_id=task.pk, task_status__isnull=False)
    return presented(comments.listed_for(scope, project).order_by("-created_at", "-pk"), project, scope)


def presented(comments, project: Project, scope) -> list[dict]:
    """The rows of a queryset of one production's comments as lists show them, with few queries."""
    rows = COMMENT.rows(comments, parsed=True)
    ids = [row["id"] for row in rows]
    for name in LINKS:
        found = COMMENT.links[name].ids(comments, rows) if rows else {}
        for row in rows:
            row[name] = found.get(row["id"], [])
    is_client = scope.in_project(project.pk).is_client
    previews, files = previews_of(ids, for_client=is_client), attachments(ids, (*ATTACHMENT, "reply_id"))
    statuses = {row["task_status_id"] for row in rows}
    status_rows = {
        row["id"]: row for row in TASK_STATUS.model.objects.filter(pk__in=statuses).values(*STATUS)
    }
    people = people_of(rows)
    for row in rows:
        row["person"] = public(people.get(row["person_id"]))
        if row["editor_id"]:
            row["editor"] = public(people.get(row["editor_id"]), full_name=False)
        row["task_status"] = status_rows.get(row["task_status_id"])
        row["previews"], row["attachment_files"] = previews[row["id"]], files[row["id"]]
        row["replies"] = [with_author(reply, people) for reply in row["replies"] or []]
    if is_client:
        readable = set(
            Comment.objects.filter(pk__in=ids).readable_for(scope, project).values_list("pk", flat=True)
        )
        for row in rows:
            mask(row, emptied=row["id"] not in readable)
    return rows


def mask(row: dict, *, emptied: bool) -> None:
    """Leave out what clients do not see: who of the studio spoke, and the words not meant for them."""
    row["person"] = client_only(row["person"])
    if row["editor_id"]:
        row["editor"] = client_only(row["editor"])
        if row["editor"] is None:
            row["editor_id"] = None
    row["replies"] = [{**reply, "person": client_only(reply["person"])} for reply in row["replies"]]
    if emptied:
        row.update(text="", attachment_files=[], checklist=[], replies=[])


def client_only(person: dict | None) -> dict | None:
    return person if person and person["role"] == Role.CLIENT else None


def people_of(rows: list[dict]) -> dict:
    """Everybody who wrote, edited or replied, by id."""
    ids = {row[name] for row in rows for name in ("person_id", "editor_id")}
    ids |= {reply.get("person_id") for row in rows for reply in row["replies"] or []}
    columns = ("id", "first_name", "last_name", "has_avatar", "role")
    return Person.objects.only(*columns).in_bulk(ids - {None})


def with_author(reply: dict, people: dict) -> dict:
    author = next((p for pk, p in people.items() if str(pk) == reply.get("person_id")), None)
    return {**reply, "person": public(author)}


def previews_of(comment_ids: list, *, for_client: bool) -> dict[object, list[dict]]:
    """{comment: its previews, by position}; clients see no rejected ones."""
    links = CommentPreviewLink.objects.filter(comment_id__in=comment_ids)
    if for_client:
        links = links.exclude(preview_file__validation_status="rejected")
    found = defaultdict(list)
    names = [f"preview_file__{name}" for name in PREVIEW]
    order = ("preview_file__revision", "preview_file__position", "preview_file__created_at")
    for comment_id, *values in links.order_by(*order).values_list("comment_id", *names):
        found[comment_id].append(dict(zip(PREVIEW, values, strict=True)))
    return found


def attachments(comment_ids: list, names: tuple[str, ...]) -> dict[object, list[dict]]:
    """{comment: its files in a few keys}."""
    found = defaultdict(list)
    rows = AttachmentFile.objects.filter(comment_id__in=comment_ids).order_by("created_at")
    for comment_id, *values in rows.values_list("comment_id", *names):
        found[comment_id].append(dict(zip(names, values, strict=True)))
    return found
