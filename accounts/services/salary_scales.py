"""The salary scale: a row for every department, position and seniority (notes on accounts, section 4)."""

from django.db import transaction

from accounts.models import Department, Position, SalaryScale, Seniority


def fill() -> None:
    """Make the missing rows, with no salary."""
    if not missing():
        return
    with transaction.atomic():
        # Nothing in the schema keeps two readers from making the same rows: the departments' rows do.
        list(Department.objects.select_for_update().order_by("pk").values_list("pk"))
        SalaryScale.objects.bulk_create(missing(), batch_size=1000)


def missing() -> list[SalaryScale]:
    """The rows that are not there yet, unsaved."""
    present = set(SalaryScale.objects.values_list("department_id", "position", "seniority"))
    return [
        SalaryScale(department_id=department_id, position=position, seniority=seniority)
        for department_id in Department.objects.order_by("created_at").values_list("pk", flat=True)
        for position in Position.values
        for seniority in Seniority.values
        if (department_id, position, seniority) not in present
    ]
