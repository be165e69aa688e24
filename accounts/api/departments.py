"""Departments and what they use (notes on accounts, section 4)."""

from collections import defaultdict

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts import policies
from accounts.api.equipment import HARDWARE, SOFTWARE
from accounts.models import (
    Department,
    HardwareItem,
    HardwareItemDepartmentLink,
    Software,
    SoftwareDepartmentLink,
)
from accounts.services import departments
from kitsu_site.api import filters
from kitsu_site.api.crud import CrudViewSet, ScopedViewSet
from kitsu_site.api.policies import Vocabulary
from kitsu_site.api.serializers import Id
from kitsu_site.api.wire import Wire

HARDWARE_LINK = Wire(HardwareItemDepartmentLink)
SOFTWARE_LINK = Wire(SoftwareDepartmentLink)


class DepartmentViewSet(CrudViewSet):
    wire, policy = Wire(Department), Vocabulary()


class HardwareInput(serializers.Serializer):
    hardware_item_id = Id()


class SoftwareInput(serializers.Serializer):
    software_id = Id()


class DepartmentEquipment(ScopedViewSet):
    """The hardware and the software licenses of departments, for admins."""

    @action(detail=False, methods=["get"], url_path="hardware-items")
    def hardware(self, request):
        self.check(policies.is_admin)
        return Response(by_department(HARDWARE, HardwareItemDepartmentLink, "hardware_item"))

    @action(detail=False, methods=["get"], url_path="software-licenses")
    def software(self, request):
        self.check(policies.is_admin)
        return Response(by_department(SOFTWARE, SoftwareDepartmentLink, "software"))

    @action(detail=False, methods=["post"], url_path="{department_id}/hardware-items")
    def add_hardware(self, request, department_id):
        department = self.department(department_id)
        item = self.find(HardwareItem, self.read(HardwareInput)["hardware_item_id"])
        link = departments.link_hardware(department=department, item=item)
        return Response(HARDWARE_LINK.row(link), status=201)

    @action(detail=False, methods=["post"], url_path="{department_id}/software-licenses")
    def add_software(self, request, department_id):
        department = self.department(department_id)
        software = self.find(Software, self.read(SoftwareInput)["software_id"])
        link = departments.link_software(department=department, software=software)
        return Response(SOFTWARE_LINK.row(link), status=201)

    @action(detail=False, methods=["get"], url_path="{department_id}/hardware-items/{hardware_item_id}")
    def one_hardware(self, request, department_id, hardware_item_id):
        department, _ = self.department(department_id), self.item(HardwareItem, hardware_item_id)
        return Response(HARDWARE.rows(HardwareItem.objects.filter(department_links__department=department)))

    @one_hardware.mapping.delete
    def remove_hardware(self, request, department_id, hardware_item_id):
        department, item = self.department(department_id), self.item(HardwareItem, hardware_item_id)
        departments.unlink_hardware(department=department, item=item)
        return Response(status=204)

    @action(detail=False, methods=["get"], url_path="{department_id}/software-licenses/{software_id}")
    def one_software(self, request, department_id, software_id):
        department, _ = self.department(department_id), self.item(Software, software_id)
        return Response(SOFTWARE.rows(Software.objects.filter(department_links__department=department)))

    @one_software.mapping.delete
    def remove_software(self, request, department_id, software_id):
        department, software = self.department(department_id), self.item(Software, software_id)
        departments.unlink_software(department=department, software=software)
        return Response(status=204)

    def department(self, department_id) -> Department:
        """The department of the path, for an admin; a malformed id is 400."""
        self.check(policies.is_admin)
        return self.item(Department, department_id)

    def item(self, model, pk):
        """A row of the path: 400 for a malformed id, 404 for an unknown one."""
        return self.find(model, filters.as_uuid("id", pk))


def by_department(wire, links, relation: str) -> dict:
    """{department: the items it uses}, without the departments that use none; two queries."""
    items = {item["id"]: item for item in wire.rows(wire.model.objects.all())}
    found = defaultdict(list)
    for department_id, item_id in links.objects.values_list("department_id", f"{relation}_id"):
        found[department_id].append(items[item_id])
    return found
