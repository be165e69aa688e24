import pytest
from django.core.management import CommandError, call_command

from accounts.models import Department
from kitsu_site.models import ApiEvent
from production.models import EntityType, ProjectStatus, TaskStatus, TaskType
from production.services import vocabulary

pytestmark = pytest.mark.django_db


def task_types(department):
    rows = TaskType.objects.filter(department__name=department).order_by("priority", "for_entity")
    return [(kind.name, kind.color, kind.priority, kind.for_entity) for kind in rows]


def test_says_what_it_did(capsys):
    call_command("init_data")
    assert capsys.readouterr().out == (
        "Project status initialized.\n"
        "Asset types initialized (domain: 3d).\n"
        "Shot types initialized.\n"
        "Edit type initialized.\n"
        "Task types initialized.\n"
        "Task status initialized.\n"
    )


def test_makes_the_entity_types_of_a_3d_studio():
    vocabulary.initialize("3d")
    assert set(EntityType.objects.values_list("name", flat=True)) == {
        *("Character", "Prop", "Environment", "FX"),
        *("Episode", "Sequence", "Shot", "Edit"),
    }


@pytest.mark.parametrize(
    ("domain", "asset_types"),
    [
        ("2d", {"Character", "Prop", "Background", "FX"}),
        ("3d", {"Character", "Prop", "Environment", "FX"}),
        ("vfx", {"Character", "Prop", "Environment", "FX", "Vehicle"}),
        ("games", {"Character", "Prop", "Environment", "FX", "UI"}),
    ],
)
def test_asset_types_are_those_of_the_domain(domain, asset_types):
    vocabulary.initialize(domain)
    kinds = EntityType.objects.exclude(name__in=("Episode", "Sequence", "Shot", "Edit"))
    assert set(kinds.values_list("name", flat=True)) == asset_types


def test_makes_the_production_statuses():
    vocabulary.initialize()
    assert set(ProjectStatus.objects.values_list("name", "color")) == {
        ("Open", "#000000"),
        ("Closed", "#000000"),
    }


def test_makes_the_task_statuses_with_their_meanings():
    vocabulary.initialize()
    flags = ("is_default", "is_wip", "is_feedback_request", "is_retake", "is_done", "for_concept")
    made = {
        (status.name, status.short_name, status.color, *(flag for flag in flags if getattr(status, flag)))
        for status in TaskStatus.objects.all()
    }
    assert made == {
        ("Todo", "todo", "#f5f5f5", "is_default"),
        ("Work In Progress", "wip", "#3273dc", "is_wip"),
        ("Waiting For Approval", "wfa", "#ab26ff", "is_feedback_request"),
        ("Retake", "retake", "#ff3860", "is_retake"),
        ("Done", "done", "#22d160", "is_done"),
        ("Ready To Start", "ready", "#fbc02d"),
        ("Neutral", "neutral", "#CCCCCC", "is_default", "for_concept"),
        ("Approved", "approved", "#66BB6A", "for_concept"),
        ("Rejected", "rejected", "#E81123", "for_concept"),
    }


def test_artists_and_clients_may_set_the_statuses_of_concepts():
    vocabulary.initialize()
    concepts = TaskStatus.objects.filter(for_concept=True, is_artist_allowed=True, is_client_allowed=True)
    assert concepts.count() == 3


def test_makes_departments_with_their_task_types():
    vocabulary.initialize("3d")
    assert set(Department.objects.values_list("name", "color")) == {
        ("Concept", "#8D6E63"),
        ("Modeling", "#78909C"),
        ("Animation", "#009688"),
        ("Layout", "#7CB342"),
        ("FX", "#26C6DA"),
        ("Compositing", "#F06292"),
    }
    assert task_types("Concept") == [
        ("Concept", "#8D6E63", 1, "Asset"),
        ("Concept", "#8D6E63", 1, "Concept"),
        ("Storyboard", "#43A047", 1, "Shot"),
    ]
    assert task_types("Compositing") == [
        ("Lighting", "#F9A825", 4, "Shot"),
        ("Rendering", "#F06292", 6, "Shot"),
        ("Compositing", "#ff5252", 7, "Shot"),
        ("Edit", "#9b298c", 8, "Edit"),
    ]


def test_effects_studios_match_move_and_edit_last():
    vocabulary.initialize("vfx")
    assert task_types("Matchmove") == [
        ("Matchmove", "#5C6BC0", 1, "Shot"),
        ("Rotomation", "#7986CB", 2, "Shot"),
    ]
    assert task_types("DMP") == [("DMP", "#A1887F", 8, "Shot")]
    assert task_types("Compositing")[-1] == ("Edit", "#9b298c", 9, "Edit")


def test_a_domain_is_known_in_any_case():
    call_command("init_data", "--domain", "Games")
    assert Department.objects.filter(name="Level Design").exists()


def test_an_unknown_domain_is_refused_and_makes_nothing():
    with pytest.raises(CommandError, match="domain: one of 2d, 3d, vfx, games"):
        call_command("init_data", domain="opera")
    assert not ProjectStatus.objects.exists()


def test_a_second_run_changes_nothing():
    vocabulary.initialize()
    TaskType.objects.filter(name="Rigging").update(color="#000001")
    before = ApiEvent.objects.count()
    vocabulary.initialize()
    assert TaskType.objects.get(name="Rigging").color == "#000001"
    assert TaskType.objects.count() == 13
    assert ApiEvent.objects.count() == before


def test_the_default_status_of_a_studio_stays_its_default():
    TaskStatus.objects.create(name="To do later", short_name="later", color="#ffffff", is_default=True)
    vocabulary.initialize()
    defaults = TaskStatus.objects.filter(is_default=True, for_concept=False)
    assert [status.name for status in defaults] == ["To do later"]


def test_a_status_with_the_same_short_name_is_enough():
    TaskStatus.objects.create(name="In Arbeit", short_name="wip", color="#ffffff", is_wip=True)
    vocabulary.initialize()
    assert [status.name for status in TaskStatus.objects.filter(is_wip=True)] == ["In Arbeit"]


def test_what_is_made_is_told():
    vocabulary.initialize("games")
    names = ApiEvent.objects.values_list("name", flat=True)
    assert {name: list(names).count(name) for name in set(names)} == {
        "project-status:new": 2,
        "asset-type:new": 9,
        "department:new": 7,
        "task-type:new": 8,
        "task-status:new": 9,
    }
