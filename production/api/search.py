"""Finding assets, shots and people by what is written on them: /data/search (notes on entities, section 11).

Every word of the query must be found, in any case, in the indexed texts of a row. The database narrows the
rows down; which texts matched is then told in Python.
"""

import re

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.wires import PERSON, SHORT
from accounts.models import Person
from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.api.serializers import Id, StrictText
from production.api.entity_inputs import WholeNumber
from production.api.masks import hidden_fields, without
from production.api.parsers import PARSERS
from production.api.wires import ENTITY
from production.models import Entity, Project

SHORTEST = 3  # characters of a query
MOST = 200  # rows of an answer
TV_SHOW = "tvshow"
FRAMES = {"frame_in", "frame_out", "fps", "handle_in", "handle_out"}
ESCAPED_IN_JSON = re.compile(r'[^ -~]|["\\\\]')
NAMES = {
    "Asset": {"asset_type_name": "entity_type__name"},
    "Shot": {"sequence_name": "parent__name", "episode_name": "parent__parent__name"},
}


class SearchInput(serializers.Serializer):
    query = StrictText()
    project_id = Id(default=None, allow_null=True)
    limit = WholeNumber(default=3)
    offset = WholeNumber(default=0)
    index_names = serializers.ListField(child=StrictText(), default=["assets", "shots", "persons"])

    def validate_limit(self, value):
        if value < 1:
            raise serializers.ValidationError("At least 1 expected.")
        return min(value, MOST)

    def validate_offset(self, value):
        if value < 0:
            raise serializers.ValidationError("At least 0 expected.")
        return value


class Search(ScopedViewSet):
    parser_classes = PARSERS

    def create(self, request):
        body = self.read(SearchInput)
        words = body["query"].lower().split()
        if len(body["query"].strip()) < SHORTEST:
            return Response({})
        page = slice(body["offset"], body["offset"] + body["limit"])
        searches = {
            "assets": lambda: self.entities("Asset", words, body["project_id"], page),
            "shots": lambda: self.entities("Shot", words, body["project_id"], page),
            "persons": lambda: self.persons(words, page),
        }
        return Response({name: searches[name]() for name in body["index_names"] if name in searches})

    def entities(self, kind: str, words: list[str], project_id, page: slice) -> list[dict]:
        """The entities of a kind in open productions that hold all the words, by name."""
        projects = Project.objects.visible_to(self.scope).in_open_productions()
        if project_id is not None:
            projects = projects.filter(pk=project_id)
        rows = Entity.objects.of_kind(kind).visible_to(self.scope).filter(project__in=projects.values("pk"))
        hidden = hidden_fields(self.scope, kind, project_id)
        rows = rows.annotate(data_text=Cast("data", TextField()))
        for word in words:
            rows = rows.filter(self.narrowed(kind, word))
        extra = {
            "project_name": "project__name",
            "preview_file_extension": "preview_file__extension",
            "production_type": "project__production_type",
            **NAMES[kind],
            **({"episode_id": "parent__parent_id"} if kind == "Shot" else {}),
        }
        found = []
        for row in ENTITY.rows(rows.order_by("name", "pk"), extra=extra, parsed=True):
            row["data"] = without(row["data"], hidden.get(row["project_id"], set()))
            if terms := matched_terms(texts_of(kind, row), words):
                found.append({**row, "matched_terms": terms})
        return [shown(kind, row) for row in found[page]]

    def narrowed(self, kind: str, word: str) -> Q:
        """Rows that may hold a word: more than do, never less."""
        pattern = f"%{word}%"
        rule = Q(name__ilike=pattern) | Q(description__ilike=pattern)
        rule |= Q(data_text__ilike=f"%{ESCAPED_IN_JSON.sub('%', word)}%")
        for path in NAMES[kind].values():
            rule |= Q(**{f"{path}__ilike": pattern})
        return rule

    def persons(self, words: list[str], page: slice) -> list[dict]:
        people = Person.objects.filter(active=True, is_bot=False)
        for word in words:
            people = people.filter(Q(first_name__ilike=f"%{word}%") | Q(last_name__ilike=f"%{word}%"))
        wire = PERSON if self.scope.is_admin else SHORT
        rows = wire.rows(people.order_by("first_name", "last_name", "pk")[page])
        return [{**row, "matched_terms": ["name"]} for row in rows]


def texts_of(kind: str, row: dict) -> dict[str, str]:
    """The indexed texts of an entity by the names they are told by."""
    texts = {"name": row["name"], "description": row["description"] or ""}
    texts |= {name: row[name] or "" for name in NAMES[kind]}
    for key, value in (row["data"] if isinstance(row["data"], dict) else {}).items():
        if key not in FRAMES and isinstance(value, (str, int, float)):
            texts.setdefault(key, str(value))
    return texts


def matched_terms(texts: dict[str, str], words: list[str]) -> list[str]:
    """The names of the texts that hold a word; none where a word is in no text."""
    found = {word: [name for name, text in texts.items() if word in text.lower()] for word in words}
    if not all(found.values()):
        return []
    return list(dict.fromkeys(name for names in found.values() for name in names))


def shown(kind: str, row: dict) -> dict:
    """An entity as it is answered: with its episode in a series only."""
    is_series = row.pop("production_type") == TV_SHOW
    if kind == "Shot":
        name, pk = row.pop("episode_name"), row.pop("episode_id")
        if is_series:
            row |= {"episode": name, "episode_id": pk}
    return row


def register(router):
    router.register("data/search", Search)
