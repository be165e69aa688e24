"""The site of the back office."""

from urllib.parse import unquote_plus

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import InvalidPage
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from unfold.sites import UnfoldAdminSite

from kitsu_site.api import throttles

from .pages import error_page


class Autocomplete(AutocompleteJsonView):
    """What to choose from, as far as the viewer sees it, called as its own page calls it."""

    def get_queryset(self):
        return super().get_queryset().select_related(*self.model_admin.label_related)

    def serialize_result(self, obj, to_field_name):
        return {**super().serialize_result(obj, to_field_name), "text": self.model_admin.label(obj)}

    def has_perm(self, request, obj=None):
        """Also the form that the choice is for must be open to the viewer, and show the field."""
        source = self.admin_site._registry.get(self.source_field.model)
        return (
            super().has_perm(request, obj)
            and source is not None
            and source.has_view_permission(request)
            and self.source_field.name not in source.hidden(request)
        )


class StudioSite(UnfoldAdminSite):
    """`sign_in` (a LoginView) and `password_form` are set by the app of the accounts."""

    index_template = "admin/dashboard.html"
    index_title = "Overview"
    empty_value_display = "-"
    sign_in = password_form = None

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            # PostgreSQL takes no such text, wherever it would end up.
            if "\0" in unquote_plus(request.META.get("QUERY_STRING", "")):
                raise SuspiciousOperation("A zero byte in the query.")
            return inner(request, *args, **kwargs)

        guarded.csrf_exempt = getattr(inner, "csrf_exempt", False)
        return guarded

    def get_app_list(self, request, app_label=None):
        """Found when it is looked at: every page is given it, and the sidebar has no use for it."""
        return SimpleLazyObject(lambda: super(StudioSite, self).get_app_list(request, app_label))

    def autocomplete_view(self, request):
        return Autocomplete.as_view(admin_site=self)(request)

    def search(self, request, extra_context=None):
        try:
            return super().search(request, extra_context)
        except (ValueError, InvalidPage):
            raise Http404("There is no such page.") from None

    def login(self, request, extra_context=None):
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse(f"{self.name}:index"))
        request.current_app = self.name
        context = {
            **self.each_context(request),
            "title": "Log in",
            "app_path": request.get_full_path(),
            "next": reverse(f"{self.name}:index"),
            **(extra_context or {}),
        }
        if "next" in request.GET or "next" in request.POST:
            del context["next"]  # the view checks where that leads
        return self.guessing(request, self.sign_in.as_view(extra_context=context))

    def guessing(self, request, view):
        """A view that takes guesses of a password or a code: 429 where there are too many."""
        account = str(request.user.pk) if request.user.is_authenticated else request.POST.get("username")
        if request.method == "POST" and (wait := throttles.seconds_to_wait(request, account=account)):
            page = error_page(429, "Too many attempts.")
            page["Retry-After"] = str(wait)
            return page
        return view(request)

    def password_change(self, request, extra_context=None):
        from django.contrib.auth.views import PasswordChangeView

        request.current_app = self.name
        view = PasswordChangeView.as_view(
            form_class=self.password_form,
            success_url=reverse(f"{self.name}:password_change_done"),
            template_name="registration/password_change_form.html",
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        return self.guessing(request, view)


site = StudioSite(name="admin")
