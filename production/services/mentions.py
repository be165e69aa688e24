"""Who is meant by a text: `@` and a full name of the team, or the name of a department.

A name counts where a blank or the end of the text follows it (notes on tasks, section 2).
"""

import re
import uuid
from dataclasses import dataclass

from accounts.models import Department, Person
from production.models import Comment, CommentDepartmentMention, CommentMention


@dataclass(frozen=True)
class Mentions:
    """The ids of the people and departments that a text mentions."""

    people: tuple[uuid.UUID, ...] = ()
    departments: tuple[uuid.UUID, ...] = ()


NONE = Mentions()


def found(text: str | None, project_id) -> Mentions:
    """Whom a text on a task of the production mentions."""
    if not text or "@" not in text:
        return NONE
    team, departments = mentionable(project_id)
    return Mentions(
        tuple(person.pk for person in team if is_named(person.full_name, text)),
        tuple(department.pk for department in departments if is_named(department.name, text)),
    )


def names(project_id) -> list[str]:
    """The names that a text on a task of the production may mention."""
    team, departments = mentionable(project_id)
    return [*(person.full_name for person in team), *(department.name for department in departments)]


def mentionable(project_id) -> tuple:
    """The people, and the departments."""
    team = Person.objects.filter(projects=project_id).only("id", "first_name", "last_name")
    return team, Department.objects.only("id", "name")


def is_named(name: str, text: str) -> bool:
    return bool(name) and re.search(f"@{re.escape(name)}(\\s|$)", text) is not None


def of(comment: Comment) -> Mentions:
    """Whom a comment is known to mention."""
    return Mentions(
        tuple(comment.mention_links.values_list("person_id", flat=True)),
        tuple(comment.department_mention_links.values_list("department_id", flat=True)),
    )


def link(comment: Comment, mentions: Mentions, *, replace: bool = False) -> None:
    """Keep with a comment whom it mentions."""
    if replace:
        CommentMention.objects.filter(comment=comment).delete()
        CommentDepartmentMention.objects.filter(comment=comment).delete()
    if mentions.people:
        CommentMention.objects.bulk_create(
            CommentMention(comment=comment, person_id=pk) for pk in mentions.people
        )
    if mentions.departments:
        CommentDepartmentMention.objects.bulk_create(
            CommentDepartmentMention(comment=comment, department_id=pk) for pk in mentions.departments
        )
