"""What the start of a process does not load: what only some calls of some studios need."""

import os
import subprocess
import sys

from django.conf import settings

LATER = ("authlib", "ldap3", "onelogin", "xmlsec")


def output_of(program: str) -> str:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "kitsu_site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_libraries_of_single_sign_on_are_loaded_when_somebody_signs_in():
    program = (
        "import sys, django; django.setup(); import kitsu_site.urls; from django.core.management import "
        f"get_commands; get_commands(); print(*sorted(set(sys.modules) & set({LATER})))"
    )
    assert output_of(program) == "\n"


def test_the_back_office_is_loaded_with_the_routes_and_checked_all_the_same():
    program = (
        "import sys, django; django.setup(); print('kitsu_site.admin' in sys.modules);"
        "from django.core import checks; checks.run_checks(tags=['admin']);"
        "from kitsu_site.admin import site; print(len(site._registry) > 50)"
    )
    assert output_of(program) == "False\nTrue\n"
