"""The sidebar: every page that the viewer may open, grouped by what people look for."""

from django.urls import reverse
from django.utils.text import capfirst

GROUPS = (
    "Productions",
    "Breakdown",
    "Tasks",
    "Reviews",
    "Files",
    "Schedule & budget",
    "People",
    "Studio vocabulary",
    "Activity",
)
OPEN = ("Productions", "Breakdown", "Tasks", "Reviews")


def navigation(request) -> list[dict]:
    """The groups and their pages, for unfold's SIDEBAR."""
    from .site import site

    groups = {title: [] for title in GROUPS}
    for page in sorted(site._registry.values(), key=place):
        if page.has_view_permission(request):
            opts = page.opts
            groups[page.group].append(
                {
                    "title": capfirst(opts.verbose_name_plural),
                    "icon": page.icon,
                    "link": reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"),
                }
            )
            groups[page.group] += [
                {"title": title, "icon": icon, "link": reverse(name)} for title, icon, name in page.pages
            ]
    overview = {"title": "Overview", "icon": "dashboard", "link": reverse("admin:index")}
    return [{"items": [overview]}] + [
        {"title": title, "items": items, "collapsible": title not in OPEN, "separator": True}
        for title, items in groups.items()
        if items
    ]


def place(page) -> tuple:
    """The most wanted pages first, then by name."""
    return page.order, page.opts.verbose_name_plural
