"""Budgets of productions and their entries (notes on production, section 8)."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.models import Department, Person, Position, Seniority
from kitsu_site.api.crud import CrudViewSet
from kitsu_site.api.filters import as_float, as_uuid
from kitsu_site.api.serializers import Day, Finite, ForeignId, StrictText
from kitsu_site.api.wire import Wire
from kitsu_site.exceptions import Refused
from production.api.in_production import InProduction
from production.models import Budget, BudgetEntry
from production.services import budgets, project_time

BUDGET, ENTRY = Wire(Budget), Wire(BudgetEntry)
BUDGET_KEYS = ("id", "project_id", "revision", "name", "currency")
ENTRY_KEYS = (
    "id",
    "budget_id",
    "department_id",
    "person_id",
    "start_date",
    "months_duration",
    "daily_salary",
    "position",
    "seniority",
    "exceptions",
)


class BudgetViewSet(CrudViewSet):
    wire = BUDGET
    protected = ("revision",)


class BudgetEntryViewSet(CrudViewSet):
    wire = ENTRY
    protected = ("budget_id",)


class BudgetInput(serializers.Serializer):
    name = StrictText(max_length=255, allow_blank=False)
    currency = StrictText(max_length=3, allow_null=True, default="USD")


class BudgetChange(serializers.Serializer):
    name = StrictText(max_length=255, allow_blank=False, allow_null=True, default=None)
    currency = StrictText(max_length=3, allow_null=True, default=None)


class EntryInput(serializers.Serializer):
    department_id = ForeignId(queryset=Department.objects.all())
    person_id = ForeignId(queryset=Person.objects.all(), allow_null=True, default=None)
    start_date = Day()
    months_duration = serializers.IntegerField(min_value=-(2**31), max_value=2**31 - 1)
    daily_salary = Finite()
    position = serializers.ChoiceField(choices=Position.choices, allow_null=True, default=None)
    seniority = serializers.ChoiceField(choices=Seniority.choices, allow_null=True, default=None)


class Exceptions(serializers.Field):
    """Amounts by month; what is null or not positive says nothing."""

    def to_internal_value(self, data) -> dict[str, int]:
        if not isinstance(data, dict):
            raise serializers.ValidationError("An object of amounts by month expected.")
        amounts = {
            month: int(as_float("exceptions", amount)) for month, amount in data.items() if amount is not None
        }
        return {month: amount for month, amount in amounts.items() if amount > 0}

    def to_representation(self, value):
        return value


class EntryChange(EntryInput):
    """What is left out becomes null."""

    exceptions = Exceptions(default=dict)


class BudgetRoutes(InProduction):
    def budget(self, project_id, pk) -> Budget:
        """The budget of the path, one of its production, for managers."""
        return self.child(self.managed_project(project_id).budgets, pk, "budget_id")


class ProjectBudgets(BudgetRoutes):
    def list(self, request, project_id):
        found = self.managed_project(project_id).budgets.order_by("revision")
        return Response(list(found.values(*BUDGET_KEYS)))

    def create(self, request, project_id):
        project = self.managed_project(project_id)
        budget = budgets.create(project=project, by=self.person, **self.read(BudgetInput))
        return Response(BUDGET.row(budget))

    def retrieve(self, request, project_id, pk):
        return Response(BUDGET.row(self.budget(project_id, pk)))

    def update(self, request, project_id, pk):
        budget = self.budget(project_id, pk)
        budgets.update(budget=budget, by=self.person, **self.read(BudgetChange))
        return Response(BUDGET.row(budget))

    def destroy(self, request, project_id, pk):
        budgets.delete(budget=self.budget(project_id, pk), by=self.person)
        return Response(status=204)

    @action(detail=False, methods=["get"], url_path="time-spents")
    def time_spents(self, request, project_id):
        project_id = as_uuid("project_id", project_id)
        if not self.scope.is_admin:
            raise Refused("Only admins see what time a production cost.")
        return Response(project_time.by_department(project_id))


class ProjectBudgetEntries(BudgetRoutes):
    """The entries of one budget."""

    def list(self, request, project_id, budget_id):
        found = self.budget(project_id, budget_id).entries.order_by("start_date", "created_at")
        return Response(list(found.values(*ENTRY_KEYS)))

    def create(self, request, project_id, budget_id):
        budget = self.budget(project_id, budget_id)
        body = self.read(EntryInput)
        body["position"] = body["position"] or Position.ARTIST
        body["seniority"] = body["seniority"] or Seniority.MID
        entry = budgets.create_entry(budget=budget, by=self.person, **body)
        return Response(ENTRY.row(entry))

    def retrieve(self, request, project_id, budget_id, pk):
        _, entry = self.entry(project_id, budget_id, pk)
        return Response(ENTRY.row(entry))

    def update(self, request, project_id, budget_id, pk):
        budget, entry = self.entry(project_id, budget_id, pk)
        budgets.update_entry(budget=budget, entry=entry, by=self.person, **self.read(EntryChange))
        return Response(ENTRY.row(entry))

    def destroy(self, request, project_id, budget_id, pk):
        budget, entry = self.entry(project_id, budget_id, pk)
        budgets.delete_entry(budget=budget, entry=entry, by=self.person)
        return Response(status=204)

    def entry(self, project_id, budget_id, pk) -> tuple[Budget, BudgetEntry]:
        """The entry of the path, one of its budget, which is one of its production."""
        budget = self.budget(project_id, budget_id)
        return budget, self.child(budget.entries, pk, "entry_id")


def register(router):
    router.register("data/projects/{project_id}/budgets", ProjectBudgets)
    router.register("data/projects/{project_id}/budgets/{budget_id}/entries", ProjectBudgetEntries)
