"""Productions and their teams, from ShotGrid."""

from files.services import file_trees
from imports.services.shotgun.kind import Kind, PassedOver, need, others, own_id, text_id
from kitsu_site.db.parts import parts
from production.models import Project, ProjectPersonLink, ProjectStatus


class Projects(Kind):
    """Found by their id: all is replaced; new ones get the default file tree."""

    model = Project

    def load(self):
        self.found = self.here()
        self.statuses = self.named(ProjectStatus, color="#000000")

    def plan(self, row):
        shotgun_id, name, status = own_id(row), need(row, "name"), need(row, "sg_status")
        known = self.found.get(shotgun_id)
        values = {
            "name": name,
            "project_status_id": text_id(self.statuses.get(status)) if status is not None else None,
            "data": others(row, "sg_status"),
        }
        if known:
            return self.change(known, **values)
        tree = file_trees.shipped("default")
        self.found[shotgun_id] = self.create(shotgun_id=shotgun_id, file_tree=tree, **values)
        return self.found[shotgun_id]


class ProjectConnections(Kind):
    """A person on the team of a production, which is answered; the id of the connection is not kept."""

    model = Project

    def load(self):
        self.found, self.persons = self.here(path="project.id"), self.people("user.id")
        self.team = []

    def plan(self, row):
        project_id, person_id = need(row, "project.id"), need(row, "user.id")
        project, person = self.found.get(project_id), self.persons.get(person_id)
        if project is None:
            raise PassedOver(f"project.id: there is no production of the ShotGrid id {project_id}.")
        if person is not None:
            self.team.append(ProjectPersonLink(project=project, person=person))
        return project

    def link(self):
        for part in parts(self.team):
            ProjectPersonLink.objects.bulk_create(part, ignore_conflicts=True)
