"""Pages of a collection (notes on crud, section 1)."""

import math
from dataclasses import dataclass

from django.conf import settings

from kitsu_site.exceptions import Invalid

from .filters import as_integer


@dataclass(frozen=True)
class Page:
    """The page that a query asks for, numbered from 1."""

    number: int
    limit: int

    @classmethod
    def of(cls, params) -> "Page | None":
        """The page asked for, or None where all rows are; raises `Invalid`."""
        limit = as_integer("limit", params["limit"], 2**31) if params.get("limit") else 0
        if limit < 0:
            raise Invalid("limit: it may not be negative.", field="limit")
        if "page" not in params:
            return None
        number = as_integer("page", params["page"], 2**31)
        return None if number < 0 else cls(number, limit or settings.NB_RECORDS_PER_PAGE)

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.limit

    def cut(self, queryset):
        """The rows of this page, last changed first; none where the page does not exist."""
        ordered = queryset.order_by("-updated_at", "-created_at", "pk")
        return ordered[self.offset : self.offset + self.limit] if self.number else ordered.none()

    def envelope(self, rows: list, total: int) -> dict:
        """The answer around the page's `rows`."""
        return {
            "data": rows,
            "total": total,
            "nb_pages": math.ceil(total / self.limit),
            "limit": self.limit,
            "offset": self.offset,
            "page": self.number,
        }
