"""Sheets in the back office: the preview, the confirmation, and who may."""

import io

import pytest
from django.contrib.admin.models import LogEntry
from openpyxl import Workbook

from accounts.models import Department, Person
from accounts.models.person import DepartmentLink
from imports.admin.uploads import Upload
from imports.services import plans, tables
from imports.services.sheets import SHEETS
from kitsu_site import storage
from kitsu_site.models import ApiEvent
from kitsu_site.tests.office import address, said, text
from production.models import Entity, EntityLink, Project, ProjectPersonLink, Task


def kept(person) -> bool:
    """Whether a sheet of theirs is stored."""
    return storage.exists(Upload(name=Upload.named(person, "")).place)


def described(page) -> list[tuple]:
    return [(change.line, change.action, change.name) for change in page.context["changes"]]


# The preview


def test_the_preview_says_what_becomes_of_each_row_and_writes_nothing(studio, desk):
    before = ApiEvent.objects.count()
    page = desk("manager").upload(
        "shots",
        "Sequence,Name,Frames,Coment",
        "SQ01,SH010,60,",
        "SQ01,SH020,96,",
        "SQ01,SH030,24,",
        "SQ01,sh0030,24,",
        project=studio.feature,
        update="on",
    )
    assert described(page) == [
        (2, "update", "SH010"),
        (3, "unchanged", "SH020"),
        (4, "create", "SH030"),
        (5, "create", "sh0030"),
    ]
    assert page.context["warnings"] == [
        (1, "Not read, as no rule knows the column: Coment."),
        (5, "The shot 'sh0030' is new, and nearly the name of 'SH030'."),
    ]
    assert "frames 60" in text(page)
    assert "Line 5: The shot &#x27;sh0030&#x27; is new" in text(page)
    assert ApiEvent.objects.count() == before
    assert Entity.objects.of_kind("Shot").filter(project=studio.feature).count() == 2


def test_a_refused_row_is_shown_with_its_line_and_reason_and_nothing_can_be_confirmed(studio, desk):
    page = desk("manager").upload(
        "shots", "Sequence,Name,Frames", "SQ01,SH030,24", "SQ01,SH040,many", project=studio.feature
    )
    assert described(page) == [(2, "create", "SH030"), (3, "refused", "SQ01, SH040, many")]
    assert "Nb Frames: a whole number expected, got &#x27;many&#x27;." in text(page)
    assert "confirm_form" not in page.context
    assert not kept(studio.manager)


def test_of_a_long_sheet_the_rows_that_matter_are_shown(studio, desk, monkeypatch):
    monkeypatch.setattr("imports.admin.sheet_pages.MOST_SHOWN", 2)
    page = desk("manager").upload(
        "shots", "Sequence,Name,Frames", "SQ01,SH010,", "SQ01,SH020,", "SQ01,SH030,", "SQ01,SH040,x",
        project=studio.feature,
    )  # fmt: skip
    assert described(page) == [(4, "create", "SH030"), (5, "refused", "SQ01, SH040, x")]
    assert "and 2 rows more" in text(page)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_the_encoding_of_the_sheet_is_found(studio, desk, encoding):
    content = "Type;Name;Description\nProps;Clé;née à Épinal\nProps;Île;là-bas\n".encode(encoding)
    page = desk("manager").upload("assets", content=content, project=studio.feature)
    assert [change.name for change in page.context["changes"]] == ["Clé", "Île"]


def test_a_workbook_is_a_sheet(studio, desk):
    book, file = Workbook(), io.BytesIO()
    for row in (
        ["Sequence", "Name", "Frames", "Description"],
        ["SQ01", "SH030", 24, None],
        [None],
        ["SQ01", "SH040", 3.0, "'=x"],
    ):
        book.active.append(row)  # fmt: skip
    book.save(file)
    someone = desk("manager")
    page = someone.upload("shots", content=file.getvalue(), name="shots.xlsx", project=studio.feature)
    assert described(page) == [(2, "create", "SH030"), (4, "create", "SH040")]
    someone.confirm(page)
    shots = Entity.objects.filter(name__in=["SH030", "SH040"]).order_by("name")
    assert list(shots.values_list("nb_frames", "description")) == [(24, ""), (3, "=x")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0", "This is no text"),
        (b"PK\x03\x04 and no zip", "This is no workbook (XLSX)"),
        (b"Type,Name\n", "No valid data to import"),
        (b"Type,Name\n" + b"x" * 400, "410 bytes, more than 400 bytes (setting IMPORT_MAX_SIZE)"),
    ],
)
def test_what_is_no_sheet_is_an_error_of_the_form(studio, desk, settings, content, words):
    settings.IMPORT_MAX_SIZE = 400
    page = desk("manager").upload("assets", content=content, project=studio.feature)
    assert words in " ".join(page.context["form"].errors["import_file"]).replace("\xa0", " ")
    assert not kept(studio.manager)


# The confirmation


def test_a_confirmed_sheet_is_imported_with_its_events_and_in_the_log(studio, desk):
    someone = desk("manager")
    page = someone.upload(
        "shots",
        "Sequence,Name,Frames,Animation,Animation assignations",
        "SQ01,SH010,60,,",
        "SQ02,SH030,24,wip,Ann Animator",
        project=studio.feature,
        update="on",
    )
    assert kept(studio.manager)
    before = ApiEvent.objects.count()
    answer = someone.confirm(page)
    assert (answer.status_code, answer["Location"]) == (302, address(Entity, "changelist"))
    assert said(answer) == ["sheet.csv was imported: 1 created, 1 changed."]
    shot = Entity.objects.get(name="SH030")
    assert (shot.parent.name, shot.nb_frames, shot.created_by_id) == ("SQ02", 24, studio.manager.pk)
    names = set(ApiEvent.objects.order_by("created_at")[before:].values_list("name", flat=True))
    assert {"sequence:new", "shot:new", "shot:update", "task:new", "task:assign", "comment:new"} <= names
    log = LogEntry.objects.filter(user=studio.manager).order_by("object_repr")
    assert [(entry.object_repr, entry.action_flag, entry.change_message) for entry in log] == [
        ("SH010", 2, "Imported from sheet.csv, line 2."),
        ("SH030", 1, "Imported from sheet.csv, line 3."),
    ]
    assert not kept(studio.manager)


def test_what_is_refused_by_the_time_of_the_confirmation_leaves_nothing(studio, desk):
    someone = desk("admin")
    sheet = (
        "First Name,Last Name,Email,Departments",
        "New,One,new@example.com,",
        "Ann,A,ann@example.com,Modeling",
    )
    page = someone.upload("persons", *sheet)
    Department.objects.filter(name="Modeling").update(name="Sculpting")
    answer = someone.confirm(page)
    assert "Departments: there is no department &#x27;Modeling&#x27;." in text(answer)
    assert "nothing was imported" in text(answer)
    assert not Person.objects.filter(email="new@example.com").exists()
    assert not LogEntry.objects.exists()
    assert not kept(studio.admin)


def test_people_are_imported_by_an_admin(studio, desk):
    someone = desk("admin")
    page = someone.upload(
        "persons",
        "First Name,Last Name,Email,Role",
        "Nia,New,nia@example.com,Artist",
        "Ann,Smith,animator@example.com,",
    )
    assert described(page) == [(2, "create", "nia@example.com"), (3, "unchanged", "animator@example.com")]
    assert said(someone.confirm(page)) == ["sheet.csv was imported: 1 created, 1 left as they were."]
    assert Person.objects.get(email="nia@example.com").role == "user"
    assert Person.objects.get(email="animator@example.com").last_name == "Animator"


def test_a_casting_is_imported(studio, desk):
    someone = desk("manager")
    page = someone.upload(
        "casting",
        "Parent,Name,Asset Type,Asset,Occurences",
        "SQ01,SH020,Props,Lamp,2",
        "SQ01,SH020,Props,Sofa,1",
        project=studio.feature,
    )
    assert page.context["warnings"] == [(3, "Passed over: there is no Props / Sofa.")]
    someone.confirm(page)
    assert EntityLink.objects.get(entity_in=studio.second_shot).nb_occurences == 2


def test_a_supervisor_imports_estimations(studio, desk):
    someone = desk("supervisor")
    page = someone.upload(
        "estimations", "Parent,Entity,Estimation", "SQ01,SH010,2.5", "SQ01,SH020,",
        project=studio.feature, task_type=studio.animation,
    )  # fmt: skip
    assert described(page) == [(2, "update", "SQ01 / SH010"), (3, "unchanged", "SQ01 / SH020")]
    someone.confirm(page)
    studio.first_animation.refresh_from_db()
    assert studio.first_animation.estimation == 1200


def test_estimations_of_one_episode_leave_the_others_alone(studio, desk):
    shot = {"project": studio.series, "entity_type": studio.shot_type}
    there = Entity.objects.create(name="SQ01", project=studio.series, entity_type=studio.sequence_type)
    other = Entity.objects.create(name=studio.episode_shot.name, parent=there, **shot)
    Entity.objects.filter(pk=studio.episode_sequence.pk).update(name="SQ01")
    task = Task.objects.create(name="main", entity=other, project=studio.series, task_type=studio.animation)
    someone = desk("admin")
    sheet = ("Parent,Entity,Estimation", "SQ01,E01_SH010,1")
    into = {"project": studio.series, "task_type": studio.animation, "episode": studio.episode}
    page = someone.upload("estimations", *sheet, **into)
    assert page.context["destination"] == "Night Shift, E01, Animation"
    assert "estimation, in minutes 480" in text(page)
    someone.confirm(page)
    found = Task.objects.filter(pk__in=[task.pk, studio.episode_animation.pk])
    assert dict(found.values_list("pk", "estimation")) == {task.pk: 0, studio.episode_animation.pk: 480}
    page = someone.upload("estimations", *sheet, **{**into, "project": studio.feature})
    assert page.context["form"].errors == {"episode": ["E01 is no episode of Big Buck."]}


def test_a_sheet_is_confirmed_once_and_only_the_one_that_was_looked_at(studio, desk):
    someone = desk("manager")
    first = someone.upload("assets", "Type,Name", "Props,Sofa", project=studio.feature)
    second = someone.upload("assets", "Type,Name", "Props,Chair", project=studio.feature)
    assert "The sheet is not there any more" in text(someone.confirm(first))
    assert someone.confirm(second).status_code == 302
    assert "The sheet is not there any more" in text(someone.confirm(second))
    assert sorted(Entity.objects.of_kind("Asset").values_list("name", flat=True)) == [
        "Chair",
        "Hero",
        "Lamp",
        "Robot",
    ]


# Who may


@pytest.mark.parametrize(
    ("name", "model", "expected"),
    [
        ("admin", Person, (True, 200, 200)),
        ("manager", Person, (False, 403, 403)),
        ("manager", Entity, (True, 200, 200)),
        ("supervisor", Entity, (False, 403, 403)),
        ("supervisor", Task, (True, 200, 200)),
    ],
)
def test_a_sheet_is_open_to_whom_the_policy_names(studio, desk, name, model, expected):
    assert desk(name).may_import(model) == expected


@pytest.mark.parametrize("role", ["vendor", "supervisor"])
def test_a_manager_without_a_production_to_manage_imports_nothing(studio, desk, role):
    ProjectPersonLink.objects.filter(person=studio.manager).update(role=role)
    assert desk("manager").may_import(Entity) == (False, 403, 403)


def test_only_productions_that_the_viewer_manages_are_offered_and_taken(studio, desk):
    someone = desk("manager")
    form = someone.client.get(address(Entity, "import")).context["form"]
    assert [project.name for project in form.fields["project"].queryset] == ["Big Buck"]
    page = someone.upload("assets", "Type,Name", "Props,Sofa", project=studio.series)
    assert "project" in page.context["form"].errors


def test_a_confirmation_that_was_tampered_with_imports_nothing(studio, desk):
    someone = desk("manager")
    page = someone.upload("assets", "Type,Name", "Props,Sofa", project=studio.feature)
    for changed in (
        {"resource": "9"},
        {"resource": "-1"},
        {"format": "x"},
        {"import_file_name": "../../etc/passwd"},
        {"import_file_name": ""},
        {"project": "x"},
        {"project": str(studio.series.pk)},
    ):
        answer = someone.confirm(page, **changed)
        assert (answer.status_code, "Nothing was imported." in text(answer)) == (200, True), changed
    assert not Entity.objects.filter(name="Sofa").exists()


def test_nobody_confirms_the_sheet_of_somebody_else(studio, desk):
    page = desk("manager").upload("assets", "Type,Name", "Props,Sofa", project=studio.feature)
    assert "The sheet is not there any more" in text(desk("admin").confirm(page))


def test_a_supervisor_estimates_the_task_types_of_their_departments(studio, desk):
    sheet = ("Parent,Entity,Estimation", "Props,Lamp,1")
    into = {"project": studio.feature, "task_type": studio.modeling}
    page = desk("supervisor").upload("estimations", *sheet, **into)
    assert page.context["form"].errors == {"task_type": ["You may not estimate Modeling in Big Buck."]}
    DepartmentLink.objects.filter(person=studio.supervisor).delete()
    page = desk("supervisor").upload("estimations", *sheet, **into)
    assert described(page) == [(2, "update", "Props / Lamp")]


def test_the_breakdown_leads_to_the_casting_sheet_of_its_production(studio, desk):
    link = f"{address(Entity, 'import')}?sheet=casting&amp;project={studio.feature.pk}"
    page = address(Entity, "changelist") + "breakdown/"
    assert link in desk("manager").client.get(page).content.decode()
    assert link not in desk("supervisor").client.get(page).content.decode()
    form = desk("manager").client.get(link.replace("&amp;", "&")).context["form"]
    assert (form["resource"].value(), form["project"].value()) == ("3", str(studio.feature.pk))


def test_the_page_of_a_production_leads_to_its_sheets(studio, desk):
    path = f"{address(Project, 'changelist')}{studio.feature.pk}/import-sheet/"
    answer = desk("manager").client.get(path)
    assert answer["Location"] == f"{address(Entity, 'import')}?sheet=shots&project={studio.feature.pk}"
    assert path in desk("manager").change(studio.feature).content.decode()
    assert path not in desk("supervisor").change(studio.feature).content.decode()
    assert desk("supervisor").client.get(path).status_code == 403


# What a sheet may hold


@pytest.mark.parametrize("kind", list(SHEETS))
def test_the_columns_that_are_told_are_those_that_are_read(studio, kind):
    sheet, about = SHEETS[kind], {"by": studio.admin}
    if sheet.in_production:
        about["project"] = studio.series
    if sheet.of_task_type:
        about["task_type"] = studio.animation
    cells = {
        "Email": "x@example.com",
        "Type": "Props",
        "Name": "E01_SH010",
        "Episode": "E01",
        "Sequence": "E01_SQ01",
        "Parent": "E01_SQ01",
        "Entity": "E01_SH010",
        "Asset Type": "Character",
        "Asset": "Robot",
    }
    row = tables.Row(2, {name: cells.get(name, "") for name in (*sheet.required, *sheet.optional)})
    plan = plans.run(sheet.importer(**about), [row], dry_run=True)
    assert (plan.refused, plan.warnings) == ([], [])
    for name in sheet.required:
        less = tables.Row(2, {key: cell for key, cell in row.cells.items() if key != name})
        plan = plans.run(sheet.importer(**about), [less], dry_run=True)
        assert [change.column for change in plan.refused] == [name]
