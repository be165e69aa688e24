"""What production does when something happens in accounts, in the same transaction."""

from accounts.models import DayOff, Person
from kitsu_site import events
from production.models import Task, TimeSpent
from production.services import time_spents


@events.on("day-off:new", "day-off:update")
def forget_time_spent_on_days_off(event: events.Event) -> None:
    """Nobody worked on a day off: the time logged on those days goes (notes on accounts, section 6)."""
    day_off = DayOff.objects.get(pk=event.data["day_off_id"])
    by = Person.objects.filter(pk=event.user_id).first()
    logged = TimeSpent.objects.filter(
        person_id=day_off.person_id, date__range=(day_off.date, day_off.end_date)
    )
    gone = list(logged.values_list("pk", "task_id", "task__project_id").order_by("date"))
    if not gone:
        return
    logged.delete()
    events.emit_all(
        events.event("time-spent:delete", by=by, project_id=project_id, time_spent_id=pk)
        for pk, _, project_id in gone
    )
    for task in Task.objects.filter(pk__in={task_id for _, task_id, _ in gone}).order_by("pk"):
        time_spents.recount(task, by=by)
