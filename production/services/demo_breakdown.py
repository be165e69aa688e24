"""The demo's productions: teams, settings, entities, casting."""

from dataclasses import dataclass, field

from accounts.models import Person
from production.models import (
    AssetInstance,
    AssetInstanceLink,
    Entity,
    EntityConceptLink,
    EntityLink,
    EntityVersion,
    MetadataDescriptor,
    Project,
    ProjectAssetTypeLink,
    ProjectPersonLink,
    ProjectTaskStatusLink,
    ProjectTaskTypeLink,
)
from production.models.metadata_descriptor import DepartmentMetadataDescriptorLink
from production.services import demo_data as data
from production.services import project_status
from production.services.demo_rows import MORNING, Demo

STATUS_ORDER = ("todo", "ready", "wip", "wfa", "retake", "done", "neutral", "approved", "rejected")


@dataclass
class Made:
    """A production as it was made, with its entities in their order."""

    plan: data.Production
    project: Project
    manager: Person
    assets: list[Entity] = field(default_factory=list)
    episodes: dict[str, Entity] = field(default_factory=dict)
    sequences: list[Entity] = field(default_factory=list)
    shots: list[Entity] = field(default_factory=list)
    edits: list[Entity] = field(default_factory=list)
    concepts: list[Entity] = field(default_factory=list)
    priorities: dict[tuple[str, str], int] = field(default_factory=dict)  # of task types, by (name, kind)


def add_production(demo: Demo, plan: data.Production) -> Made:
    """A production with everything that its tasks hang on."""
    project = demo.add(
        Project,
        name=plan.name,
        code=plan.code,
        description=plan.description,
        production_type=plan.kind,
        production_style="3d",
        fps="24",
        ratio="2.39:1" if plan.kind == "featurefilm" else "16:9",
        resolution="2048x858" if plan.kind == "featurefilm" else "1920x1080",
        start_date=demo.days.date(plan.starts),
        end_date=demo.days.date(plan.ends),
        man_days=900,
        nb_episodes=len(plan.episodes),
        episode_span=20 if plan.episodes else 0,
        max_retakes=5,
        project_status=project_status.named(project_status.OPEN),
        data={"client": "Harbour Pictures"},
        file_tree=None,
        created_at=demo.days.at(plan.starts, MORNING),
    )
    made = Made(plan, project, demo.people[plan.manager])
    add_settings(demo, made)
    add_descriptors(demo, made)
    add_assets(demo, made)
    add_timeline(demo, made)
    add_casting(demo, made)
    add_scene(demo, made)
    return made


def add_settings(demo: Demo, made: Made) -> None:
    """The team with its roles, the asset types, the task types and statuses in their order."""
    plan, project = made.plan, made.project
    for key in plan.team:
        demo.add(ProjectPersonLink, project=project, person=demo.people[key], role=plan.roles.get(key))
    for name in plan.assets:
        demo.add(ProjectAssetTypeLink, project=project, asset_type=demo.entity_types[name])
    kinds = [(stage.name, "Asset") for stage in plan.asset_stages]
    kinds += [(stage.name, "Shot") for stage in plan.shot_stages]
    kinds += [(plan.effects.name, "Shot")] if plan.effects else []
    kinds += [(plan.edit.name, "Edit"), (plan.concept.name, "Concept")]
    for priority, kind in enumerate(kinds, start=1):
        made.priorities[kind] = priority
        task_type = demo.task_types[kind]
        demo.add(ProjectTaskTypeLink, project=project, task_type=task_type, priority=priority)
    for priority, name in enumerate(STATUS_ORDER, start=1):
        demo.add(ProjectTaskStatusLink, project=project, task_status=demo.statuses[name], priority=priority)


def add_descriptors(demo: Demo, made: Made) -> None:
    """Columns that the production adds to its assets, shots and to itself."""
    for position, (entity_type, name, kind, choices, department) in enumerate(
        (
            ("Asset", "Complexity", "list", data.COMPLEXITY, "Modeling"),
            ("Shot", "Camera", "list", data.CAMERA_MOVES, "Layout"),
            ("Shot", "Weather", "list", data.WEATHER, None),
            ("Project", "Client", "string", (), None),
        ),
        start=1,
    ):
        descriptor = demo.add(
            MetadataDescriptor,
            project=made.project,
            entity_type=entity_type,
            name=name,
            field_name=name.lower(),
            data_type=kind,
            choices=list(choices),
            for_client=name == "Weather",
            position=position,
        )
        if department:
            demo.add(
                DepartmentMetadataDescriptorLink,
                metadata_descriptor=descriptor,
                department=demo.departments[department],
            )


def add_entity(demo: Demo, made: Made, kind: str, name: str, **values) -> Entity:
    return demo.add(
        Entity,
        name=name,
        project=made.project,
        entity_type=demo.entity_types[kind],
        created_by=made.manager,
        created_at=demo.days.at(made.plan.starts, MORNING + len(demo.rows[Entity])),
        **{"data": {}, "description": "", **values},
    )


def add_assets(demo: Demo, made: Made) -> None:
    """Assets, and the concepts that illustrate some of them."""
    for kind, names in made.plan.assets.items():
        for name in names:
            values = {"complexity": demo.dice.choice(data.COMPLEXITY)}
            made.assets.append(add_entity(demo, made, kind, name, data=values))
    by_name = {asset.name: asset for asset in made.assets}
    for name, of in made.plan.concepts:
        concept = add_entity(demo, made, "Concept", name)
        made.concepts.append(concept)
        demo.add(EntityConceptLink, entity_in=concept, entity_out=by_name[of])


def add_timeline(demo: Demo, made: Made) -> None:
    """Episodes, sequences, shots and edits."""
    for number, name in enumerate(made.plan.episodes):
        status = Entity.Status.RUNNING if number < 2 else Entity.Status.STANDBY
        made.episodes[name] = add_entity(demo, made, "Episode", name, status=status)
    for episode, name in made.plan.sequences:
        sequence = add_entity(demo, made, "Sequence", name, parent=made.episodes.get(episode))
        made.sequences.append(sequence)
        first = 101
        for number in range(1, data.SHOTS_IN_SEQUENCE + 1):
            length = demo.dice.randrange(36, 168)
            shot = add_entity(
                demo,
                made,
                "Shot",
                f"SH{number * 10:03}",
                parent=sequence,
                nb_frames=length,
                data={
                    "fps": 24,
                    "frame_in": first,
                    "frame_out": first + length - 1,
                    "camera": demo.dice.choice(data.CAMERA_MOVES),
                    "weather": demo.dice.choice(data.WEATHER),
                },
            )
            made.shots.append(shot)
            first += length
    for episode, name in made.plan.edits:
        made.edits.append(add_entity(demo, made, "Edit", name, parent=made.episodes.get(episode)))
    retimed = made.shots[4]
    demo.add(
        EntityVersion,
        entity=retimed,
        name=retimed.name,
        data={**retimed.data, "frame_out": retimed.data["frame_out"] - 12},
        person=made.manager,
        created_at=demo.days.at(made.plan.starts + 10, MORNING),
    )


def add_casting(demo: Demo, made: Made) -> None:
    """Which assets are in which shots; what is in a shot of an episode is in the episode too."""
    characters = [asset for asset in made.assets if asset.entity_type.name == "Character"]
    others = [asset for asset in made.assets if asset.entity_type.name != "Character"]
    in_episode: dict[Entity, list[Entity]] = {}
    for shot in made.shots:
        cast = demo.dice.sample(characters, demo.dice.choice((1, 1, 2)))
        cast += demo.dice.sample(others, demo.dice.choice((1, 2)))
        for asset in cast:
            demo.add(EntityLink, entity_in=shot, entity_out=asset, nb_occurences=1, label="animate", data={})
        shot.nb_entities_out = len(cast)
        if shot.parent.parent:
            known = in_episode.setdefault(shot.parent.parent, [])
            known += [asset for asset in cast if asset not in known]
    for episode, cast in in_episode.items():
        for asset in cast:
            demo.add(EntityLink, entity_in=episode, entity_out=asset, nb_occurences=1, label="", data={})
        episode.nb_entities_out = len(cast)


def add_scene(demo: Demo, made: Made) -> None:
    """A layout scene with numbered instances of an asset, which are in the first shot."""
    scene = add_entity(demo, made, "Scene", "Master layout", parent=made.sequences[0])
    made.shots[0].source = scene
    asset = made.assets[-1]
    for number in (1, 2):
        name = f"{asset.name.replace(' ', '_')}_{number:04}"
        instance = demo.add(AssetInstance, asset=asset, name=name, number=number, scene=scene)
        demo.add(AssetInstanceLink, entity=made.shots[0], asset_instance=instance)
