import pytest

from imports.tests.desk import Desk


@pytest.fixture
def desk(studio):
    """The back office as one of the studio's people has it: `desk("manager")`."""
    return lambda name: Desk(studio.people[name])


@pytest.fixture
def numbered(studio):
    """The studio's own rows under ShotGrid ids, as an import would have left them."""
    rows = {
        "feature": 1,
        "animator": 2,
        "modeler": 3,
        "animation": 4,
        "wip": 5,
        "sequence": 6,
        "hero": 7,
        "lamp": 8,
        "first_shot": 9,
        "second_shot": 10,
        "first_animation": 11,
    }
    for name, number in rows.items():
        row = getattr(studio, name)
        type(row)._base_manager.filter(pk=row.pk).update(shotgun_id=number)
    return studio
