"""The one door to rows: `visible_to(scope)`.

A model says on its class how its rows hang on a production:

`project_path`: the lookup of the production's id, such as `task__project_id`;
`vendor_path`: the lookup of a person who gives vendors access, such as
`task__assignees`; None where vendors see what the team sees, False where they see nothing;
`client_visible`: False where clients see nothing.
"""

import datetime

from django.db import models
from django.db.models import Q


class StudioQuerySet(models.QuerySet):
    """Rows of which only admins see any, unless a subclass says otherwise."""

    def visible_to(self, scope):
        """The rows that may be shown to `scope` (see `kitsu_site.api.scope.Scope`)."""
        return self if scope.is_admin else self.none()


class PublicQuerySet(StudioQuerySet):
    """Vocabulary of the studio, seen by everybody who signed in."""

    def visible_to(self, scope):
        return self


class ProductionQuerySet(StudioQuerySet):
    """Rows of productions, seen by the people on their teams (notes on crud, section 6).

    A set-based change is a change: it moves `updated_at`, by which clients and validators know of it.
    """

    def update(self, **values):
        if "updated_at" not in values and any(f.name == "updated_at" for f in self.model._meta.fields):
            values["updated_at"] = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
        return super().update(**values)

    def visible_to(self, scope):
        if scope.is_admin:
            return self
        return self.filter(self.team_rule(scope))

    def team_rule(self, scope) -> Q:
        """The condition that a row is of a production of `scope`, and within reach of its role there."""
        model = self.model
        free, vendor = [], []
        for project_id, role in scope.roles.items():
            if role == "vendor" and model.vendor_path is not None:
                vendor.append(project_id)
            elif role == "client" and not model.client_visible:
                continue
            else:
                free.append(project_id)
        rule = Q(**{f"{model.project_path}__in": free})
        if vendor and model.vendor_path:
            assigned = model._base_manager.filter(**{model.vendor_path: scope.person.pk}).values("pk")
            rule |= Q(**{f"{model.project_path}__in": vendor}) & Q(pk__in=assigned)
        return rule

    def in_open_productions(self):
        """Rows of productions whose status is named `Open`."""
        path = self.model.project_path
        production = "" if path == "id" else f"{path.removesuffix('_id')}__"
        return self.filter(**{f"{production}project_status__name": "Open"})
