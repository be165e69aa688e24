"""Sheets through the API, on other data than the recordings (notes on imports, section 1)."""

import pytest

from imports.tests.sheets import content, sheet
from kitsu_site.models import ApiEvent
from production.models import Comment, Entity, MetadataDescriptor, News, Notification, ProjectPersonLink, Task

SHOTS = "Sequence,Name,Description,Nb Frames,Animation,Animation comment,Animation assignations"


@pytest.fixture
def send(studio, api):
    """Send a sheet to a route of the feature as its manager."""

    def send(kind: str, *lines: str, who="manager", encoding="utf-8", project=None, **params):
        path = f"/import/csv/projects/{(project or studio.feature).pk}/{kind}"
        return api(who).post(path, form=sheet(*lines, encoding=encoding), params=params)

    return send


def names(kind: str) -> list[str]:
    return sorted(Entity.objects.of_kind(kind).values_list("name", flat=True))


def test_a_dry_run_answers_the_plan_and_writes_nothing(studio, send):
    before = ApiEvent.objects.count()
    answer = send(
        "shots",
        SHOTS,
        "SQ01,SH010,changed,,,,",
        "SQ02,SH100,,many,,,",
        "SQ02,SH110,,12,wip,,Ann Animator",
        dry_run="true",
        update="true",
    )
    plan = answer.json()
    assert answer.status_code == 200
    assert plan["counts"] == {"create": 1, "update": 1, "unchanged": 0, "refused": 1}
    assert [(c["line_number"], c["action"], c["column"]) for c in plan["changes"]] == [
        (2, "update", None),
        (3, "refused", "Nb Frames"),
        (4, "create", None),
    ]
    assert plan["changes"][0]["values"] == {"description": "changed"}
    assert ApiEvent.objects.count() == before
    assert names("Sequence") == ["E01_SQ01", "SQ01"]


def test_rows_before_a_bad_one_stay_and_it_leaves_nothing_of_itself(studio, send):
    answer = send("shots", SHOTS, "SQ02,SH100,,12,,,", "SQ03,SH200,,,almost,,", "SQ04,SH300,,,,,")
    assert answer.status_code == 400
    assert {key: answer.json()[key] for key in ("error", "line_number", "imported_rows")} == {
        "error": True,
        "line_number": 3,
        "imported_rows": 1,
    }
    assert names("Sequence") == ["E01_SQ01", "SQ01", "SQ02"]


def test_an_asset_that_is_refused_leaves_neither_type_nor_episode(studio, send):
    line = "Boat,Tug,E09,Nowhere"
    answer = send("assets", "Type,Name,Episode,Ready for", line, project=studio.series, who="admin")
    assert answer.status_code == 400
    assert not Entity.objects.filter(name="E09").exists()
    assert not type(studio.character).objects.filter(name="Boat").exists()


def test_a_shot_of_a_series_is_in_an_episode(studio, send):
    lines = ("Episode,Sequence,Name", "E02,SQ01,SH010", ",SQ01,SH010")
    answer = send("shots", *lines, project=studio.series, who="admin")
    assert (answer.status_code, answer.json()["line_number"]) == (400, 3)
    assert names("Episode") == ["E01", "E02"]


def test_the_same_sheet_again_changes_nothing(studio, send):
    lines = (SHOTS, "SQ02,SH100,first,12,wip,,Ann Animator")
    send("shots", *lines)
    before = ApiEvent.objects.count()
    plan = send("shots", *lines, dry_run="true").json()
    assert plan["counts"] == {"create": 0, "update": 0, "unchanged": 1, "refused": 0}
    assert send("shots", *lines).status_code == 201
    assert (Entity.objects.filter(name="SH100").count(), ApiEvent.objects.count()) == (1, before)


def test_names_that_are_nearly_the_same_are_warned_of(studio, send):
    plan = send("shots", "Sequence,Name", "SQ01,sh0010", "SQ_1,SH010", dry_run="true").json()
    assert [(w["line_number"], w["message"]) for w in plan["warnings"]] == [
        (2, "The shot 'sh0010' is new, and nearly the name of 'SH010'."),
        (3, "The sequence 'SQ_1' is new, and nearly the name of 'SQ01'."),
    ]


def test_a_new_shot_gets_all_tasks_and_the_comment_of_its_row(studio, send):
    send("shots", SHOTS, "SQ02,SH100,,12,wfa,Look at it,Ann Animator")
    tasks = Task.objects.filter(entity__name="SH100").order_by("task_type__name")
    assert [(t.task_type.name, t.task_status.short_name) for t in tasks] == [
        ("Animation", "wfa"),
        ("Compositing", "todo"),
    ]
    comment = Comment.objects.get(object_id=tasks[0].pk)
    assert (comment.text, comment.person) == ("Look at it", studio.manager)
    assert tasks[0].end_date == comment.created_at == tasks[0].last_comment_date
    assert list(tasks[0].assignees.all()) == [studio.animator]
    assert tasks[0].assigner == studio.manager
    assert News.objects.get(comment=comment).change is True
    assert Notification.objects.get(comment=comment).person == studio.animator


def test_the_events_of_a_row_are_those_of_the_notes(studio, send):
    before = set(ApiEvent.objects.values_list("pk", flat=True))
    send("shots", SHOTS, "SQ02,SH100,,,wfa,,Ann Animator")
    events = ApiEvent.objects.exclude(pk__in=before).order_by("created_at")
    assert list(events.values_list("name", flat=True)) == [
        "sequence:new",
        "shot:new",
        "task:new",
        "task:new",
        "task:assign",
        "task:update",
        "comment:new",
        "task:update",
        "task:status-changed",
        "task:to-review",
        "news:new",
    ]


def test_a_mention_in_a_comment_is_told_of(studio, send):
    send("shots", SHOTS, "SQ01,SH010,,,,@Sam Supervisor have a look,", update="true")
    comment = Comment.objects.get(text="@Sam Supervisor have a look")
    told = Notification.objects.filter(comment=comment).values_list("person__first_name", "type")
    assert sorted(told) == [("Ann", "comment"), ("Sam", "mention")]


def test_who_left_the_team_is_not_told(studio, send):
    ProjectPersonLink.objects.filter(person=studio.animator).delete()
    send("shots", SHOTS, "SQ01,SH010,,,done,,", update="true")
    assert Notification.objects.count() == 0


def test_retakes_beyond_the_limit_are_passed_over(studio, send):
    studio.feature.max_retakes = 1
    studio.feature.save()
    Task.objects.filter(pk=studio.first_animation.pk).update(retake_count=1)
    answer = send("shots", SHOTS, "SQ01,SH010,,,retake,,", "SQ01,SH020,,,retake,,", update="true")
    assert answer.status_code == 201
    statuses = Task.objects.filter(task_type=studio.animation, project=studio.feature)
    assert dict(statuses.values_list("entity__name", "task_status__short_name")) == {
        "SH010": "wip",
        "SH020": "retake",
    }


def test_rows_of_a_new_task_bring_it_to_where_the_last_leaves_it(studio, send):
    studio.feature.max_retakes = 1
    studio.feature.save()
    # There is no second retake, and the last row's comment, which mentions somebody, is posted by itself.
    rows = ("wip,", "retake,", "wip,", "retake,", "wfa,for @Ann Animator")
    send("shots", SHOTS, *(f"SQ01,SH030,,,{row}," for row in rows), update="true")
    task = Task.objects.get(entity__name="SH030", task_type=studio.animation)
    comments = Comment.objects.filter(object_id=task.pk)
    statuses = comments.values_list("task_status__short_name", flat=True)
    assert sorted(statuses) == ["retake", "wfa", "wip", "wip"]
    assert (task.task_status, task.retake_count) == (studio.wfa, 1)
    assert task.real_start_date == min(comments.values_list("created_at", flat=True))
    assert task.last_comment_date == max(comments.values_list("created_at", flat=True))
    told = ApiEvent.objects.filter(data__task_id=str(task.pk)).order_by("created_at")
    assert [event.name for event in told][:4] == [
        "task:new", "comment:new", "task:update", "task:status-changed"
    ]  # fmt: skip
    changes = told.filter(name="task:status-changed").values_list("data__new_task_status_id", flat=True)
    statuses = [studio.wip, studio.retake, studio.wip, studio.wfa]
    assert list(changes) == [str(status.pk) for status in statuses]


def test_two_rows_of_one_task_follow_each_other(studio, send):
    send("shots", SHOTS, "SQ01,SH020,,,wip,,", "SQ01,SH020,,,done,,", update="true")
    task = Task.objects.get(pk=studio.second_animation.pk)
    assert task.task_status == studio.done
    assert Comment.objects.filter(object_id=task.pk).count() == 2


@pytest.mark.parametrize("column", ["Name", "Sequence"])
def test_a_name_that_is_too_long_is_refused_with_its_column(studio, send, column):
    cells = {"Sequence": "SQ01", "Name": "SH900", column: "x" * 161}
    answer = send("shots", "Sequence,Name", f"{cells['Sequence']},{cells['Name']}")
    assert (answer.status_code, answer.json()["data"]["errors"][0]["field"]) == (400, column)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_the_api_finds_the_encoding_where_that_is_asked_for(studio, api, encoding):
    lines = ("Type,Name,Description", "Props,Épée,très pointue", "Props,Clé,")
    path = f"/import/csv/projects/{studio.feature.pk}/assets"
    form = sheet(*lines, encoding=encoding)
    answer = api("manager").post(path, form=form, params={"encoding": "auto"})
    assert [row["name"] for row in answer.json()] == ["Épée", "Clé"]


def test_hostile_sheets_are_refused_with_line_and_column(studio, send):
    answer = send("shots", "Sequence,Name", "SQ01,SH900", "SQ01,a\0b")
    assert (answer.status_code, answer.json()["line_number"]) == (400, 3)
    assert answer.json()["data"]["errors"][0]["field"] == "Name"


def test_casting_is_counted_once_however_often_it_is_imported(studio, send):
    lines = ("Parent,Name,Asset Type,Asset,Occurences,Label", "sq01,sh020,PROPS,lamp,2,Big One")
    for _ in range(2):
        assert send("casting", *lines).json() == [None]
    shot = Entity.objects.get(pk=studio.second_shot.pk)
    link = shot.casting_links.get()
    assert (shot.nb_entities_out, link.nb_occurences, link.label) == (1, 2, "big-one")


def test_casting_of_an_episode_is_found_whatever_the_case(studio, send):
    lines = ("Episode,Parent,Name,Asset Type,Asset,Occurences", "MP,EPISODE,e01,character,ROBOT,2")
    assert send("casting", *lines, project=studio.series, who="admin").json() == [None]
    link = studio.episode.casting_links.get()
    assert (link.entity_out_id, link.nb_occurences) == (studio.robot.pk, 2)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2030-01-07", "1", "2030-01-07"),
        ("2030-01-07", "5", "2030-01-11"),
        ("2030-01-07", "6", "2030-01-14"),
        ("2030-01-10", "2.5", "2030-01-14"),
        ("2030-01-05", "2", "2030-01-07"),
    ],
)
def test_a_due_date_follows_in_business_days(studio, send, start, days, due):
    route = f"task-types/{studio.animation.pk}/estimations"
    send(route, "Parent,Entity,Estimation,Start date", f"SQ01,SH010,{days},{start}")
    assert Task.objects.get(pk=studio.first_animation.pk).due_date.date().isoformat() == due


def test_a_task_that_would_end_after_the_last_year_is_refused(studio, send):
    route = f"task-types/{studio.animation.pk}/estimations"
    answer = send(route, "Parent,Entity,Estimation,Start date", "SQ01,SH010,5000,9999-12-01")
    assert (answer.status_code, answer.json()["data"]["errors"][0]["field"]) == (400, "Estimation")


def test_a_defused_header_is_the_column_that_it_was(studio, send, api):
    MetadataDescriptor.objects.create(
        project=studio.feature, entity_type="Shot", name="=Lens", field_name="lens", data_type="string"
    )
    header = content(api("manager").get(f"/export/csv/projects/{studio.feature.pk}/shots.csv")).split("\r\n")[
        0
    ]
    assert "'=Lens" in header.split(";")
    send("shots", "Sequence,Name,'=Lens", "SQ01,SH010,'=35mm", update="true")
    assert Entity.objects.get(pk=studio.first_shot.pk).data["lens"] == "=35mm"


@pytest.mark.parametrize(
    ("column", "cell"),
    [("Estimation", "nan"), ("Estimation", "-1"), ("Difficulty", "6"), ("Drawings", "9e9")],
)
def test_estimations_that_cannot_be_are_refused(studio, send, column, cell):
    route = f"task-types/{studio.animation.pk}/estimations"
    assert send(route, f"Parent,Entity,{column}", f"SQ01,SH010,{cell}").status_code == 400


def test_people_beyond_the_limit_are_refused(studio, api, settings):
    settings.USER_LIMIT = 9
    lines = ("First Name,Last Name,Email", "Al,One,al@example.com", "Bo,Two,bo@example.com")
    answer = api("admin").post("/import/csv/persons", form=sheet(*lines))
    assert (answer.json()["line_number"], answer.json()["imported_rows"]) == (3, 1)
