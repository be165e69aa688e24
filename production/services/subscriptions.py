"""Following tasks, or all tasks of a type in a sequence (notes on tasks, section 3)."""

from django.db import transaction

from accounts.models import Person
from kitsu_site.db.parts import parts
from production.models import Entity, Subscription, Task, TaskType


@transaction.atomic
def subscribe(*, tasks: list[Task], person: Person) -> list[Subscription]:
    """Follow tasks; answers the subscriptions, those that were there among them."""
    Subscription.objects.bulk_create(
        [Subscription(person=person, task=task) for task in tasks], ignore_conflicts=True, batch_size=500
    )
    found = {}
    for part in parts(tasks):
        mine = Subscription.objects.filter(person=person, task__in=part)
        found |= {subscription.task_id: subscription for subscription in mine}
    return [found[task.pk] for task in tasks]


@transaction.atomic
def unsubscribe(*, task_ids: list, person: Person) -> None:
    Subscription.objects.filter(person=person, task_id__in=task_ids).delete()


@transaction.atomic
def subscribe_to_sequence(*, sequence: Entity, task_type: TaskType, person: Person) -> Subscription:
    """Follow all tasks of a type in a sequence."""
    return Subscription.objects.get_or_create(person=person, entity=sequence, task_type=task_type)[0]


@transaction.atomic
def unsubscribe_from_sequence(*, sequence_id, task_type_id, person: Person) -> None:
    Subscription.objects.filter(person=person, entity_id=sequence_id, task_type_id=task_type_id).delete()
