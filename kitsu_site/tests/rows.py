"""Rows of any model, made from its fields: for tests that hold for all collections.

Rows hang on the studio of the `studio` fixture: a foreign key to a production leads to the feature,
one to a task to the animation of its first shot, and so on.
"""

import datetime
import itertools

from django.apps import apps
from django.db import models

from kitsu_site.db import LinkModel, StudioModel

FILLED = {"project", "task", "entity", "person", "department", "task_type", "task_status"}  # though nullable
DAY = datetime.date(2030, 1, 7)
KINDS = (
    "character",
    "shot_type",
    "sequence_type",
    "episode_type",
    "scene_type",
    "edit_type",
    "concept_type",
)


class Rows:
    """Makes rows within a studio; `anchor` is the row of a model that the others hang on."""

    def __init__(self, studio):
        self.studio, self.numbers = studio, itertools.count(1)
        named = (
            studio.feature,
            studio.first_animation,
            studio.first_shot,
            studio.animator,
            studio.animation_department,
            studio.animation,
            studio.wip,
            studio.character,
            studio.open,
            studio.organisation,
        )
        self.anchors = {type(row): row for row in named}

    def anchor(self, model):
        if model not in self.anchors:
            self.anchors[model] = self.make(model)
        return self.anchors[model]

    def make(self, model, **values):
        """A new row of `model`, with the required columns and the usual foreign keys filled."""
        number, fresh, varied = next(self.numbers), *distinct(model)
        for field in model._meta.concrete_fields:
            if not field.column or field.primary_key or field.name in values:
                continue
            required = not field.null and not field.has_default()
            if isinstance(field, models.ForeignKey):
                if field in fresh:
                    values[field.name] = self.make(field.related_model)
                elif required or field.name in FILLED:
                    values[field.name] = self.anchor(field.related_model)
            elif field.name == "object_id" and required:
                values[field.name] = self.object_of(model).pk
            elif required or field in varied:
                values[field.name] = value_of(field, number)
        return model.objects.create(**values)

    def object_of(self, model):
        """What a row is about where no foreign key says it: an entity for chats, a task for comments."""
        return self.studio.first_shot if model.__name__ == "Chat" else self.studio.first_animation

    def grow(self, count: int) -> None:
        """`count` more rows of every model, and entities of every kind."""
        for model in apps.get_models():
            if not issubclass(model, (StudioModel, LinkModel)):
                continue
            for _ in range(count):
                if model.__name__ == "Entity":
                    for kind in KINDS:
                        self.make(model, entity_type=getattr(self.studio, kind))
                else:
                    self.make(model)


def distinct(model) -> tuple[set, set]:
    """The foreign keys that need a row of their own, and the columns that must vary, for unique rows."""
    fresh, varied = set(), set()
    for names in unique_sets(model):
        fields = [model._meta.get_field(name) for name in names]
        keys = [field for field in fields if isinstance(field, models.ForeignKey)]
        plain = [field for field in fields if field not in keys and can_vary(field)]
        if len(fields) == 1 and fields[0].null:
            continue  # several rows may have none
        if plain:
            varied.add(plain[0])
        elif keys and not any(key.null and key.name not in FILLED for key in keys):
            fresh.add(next((key for key in reversed(keys) if key.name != "project"), keys[-1]))
    return fresh, varied


def unique_sets(model) -> list[tuple[str, ...]]:
    sets = [c.fields for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    if isinstance(model._meta.pk, models.CompositePrimaryKey):
        sets.append(tuple(field.name for field in model._meta.pk_fields if field.name != "id"))
    return sets


def can_vary(field) -> bool:
    if isinstance(field, models.CharField):
        return not field.choices and field.name not in ("email", "for_entity", "entity_type")
    return isinstance(field, (models.IntegerField, models.DateField)) and field.name != "shotgun_id"


def value_of(field, number: int):
    """A value that fits the column; texts and dates differ by `number`."""
    if field.choices:
        return field.choices[0][0]
    if field.name == "object_type":
        return "Task"
    if isinstance(field, models.DateTimeField):
        return datetime.datetime(2030, 1, 7, 9, 0)
    if isinstance(field, models.DateField):
        return DAY + datetime.timedelta(days=number)
    if isinstance(field, (models.IntegerField, models.FloatField)):
        return number
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.BinaryField):
        return f"{number} {field.name}".encode()
    if field.name == "color":
        return "#123456"
    return f"{number} {field.name}"[: field.max_length]
