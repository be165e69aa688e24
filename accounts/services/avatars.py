"""Pictures of people and of the studio (notes on accounts, section 3.4)."""

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import Organisation, Person
from kitsu_site import avatars, events


@transaction.atomic
def set_of_person(*, person: Person, file: File, by: Person | None) -> None:
    """Give a person a picture; raises `Invalid` for a file that is none."""
    person.has_avatar = True
    person.save(update_fields=["has_avatar", "updated_at"])
    avatars.store(person.pk, file)
    events.emit("person:update", by=by, person_id=person.pk)
    events.emit("person:set-thumbnail", by=by, person_id=person.pk)


@transaction.atomic
def set_of_organisation(*, organisation: Organisation, file: UploadedFile, by: Person) -> None:
    """Give the studio a picture; raises `Invalid` for a file that is none."""
    organisation.has_avatar = True
    organisation.save(update_fields=["has_avatar", "updated_at"])
    avatars.store(organisation.pk, file)
    events.emit("organisation:update", by=by, organisation_id=organisation.pk)
    events.emit("organisation:set-thumbnail", by=by, organisation_id=organisation.pk)
