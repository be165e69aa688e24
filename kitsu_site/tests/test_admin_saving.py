"""What the back office writes goes through the services: events, rules, links, refusals as form errors."""

import datetime

import pytest
from django.contrib.admin.models import LogEntry

from accounts.models import Department, Organisation, Person
from kitsu_site.models import ApiEvent
from kitsu_site.tests.office import Office, errors, fields, said, text
from kitsu_site.tests.rows import Rows
from production.models import Entity, Milestone, Playlist, Project, Task, TaskType


@pytest.fixture
def office(studio):
    """The back office as one of the studio's people gets it."""
    return lambda name: Office(studio.people[name])


def happened() -> list[tuple]:
    """The events so far: name, who did it, payload."""
    return list(ApiEvent.objects.order_by("created_at").values_list("name", "user_id", "data"))


# Creating


def test_a_new_row_is_written_with_its_event_by_who_made_it(studio, office):
    form = {"name": "Screening", "project": str(studio.feature.pk), "date": "2030-05-01"}
    assert office("manager").add(Milestone, form).status_code == 302
    row = Milestone.objects.get()
    assert (row.name, row.project, row.date) == ("Screening", studio.feature, datetime.date(2030, 5, 1))
    assert happened() == [
        (
            "milestone:new",
            studio.manager.pk,
            {"milestone_id": str(row.pk), "project_id": str(studio.feature.pk)},
        )
    ]


def test_a_new_row_and_its_links_are_in_the_admins_log(studio, office):
    form = {
        "name": "Short",
        "production_style": "2d",
        "revision_padding": "0",
        "team": [str(studio.animator.pk)],
    }
    assert errors(office("admin").add(Project, form)) == {}
    row = Project.objects.get(name="Short")
    assert (list(row.team.all()), row.project_status) == ([studio.animator], studio.open)
    assert LogEntry.objects.get().object_id == str(row.pk)


def task_form(studio, **values):
    form = {"name": "main", "entity": str(studio.lamp.pk), "task_type": str(studio.modeling.pk)}
    return {**form, "difficulty": "3", **values}


def test_a_task_is_of_the_production_of_its_entity(studio, office):
    studio.lamp.tasks.all().delete()
    form = task_form(studio, assignees=[str(studio.modeler.pk)])
    assert errors(office("manager").add(Task, form)) == {}
    task = studio.lamp.tasks.get()
    assert (task.project, list(task.assignees.all())) == (studio.feature, [studio.modeler])


def test_what_a_service_refuses_is_said_at_the_field(studio, office):
    answer = office("manager").add(Task, task_form(studio, task_type=str(studio.animation.pk)))
    assert errors(answer) == {"task_type": ["task_type_id: Animation is for Shot, not for Asset."]}
    assert studio.lamp.tasks.count() == 1
    assert (happened(), LogEntry.objects.count()) == ([], 0)


def test_two_rows_of_a_name_are_refused_as_the_form_says(studio, office):
    answer = office("admin").add(Department, {"name": "Animation", "color": "#000000"})
    assert errors(answer) == {"name": ["Department with this Name already exists."]}


def test_a_new_person_is_checked_as_in_the_api(studio, office):
    page = office("admin").add(Person)
    form = {name: page.context["adminform"].form[name].value() or "" for name in fields(page)}
    form |= {
        "first_name": "Nina",
        "last_name": "New",
        "email": "no address",
        "departments": [],
        "active": "on",
    }
    answer = office("admin").add(Person, {k: v for k, v in form.items() if v is not False})
    assert list(errors(answer)) == ["email"]
    assert not Person.objects.filter(first_name="Nina").exists()


# Changing


def test_only_what_changed_is_written(studio, office):
    row = Rows(studio).make(Milestone, name="Screening")
    assert office("manager").change(row, {"name": "Premiere"}).status_code == 302
    row.refresh_from_db()
    assert row.name == "Premiere"
    assert [(name, user) for name, user, _ in happened()] == [("milestone:update", studio.manager.pk)]


def test_a_form_sent_back_untouched_changes_nothing(studio, office):
    before = Task.objects.filter(pk=studio.first_animation.pk).values().get()
    assert office("manager").change(studio.first_animation, {}).status_code == 302
    assert Task.objects.filter(pk=studio.first_animation.pk).values().get() == before
    assert happened() == []


def test_a_refused_change_leaves_the_row_alone(studio, office):
    answer = office("admin").change(studio.feature, {"resolution": "wide", "name": "Other"})
    assert errors(answer) == {"resolution": ["resolution: WxH with 3 or 4 digits each, or xH expected."]}
    studio.feature.refresh_from_db()
    assert studio.feature.name == "Big Buck"
    assert (happened(), LogEntry.objects.count()) == ([], 0)


def test_an_entity_does_not_hang_on_one_of_another_production(studio, office):
    answer = office("admin").change(studio.first_shot, {"parent": str(studio.episode_sequence.pk)})
    assert errors(answer) == {"parent": ["parent_id: it is of another production."]}


def test_new_assignees_are_told(studio, office):
    form = {"assignees": [str(studio.animator.pk), str(studio.modeler.pk)]}
    assert office("manager").change(studio.first_animation, form).status_code == 302
    assert set(studio.first_animation.assignees.all()) == {studio.animator, studio.modeler}
    told = {(name, data.get("person_id")) for name, _, data in happened()}
    assert told == {("task:update", None), ("task:assign", str(studio.modeler.pk))}


# JSON


@pytest.mark.parametrize("value", ["{", "{'a': 1}", '{"a": NaN}'])
def test_bad_json_is_said_at_the_field(studio, office, value):
    answer = office("manager").change(studio.hero, {"data": value})
    assert errors(answer) == {"data": ["Enter a valid JSON."]}


def test_json_is_merged_as_in_the_api(studio, office):
    Entity.objects.filter(pk=studio.hero.pk).update(data={"ears": 2})
    assert office("manager").change(studio.hero, {"data": '{"tail": true}'}).status_code == 302
    assert Entity.objects.get(pk=studio.hero.pk).data == {"ears": 2, "tail": True}


def test_a_playlist_holds_entities_of_its_production(studio, office):
    row = Rows(studio).make(Playlist, for_entity="shot")
    shots = f'[{{"entity_id": "{studio.episode_shot.pk}", "preview_file_id": "{studio.hero.pk}"}}]'
    answer = office("manager").change(row, {"shots": shots})
    assert errors(answer) == {"shots": ["shots: an entity is of another production."]}


# Deleting


def test_a_deletion_is_an_event(studio, office):
    row = Rows(studio).make(Milestone)
    assert office("manager").delete(row).status_code == 302
    assert not Milestone.objects.exists()
    assert [(name, user) for name, user, _ in happened()] == [("milestone:delete", studio.manager.pk)]


def test_what_others_refer_to_is_not_deleted_and_the_page_counts_them(studio, office):
    page = office("admin").delete(studio.modeling_department)
    assert page.status_code == 200
    assert "1 task type" in text(page)
    assert Department.objects.filter(pk=studio.modeling_department.pk).exists()


def test_an_open_production_stays(studio, office):
    row = Rows(studio).make(Project, name="Empty", project_status=studio.open)
    assert "Empty is open: archive it first." in text(office("admin").delete(row))
    assert Project.objects.filter(pk=row.pk).exists()
    assert LogEntry.objects.count() == 0


def test_a_reference_that_a_service_does_not_clear_is_a_message(studio, office):
    answer = office("manager").delete(studio.first_shot)
    assert said(answer) == ["Other rows still refer to it: task."]
    assert Entity.objects.filter(pk=studio.first_shot.pk).exists()


def test_several_rows_are_deleted_each_with_its_event(studio, office):
    made = Rows(studio)
    rows = [made.make(Milestone), made.make(Milestone)]
    office("manager").act(Milestone, "delete_selected", rows, post="yes")
    assert not Milestone.objects.exists()
    assert [name for name, _, _ in happened()] == ["milestone:delete", "milestone:delete"]


def test_several_rows_are_deleted_all_or_none(studio, office):
    free = Rows(studio).make(Entity, project=studio.feature, entity_type=studio.props)
    answer = office("manager").act(Entity, "delete_selected", [free, studio.first_shot], post="yes")
    assert said(answer) == ["Other rows still refer to it: task."]
    assert Entity.objects.filter(pk__in=[free.pk, studio.first_shot.pk]).count() == 2
    assert (happened(), LogEntry.objects.count()) == ([], 0)


def test_rows_of_others_are_not_among_the_deleted(studio, office):
    made = Rows(studio)
    mine, theirs = made.make(Milestone), made.make(Milestone, project=studio.series)
    office("manager").act(Milestone, "delete_selected", [mine, theirs], post="yes")
    assert list(Milestone.objects.all()) == [theirs]


def test_who_may_not_delete_is_not_offered_to(studio, office):
    row = Rows(studio).make(Milestone)
    office("supervisor").act(Milestone, "delete_selected", [row], post="yes")
    assert Milestone.objects.count() == 1


def test_malformed_ids_in_an_action_are_a_message(studio, office):
    answer = office("admin").act(Milestone, "delete_selected", ["nothing"], post="yes")
    assert (answer.status_code, said(answer)) == (302, ["“nothing” is not a valid UUID."])


# Secrets that can be set


def test_an_admin_sets_a_chat_token_that_nobody_sees(studio, office):
    answer = office("admin").change(studio.organisation, {"chat_token_slack": "xoxb-1"})
    assert answer.status_code == 302
    assert Organisation.objects.get().chat_token_slack == "xoxb-1"
    assert "xoxb-1" not in office("admin").change(studio.organisation).content.decode()


@pytest.mark.parametrize(("sent", "stored"), [("", "xoxb-1"), ("-", ""), ("xoxb-2", "xoxb-2")])
def test_a_chat_token_stays_goes_or_changes(studio, office, sent, stored):
    Organisation.objects.update(chat_token_slack="xoxb-1")
    form = {"chat_token_slack": sent, "name": "Big Studio"}
    assert office("admin").change(studio.organisation, form).status_code == 302
    assert Organisation.objects.get().chat_token_slack == stored


def test_others_have_no_field_for_it(studio, office):
    page = office("manager").change(studio.organisation)
    assert "chat_token_slack" not in page.content.decode()


def test_a_task_type_of_a_production_is_deleted_by_nobody(studio, office):
    office("admin").delete(studio.modeling)
    assert TaskType.objects.filter(pk=studio.modeling.pk).exists()


# Invitations


def invite(one, person):
    """Confirm the dialog of the page of a person."""
    return one.client.post(f"/admin/accounts/person/{person.pk}/invite/", {"_form_submitted": "on"})


def test_an_admin_sends_an_invitation(studio, office, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = invite(office("admin"), studio.animator)
    assert said(answer) == ["An invitation was sent to animator@example.com."]
    assert [mail.to for mail in mailoutbox] == [["animator@example.com"]]


def test_nothing_is_sent_before_the_dialog_is_confirmed(studio, office, mailoutbox):
    page = office("admin").client.get(f"/admin/accounts/person/{studio.animator.pk}/invite/")
    assert "A mail with a link" in text(page)
    assert mailoutbox == []


def test_others_send_no_invitation(studio, office, mailoutbox):
    assert invite(office("manager"), studio.animator).status_code == 403
    assert mailoutbox == []


def test_a_bot_is_not_invited(studio, office):
    assert said(invite(office("admin"), studio.bot)) == ["Only people with an address are invited."]
