"""Deleting in the back office: what refers to the rows is counted, never loaded; the service does it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.text import capfirst

from kitsu_site.exceptions import Invalid
from kitsu_site.services import Rows

from .resources import scope_of

MOST_AT_ONCE = 500


class DeletionMixin:
    """For a ModelAdmin: `delete_model`, `delete_queryset` and their confirmation pages."""

    def get_deleted_objects(self, objs, request):
        """What the confirmation pages show: the rows, and how many others refer to them, by kind."""
        objs = list(objs[: MOST_AT_ONCE + 1]) if isinstance(objs, models.QuerySet) else objs
        if len(objs) > MOST_AT_ONCE:
            raise Invalid(f"No more than {MOST_AT_ONCE} rows are deleted at once.")
        names = [f"{capfirst(self.opts.verbose_name)}: {self.label(obj)}" for obj in objs]
        counts = {self.opts.verbose_name_plural: len(objs)}
        protected = []
        for relation in self.model._meta.related_objects:
            if relation.many_to_many:
                continue
            rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": objs})
            if number := rows.count():
                kind = relation.related_model._meta
                if relation.on_delete is models.CASCADE or self.clears(request):
                    counts[kind.verbose_name_plural] = counts.get(kind.verbose_name_plural, 0) + number
                else:
                    protected.append(
                        f"{number} {kind.verbose_name if number == 1 else kind.verbose_name_plural}"
                    )
        refused = {self.opts.verbose_name for obj in objs if not self.has_delete_permission(request, obj)}
        return names, counts, refused, protected

    def clears(self, request) -> bool:
        """Whether the service says itself what a deletion takes along, and what stands in its way."""
        service = type(self.resource(request).service)
        return service.clear is not Rows.clear or service.delete is not Rows.delete

    def delete_model(self, request, obj):
        resource = self.resource(request)
        row = self.model._base_manager.get(pk=obj.pk)
        resource.before_destroy(row)
        resource.service.delete(row=row, by=scope_of(request).person)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        """Delete the rows one by one, all or none, each as its service does."""
        for obj in queryset:
            if not self.has_delete_permission(request, obj):
                raise PermissionDenied
            self.delete_model(request, obj)

    def delete_view(self, request, object_id, extra_context=None):
        return self.or_message(request, super().delete_view, request, object_id, extra_context)

    def response_action(self, request, queryset):
        def act():
            with transaction.atomic():
                return super(DeletionMixin, self).response_action(request, queryset)

        return self.or_message(request, act)

    def or_message(self, request, view, *args):
        """What a view answers; a refusal becomes a message, and one is back where one came from."""
        from .model_admin import REFUSALS, words

        try:
            return view(*args)
        except REFUSALS as refusal:
            self.message_user(request, words(refusal), messages.ERROR)
            return self.back(request)
