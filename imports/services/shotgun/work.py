"""Tasks, versions and notes, from ShotGrid: what becomes tasks, previews and comments."""

from django.db.models import Max

from files.models import PreviewFile
from imports.services import batches, links
from imports.services.shotgun.entities import first_of, items
from imports.services.shotgun.kind import Kind, PassedOver, forget, ids_at, may, need, own_id, text_id
from kitsu_site.api.filters import as_datetime
from kitsu_site.db.parts import parts
from production.models import Comment, CommentPreviewLink, Project, Task, TaskStatus, TaskType

KINDS = ("Asset", "Shot", "Scene", "Sequence", "Episode")
MOMENT = 19  # characters of a time without its zone


class Tasks(Kind):
    """Found by their id, else by name, production, type and entity."""

    model = Task

    def load(self):
        self.found = self.here()
        self.steps, self.productions = (
            self.here(TaskType, path="step.id"),
            self.here(Project, path="project.id"),
        )
        self.targets = self.entities("entity.id")
        assignees = [item for row in self.rows for item in items(row, "task_assignees")]
        self.persons = self.people("created_by.id", more=ids_at(assignees, "id"))
        self.statuses = {s.short_name: s for s in TaskStatus.objects.all()}
        self.default = next((s for s in self.statuses.values() if s.is_default), None)
        entities = {entity.pk for entity in self.targets.values()}
        rows = Task.objects.select_for_update(of=("self",))
        self.by_place = {place(t): t for t in batches.found(rows, "entity_id", entities)}
        self.assigned = {}

    def plan(self, row):
        shotgun_id, name = own_id(row), need(row, "cached_display_name")
        step, production = self.step(row), self.production(row)
        kind, target_id = need(row, "entity.type"), need(row, "entity.id")
        entity = self.targets.get((kind, target_id)) if kind in KINDS else None
        if entity is None:
            raise PassedOver(f"entity: there is no {kind} of the ShotGrid id {target_id}.")
        if entity.project_id != production.pk:
            raise PassedOver("entity: it is of another production.")
        status = self.statuses.get(need(row, "sg_status_list"), self.default)
        work = {
            "task_status_id": text_id(status),
            "assigner_id": text_id(self.persons.get(need(row, "created_by.id"))),
            "start_date": need(row, "start_date"),
            "due_date": need(row, "due_date"),
            "sort_order": need(row, "sg_sort_order"),
            "duration": need(row, "duration"),
            "shotgun_id": shotgun_id,
        }
        assignees = self.assignees(row)
        where = {
            "name": name,
            "project_id": text_id(production),
            "task_type_id": text_id(step),
            "entity_id": text_id(entity),
        }
        key = (name, production.pk, step.pk, entity.pk)
        known, twin = self.found.get(shotgun_id), self.by_place.get(key)
        if stored := known or twin:
            forget(self.found, stored.shotgun_id, stored)
            forget(self.by_place, place(stored), stored)
        if known:
            task = self.change(known, **where, **work)
        elif twin:
            task = self.change(twin, **work)
        else:
            task = self.create(**where, **work)
        self.found[shotgun_id] = self.by_place[key] = task
        self.assigned[task.pk] = assignees
        return task

    def step(self, row) -> TaskType:
        number = need(row, "step.id")
        if number is None:
            raise PassedOver("step: the task has none.", expected=True)
        if number not in self.steps:
            raise PassedOver(f"step.id: there is no task type of the ShotGrid id {number}.")
        return self.steps[number]

    def production(self, row) -> Project:
        number = need(row, "project.id")
        if number is None:
            raise PassedOver("project: the task has none.", expected=True)
        if number not in self.productions:
            raise PassedOver(f"project.id: there is no production of the ShotGrid id {number}.")
        return self.productions[number]

    def assignees(self, row) -> list:
        if need(row, "task_assignees") is None:
            return []
        numbers = [may(item, "id") for item in items(row, "task_assignees")]
        if self.adopts:  # groups stand there, too, and a task is worth more than its list of people
            numbers = [number for number in numbers if number in self.persons]
        if unknown := [number for number in numbers if number not in self.persons]:
            raise PassedOver(f"task_assignees: there is nobody of the ShotGrid id {unknown[0]}.")
        return [self.persons[number].pk for number in numbers]

    def link(self):
        links.write(Task, "assignees", self.assigned, replace=True)


def place(task: Task) -> tuple:
    """What no two tasks have in common."""
    return task.name, task.project_id, task.task_type_id, task.entity_id


class Versions(Kind):
    """Preview files: found by their id, else by name and task; their films stay where they are."""

    model = PreviewFile

    def load(self):
        self.found = self.here()
        self.tasks, self.persons = self.here(Task, path="sg_task.id"), self.people("user.id")
        tasks = {task.pk for task in self.tasks.values()}
        rows = PreviewFile.objects.select_for_update(of=("self",))
        self.by_name = {(p.name, p.task_id): p for p in batches.found(rows, "task_id", tasks)}
        self.revisions, self.comments, self.shown = {}, [], []
        for part in parts(tasks):
            last = PreviewFile.objects.filter(task_id__in=part).values("task_id").order_by()
            self.revisions.update(last.annotate(last=Max("revision")).values_list("task_id", "last"))

    def plan(self, row):
        shotgun_id, name, text = own_id(row), need(row, "code"), need(row, "description")
        number = need(row, "sg_task.id")
        if number is None:
            raise PassedOver("sg_task: the version has none.", expected=True)
        task = self.tasks.get(number)
        if task is None:
            raise PassedOver(f"sg_task.id: there is no task of the ShotGrid id {number}.")
        values = {
            "name": name,
            "description": text,
            "person_id": text_id(self.persons.get(may(row, "user.id"))),
            "task_id": text_id(task),
            "shotgun_id": shotgun_id,
            "source": "Shotgun",
        }
        if isinstance(may(row, "sg_uploaded_movie"), dict):
            values["uploaded_movie_url"] = may(row, "sg_uploaded_movie.url")
            values["uploaded_movie_name"] = may(row, "sg_uploaded_movie.name")
        known = self.found.get(shotgun_id) or self.by_name.get((name, task.pk))
        if known:
            forget(self.found, known.shotgun_id, known)
            forget(self.by_name, (known.name, known.task_id), known)
        preview = self.change(known, **values) if known else self.create(**values, **self.number(task))
        if self.adopts and not known:
            self.publish(preview, task, may(row, "created_at"))
        self.found[shotgun_id] = self.by_name[name, task.pk] = preview
        return preview

    def number(self, task: Task) -> dict:
        """The next revision, for a studio that moves in."""
        if not self.adopts:
            return {}
        self.revisions[task.pk] = (self.revisions.get(task.pk) or 0) + 1
        return {"revision": self.revisions[task.pk]}

    def publish(self, preview: PreviewFile, task: Task, moment) -> None:
        """Have a comment show a new preview: clients list the previews of comments."""
        if isinstance(moment, str):
            preview.created_at = as_datetime("created_at", moment[:MOMENT])
        comment = Comment(
            object_id=task.pk,
            object_type="Task",
            person_id=preview.person_id or self.by.pk,
            text=preview.description or "",
            task_status_id=task.task_status_id,
            created_at=preview.created_at,
        )
        self.comments.append(comment)
        self.shown.append(CommentPreviewLink(comment=comment, preview_file=preview))

    def link(self):
        Comment.objects.bulk_create(self.comments)
        CommentPreviewLink.objects.bulk_create(self.shown)


class Notes(Kind):
    """Comments on the first task of each, found by their id."""

    model = Comment

    def load(self):
        self.found, self.persons = self.here(), self.people("user.id")
        self.tasks = {}
        rows = Task.objects.select_related("task_status").order_by("-created_at")
        for task in batches.found(rows, "shotgun_id", ids_at(first_of(self.rows, "tasks"), "id")):
            self.tasks[task.shotgun_id] = task

    def plan(self, row):
        shotgun_id, text, moment = own_id(row), need(row, "content"), need(row, "created_at")
        author = need(row, "user.id")
        need(row, "tasks")
        listed = first_of([row], "tasks")
        if not listed:
            raise PassedOver("tasks: the note is on none.", expected=True)
        number = may(listed[0], "id")
        task, person = self.tasks.get(number), self.persons.get(author)
        if task is None:
            raise PassedOver(f"tasks: there is no task of the ShotGrid id {number}.")
        if person is None:
            raise PassedOver(f"user.id: there is nobody of the ShotGrid id {author}.")
        if not isinstance(moment, str):
            raise PassedOver("created_at: a time expected.")
        values = {
            "text": text,
            "created_at": moment[:MOMENT],
            "person_id": text_id(person),
            "object_id": text_id(task),
            "object_type": "Task",
        }
        known = self.found.get(shotgun_id)
        if known:
            return self.change(known, **values)
        status = {"task_status_id": text_id(task.task_status)} if self.adopts else {}
        self.found[shotgun_id] = self.create(shotgun_id=shotgun_id, **values, **status)
        return self.found[shotgun_id]
