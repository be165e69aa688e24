"""People: /data/persons and what is done to one of them (notes on accounts, section 3)."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Concat, Trim
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts import policies
from accounts.api.wires import PERSON, PERSON_WITH_HASH, SHORT, SHORT_PERSON
from accounts.models import Department, Person
from accounts.services import mails, passwords, persons, two_factors
from kitsu_site.api import filters
from kitsu_site.api.crud import CrudViewSet, ScopedViewSet
from kitsu_site.api.serializers import Id, JsonObject, Moment, StrictText, Text
from kitsu_site.exceptions import Invalid, Refused

# The columns of second factors change through /auth alone.
NEVER_WRITABLE = (
    "totp_enabled",
    "email_otp_enabled",
    "fido_enabled",
    "preferred_two_factor_authentication",
)


class PersonViewSet(CrudViewSet):
    wire, policy, rows = PERSON, policies.People(), persons.ROWS
    protected = NEVER_WRITABLE
    update_links = True
    extra_input = {
        "password": Text(required=False, allow_null=True),
        "data": JsonObject(required=False, allow_null=True),
        # Shown to nobody; an admin ends a lock-out by them.
        "login_failed_attemps": serializers.IntegerField(required=False, min_value=0, max_value=2**31 - 1),
        "last_login_failed": Moment(required=False, allow_null=True),
    }

    def narrow(self, queryset, params):
        if "full_name" in params:
            full_name = Trim(Concat(F("first_name"), Value(" "), F("last_name"), output_field=CharField()))
            return queryset.alias(whole=full_name).filter(whole=params["full_name"])
        return queryset

    def unfilterable(self):
        if policies.sees_whole_people(self.scope):
            return self.wire.secret
        return set(self.wire.all_columns) - {*SHORT_PERSON, "email"}

    def present(self, queryset, *, links, only=None):
        wire = SHORT
        if policies.sees_whole_people(self.scope):
            with_hash = filters.wanted(self.request.query_params, "with_pass_hash")
            wire = PERSON_WITH_HASH if with_hash else PERSON
        return wire.rows(queryset, links=links, only=only)

    def answer(self, row, *, links, created=False):
        if self.request.method == "GET":
            wire = PERSON if policies.sees_whole_person(self.scope) else SHORT
            return wire.row(row, links=links)
        token = getattr(row, "access_token", None)
        return {**PERSON.row(row, links=True), **({"access_token": token} if token else {})}

    def before_create(self, body):
        if body.get("active", True) and not body.get("is_bot") and not body.get("is_guest"):
            persons.check_user_limit()

    def writable(self, row, body):
        if body.get("two_factor_authentication") not in (None, *Person.TwoFactor.values):
            raise Invalid("There is no such second factor.", field="two_factor_authentication")
        dropped = policies.unwritable_of(self.scope, row) | {"password"}
        return {name: value for name, value in body.items() if name not in dropped}


class NewPasswordInput(serializers.Serializer):
    password = StrictText(allow_blank=False)
    password_2 = StrictText(allow_blank=False)


class DepartmentInput(serializers.Serializer):
    department_id = Id()


class PersonActions(ScopedViewSet):
    """What admins do to a person (and everybody to their own picture)."""

    lookup_url_kwarg = "person_id"

    @action(detail=True, methods=["post"], url_path="change-password")
    def change_password(self, request, person_id):
        person = self.human(person_id)
        body = self.read(NewPasswordInput)
        self.check_credentials_of(person)
        passwords.check_new(body["password"], body["password_2"])
        own_session = request.auth if person.pk == self.person.pk else None
        passwords.change(person=person, password=body["password"], by=own_session)
        mails.password_changed(person)
        return Response({"success": True})

    @action(detail=True, methods=["post"], url_path="reset-password-link")
    def reset_password_link(self, request, person_id):
        person = self.human(person_id)
        self.check_credentials_of(person)
        return Response({"reset_password_link": passwords.reset_link(address_of(person), hours=2)})

    @action(detail=True, methods=["get"])
    def invite(self, request, person_id):
        person = self.human(person_id)
        address_of(person)
        mails.invitation(person)
        return Response({"success": True, "message": "Email sent"})

    @action(detail=True, methods=["delete"], url_path="disable-two-factor-authentication")
    def disable_two_factor_authentication(self, request, person_id):
        person = self.human(person_id)
        if not policies.may_reset_credentials(self.scope, person):
            raise Invalid("The second factors of another admin stay.")
        two_factors.disable(person=person)
        mails.two_factor_disabled(person)
        return Response({"success": True})

    @action(detail=True, methods=["post"], url_path="departments/add")
    def add_department(self, request, person_id):
        person = self.somebody(person_id)
        department = self.department(self.read(DepartmentInput)["department_id"])
        persons.add_department(person=person, department=department, by=self.person)
        return Response(PERSON.row(person, links=True), status=201)

    @action(detail=True, methods=["delete"], url_path="departments/{department_id}")
    def remove_department(self, request, person_id, department_id):
        person = self.somebody(person_id)
        department = self.department(filters.as_uuid("department_id", department_id))
        persons.remove_department(person=person, department=department, by=self.person)
        return Response(status=204)

    @action(detail=True, methods=["delete"], url_path="clear-avatar")
    def clear_avatar(self, request, person_id):
        persons.clear_avatar(person=self.somebody(person_id), by=self.person)
        return Response(status=204)

    def somebody(self, person_id) -> Person:
        """The person of the path, for an admin."""
        self.check(policies.is_admin)
        return self.find(Person, person_id)

    def human(self, person_id) -> Person:
        """The same; bots have no password, no mail and no second factor."""
        person = self.somebody(person_id)
        if person.is_bot:
            raise Refused("Bots do not sign in.")
        return person

    def check_credentials_of(self, person) -> None:
        if persons.is_protected(person):
            raise Invalid("This account is protected (setting PROTECTED_ACCOUNTS).")
        if not policies.may_reset_credentials(self.scope, person):
            raise Invalid("The password of another admin stays.")

    def department(self, department_id) -> Department:
        """The department of the call: 400 where there is none."""
        department = Department.objects.filter(pk=department_id).first()
        if department is None:
            raise Invalid(f"There is no department {department_id}.", field="department_id")
        return department


class OwnActions(ScopedViewSet):
    """What everybody does to themselves."""

    @action(detail=False, methods=["delete"], url_path="clear-avatar")
    def clear_avatar(self, request):
        persons.clear_avatar(person=self.person, by=self.person)
        return Response(status=204)


def address_of(person) -> str:
    """The address of a person; raises `Invalid` where there is none to write to."""
    if not person.email:
        raise Invalid("This person has no email address.", field="email")
    return person.email
