"""Every page of the back office: there for every model, without secrets, its cost the same for many rows."""

import datetime

import pytest
from django.apps import apps
from django.contrib.admin.widgets import AutocompleteMixin
from django.contrib.auth.models import Group, Permission
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import (
    MailDevice,
    MailedCode,
    PasswordReset,
    Person,
    RecoveryCode,
    RecoveryDevice,
    RevokedToken,
    TokenGeneration,
)
from kitsu_site.admin import site
from kitsu_site.admin.sidebar import GROUPS
from kitsu_site.api.scope import Scope
from kitsu_site.tests.office import Office, fields, text
from kitsu_site.tests.rows import Rows
from production.models import (
    Comment,
    Entity,
    Milestone,
    PlaylistShareLink,
    ProductionChange,
    Project,
    Task,
)

OWN_APPS = ("kitsu_site", "accounts", "production", "files", "imports")
MODELS = sorted(site._registry, key=lambda model: model._meta.db_table)
PLANTED = "PLANTED-SECRET"


@pytest.fixture
def office(studio):
    """The back office as one of the studio's people gets it."""
    return lambda name: Office(studio.people[name])


def queries(view) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert view().status_code == 200
    return len(captured)


def test_every_model_has_its_page():
    """But the links with a composite key, edited from both ends, and what only the server itself reads."""
    own = {
        model
        for label in OWN_APPS
        for model in apps.get_app_config(label).get_models()
        if not isinstance(model._meta.pk, models.CompositePrimaryKey)
    }
    tokens, secrets = {RevokedToken, TokenGeneration, MailedCode}, {MailDevice, RecoveryDevice, RecoveryCode}
    assert own - set(site._registry) == {*tokens, *secrets, ProductionChange}
    assert not {Group, Permission, TOTPDevice} & set(site._registry)


def test_every_page_has_its_place_in_the_sidebar():
    assert {page.group for page in site._registry.values()} == set(GROUPS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.db_table)
def test_every_foreign_key_and_link_is_chosen_by_typing(studio, office, model):
    page, admin = office("admin").add(model), site._registry[model]
    if page.status_code == 403:
        assert not admin.addable
        page = office("admin").change(make(Rows(studio), model, 1))
    relations = {field.name for field in model._meta.get_fields() if field.is_relation}
    form = page.context["adminform"].form
    widgets = [form.fields[name].widget for name in relations & set(form.fields)]
    assert all(isinstance(getattr(w, "widget", w), AutocompleteMixin) for w in widgets)
    assert admin.get_search_fields(page.wsgi_request)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.db_table)
def test_a_list_costs_the_same_for_few_and_many_rows(studio, office, model):
    made, admin = Rows(studio), office("admin")
    make(made, model, 2)
    admin.rows(model)
    few = queries(lambda: admin.rows(model))
    make(made, model, 6)
    assert queries(lambda: admin.rows(model)) == few
    assert few <= 12


def make(made, model, count: int):
    """So many new rows; answers the last one."""
    for number in range(count):
        if model is PasswordReset:
            values = {"email": f"{count}-{number}@example.com", "nonce": "n"}
            row = model.objects.create(**values, expires_at=datetime.datetime(2030, 1, 1))
        else:
            row = made.make(model)
    return row


# Secrets


def plant(studio) -> None:
    """Put a marker in every column that is a secret."""
    Person.objects.filter(pk=studio.animator.pk).update(password=PLANTED.encode(), jti=PLANTED)
    Person.objects.update(
        totp_secret=PLANTED,
        email_otp_secret=PLANTED,
        fido_credentials=[{"key": PLANTED}],
        otp_recovery_codes=[PLANTED.encode()],
    )
    type(studio.organisation).objects.update(
        chat_token_slack=PLANTED, chat_webhook_mattermost=PLANTED, chat_token_discord=PLANTED
    )
    PlaylistShareLink.objects.update(token=PLANTED, password=PLANTED)
    PasswordReset.objects.create(
        email="a@example.com", nonce=PLANTED, expires_at=datetime.datetime(2030, 1, 1)
    )
    RevokedToken.objects.create(jti=PLANTED, expires_at=datetime.datetime(2030, 1, 1))


@pytest.mark.parametrize("name", ["admin", "manager"])
def test_no_page_shows_a_secret(studio, office, name):
    made = Rows(studio)
    one = office(name)
    for model in MODELS:
        make(made, model, 1)
    plant(studio)
    read = 0
    for model in MODELS:
        answers = [one.rows(model), one.add(model)]
        for row in rows_seen(studio.people[name], model):
            answers += [one.change(row), one.delete(row, confirm=False), one.history(row)]
        for answer in answers:
            assert answer.status_code in (200, 403)
            assert PLANTED not in answer.content.decode(), answer.request["PATH_INFO"]
            read += answer.status_code == 200
    assert PLANTED not in one.client.get("/admin/").content.decode()
    assert read > 100


def rows_seen(person, model):
    """One row that the person sees; of people somebody who has an API token."""
    rows = model._default_manager.all().visible_to(Scope(person))
    return rows.filter(jti=PLANTED) if model is Person else rows[:1]


def test_the_log_of_changes_holds_no_secret(studio, office):
    admin = office("admin")
    assert admin.change(studio.organisation, {"chat_token_slack": PLANTED}).status_code == 302
    assert PLANTED not in admin.history(studio.organisation).content.decode()


# Many rows


@pytest.fixture
def many(studio):
    """2,000 shots more in the feature, each with a task and a comment."""
    shots = Entity.objects.bulk_create(
        Entity(
            name=f"MANY{number:04}",
            project=studio.feature,
            entity_type=studio.shot_type,
            parent=studio.sequence,
        )
        for number in range(2000)
    )
    tasks = Task.objects.bulk_create(
        Task(
            name="main",
            project=studio.feature,
            entity=shot,
            task_type=studio.compositing,
            task_status=studio.todo,
            due_date=datetime.datetime(2020, 1, 1),
        )
        for shot in shots
    )
    Comment.objects.bulk_create(
        Comment(object_id=task.pk, object_type="Task", person=studio.animator, task_status=studio.todo)
        for task in tasks
    )
    return tasks


@pytest.mark.parametrize("name", ["admin", "manager"])
def test_no_page_loads_all_tasks_of_a_production(studio, office, many, name):
    one, milestone = office(name), Rows(studio).make(Milestone)
    task = many[0]
    views = {
        "overview": lambda: one.client.get("/admin/"),
        "list": lambda: one.rows(Task),
        "filtered list": lambda: one.rows(Task, project__id__exact=studio.feature.pk, late="yes"),
        "list of entities": lambda: one.rows(Entity),
        "add a task": lambda: one.add(Task),
        "change a task": lambda: one.change(task),
        "change an entity": lambda: one.change(studio.sequence),
        "change the production": lambda: one.change(studio.feature),
        "change a milestone": lambda: one.change(milestone),
        "delete the production": lambda: one.delete(studio.feature, confirm=False),
        "delete a sequence": lambda: one.delete(studio.sequence, confirm=False),
    }
    for what, view in views.items():
        answer = view()
        if name == "manager" and what == "delete the production":
            assert answer.status_code == 403
            continue
        html = answer.content.decode()
        assert answer.status_code == 200, what
        assert html.count("MANY") <= 200, what
        assert html.count("<option") <= 110, what


@pytest.mark.parametrize("name", ["admin", "manager", "supervisor"])
def test_the_overview_costs_the_same_for_few_and_many_rows(studio, office, name):
    one, made = office(name), Rows(studio)
    made.make(Comment)
    few = queries(lambda: one.client.get("/admin/"))
    for _ in range(3):
        made.make(Task)
        made.make(Comment)
        made.make(Project, project_status=studio.open)
    assert queries(lambda: one.client.get("/admin/")) == few
    assert few <= 14


# The overview


def cards(page) -> dict[str, int]:
    return {card["title"]: card["count"] for card in page.context["cards"]}


def test_the_overview_counts_what_its_viewer_sees(studio, office):
    Task.objects.filter(pk=studio.hero_modeling.pk).update(
        task_status=studio.done, due_date=datetime.datetime(2020, 1, 1)
    )
    Task.objects.filter(pk=studio.lamp_modeling.pk).update(
        task_status=studio.wfa, due_date=datetime.datetime(2020, 1, 1)
    )
    Task.objects.filter(pk=studio.robot_modeling.pk).update(due_date=datetime.datetime(2020, 1, 1))
    assert cards(office("manager").client.get("/admin/")) == {
        "open productions": 1,
        "tasks to do": 4,
        "tasks late": 1,
        "waiting for feedback": 1,
    }
    assert cards(office("admin").client.get("/admin/")) == {
        "open productions": 2,
        "tasks to do": 6,
        "tasks late": 2,
        "waiting for feedback": 1,
    }


def test_closed_productions_are_not_counted(studio, office):
    Project.objects.filter(pk=studio.series.pk).update(project_status=studio.closed)
    assert cards(office("admin").client.get("/admin/"))["open productions"] == 1


def test_the_overview_shows_the_comments_that_its_viewer_may_read(studio, office):
    for task, words in (
        (studio.first_animation, "Hold the pose"),
        (studio.robot_modeling, "Rust on the arm"),
    ):
        Comment.objects.create(object_id=task.pk, object_type="Task", person=studio.animator, text=words)
    page = text(office("manager").client.get("/admin/"))
    assert "Big Buck / SH010 / Animation Hold the pose" in page
    assert "Rust on the arm" not in page
    assert "Rust on the arm" in text(office("admin").client.get("/admin/"))


def test_the_card_of_late_tasks_leads_to_them(studio, office):
    Task.objects.filter(pk=studio.lamp_modeling.pk).update(due_date=datetime.datetime(2020, 1, 1))
    admin = office("admin")
    link = {card["title"]: card["link"] for card in admin.client.get("/admin/").context["cards"]}[
        "tasks late"
    ]
    assert list(admin.client.get(link).context["cl"].result_list) == [studio.lamp_modeling]


# Addresses that hold nonsense


@pytest.mark.parametrize(
    "path",
    [
        "/admin/production/task/?project__id__exact=nothing",
        "/admin/production/task/?p=nothing",
        "/admin/production/task/?p=-5",
        "/admin/production/task/?o=99.x",
        "/admin/production/task/?late=nothing",
        "/admin/production/milestone/?date__year=99999",
        "/admin/production/milestone/?date__year=x",
        "/admin/production/task/nothing/change/",
        "/admin/production/task/?_to_field=name&_popup=1",
        "/admin/search/?s=task&page=x",
        "/admin/search/?s=task&page=9",
        "/admin/autocomplete/?app_label=production&model_name=task&field_name=entity&page=x",
        "/admin/autocomplete/?app_label=nothing",
        "/admin/production/task/?nothing=1",
    ],
)
def test_nonsense_in_an_address_is_no_server_error(office, path):
    assert office("admin").client.get(path).status_code in (200, 302, 400, 403, 404)


def test_a_popup_adds_a_row_for_another_form(studio, office):
    answer = office("admin").client.post(
        "/admin/accounts/department/add/?_popup=1", {"name": "Rigging", "color": "#112233", "_popup": "1"}
    )
    assert answer.status_code == 200
    assert "Rigging" in answer.context["popup_response_data"]


def test_a_form_that_is_only_read_has_no_fields(studio, office):
    assert fields(office("manager").change(studio.animation)) == set()
