"""The export of who is cast where in a production (notes on imports, section 2, "Casting")."""

from collections.abc import Iterator
from itertools import chain
from uuid import UUID

from django.db.models import QuerySet

from imports.services.csv_files import Export
from production.models import EntityLink, Project
from production.models.entity_type import TIMELINE

CHUNK = 1000
HEADER = ["Parent", "Name", "Asset Type", "Asset", "Occurences", "Label"]
EPISODE, MAIN_PACK = "Episode", "MP"
ALL, MAIN = "all", "main"
ASSET = ("entity_out__entity_type__name", "entity_out__name", "nb_occurences", "label")
OF_ASSET = "entity_in__entity_type__name"
OF_SHOT = "entity_in__parent__name"


def casting(*, project: Project, episode: UUID | str | None, shots: bool) -> Export:
    """`episode`: an id, `all` (what episodes cast) or `main` (the main pack of a series);
    `shots`: what shots cast, instead of assets.
    """
    is_series = project.production_type == "tvshow"
    links = EntityLink.objects.filter(entity_in__project=project)
    of_assets = links.exclude(entity_in__entity_type__name__in=TIMELINE)
    within = episode if is_series and episode not in (ALL, MAIN) else None
    if episode == ALL:
        rows = of_episodes(links.filter(entity_in__entity_type__name=EPISODE))
    elif episode == MAIN and is_series:
        rows = of_main_pack(of_assets)
    elif shots:
        rows = of_shots(links.filter(entity_in__entity_type__name="Shot"), is_series, within)
    elif is_series:
        rows = chain(of_episode_assets(of_assets, within), of_main_pack(of_assets))
    else:
        rows = read(of_assets, OF_ASSET)
    header = [EPISODE, *HEADER] if is_series and episode != ALL else HEADER
    return Export(f"{project.name} casting", chain([header], rows))


def of_episodes(links: QuerySet) -> Iterator[list]:
    for name, *asset in read(links):
        yield [EPISODE, name, *asset]


def of_main_pack(links: QuerySet) -> Iterator[list]:
    for row in read(links.filter(entity_in__source__isnull=True), OF_ASSET):
        yield [MAIN_PACK, *row]


def of_episode_assets(links: QuerySet, episode: UUID | None) -> Iterator[list]:
    links = links.filter(entity_in__source=episode) if episode else links
    return read(links.filter(entity_in__source__isnull=False), "entity_in__source__name", OF_ASSET)


def of_shots(links: QuerySet, is_series: bool, episode: UUID | None) -> Iterator[list]:
    if not is_series:
        return read(links, OF_SHOT)
    links = links.filter(entity_in__parent__parent=episode) if episode else links
    return read(links, "entity_in__parent__parent__name", OF_SHOT)


def read(links: QuerySet, *place: str) -> Iterator[list]:
    """The columns that say where, the name of the entity and its asset, sorted by them."""
    columns = [*place, "entity_in__name", *ASSET]
    rows = links.order_by(*columns[:-2], "id").values_list(*columns)
    return (list(row) for row in rows.iterator(chunk_size=CHUNK))
