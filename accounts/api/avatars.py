"""Pictures of people and of the studio: /pictures/thumbnails/persons, .../organisations.

Each is served with and without `.png` (notes on accounts, section 3.4).
"""

from rest_framework.decorators import action
from rest_framework.response import Response

from accounts import policies
from accounts.models import Person
from accounts.services import avatars as services
from accounts.services import organisations
from kitsu_site import avatars, sending
from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.api.uploads import PARSERS, uploaded
from kitsu_site.exceptions import Missing, Refused

NO_PICTURE = "There is no picture."


class PersonAvatars(ScopedViewSet):
    parser_classes = PARSERS

    @action(detail=False, methods=["get"], url_path="{instance_id}")
    def picture(self, request, instance_id):
        return self.read_one(request, instance_id)

    @action(detail=False, methods=["get"], url_path="{instance_id}.png")
    def picture_png(self, request, instance_id):
        return self.read_one(request, instance_id)

    @picture.mapping.post
    def upload(self, request, instance_id):
        return self.write_one(request, instance_id)

    @picture_png.mapping.post
    def upload_png(self, request, instance_id):
        return self.write_one(request, instance_id)

    def read_one(self, request, pk):
        person = self.find(Person, pk)
        if not person.has_avatar:
            raise Missing(NO_PICTURE)
        return sending.answer(request, avatars.place(person.pk), kind="image/png")

    def write_one(self, request, pk):
        person = self.find(Person, pk)
        self.check(policies.is_oneself_or_admin, person)
        services.set_of_person(person=person, file=uploaded(request), by=self.person)
        return Response({"thumbnail_path": avatars.path("persons", person.pk)}, status=201)


class OrganisationAvatars(PersonAvatars):
    """Whatever id is given: there is one studio."""

    def read_one(self, request, pk):
        organisation = organisations.current()
        if not organisation.has_avatar:
            raise Missing(NO_PICTURE)
        place = avatars.place(organisation.pk)
        return sending.answer(request, place, kind="image/png")

    def write_one(self, request, pk):
        if not self.scope.is_admin:
            raise Refused("Only admins change the picture of the studio.")
        organisation = organisations.current()
        services.set_of_organisation(organisation=organisation, file=uploaded(request), by=self.person)
        return Response({"thumbnail_path": avatars.path("organisations", organisation.pk)}, status=201)


def register(router):
    router.register("pictures/thumbnails/persons", PersonAvatars)
    router.register("pictures/thumbnails/organisations", OrganisationAvatars)
