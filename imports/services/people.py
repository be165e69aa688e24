"""People as cells name them: by full name, email or id, in any case (notes on imports, section 1)."""

from functools import cached_property

from accounts.models import Person
from kitsu_site.exceptions import Invalid


class People:
    """Everybody, read once when first needed. Of several with one name, the active and older is meant."""

    @cached_property
    def by_key(self) -> dict[str, Person]:
        found = {}
        people = Person.objects.only("id", "first_name", "last_name", "email", "active", "is_bot")
        for person in people.order_by("-active", "is_bot", "created_at", "pk"):
            for key in (str(person.pk), person.email, person.full_name):
                if key:
                    found.setdefault(key.strip().lower(), person)
        return found

    def named(self, column: str, text: str) -> Person:
        """The person of that name, email or id; raises `Invalid`."""
        person = self.by_key.get(text.strip().lower())
        if person is None:
            raise Invalid(f"{column}: there is nobody named {text.strip()[:80]!r}.", field=column)
        return person

    def listed(self, column: str, text: str) -> list[Person]:
        """The people of a list with commas."""
        names = [name for name in text.split(",") if name.strip()]
        return list(dict.fromkeys(self.named(column, name) for name in names))
