"""Somebody in the back office who imports sheets, and exports lists."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Person
from kitsu_site.tests.office import Office, address, filled_form
from production.models import Entity, Task

MODELS = {"persons": Person, "estimations": Task}
ORDER = {"assets": "0", "shots": "1", "edits": "2", "casting": "3"}  # as the page of entities offers them


class Desk(Office):
    """Somebody with a sheet."""

    def upload(self, kind: str, *lines: str, content: bytes | None = None, name="sheet.csv", **form):
        """The preview of a sheet, or the form with what is wrong."""
        content = "\n".join(lines).encode() if content is None else content
        form = {name: getattr(value, "pk", value) for name, value in form.items()}
        form |= {"resource": ORDER.get(kind, "0"), "format": "0"}
        return self.client.post(
            address(MODELS.get(kind, Entity), "import"),
            {**form, "import_file": SimpleUploadedFile(name, content)},
        )

    def confirm(self, preview, **changed):
        """Confirm a preview, with what somebody `changed` in its form."""
        form = {**filled_form(preview.context["confirm_form"]), **changed}
        return self.client.post(address(preview.context["opts"].model, "process_import"), form)

    def may_import(self, model) -> tuple[bool, int, int]:
        """Whether the list has the button, and what the two steps answer."""
        button = f'href="{address(model, "import")}' in self.rows(model).content.decode()
        steps = [
            self.client.post(address(model, page), {"format": "0"}) for page in ("import", "process_import")
        ]
        return button, *(step.status_code for step in steps)

    def export(self, model, format: str = "0", **filters):
        page = self.client.get(address(model, "export"), filters)
        return self.client.post(page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], {
            **filled_form(page.context["form"]), "format": format
        })  # fmt: skip


def lines(answer) -> list[dict]:
    """The rows of a CSV file that was answered."""
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
