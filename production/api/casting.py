"""Castings: of an entity, of the shots of sequences and episodes, of a type of assets."""

from collections import defaultdict

from django.db.models import F
from rest_framework.decorators import action
from rest_framework.response import Response

from kitsu_site.api.filters import as_integer, as_uuid
from kitsu_site.exceptions import Invalid, Missing, Refused
from production import entity_policies
from production.api.kinds import KindViewSet
from production.models import Entity, EntityLink, EntityType
from production.services import casting
from production.services.casting import Cast

LONGEST_LABEL = 80
OF_ENTITY = {
    "asset_id": "entity_out_id",
    "asset_name": "entity_out__name",
    "asset_type_name": "entity_out__entity_type__name",
    "ready_for": "entity_out__ready_for_id",
    "episode_id": "entity_out__source_id",
    "preview_file_id": "entity_out__preview_file_id",
    "nb_occurences": "nb_occurences",
    "label": "label",
    "is_shared": "entity_out__is_shared",
    "project_id": "entity_out__project_id",
}
OF_TYPE = {
    "asset_id": "entity_out_id",
    "name": "entity_out__name",
    "asset_name": "entity_out__name",
    "asset_type_name": "entity_out__entity_type__name",
    "preview_file_id": "entity_out__preview_file_id",
    "nb_occurences": "nb_occurences",
    "label": "label",
}
OF_EPISODE = {**OF_TYPE, "is_shared": "entity_out__is_shared", "project_id": "entity_out__project_id"}
OF_SHOTS = {**OF_EPISODE, "sequence_name": "entity_in__parent__name"}
BY_ASSET = ("entity_out__entity_type__name", "entity_out__name", "entity_out_id")
SHOT_CASTING_IN = {
    "shot_id": "entity_in_id",
    "shot_name": "entity_in__name",
    "sequence_name": "entity_in__parent__name",
    "episode_id": "entity_in__parent__parent_id",
    "episode_name": "entity_in__parent__parent__name",
    "preview_file_id": "entity_in__preview_file_id",
    "nb_occurences": "nb_occurences",
}
ASSET_CASTING_IN = {
    "asset_id": "entity_in_id",
    "asset_name": "entity_in__name",
    "asset_type_name": "entity_in__entity_type__name",
    "preview_file_id": "entity_in__preview_file_id",
    "nb_occurences": "nb_occurences",
}


def rows(links, columns: dict) -> list[dict]:
    """Links as objects, with those columns by name."""
    return [dict(zip(columns, row, strict=True)) for row in links.values_list(*columns.values())]


def grouped(links, columns: dict, *order: str) -> dict:
    """{what casts: its casting}, canceled assets left out."""
    found = defaultdict(list)
    links = links.exclude(entity_out__canceled=True).order_by(*order, "entity_in_id", *BY_ASSET)
    for caster, *row in links.values_list("entity_in_id", *columns.values()):
        found[caster].append(dict(zip(columns, row, strict=True)))
    return found


def casting_of(entity: Entity, **of_which) -> list[dict]:
    """What an entity casts, canceled assets left out."""
    links = entity.casting_links.filter(**of_which).exclude(entity_out__canceled=True)
    return rows(links.order_by(*BY_ASSET), OF_ENTITY)


def as_casting(body) -> list[Cast]:
    """The entries of a body; raises `Invalid`."""
    if not isinstance(body, list) or not all(isinstance(entry, dict) for entry in body):
        raise Invalid("A list of objects with asset_id and nb_occurences expected.")
    return [as_cast(entry) for entry in body]


def as_cast(entry: dict) -> Cast:
    asset_id, count, label = entry.get("asset_id"), entry.get("nb_occurences"), entry.get("label") or ""
    if not isinstance(label, str) or len(label) > LONGEST_LABEL:
        raise Invalid(f"label: text of at most {LONGEST_LABEL} characters expected.", field="label")
    if isinstance(count, (bool, float)):
        raise Invalid("nb_occurences: a whole number expected.", field="nb_occurences")
    return Cast(
        asset_id=None if asset_id is None else as_uuid("asset_id", asset_id),
        nb_occurences=None if count is None else as_integer("nb_occurences", count),
        label=label,
    )


class ProductionCasting(KindViewSet):
    """What is cast in a production, for its team without vendors; set by its managers."""

    def team_project(self, project_id):
        project = self.project(project_id)
        self.check(entity_policies.is_no_vendor, project.pk)
        return project

    def inside(self, project, pk, kind=None) -> Entity:
        """The entity of the path: 404 for an unknown one, 403 for one of another production."""
        entity = self.find(Entity, pk) if kind is None else self.entity(pk, kind)
        if entity.project_id != project.pk:
            raise Refused("It is of another production.")
        return entity

    def cast_by_shots(self, project, **of_which):
        """The castings of shots of sequences, by sequence and shot."""
        links = EntityLink.objects.filter(entity_in__entity_type__name="Shot", **of_which)
        return self.castings(project, links, OF_SHOTS, "entity_in__parent__name", "entity_in__name")

    def castings(self, project, links, columns: dict, *order: str):
        """{what casts: its casting} of some links of the production."""
        return self.conditional(project.pk, lambda: Response(grouped(links, columns, *order)))


class EntityCasting(ProductionCasting):
    """/data/projects/{project_id}/entities/...: of one entity, or of several at once."""

    @action(detail=False, url_path="{entity_id}/casting")
    def of_entity(self, request, project_id, entity_id):
        project = self.team_project(project_id)
        entity = self.inside(project, entity_id)
        return self.conditional(project.pk, lambda: Response(casting_of(entity)))

    @of_entity.mapping.put
    def set_of_entity(self, request, project_id, entity_id):
        project = self.managed_project(project_id)
        entity = self.inside(project, entity_id)
        casting.set_casting(entity=entity, casting=as_casting(request.data), by=self.person)
        return Response(request.data)

    @action(detail=False, methods=["put"], url_path="casting")
    def of_entities(self, request, project_id):
        project = self.managed_project(project_id)
        body = self.object_body()
        castings = {as_uuid("entity_id", pk): as_casting(entries) for pk, entries in body.items()}
        found = Entity.objects.in_bulk(castings)
        if missing := [pk for pk in castings if pk not in found]:
            raise Missing(f"There is no entity {missing[0]}.")
        if any(entity.project_id != project.pk for entity in found.values()):
            raise Refused("An entity is of another production.")
        casting.set_castings(castings=castings, by=self.person)
        return Response(body)


class SequenceCasting(ProductionCasting):
    """/data/projects/{project_id}/sequences/...: of the shots of one sequence, or of all."""

    @action(detail=False, url_path="{sequence_id}/casting")
    def of_sequence(self, request, project_id, sequence_id):
        project = self.team_project(project_id)
        return self.cast_by_shots(project, entity_in__parent=self.inside(project, sequence_id, "Sequence"))

    @action(detail=False, url_path="all/casting")
    def of_sequences(self, request, project_id):
        project = self.team_project(project_id)
        return self.cast_by_shots(project, entity_in__project=project, entity_in__parent__isnull=False)


class EpisodeCasting(ProductionCasting):
    """/data/projects/{project_id}/episodes/...: of all that casts, or of the shots of an episode."""

    @action(detail=False, url_path="casting")
    def of_casters(self, request, project_id):
        project = self.team_project(project_id)
        links = EntityLink.objects.filter(entity_in__project=project)
        return self.castings(project, links, OF_EPISODE, "entity_in__name")

    @action(detail=False, url_path="{episode_id}/sequences/all/casting")
    def of_shots(self, request, project_id, episode_id):
        project = self.team_project(project_id)
        if episode_id == "main":
            return Response({})
        episode_id = as_uuid("episode_id", episode_id)
        return self.cast_by_shots(
            project, entity_in__project=project, entity_in__parent__parent_id=episode_id
        )


class AssetTypeCasting(ProductionCasting):
    """/data/projects/{project_id}/asset-types/...: of the assets of a type."""

    @action(detail=False, url_path="{asset_type_id}/casting")
    def of_type(self, request, project_id, asset_type_id):
        project = self.team_project(project_id)
        asset_type = self.find(EntityType, asset_type_id)
        if asset_type.kind != "Asset":
            raise Missing(f"{asset_type} is no type of assets.")
        links = EntityLink.objects.filter(entity_in__project=project, entity_in__entity_type=asset_type)
        return self.castings(project, links, OF_TYPE, "entity_in__name")


class AssetCasting(KindViewSet):
    """/data/assets/{asset_id}/...: what an asset casts, and what casts it."""

    kind = "Asset"

    @action(detail=True)
    def casting(self, request, pk):
        asset = self.readable(pk)
        cast = Entity.objects.filter(cast_in_links__entity_in=asset)
        reached = self.reached(cast, asset.project_id)
        return Response(casting_of(asset, entity_out__in=reached.values("pk")))

    @casting.mapping.put
    def set_casting(self, request, pk):
        asset = self.entity(pk)
        self.check(entity_policies.manages, asset.project_id)
        casting.set_casting(entity=asset, casting=as_casting(request.data), by=self.person)
        return Response(request.data)

    @action(detail=True, url_path="cast-in")
    def cast_in(self, request, pk):
        asset = self.readable(pk)
        casters = Entity.objects.visible_to(self.scope)  # a shared asset is cast in other productions too
        links = asset.cast_in_links.filter(entity_in__in=casters.values("pk"))
        links = links.exclude(entity_in__canceled=True)
        shots = rows(
            links.filter(entity_in__parent__isnull=False).order_by(
                F("entity_in__parent__parent__name").asc(nulls_last=True),
                "entity_in__parent__name",
                "entity_in__name",
            ),
            SHOT_CASTING_IN,
        )
        for shot in shots:
            shot["episode_id"] = str(shot["episode_id"])  # the text `None` without one
        assets = Entity.objects.of_kind("Asset").values("pk")
        in_assets = links.filter(entity_in__parent__isnull=True, entity_in__in=assets)
        by_name = ("entity_in__entity_type__name", "entity_in__name")
        return Response([*shots, *rows(in_assets.order_by(*by_name), ASSET_CASTING_IN)])


def register(router):
    router.register("data/projects/{project_id}/entities", EntityCasting)
    router.register("data/projects/{project_id}/sequences", SequenceCasting)
    router.register("data/projects/{project_id}/episodes", EpisodeCasting)
    router.register("data/projects/{project_id}/asset-types", AssetTypeCasting)
    router.register("data/assets", AssetCasting)
