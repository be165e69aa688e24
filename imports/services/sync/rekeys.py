"""A row under another id: what refers to it follows."""

from django.db import transaction
from django.db.models import Model


@transaction.atomic
def rekey(model: type[Model], old, new) -> None:
    """Give the row `old` of `model` the id `new`, in its own table and wherever it is referred to."""
    model._base_manager.filter(pk=old).update(id=new)
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            field = relation.field
            rows = relation.related_model._base_manager.filter(**{field.attname: old})
            rows.update(**{field.name: new})
