"""What the start of a process does not load: what only some calls of some studios need."""

import os
import subprocess
import sys

from django.conf import settings

LATER = ("authlib", "ldap3", "onelogin", "xmlsec")


def test_libraries_of_single_sign_on_are_loaded_when_somebody_signs_in():
    program = (
        "import sys, django; django.setup(); import kitsu_site.urls; from django.core.management import "
        f"get_commands; get_commands(); print(*sorted(set(sys.modules) & set({LATER})))"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "kitsu_site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "\n"), done.stderr
