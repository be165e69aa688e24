"""What departments use: hardware and software (notes on accounts, section 4)."""

from django.db import transaction

from accounts.models import (
    Department,
    HardwareItem,
    HardwareItemDepartmentLink,
    Software,
    SoftwareDepartmentLink,
)


def link_hardware(*, department: Department, item: HardwareItem) -> HardwareItemDepartmentLink:
    """The link that says that a department uses a kind of hardware, made where it is missing."""
    return HardwareItemDepartmentLink.objects.get_or_create(department=department, hardware_item=item)[0]


def link_software(*, department: Department, software: Software) -> SoftwareDepartmentLink:
    """The same for a software."""
    return SoftwareDepartmentLink.objects.get_or_create(department=department, software=software)[0]


@transaction.atomic
def unlink_hardware(*, department: Department, item: HardwareItem) -> None:
    """Remove the link, which need not be there."""
    HardwareItemDepartmentLink.objects.filter(department=department, hardware_item=item).delete()


@transaction.atomic
def unlink_software(*, department: Department, software: Software) -> None:
    """Remove the link, which need not be there."""
    SoftwareDepartmentLink.objects.filter(department=department, software=software).delete()
