"""Sign-in to the admin site with the account of the API."""

from accounts.models import Person


class PersonBackend:
    """Finds people for Django's sessions; `accounts.services.sessions` checks what they bring."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        from accounts.services import sessions
        from kitsu_site.exceptions import StudioError

        if username is None or password is None:
            return None
        try:
            return sessions.check(login=username, password=password)
        except StudioError as error:
            if request is not None:
                request.sign_in_refusal = error  # the form says why
            return None

    def get_user(self, user_id):
        return Person.objects.with_generation().filter(pk=user_id, active=True).first()
