"""What admins do to people in the back office, one at a time or to several."""

from django.contrib import messages
from unfold.decorators import action

from accounts import policies
from accounts.models import Person
from accounts.services import mails, persons, revocations, two_factors
from kitsu_site.admin.dialogs import dialog, to_page
from kitsu_site.admin.resources import scope_of
from kitsu_site.exceptions import StudioError


class PersonActions:
    """A mixin of the page of people: buttons of a person's page, and actions of the list."""

    actions = ("invite_selected", "deactivate_selected")
    actions_detail = ("invite", "reset_second_factor", "sign_out", "deactivate", "reactivate")

    # Who may, and on whom it makes sense

    def target(self, request, object_id) -> Person | None:
        """The person of the page, for an admin."""
        if not scope_of(request).is_admin or object_id is None:
            return None
        return self.once(request, f"person {object_id}", lambda _: self.get_object(request, object_id))

    def has_invite_permission(self, request, object_id=None):
        return scope_of(request).is_admin

    def has_deactivate_permission(self, request, object_id=None):
        person = self.target(request, object_id)
        if person is None:
            return object_id is None and scope_of(request).is_admin
        return bool(person.active) and person.pk != request.user.pk

    def has_reactivate_permission(self, request, object_id=None):
        person = self.target(request, object_id)
        return person is not None and not person.active

    def has_sign_out_permission(self, request, object_id=None):
        return self.target(request, object_id) is not None

    def has_reset_second_factor_permission(self, request, object_id=None):
        person = self.target(request, object_id)
        return (
            person is not None
            and bool(two_factors.enabled(person))
            and policies.may_reset_credentials(scope_of(request), person)
        )

    # One person

    @action(
        description="Send an invitation",
        icon="mail",
        permissions=["invite"],
        dialog=dialog(
            "Send an invitation?", "A mail with a link to choose a password, good for a week.", "Send"
        ),
    )
    def invite(self, request, form, object_id):
        person = self.get_object(request, object_id)
        if is_invited(person):
            mails.invitation(person)
            self.message_user(request, f"An invitation was sent to {person.email}.", messages.SUCCESS)
        else:
            self.message_user(request, "Only people with an address are invited.", messages.ERROR)
        return to_page(person)

    @action(
        description="Reset the second factor",
        icon="lock_reset",
        permissions=["reset_second_factor"],
        dialog=dialog(
            "Take the second factors away?",
            "Their apps, keys and recovery codes are forgotten; the person is told by mail.",
            "Reset",
        ),
    )
    def reset_second_factor(self, request, form, object_id):
        def reset(person):
            two_factors.disable(person=person)
            mails.two_factor_disabled(person)

        return self.done(request, object_id, reset, "signs in with the password alone")

    @action(
        description="Sign out everywhere",
        icon="logout",
        permissions=["sign_out"],
        dialog=dialog("End every session?", "API tokens are void, too.", "Sign out"),
    )
    def sign_out(self, request, form, object_id):
        return self.done(request, object_id, revocations.revoke_all, "is signed out everywhere")

    @action(
        description="Deactivate",
        icon="person_off",
        permissions=["deactivate"],
        dialog=dialog(
            "Keep the person out?",
            "Sessions and API tokens end for good; what the person did stays.",
            "Deactivate",
        ),
    )
    def deactivate(self, request, form, object_id):
        return self.done(request, object_id, self.deactivator(request), "is not active any more")

    @action(
        description="Reactivate",
        icon="person_check",
        permissions=["reactivate"],
        dialog=dialog("Let the person in again?", "With the password they had.", "Reactivate"),
    )
    def reactivate(self, request, form, object_id):
        def activate(person):
            persons.set_active(person=person, active=True, by=request.user)

        return self.done(request, object_id, activate, "is active again")

    def done(self, request, object_id, act, words: str):
        """Act on the person of the page; where a service refuses, the page says why."""
        person = self.get_object(request, object_id)
        try:
            act(person)
        except StudioError as error:
            self.message_user(request, error.message, messages.ERROR)
        else:
            self.log_change(request, person, words)
            self.message_user(request, f"{person} {words}.", messages.SUCCESS)
        return to_page(person)

    def deactivator(self, request):
        return lambda person: persons.deactivate(person=person, by=request.user)

    # Several

    @action(description="Send invitations", permissions=["invite"])
    def invite_selected(self, request, queryset):
        invited = [person for person in queryset if is_invited(person)]
        for person in invited:
            mails.invitation(person)
        words = "1 invitation was" if len(invited) == 1 else f"{len(invited)} invitations were"
        self.message_user(request, f"{words} sent.", messages.SUCCESS)

    @action(description="Deactivate", permissions=["deactivate"])
    def deactivate_selected(self, request, queryset):
        done = 0
        for person in queryset.filter(active=True).exclude(pk=request.user.pk):
            try:
                self.deactivator(request)(person)
            except StudioError as error:
                self.message_user(request, f"{person}: {error.message}", messages.ERROR)
            else:
                self.log_change(request, person, "is not active any more")
                done += 1
        words = "1 person is" if done == 1 else f"{done} people are"
        self.message_user(request, f"{words} not active any more.", messages.SUCCESS)


def is_invited(person: Person) -> bool:
    """Whether there is somebody to write to, who may come in."""
    return bool(person.email and person.active and not person.is_bot)
