"""Filters of the page of assets and shots. Episodes and sequences are offered once a production is chosen."""

from django.db.models import Q
from unfold.contrib.filters.admin import DropdownFilter

from kitsu_site.admin.resources import scope_of
from production.models import Entity, EntityLink, Task, TaskStatus, TaskType

KINDS = ("Asset", "Shot", "Sequence", "Episode", "Scene", "Edit", "Concept")
PROJECT = "project__id__exact"
TASK_TYPE, TASK_STATUS = "task_type", "task_status"


class KindFilter(DropdownFilter):
    title, parameter_name = "kind", "kind"

    def lookups(self, request, model_admin):
        return [(kind, f"{kind}s") for kind in KINDS]

    def queryset(self, request, queryset):
        return queryset.of_kind(self.value()) if self.value() in KINDS else queryset


class InProduction(DropdownFilter):
    """By an entity of the chosen production; not shown as long as none is chosen."""

    kind = ""

    def lookups(self, request, model_admin):
        entities = Entity.objects.of_kind(self.kind).visible_to(scope_of(request))
        project_id = request.GET.get(PROJECT)
        if not project_id:
            return []
        try:
            found = entities.filter(project_id=project_id).order_by("parent__name", "name")
            return [(str(row.pk), str(row)) for row in found.only("pk", "name")]
        except (ValueError, TypeError):
            return []

    def queryset(self, request, queryset):
        known = {pk for pk, _ in self.lookup_choices}
        return queryset.filter(self.below(self.value())) if self.value() in known else queryset

    def below(self, pk: str) -> Q:
        """The condition that something belongs to the chosen entity."""
        raise NotImplementedError


class EpisodeFilter(InProduction):
    """Sequences, edits, shots and scenes of an episode; assets made for it or cast in it."""

    title, parameter_name, kind = "episode", "episode", "Episode"

    def below(self, pk):
        cast = EntityLink.objects.filter(entity_in_id=pk).values("entity_out_id")
        return Q(parent_id=pk) | Q(parent__parent_id=pk) | Q(source_id=pk) | Q(pk__in=cast)


class SequenceFilter(InProduction):
    """Shots and scenes of a sequence; assets cast in its shots."""

    title, parameter_name, kind = "sequence", "sequence", "Sequence"

    def below(self, pk):
        cast = EntityLink.objects.filter(entity_in__parent_id=pk).values("entity_out_id")
        return Q(parent_id=pk) | Q(pk__in=cast)


class OfTask(DropdownFilter):
    """By the tasks of an entity: the type and the status that are chosen must be of the same task."""

    model = None

    def lookups(self, request, model_admin):
        rows = self.model.objects.order_by("priority", "name")
        return [(str(row.pk), str(row)) for row in rows if getattr(row, "for_entity", "") != "Project"]

    def queryset(self, request, queryset):
        if self.value() not in {pk for pk, _ in self.lookup_choices}:
            return queryset
        tasks = Task.objects.filter(**{self.parameter_name: self.value()})
        return queryset.filter(pk__in=self.narrowed(request, tasks).values("entity_id"))

    def narrowed(self, request, tasks):
        return tasks


class TaskTypeFilter(OfTask):
    title, parameter_name, model = "task type", TASK_TYPE, TaskType


class TaskStatusFilter(OfTask):
    title, parameter_name, model = "task status", TASK_STATUS, TaskStatus

    def narrowed(self, request, tasks):
        types = {str(pk) for pk in TaskType.objects.values_list("pk", flat=True)}
        chosen = request.GET.get(TASK_TYPE)
        return tasks.filter(task_type=chosen) if chosen in types else tasks
