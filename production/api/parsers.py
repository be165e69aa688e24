"""Input of this app's actions: JSON, or forms with lists as JSON text, and files."""

import orjson
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from kitsu_site.api.parsers import FormParser, JSONParser
from kitsu_site.api.serializers import Id

PARSERS = [JSONParser, FormParser, MultiPartParser]


class Items(serializers.ListField):
    """A list, or in a form its JSON text."""

    def get_value(self, dictionary):
        return dictionary.get(self.field_name, serializers.empty)

    def to_internal_value(self, data):
        if isinstance(data, str):
            try:
                data = orjson.loads(data)
            except orjson.JSONDecodeError:
                raise serializers.ValidationError("A JSON list expected.") from None
        return super().to_internal_value(data)


class IdList(Items):
    """A list of ids."""

    child = Id()


class Whatever(serializers.Field):
    """Any value, looked at later."""

    def to_internal_value(self, data):
        return data


def uploads(request) -> list:
    """The files of a form, whatever their fields are named."""
    return [file for _, files in request.FILES.lists() for file in files]
