"""People, departments and the studio in the back office; and how one signs in to it."""

from . import (  # noqa: F401 - they register themselves
    custom_action,
    day_off,
    department,
    equipment,
    issued_token,
    login_log,
    organisation,
    own_password,
    password_reset,
    person,
    plugin,
    salary_scale,
    sign_in,
    studio,
)
